"""What Welcome Payments has on both APIs: one window module for PC, one for mobile, each with its options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import pattern

if TYPE_CHECKING:
    from typing import Unpack

    from pgbridge.rules import Options, Rule

BYPASS: Final = "bypass.welcome"
ACCEPT: Final = f"{BYPASS}.acceptmethod"
RESERVED: Final = f"{BYPASS}.P_RESERVED"
CARD_OPTION: Final = f"{BYPASS}.P_CARD_OPTION"
ONLY_EASY_PAY: Final = f"{BYPASS}.P_ONLY_EASYPAYCODE"
CARRIERS: Final = ("SKT", "KTF", "LGT", "MVNO", "CJH", "KCT", "SKL")
COLOUR: Final = r"\(#[0-9A-Fa-f]{6}\)"


def option(id: str, field: str, name: str, shape: str, *, fact: str, **options: Unpack[Options]) -> Rule:
    """Demand that the module option `name`, where it is set, goes on as `shape` says; others are left alone."""
    return pattern(id, field, rf"(?!{name}).*|{name}{shape}", fact=fact, **options)


def any_of(*words: str) -> str:
    """Give the regex for one of the words."""
    return f"(?:{'|'.join(words)})"


def colons(*words: str) -> str:
    """Give the regex for some of the words, joined by colons."""
    return f"{any_of(*words)}(?::{any_of(*words)})*"


def partly_free(card: str) -> str:
    """Give the regex of partly free instalments, `card` being that of a card's code."""
    plan = rf"{card}-\d+(?::\d+)*"
    return rf"\({plan}(?:\^{plan})*\)"
