"""What the shop of a schedule does, as operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from pgbridge.model.card import Card
from pgbridge.model.customer import Customer
from pgbridge.model.money import krw
from pgbridge.operations.base import ScheduledCharge
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount
from pgbridge.testing.proof.schedule import Planned
from pgbridge.testing.simulation import START

# None of these may ever be found in the ledger.
NAME, EMAIL, PHONE, HOLDER = "홍길동전", "hong.proof@shop.example", "010-9753-1864", "2208162517"
DIGITS = "71"
CARDS: Mapping[str, str] = MappingProxyType(
    {
        "good": "4111-1111-1111-1111",
        "declined": "4000-0000-0000-0101",
        "limit": "4000-0000-0000-0102",
        "error but paid": "4000-0000-0000-0201",
        "error": "4000-0000-0000-0202",
        "breaks but paid": "4000-0000-0000-0203",
        "breaks": "4000-0000-0000-0204",
        "slow": "4000-0000-0000-0205",
    }
)
SECRETS = (
    NAME.encode(),
    EMAIL.encode(),
    PHONE.encode(),
    PHONE.replace("-", "").encode(),
    HOLDER.encode(),
    *(number.encode() for number in CARDS.values()),
    *(number.replace("-", "").encode() for number in CARDS.values()),
)
BUYER = Customer(name=NAME, email=EMAIL, phone=PHONE, id="buyer1")


def card(kind: str) -> Card:
    """Return a card."""
    return Card(number=CARDS[kind], expiry="2030-12", birth_or_business_number=HOLDER, password_digits=DIGITS)


def moment(seconds: float) -> datetime:
    """Return a moment some seconds after the start."""
    return datetime.fromtimestamp(START + int(seconds), UTC)


def terms(planned: Planned) -> dict[str, Any]:
    """Return what every charge states."""
    return {"order_id": planned.order, "order_name": "Plan", "amount": krw(planned.amount or 0)}


def row(planned: Planned) -> ScheduledCharge:
    """Return what a schedule is to charge."""
    return ScheduledCharge(**terms(planned), due_at=moment(planned.due), customer=BUYER)


DEEDS: Mapping[str, Callable[[Planned], Any]] = MappingProxyType(
    {
        "charge": lambda it: ChargeCard(**terms(it), card=card(it.card), customer=BUYER),
        "charge and save": lambda it: ChargeCard(
            **terms(it), card=card(it.card), customer=BUYER, save_as=it.id
        ),
        "charge key": lambda it: ChargeBillingKey(**terms(it), billing_key=it.id, customer=BUYER),
        "issue": lambda it: IssueBillingKey(alias=it.id, card=card(it.card), customer=BUYER),
        "delete key": lambda it: DeleteBillingKey(billing_key=it.id),
        "cancel": lambda it: CancelPayment(
            order_id=it.order,
            amount=it.amount,
            cancel_id=it.id or None,
            reason="goods came back" if it.reason else "",
        ),
        "schedule": lambda it: CreateSchedule(billing_key=it.id, rows=(row(it),)),
        "revoke": lambda it: RevokeSchedules(billing_key=it.id, order_ids=(it.order,)),
        "move": lambda it: MoveSchedule(
            order_id=it.order, due_at=moment(it.due), billing_key=it.id, terms=row(it)
        ),
        "account": lambda it: IssueVirtualAccount(
            **terms(it), bank="SHINHAN", expires_at=moment(it.due), customer=BUYER, remittee="Shop"
        ),
        "close": lambda it: CloseVirtualAccount(order_id=it.order),
    }
)
