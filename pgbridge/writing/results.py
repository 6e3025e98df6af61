"""Results as the shop sees them: what they mean, under the shop's own names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from pgbridge.errors import TransportError
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import BillingKey, Schedule
from pgbridge.model.enums import BillingKeyStatus, CancellationStatus, PaymentStatus, ScheduleStatus
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.model.identity import IdentityVerification
from pgbridge.model.naver import NaverPoints
from pgbridge.model.outcome import Barcode, Captured
from pgbridge.model.payment import Cancellation, Payment, PaymentAmount
from pgbridge.model.platform import Transfer
from pgbridge.model.receipt import CashReceipt, StoreReceipt
from pgbridge.operations.base import Operation


def standing_of(op: Operation[Any], result: Any) -> str:
    """Tell whether a readable answer means done, failed or pending."""
    if isinstance(result, Payment):
        if result.status == PaymentStatus.FAILED:
            return "failed"
        good = {PaymentStatus.PAID, PaymentStatus.PARTIALLY_CANCELLED, PaymentStatus.CANCELLED}
        if op.family in ("virtual_account", "virtual_account_update"):
            good.add(PaymentStatus.VIRTUAL_ACCOUNT_ISSUED)
        return "done" if result.status in good else "pending"
    if isinstance(result, Cancellation):
        return {"failed": "failed", "requested": "pending"}.get(result.status, "done")
    return "done"


def ref_of(result: Any) -> str | None:
    """Return what the vendor calls the result."""
    if isinstance(result, tuple) and len(result) == 1:
        result = result[0]
    if isinstance(result, Payment):
        return result.attempt_id
    ref = getattr(result, "id", None)
    return ref if isinstance(ref, str) and ref else None


def named(result: Any, op: Operation[Any], attempt: Attempt) -> Any:
    """Give a result the shop's own names: its order id, its cancel id, its alias, its reason."""
    if isinstance(result, tuple):
        return tuple(named(item, op, attempt) for item in result)
    fields = getattr(result, "__struct_fields__", ())
    changes: dict[str, Any] = {}
    order_id = getattr(op, "order_id", None)
    if "vendor_order_id" in fields:
        changes["vendor_order_id"] = attempt.vendor_id
    if order_id is not None and "order_id" in fields:
        changes["order_id"] = order_id
    if "cancel_id" in fields:
        changes["cancel_id"] = getattr(op, "cancel_id", None) or "full"
        changes["reason"] = getattr(op, "reason", None) or result.reason
    if "alias" in fields:
        changes["alias"] = getattr(op, "alias", None) or result.alias
    return msgspec.structs.replace(result, **changes) if changes else result


def from_row(attempt: Attempt) -> Any:
    """Return what the ledger itself knows of something done.

    :raises TransportError: it does not know enough
    """
    ref, amount, currency = attempt.vendor_ref or "", attempt.amount or 0, attempt.currency or "KRW"
    if attempt.family == "cancel":
        return Cancellation(
            id=ref,
            status=CancellationStatus.SUCCEEDED,
            amount=amount,
            tax_free=attempt.tax_free,
            vat=attempt.vat,
            order_id=attempt.order_id,
            attempt_id=attempt.target,
            partial=True,
        )
    if attempt.operation == "cvs.issue":
        return Barcode(
            id=ref,
            order_id=attempt.vendor_id,
            status=PaymentStatus.READY,
            amount=amount,
            currency=currency,
            partial=True,
        )
    if attempt.family == "capture":
        return Captured(order_id=attempt.order_id or attempt.vendor_id)
    if attempt.family in ("transfer", "transfer_cancel"):
        kind = "order" if attempt.family == "transfer" else "order_cancel"
        return Transfer(id=attempt.identity, type=kind, order_id=attempt.order_id, partial=True)
    if attempt.family in ("charge", "virtual_account"):
        charged = attempt.family == "charge"
        return Payment(
            order_id=attempt.vendor_id,
            attempt_id=attempt.vendor_ref,
            status=PaymentStatus.PAID if charged else PaymentStatus.VIRTUAL_ACCOUNT_ISSUED,
            amount=PaymentAmount(total=amount, tax_free=attempt.tax_free, vat=attempt.vat),
            currency=currency,
            partial=True,
        )
    if attempt.family == "cash_receipt":
        return CashReceipt(
            status="issued",
            order_id=attempt.order_id,
            amount=attempt.amount,
            tax_free=attempt.tax_free,
            vat=attempt.vat,
            currency=currency,
            issue_number=attempt.vendor_ref,
            partial=True,
        )
    if attempt.family == "naver_points":
        return NaverPoints(attempt_id=attempt.identity, partial=True)
    if attempt.family == "store_receipt":
        return StoreReceipt(order_id=attempt.order_id, partial=True)
    if attempt.family == "escrow_registration":
        return EscrowLogistics(order_id=attempt.order_id, status="registered", partial=True)
    if attempt.family == "identity_otp":
        uid = ref or None if attempt.api == "v1" else None
        return IdentityVerification(order_id=attempt.order_id, attempt_id=uid, status="ready", partial=True)
    if attempt.family == "billing_key" and ref:
        return BillingKey(id=ref, status=BillingKeyStatus.ISSUED, partial=True)
    if attempt.family == "schedule" and attempt.due_at is not None:
        return Schedule(
            id=ref,
            order_id=attempt.vendor_id,
            status=ScheduleStatus.SCHEDULED,
            due_at=datetime.fromtimestamp(attempt.due_at, UTC),
            amount=amount,
            currency=currency,
            tax_free=attempt.tax_free,
            vat=attempt.vat,
            partial=True,
        )
    raise TransportError(
        f"{attempt.operation} {attempt.identity} is done, but could not be read; repeat the call to read it"
    )


def money_of(op: Any) -> dict[str, Any]:
    """Return amount, parts and due time as the ledger stores them."""
    amount, rows = getattr(op, "amount", None), getattr(op, "rows", None)
    about = rows[0] if rows else op
    due_at = getattr(about, "due_at", None) or getattr(about, "expires_at", None)
    if rows:
        amount = rows[0].amount
    if amount is None or isinstance(amount, int):
        money = {name: getattr(op, name, None) for name in ("currency", "tax_free", "vat")}
        return {"amount": amount, **money, **({"due_at": due_at.timestamp()} if due_at else {})}
    return {
        "amount": amount.total,
        "currency": amount.currency,
        "tax_free": amount.tax_free,
        "vat": amount.vat,
        "due_at": due_at.timestamp() if due_at else None,
    }
