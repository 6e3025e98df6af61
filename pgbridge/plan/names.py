"""What an operation is about: what names its intent, and whose ids stand in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.model.payment import Payment
from pgbridge.model.platform import TransferLine
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation
from pgbridge.operations.billing_keys.confirm import ConfirmBillingKey
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.operations.cvs.issue import IssueBarcode
from pgbridge.operations.escrow.register import RegisterEscrow
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.payments.cancel_stop import StopCancellation
from pgbridge.operations.platform.transfers_order import CreateOrderTransfer
from pgbridge.operations.platform.transfers_order_cancel import CancelOrderTransfer
from pgbridge.operations.raw.call import LONG_NUMBER, RawCall
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.operations.sessions.close import CloseSession
from pgbridge.operations.store_receipts.register import RegisterStoreReceipt
from pgbridge.operations.webhooks.resend import ResendWebhook

# Doing these twice is harmless, so nothing is replayed and nothing is an intent conflict.
REPEATABLE = frozenset(
    (
        "prepare",
        "escrow_change",
        "escrow_confirmation",
        "identity_deletion",
        # Each call is one more message, which is what it is for.
        "identity_otp_again",
        "identity_otp_confirmation",
        "billing_key_deletion",
        "schedule_revocation",
        "schedule_move",
        "virtual_account_close",
        "cash_receipt_cancel",
        "virtual_account_update",
        "barcode_revocation",
        "cancel_stop",
        "webhook_resend",
        "session",
        "session_close",
        # A state is set, or something is taken away: said again, the vendor leaves it as it is.
        "naver_order",
        "payco_status",
        "paymentwall_delivery",
        "kcpquick_prepare",
        "kcpquick_member_deletion",
        "kcpquick_fido_release",
        "kcpquick_autopay_deletion",
    )
)
# What may not live beside it on the same order.
EXCLUSIVE = {
    "charge": ("schedule", "virtual_account"),
    "schedule": ("charge", "virtual_account"),
    "virtual_account": ("charge", "schedule"),
}
# Operations that make something new, so may choose where.
ROUTED = frozenset(("charge", "virtual_account", "billing_key", "prepare"))
# These too, though others of their family are about a payment, which lives somewhere.
ROUTED_BY_NAME = frozenset(
    ("schedules.create", "cash_receipts.external.issue", "identity.otp.send", "kcpquick.prepare.create")
)
# What the buyer has authenticated already lives where that was done, under the id it was done with.
AUTHENTICATED = frozenset(("payments.confirm", "billing_keys.confirm", "billing_keys.confirm_and_charge"))
# Writes about a payment, but for receipts of money taken elsewhere.
BOUND = frozenset(
    (
        "cancel",
        "escrow_registration",
        "escrow_change",
        "escrow_confirmation",
        "store_receipt",
        "cash_receipt",
        "cash_receipt_cancel",
        "cancel_stop",
        "capture",
        "webhook_resend",
        "virtual_account_close",
        "virtual_account_update",
        "barcode_revocation",
        "naver_order",
        "payco_status",
        "paymentwall_delivery",
    )
)
# What made the thing that an operation is about, where that is no payment.
MADE_BY = (
    ("cash_receipts.external.", ("cash_receipt",)),
    ("identity.", ("identity_otp", "identity_otp_again")),
)


def best_of(made: Sequence[Attempt]) -> Attempt:
    """Return the attempt that an order is known by: the one that succeeded, else one that may, else the newest."""
    done = (a for a in made if a.state == "done")
    live = (a for a in made if a.state != "failed")
    return next(done, None) or next(live, None) or made[-1]


def writes(op: Operation[Any]) -> bool:
    """Tell whether an operation changes anything, so belongs into the ledger."""
    return bool(op.family) and not (isinstance(op, RawCall) and op.method == "GET")


def chooses(op: Operation[Any]) -> bool:
    """Tell whether an operation makes something new, so may choose where."""
    return (op.family in ROUTED and op.name not in AUTHENTICATED) or op.name in ROUTED_BY_NAME


def bound(op: Operation[Any]) -> bool:
    """Tell whether a write is about a payment, which may have been made under a later id of its order."""
    return op.family in BOUND and not op.name.startswith("cash_receipts.external.")


def makers_of(op: Operation[Any]) -> Collection[str]:
    """Return the families of writes that make what an operation is about."""
    return next((made for prefix, made in MADE_BY if op.name.startswith(prefix)), tuple(EXCLUSIVE))


def identity_of(op: Operation[Any]) -> str:
    """Return what names the intent of a write within its family."""
    if own := getattr(op, "intent", None):
        return joined(*own)
    if isinstance(op, CancelPayment):
        return joined(op.order_id or op.attempt_id or "", op.cancel_id or "full")
    if isinstance(op, StopCancellation):
        return joined(op.order_id, op.cancellation_id)
    if isinstance(op, ResendWebhook):
        return joined(op.order_id, op.webhook_id or "")
    if isinstance(op, CreateOrderTransfer | CancelOrderTransfer):
        return op.transfer_id
    if isinstance(op, CloseSession):
        return op.session_id
    if isinstance(op, RawCall):
        return op.call_id or ""  # without a name each call is a thing of its own
    if isinstance(op, ConfirmBillingKey):
        return op.alias
    if isinstance(op, RegisterEscrow):
        return f"{op.order_id or op.attempt_id}/{op.carrier}/{op.invoice}"
    if isinstance(op, RegisterStoreReceipt):
        digest = sha256(msgspec.json.encode((op.currency, op.items))).hexdigest()
        return f"{op.order_id or op.attempt_id}/{digest[:16]}"
    if isinstance(op, IssueBillingKey):
        return op.alias
    if isinstance(op, CreateSchedule):
        return op.rows[0].order_id
    if isinstance(op, DeleteBillingKey):
        return op.billing_key.id if isinstance(op.billing_key, VendorKey) else op.billing_key
    if isinstance(op, RevokeSchedules):
        key = op.billing_key.id if isinstance(op.billing_key, VendorKey) else (op.billing_key or "")
        return "/".join((key, *op.order_ids, *op.schedule_ids))
    return getattr(op, "order_id", None) or getattr(op, "attempt_id", None) or op.name


def joined(*parts: str) -> str:
    """Return ids as one. They may hold a slash; two different pairs must never read the same."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def fingerprint_of(op: Operation[Any]) -> str:
    """Return what must not change between repeats: amount parts, currency, due time. Never card, buyer or channel."""
    if isinstance(op, CancelPayment):
        return f"{op.amount}/{op.tax_free}/{op.vat}"
    if isinstance(op, CreateSchedule):
        row = op.rows[0]
        return f"{row.amount.total}/{row.amount.tax_free}/{row.amount.vat}/{row.amount.currency}/{row.due_at.timestamp():.0f}"
    if isinstance(op, CreateOrderTransfer | CancelOrderTransfer):
        return transferred(op)
    if isinstance(op, RawCall):
        return f"{op.method} {LONG_NUMBER.sub('*', op.path)}"
    amount = getattr(op, "amount", None)
    if isinstance(op, IssueBarcode):
        # Beside a virtual account of the same order it is something else.
        return f"cvs/{op.amount.total}/{op.amount.currency}"
    if isinstance(op, IssueCashReceipt):
        return f"{op.amount}/{op.tax_free}/{op.vat}/{op.currency}"
    if op.family in ("charge", "virtual_account", "cash_receipt") and amount is not None:
        return f"{amount.total}/{amount.tax_free}/{amount.vat}/{amount.currency}"
    return ""


