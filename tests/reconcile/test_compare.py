"""One payment against the rows under its id: the whole table."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pgbridge.model.attempt import Attempt
from pgbridge.model.payment import Payment, PaymentAmount
from pgbridge.reconcile.compare import compare


def row(state: str = "done", **fields: Any) -> Attempt:
    values = {
        "id": "a",
        "intent": "i",
        "family": "charge",
        "operation": "payments.charge_card",
        "identity": "order1",
        "number": 1,
        "connection": "v2",
        "channel": "c",
        "api": "v2",
        "vendor_id": "order1",
        "order_id": "order1",
        "state": state,
        "amount": 1_000,
        "currency": "KRW",
        "vendor_ref": "t1",
    }
    return Attempt(**{**values, **fields})


def cancel(state: str = "done", **fields: Any) -> Attempt:
    return row(
        state, **{"family": "cancel", "identity": "order1/a", "amount": 300, "vendor_ref": "c1", **fields}
    )


def payment(status: str = "paid", cancelled: int = 0, **fields: Any) -> Payment:
    amount = PaymentAmount(total=fields.pop("total", 1_000), cancelled=cancelled)
    return Payment(**{"order_id": "order1", "status": status, "amount": amount, "attempt_id": "t1", **fields})


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "rows", "expected"),
    [
        pytest.param(payment(), [row()], [], id="agrees"),
        pytest.param(payment(), [], [("extra", "", None, "paid")], id="extra"),
        pytest.param(payment("pending"), [], [("extra", "", None, "pending")], id="extra, undecided"),
        pytest.param(
            payment("virtual_account_issued"),
            [],
            [("extra", "", None, "virtual_account_issued")],
            id="extra account",
        ),
        pytest.param(payment("failed"), [], [], id="failures elsewhere took nothing"),
        pytest.param(payment("ready"), [], [], id="a buyer who only looked"),
        pytest.param(payment("cancelled"), [], [], id="an account closed empty"),
        pytest.param(
            payment("cancelled", paid_at=NOON), [], [("extra", "", None, "cancelled")], id="paid and returned"
        ),
        pytest.param(payment(), [row("unknown")], [], id="what is open is listed as open"),
        pytest.param(payment(), [row("failed"), row("open")], [], id="also beside a failure"),
        pytest.param(
            payment(), [row("failed")], [("different", "status", "failed", "paid")], id="late success"
        ),
        pytest.param(
            payment(),
            [row("released", family="virtual_account")],
            [("different", "status", "released", "paid")],
            id="deposit after closing",
        ),
        pytest.param(payment("failed"), [row("failed")], [], id="failed on both sides"),
        pytest.param(payment("failed"), [row()], [("different", "status", "done", "failed")], id="not paid"),
        pytest.param(payment("failed", attempt_id="t0"), [row()], [], id="an earlier try failed"),
        pytest.param(
            payment("failed"),
            [row(vendor_ref=None)],
            [("different", "status", "done", "failed")],
            id="not paid, of unknown name",
        ),
        pytest.param(payment("failed"), [row(family="schedule")], [], id="a schedule ran and failed"),
        pytest.param(
            payment("virtual_account_issued"), [row(family="virtual_account")], [], id="no deposit yet"
        ),
        pytest.param(payment("cancelled"), [row(family="virtual_account")], [], id="expired without deposit"),
        pytest.param(
            payment(attempt_id="t2"), [row()], [("extra", "", None, "paid")], id="paid twice under one id"
        ),
        pytest.param(
            payment(attempt_id="t2"), [row(family="schedule")], [], id="a schedule has its own name"
        ),
        pytest.param(payment(attempt_id=None), [row()], [], id="an answer without a name"),
        pytest.param(payment(total=900), [row()], [("different", "amount", 1_000, 900)], id="another amount"),
        pytest.param(payment(total=900), [row(amount=None)], [], id="an amount nobody kept"),
        pytest.param(
            payment(currency="USD"), [row()], [("different", "currency", "KRW", "USD")], id="another currency"
        ),
        pytest.param(payment("partially_cancelled", 300), [row(), cancel()], [], id="a cancel of ours"),
        pytest.param(
            payment("cancelled", 1_000),
            [row(), cancel(amount=None, expected=1_000)],
            [],
            id="a full cancel names what was left",
        ),
        pytest.param(
            payment("partially_cancelled", 300),
            [row(), cancel("failed")],
            [("different", "cancelled", 0, 300)],
            id="a cancel that failed here only",
        ),
        pytest.param(
            payment(), [row(), cancel()], [("different", "cancelled", 300, 0)], id="a cancel undone"
        ),
        pytest.param(payment(cancelled=300), [row(), cancel("unknown")], [], id="a cancel that is open"),
    ],
)
def test_compare(shown: Payment, rows: list[Attempt], expected: list[Any]) -> None:
    found = compare(shown, rows, "v2")
    assert [(d.kind, d.field, d.ledger, d.vendor) for d in found] == expected
    assert all((d.connection, d.vendor_id) == ("v2", "order1") for d in found)
