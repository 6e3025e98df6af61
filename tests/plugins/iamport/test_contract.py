"""What every operation module of an API plugin must hold, and that the API finds all of them."""

import importlib
import json
import pkgutil
from datetime import UTC, datetime

import msgspec
import pytest
from pgbridge_iamport import operations, plugin

from pgbridge import Party, Product, StoreReceiptItem
from pgbridge.errors import PgbridgeError, UnsupportedOperation
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.card import Card
from pgbridge.model.channel import Channel, Connection
from pgbridge.model.customer import Address, Customer, Name
from pgbridge.model.money import Amount, krw
from pgbridge.model.wallets import BenepiaAccount
from pgbridge.operations.base import CashReceiptRequest, Operation, ScheduledCharge, ThreeDSecure
from pgbridge.operations.payments.cancel import RefundAccount
from pgbridge.registry import Registry


def names_in(package):
    """Return the names of the operations that have a module in a package."""
    found = (
        importlib.import_module(m.name)
        for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )
    kinds = (value for module in found for value in vars(module).values() if isinstance(value, type))
    return sorted({kind.name for kind in kinds if issubclass(kind, Operation) and kind.name})


# Browser calls are no requests: their fields are held to account in tests/contract and tests/operations.
NAMES = [name for name in names_in(operations) if not name.startswith("browser.")]
API = plugin.API
CHANNEL = Channel(
    name="nice",
    connection=Connection(name="v1", api="v1", environment="live"),
    provider="nice",
    pg="nice.MID1",
    key="channel-key-1",
)
WHEN = datetime(2026, 5, 1, tzinfo=UTC)
CARD = Card(number="4111111111111111", expiry="2030-12")
REQUIRED = {
    "order_id": "order-1",
    "order_name": "n",
    "amount": krw(1000),
    "card": CARD,
    "alias": "key-1",
    "billing_key": "key-1",
    "billing_keys": ("key-1",),
    "due_at": WHEN,
    "since": WHEN,
    "until": WHEN.replace(day=9),
    "expires_at": WHEN,
    "bank": "SHINHAN",
    "company": "SHINHAN_CARD",
    "code": "ABC",
    "product_order_id": "2024050100000001",
    "delivery_method": "VISIT_RECEIPT",
    "dispatched_at": WHEN,
    "memo": "m",
    "member_id": "member-1",
    "site_code": "IX0XX",
    "partner_type": "IX99",
    "partner_subtype": "99IX",
    "pin_attempt_id": "imp_pin",
    "buyer_name": "n",
    "transaction_id": "bt-1",
    "customer_ip": "192.0.2.1",
    "code_verifier": "v",
    "account": BenepiaAccount(user="u", password="p"),
    "delivery_at": WHEN,
    "update_at": WHEN,
    "refundable": True,
    "email": "a@shop.example",
    "date": WHEN.date(),
    "identity": "01012345678",
    "items": (StoreReceiptItem(business_number="1-1", name="s", amount=1000),),
    "carrier": "CJ",
    "invoice": "1",
    "sent_at": WHEN,
    "sender": Party(name="s"),
    "receiver": Party(name="r"),
    "products": (Product(id="p", name="n", amount=1),),
    "person_name": "n",
    "phone": "01012345678",
    "identity_number": "9203032",
    "number": "123456",
    "method": "POST",
    "path": "/b2b/x",
    "rows": (ScheduledCharge(order_id="S1", order_name="n", amount=krw(1000), due_at=WHEN),),
}


def test_all_of_them_are_found():
    assert len(NAMES) >= 30
    for name in NAMES:
        assert API.module(name).OPERATION.name == name
    assert not API.supports("billing_keys.list")
    with pytest.raises(UnsupportedOperation, match="billing_keys.get_many"):
        API.module("billing_keys.list")


def test_registered():
    assert Registry.of(plugin).api("v1") is API
    assert API.login is not None
    assert (API.keys, API.retries_under_one_id, API.secrets) == (False, False, ("key", "secret"))


@pytest.mark.parametrize("name", NAMES)
def test_writes_can_be_settled(name):
    module = API.module(name)
    assert hasattr(module, "settle") == bool(module.OPERATION.family)


