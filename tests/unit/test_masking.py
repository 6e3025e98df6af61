"""Card numbers are taken out of what vendors write, wherever it ends up; order ids are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgbridge import ApiError, Declined, RuleViolation
from pgbridge.masking import luhn, masked
from pgbridge.registry import installed
from pgbridge.rules import Violation
from pgbridge.wire import WireResponse

CARD = "4111111111111111"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"card {CARD} refused", "card **** refused"),
        ("4111-1111-1111-1111", "****"),
        ("4111 1111 1111 1111.", "****."),
        ("[378282246310005]", "[****]"),
        ("6011000990139424 and 5555555555554444", "**** and ****"),
        ("order 4111111111111112", "order 4111111111111112"),
        ("imp_123456789012", "imp_123456789012"),
        ("20261130123456789012345", "20261130123456789012345"),
        ("한도초과 1000원", "한도초과 1000원"),
        ("", ""),
    ],
)
def test_card_numbers_are_starred_out(text, shown):
    assert masked(text) == shown


@given(st.text("0123456789", min_size=12, max_size=18), st.text(" abc.가", max_size=5))
def test_a_number_that_passes_never_stays(digits, around):
    last = next(d for d in "0123456789" if luhn(digits + d))
    assert digits + last not in masked(f"{around}{digits}{last}{around}")


BODIES = {
    "v1": [
        (200, b'{"code":-1,"message":"[F112] card 4111-1111-1111-1111 limit","response":null}'),
        (400, b'{"code":4111111111111111,"message":"4111111111111111"}'),
    ],
    "v2": [
        (502, b'{"type":"PG_PROVIDER","message":"m 4111111111111111","pgCode":"4111111111111111","pgMessage":"no 4111111111111111"}'),
        (400, b'{"type":"4111111111111111","message":"4111111111111111"}'),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("api", "status", "body"), [(a, s, b) for a in BODIES for s, b in BODIES[a]])
def test_what_a_vendor_quotes_is_masked_on_errors(api, status, body):
    judged = installed().api(api).judge(WireResponse(status=status, body=body))
    assert judged is not None
    shown = f"{judged.error!r} {judged.error} {vars(judged.error)}"
    assert CARD not in shown
    assert "4111-1111" not in shown
    assert "****" in (judged.error.pg_message or "")


def test_declines_and_violations_are_masked_too():
    declined = Declined("no", payment=None, pg_code=CARD, pg_message=f"card {CARD}")
    assert (declined.pg_code, declined.pg_message) == ("****", "card ****")
    assert CARD not in str(vars(ApiError("x", code=CARD, pg_message=CARD)))
    broken = Violation(
        rule="r",
        severity="error",
        field="f",
        message=f"f: {CARD} is no name",
        kind="enum",
        value=None,
        source="",
    )
    error = RuleViolation([broken], subject=f"/payments/{CARD}")
    assert CARD not in str(error)
    assert CARD not in repr(error.violations)