def transferred(op: CreateOrderTransfer | CancelOrderTransfer) -> str:
    """Return what a partner is to get for what."""
    lines = (
        f"{line.product.id}*{line.quantity}*{line.product.amount}*{line.product.tax_free}"
        if isinstance(line, TransferLine)
        else f"{line.product_id}*{line.quantity}"
        for line in op.lines
    )
    about = op.cancellation_id if isinstance(op, CancelOrderTransfer) else op.contract_id
    discounts = (f"{d.policy_id}*{d.amount}*{d.tax_free}" for d in op.discounts)
    parts = (op.partner_id, op.order_id, about, op.amount, op.tax_free, *lines, *discounts)
    return joined(*(str(part) for part in parts))


def under_vendor_id(op: Any, vendor_id: str) -> Any:
    """Return the operation with the vendor's id in the place of the shop's."""
    if vendor_id == identity_of(op):
        return op  # also where a thing has a name beside its order's
    if isinstance(op, CreateSchedule):
        row = op.rows[0]
        if row.order_id == vendor_id:
            return op
        return msgspec.structs.replace(op, rows=(msgspec.structs.replace(row, order_id=vendor_id),))
    if (
        isinstance(getattr(op, "order_id", None), str)
        and not isinstance(op, CancelPayment)
        and op.order_id != vendor_id
    ):
        return msgspec.structs.replace(op, order_id=vendor_id)
    return op


def shop_named(result: Any, op: Any) -> Any:
    """Give a payment that was asked for by order id the shop's own id back."""
    order_id = getattr(op, "order_id", None)
    if isinstance(result, Payment):
        vendor = result.vendor_order_id or result.order_id
        return msgspec.structs.replace(result, vendor_order_id=vendor, order_id=order_id or result.order_id)
    if isinstance(result, CashReceipt | EscrowLogistics):
        return msgspec.structs.replace(result, order_id=order_id or result.order_id)
    if isinstance(result, tuple):
        return tuple(shop_named(item, op) for item in result)
    return result


def orders_of(op: Any) -> tuple[str, ...]:
    """Return the order ids an operation is about."""
    order_id = getattr(op, "order_id", None)
    return (order_id,) if isinstance(order_id, str) else tuple(getattr(op, "order_ids", ()))


def place_of(api: str, store: str | None) -> dict[str, Any]:
    """Return the channel settings that send a request to the same store or tier as before."""
    if store is None:
        return {}
    return {"store_id": store} if api == "v2" else {"tier": store}