# What is inside these is looked at in tests/contract, for both APIs at once.
WITHIN = ("sender", "receiver", "products", "items")
ELSEWHERE = {("escrow.register", "receiver"), ("escrow.update", "receiver")}


def leaves(kind: type, prefix: str = "") -> set[str]:
    """Return every field path of a Struct, the fields of its own Structs included."""
    inner = {"amount": Amount, "customer": Customer, "card": Card, "refund_account": RefundAccount,
             "three_d_secure": ThreeDSecure, "cash_receipt": CashReceiptRequest, "account": BenepiaAccount,
             "recipient": Name, "address": Address}  # fmt: skip
    found = set()
    for field in msgspec.structs.fields(kind):
        nested = (
            inner.get(prefix + field.name) if field.type is not int and "int" not in str(field.type) else None
        )
        if field.name == "rows":
            found |= {f"rows[].{path}" for path in leaves(ScheduledCharge)}
        elif nested is not None:
            found |= leaves(nested, f"{field.name}.")
        else:
            found.add(field.name)
    return {prefix + path for path in found}


@pytest.mark.parametrize("name", NAMES)
def test_fields_says_where_everything_goes(name):
    module = API.module(name)
    wanted = leaves(module.OPERATION)
    parents = {path.rpartition(".")[0] for path in wanted}
    both = set(module.FIELDS) | wanted if name.startswith(("escrow.", "store_receipts.")) else set()
    within = {p for p in both if p.partition(".")[0].removesuffix("[]") in WITHIN}
    assert set(module.FIELDS) - parents - within == wanted - within
    assert getattr(module, "DROPPED", frozenset()) <= set(module.FIELDS)


# Values unlike the defaults and unlike `REQUIRED`.
SAMPLES: dict[str, object] = {
    "company": "BC_CARD",
    "code": "XYZ",
    "delivery_method": "NOTHING",
    "delivery_company": "CJGLS",
    "dispatched_at": WHEN.replace(day=6),
    "product_order_ids": ("2024050100000002",),
    "extra_charge": 0,
    "prepaid_auth": False,
    "prepaid_amount": 0,
    "delivery_at": WHEN.replace(day=7),
    "update_at": WHEN.replace(day=8),
    "refundable": False,
    "date": WHEN.date().replace(day=9),
    "query": {"a": "b"},
    "filter": {"a": "b"},
    "body": {"a": 1},
    "path": "/b2b/y",
    "amount.total": 7,
    "amount.currency": "USD",
    "amount.tax_free": 0,
    "amount.vat": 0,
    "amount": 7,
    "tax_free": 0,
    "vat": 0,
    "expected_cancellable": 9,
    "card.number": "378282246310005",
    "card.expiry": "2029-01",
    "notice_urls": ("https://a.example",),
    "product_type": "digital",
    "product_count": 2,
    "installment_months": 0,
    "interest_free_by_merchant": False,
    "use_card_point": False,
    "bypass": {"a": 1},
    "extra": {"naverUseCfm": "20261231"},
    "due_at": WHEN.replace(day=2),
    "since": WHEN.replace(day=3),
    "until": WHEN.replace(day=4),
    "expires_at": WHEN.replace(day=5),
    "page": 3,
    "size": 7,
    "sort": "started",
    "status": "failed",
    "cursor": "4",
    "billing_key": VendorKey(id="key-2"),
    "billing_keys": ("key-2",),
    "order_ids": ("order-2",),
    "attempt_ids": ("imp_2",),
    "schedule_ids": ("S2",),
    "keep_promotion": False,
    "notify": False,
    "unlimited": False,
    "checking_amount": 0,
    "bank": "KOOKMIN",
    "cash_receipt.type": "personal",
    "refund_account.bank": "KOOKMIN",
    "locale": "ko-KR",
    "requester": "admin",
    "identity_type": "business",
    "type": "corporate",
    "method": "transfer",
    "carrier": "KT",
    "identity_number": "0112313",
    "sent_at": WHEN.replace(day=6),
    "items": (StoreReceiptItem(business_number="1-1", name="s", amount=7),),
    "sender": Party(name="z"),
    "products": (Product(id="p", name="n", amount=2),),
    "received_at": WHEN.replace(day=7),
    "send_email": False,
}
OWN = {
    "payco.order_status": {"status": "delivery_start"},
    "paymentwall.delivery": {"type": "digital", "status": "delivered"},
}
INNER = {
    "recipient": Name(first="f", last="l"),
    "address": Address(line1="s"),
    "customer": Customer(),
    "refund_account": RefundAccount(bank="SHINHAN", number="1", holder="h"),
    "three_d_secure": ThreeDSecure(charge_id="c", token="t"),
    "cash_receipt": CashReceiptRequest(type="none"),
}


