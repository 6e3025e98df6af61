"""The pages' one style sheet: text stands out from what it stands on, in both schemes."""

import re

import pytest

from pgbridge.simulator.web.pages import asset, money

SCHEMES = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", asset("pgbridge.css"), re.DOTALL)
]
PAIRS = [
    *(
        (fore, back)
        for fore in ("text", "quiet")
        for back in ("ground", "sheet", "code", "bad-soft", "warn-soft")
    ),
    *((fore, back) for fore in ("accent", "bad", "warn") for back in ("ground", "sheet")),
    *((tone, f"{tone}-soft") for tone in ("accent", "good", "bad", "warn")),
    ("accent-text", "accent"),
]
ENOUGH = 4.5  # WCAG 2, level AA


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark"])
def test_text_stands_out(scheme: dict[str, str]) -> None:
    for fore, back in PAIRS:
        low, high = sorted((luminance(scheme[fore]), luminance(scheme[back])))
        assert (high + 0.05) / (low + 0.05) >= ENOUGH, f"{fore} on {back}"


def test_amounts_are_written_by_their_currency() -> None:
    assert [money(*each) for each in ((12_000, "KRW"), (1_050, "USD"), (1, "KWD"))] == [
        "12,000 KRW",
        "10.50 USD",
        "0.001 KWD",
    ]