def base(kind: type[Operation]) -> Operation:
    fields = {f.name for f in msgspec.structs.fields(kind)}
    given = {name: value for name, value in REQUIRED.items() if name in fields}
    if kind.name.startswith("identity."):
        given |= {"carrier": "SKT"} if "carrier" in fields else {}
    if kind.name in ("payments.cancel", "virtual_accounts.update"):
        given["amount"] = 5
    if kind.name in ("cash_receipts.issue", "cash_receipts.external.issue"):
        given.pop("method", None)
    if kind.name == "cash_receipts.issue":
        del given["amount"]
    if kind.name in ("payments.prepare", "payments.prepare.update"):
        given["amount"] = 5
    if "attempt_id" in fields and kind.name != "payments.get":
        given = {**given, "attempt_id": "imp_1"}
        given.pop("order_id", None)
    if kind.name == "schedules.create":
        given.pop("card")  # with a card V1 is told more
    if kind.name == "schedules.list":
        given.pop("billing_key")  # the listing of one key takes no size
    if kind.name == "payments.get_many":
        given["attempt_ids"] = ("imp_1",)
    if kind.name == "naver.orders.request_return":
        given["delivery_method"] = "RETURN_INDIVIDUAL"
    return kind(**{**given, **OWN.get(kind.name, {})})


def with_field(op: Operation, path: str) -> Operation | None:
    steps = path.split(".")
    sample = SAMPLES.get(path, SAMPLES.get(steps[-1], "value-2"))
    if path.startswith("rows[]."):
        inside = path.removeprefix("rows[].")
        row = with_field(op.rows[0], inside)
        return msgspec.structs.replace(op, rows=(row,))
    if len(steps) == 1:
        return msgspec.structs.replace(op, **{path: sample})
    outer = getattr(op, steps[0])
    outer = INNER[steps[0]] if outer is None else outer
    return msgspec.structs.replace(op, **{steps[0]: msgspec.structs.replace(outer, **{steps[1]: sample})})


def wire(module, op):
    request = module.encode(op, CHANNEL)
    return (request.method, request.path, request.query, request.content)


PATHS = [
    (name, path)
    for name in NAMES
    for path, to in API.module(name).FIELDS.items()
    if to is not None and not path.startswith("items[].") and (name, path) not in ELSEWHERE
]


@pytest.mark.parametrize(("name", "path"), PATHS, ids=[f"{n}:{p}" for n, p in PATHS])
def test_no_field_is_lost_in_silence(name, path):
    module = API.module(name)
    op = base(module.OPERATION)
    if (name, path) in {("payments.cancel", "order_id"), ("payments.get", "order_id")}:
        # The attempt stands above the order; alone, the order is on the wire.
        op = module.OPERATION(order_id="order-1")
    if path in INNER:
        changed = msgspec.structs.replace(op, **{path: INNER[path]})
    elif path == "rows[].cash_receipt":
        changed = msgspec.structs.replace(
            op, rows=(msgspec.structs.replace(op.rows[0], cash_receipt=INNER["cash_receipt"]),)
        )
    else:
        if path.startswith("card.") and op.card is None:
            op = msgspec.structs.replace(op, card=CARD)
        changed = with_field(op, path)
    try:
        sent = wire(module, changed)
    except PgbridgeError:
        return
    assert sent != wire(module, op)


@pytest.mark.parametrize("name", NAMES)
def test_errors_are_answered_as_v1_does(name):
    answer = API.module(name).answer(None, UnsupportedOperation(name, "V2"))
    assert json.loads(answer.body)["code"] == -1
