"""No silent loss: for every operation, API and field, setting that field alone changes the wire, raises, or is named.

Values are made from the field's name and type, so a field that is added tomorrow is tested tomorrow.
"""

import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from msgspec import Struct

from pgbridge import (
    Amount,
    Card,
    Channel,
    Connection,
    Customer,
    Party,
    PgbridgeError,
    Product,
    ScheduledCharge,
    Secret,
    StoreReceiptItem,
    krw,
)
from pgbridge.catalogue import kinds
from pgbridge.checks import KEPT_HERE, uncarried
from pgbridge.migrate.translate import show_request
from pgbridge.model.browser import FreeInstallments, OfferPeriod, StoreDetails
from pgbridge.model.report import PgMerchant
from pgbridge.model.wallets import BenepiaAccount
from pgbridge.registry import installed
from pgbridge.validate import problems

REGISTRY = installed()
DUE = datetime(2030, 1, 1, tzinfo=timezone.utc)
CARD = Card(
    number="4111111111111111", expiry="2030-12", birth_or_business_number="900101", password_digits="12"
)
ROW = ScheduledCharge(
    order_id="order1", order_name="n", amount=krw(1000), due_at=DUE, customer=Customer(name="n")
)
GOODS = (Product(id="p1", name="n", amount=100),)
PARCEL = {"sender": Party(name="s"), "receiver": Party(name="r"), "products": GOODS}
# The smallest operation of each kind that both APIs would take, so that one field can be added to it.
FIRST = {
    "order_id": "order1",
    "identity_id": "identity1",
    "order_name": "n",
    "amount": krw(1000),
    "card": CARD,
    "billing_key": "key1",
    "alias": "key1",
    "rows": (ROW,),
    "billing_keys": ("key1",),
    "order_ids": ("order1",),
    "since": DUE,
    "until": DUE + timedelta(days=30),
    "due_at": DUE,
    "bank": "SHINHAN",
    "expires_at": DUE,
    "schedule_id": "sch1",
    "terms": ROW,
    "attempt_id": "imp_1",
    "identity": "01012345678",
    "items": (StoreReceiptItem(business_number="1-1", name="s", amount=1000),),
    "carrier": "CJ",
    "invoice": "1",
    "sent_at": DUE,
    "person_name": "n",
    "phone": "01012345678",
    "token": "token1",
    "number": "12345678901",
    "promotion_id": "promotion1",
    "session_id": "session1",
    "cancellation_id": "cancellation1",
    "profile": "profile1",
    "country": "KR",
    "currency": "KRW",
    "method": "POST",
    "path": "/b2b/companies",
    "transfer_id": "transfer1",
    "partner_id": "partner1",
    "company": "SHINHAN_CARD",
    "code": "ABC",
    "delivery_method": "VISIT_RECEIPT",
    "dispatched_at": DUE,
    "memo": "m",
    "product_order_id": "2024050100000001",
    "member_id": "member1",
    "site_code": "IX0XX",
    "partner_type": "IX99",
    "partner_subtype": "99IX",
    "pin_attempt_id": "imp_pin",
    "buyer_name": "n",
    "transaction_id": "bt1",
    "customer_ip": "192.0.2.1",
    "code_verifier": "v1",
    "account": BenepiaAccount(user="u", password="p"),
    "delivery_at": DUE,
    "update_at": DUE,
    "refundable": True,
    "email": "a@example.com",
}
OTHER = {
    "code": "XYZ",
    "company": "BC_CARD",
    "delivery_method": "NOTHING",
    "currency": "USD",
    "bank": "WOORI",
    "gender": "female",
    "birth": "1991-02-03",
    "product_type": "digital",
    "type": "personal",
    "requester": "customer",
    "sort": "started",
    "status": "paid",
    "expiry": "2031-11",
    "number": "5555444433332222",
    "locale": "en-US",
    "country": "US",
    "birth_or_business_number": "880202",
    "password_digits": "34",
    "cvc": "123",
    "business_number": "1234567890",
    "version": "V2",
    "cursor": "c2",
    "installment_months": 3,
    "notify": False,
    "checking_amount": 1,
    "installment": 3,
    "identity_type": "phone",
    "method": "transfer",
    "extra": {"naverUseCfm": "20300101"},
}
# Words that mean something else elsewhere.
WINDOW = {
    "custom_data": {"k": 1},
    "window_pc": "iframe",
    "window_mobile": "ui",
    "offer_period": OfferPeriod(since=DUE),
    "store": StoreDetails(name="s"),
    "carrier": "SKT",
    "available_carriers": ("SKT", "KT"),
    "card_company": "BC_CARD",
    "available_cards": ("BC_CARD",),
}
HERE = {
    "raw.call": {"method": "PUT", "path": "/b2b/other"},
    "raw.list": {"path": "/b2b/other"},
    "card_promotions.list": {"amount": 2000, "card_company": "BC_CARD"},
    "sessions.create": {"payment_method": "CARD_KR"},
    "reconciliation.vat_settlements": {"merchants": (PgMerchant(pg_provider="KCP", merchant_id="m"),)},
    "reconciliation.vat_transactions": {
        "merchants": (PgMerchant(pg_provider="KCP", merchant_id="m"),),
        "statuses": ("matched",),
    },
    "browser.payment": {
        **WINDOW,
        "method": "transfer",
        "available_installments": (2, 3),
        "easy_pay_methods": ("card",),
        "easy_pay_provider": "KAKAOPAY",
        "gift_certificate": "CULTURELAND",
        "free_installments": (FreeInstallments(card_company="BC_CARD", months=(2, 3)),),
        "available_banks": ("SHINHAN",),
        "ui": "paypal-spb",
    },
    "browser.billing_key": {
        **WINDOW,
        "method": "mobile",
        "easy_pay_methods": ("card",),
        "easy_pay_provider": "KAKAOPAY",
        "ui": "paypal-rt",
    },
    "browser.billing_key_and_pay": {**WINDOW, "method": "mobile"},
    "browser.identity": WINDOW,
    "cash_receipts.issue": {"type": "corporate"},
    "cash_receipts.external.issue": {"type": "corporate"},
    "cash_receipts.list": {"status": "issued", "type": "corporate"},
    "escrow.register": {"carrier": "HANJIN"},
    "escrow.update": {"carrier": "HANJIN"},
    "identity.list": {"status": "verified"},
    "identity.otp.send": {
        "carrier": "KT",
        "method": "app",
        "identity_number": "0112313",
        "phone": "01055556666",
    },
    "identity.otp.resend": {
        "carrier": "KT",
        "method": "app",
        "identity_number": "0112313",
        "phone": "01055556666",
    },
}


KINDS = list(kinds().values())


def channel(api):
    connection = Connection(
        name="c",
        api=api,
        environment="live",
        store_id="store-1",
        credentials={"key": Secret("k"), "secret": Secret("s")},
    )
    return Channel(
        name="c",
        connection=connection,
        provider="nice-v2",
        key="channel-key",
        pg="nice_v2.mid",
        store_id="store-1",
    )


# What one API cannot do without, beside what the operation itself demands.
WON = {"amount": 1000}
DAYS = {"since": date(2030, 1, 1), "until": date(2030, 1, 31)}
NAVER = [f"naver.{name}" for name in "orders.list cash_amount".split()] + [
    f"naver.orders.{name}"
    for name in (
        "cancel approve_cancel ship ship_exchange collect_exchange place approve_return reject_return withhold_return "
        "resolve_return"
    ).split()
]
NEEDED = {
    ("v2", "browser.billing_key"): {"method": "card"},
    ("v2", "auth.refresh"): {"refresh_token": "refresh1"},
    ("v1", "payments.balance"): {"attempt_id": "imp_1"},
    ("v1", "virtual_accounts.update"): {"attempt_id": "imp_1", **WON},
    ("v1", "cvs.revoke"): {"attempt_id": "imp_1"},
    **{(api, "card_promotions.list"): WON for api in ("v1", "v2")},
    **{(api, "sessions.create"): WON for api in ("v1", "v2")},
    **{(api, "checkout_profiles.evaluate"): WON for api in ("v1", "v2")},
    **{(api, "reconciliation.vat_settlements"): DAYS for api in ("v1", "v2")},
    **{(api, "reconciliation.vat_transactions"): DAYS for api in ("v1", "v2")},
    ("v2", "platform.transfers.order"): WON,
    ("v2", "platform.transfers.order_cancel"): {"partner_id": "partner1"},
    ("v2", "browser.billing_key"): {"method": "card"},
    ("v2", "schedules.revoke"): {"schedule_ids": ("sch1",), "order_ids": ()},
    ("v1", "virtual_accounts.close"): {"attempt_id": "imp_1"},
    ("v2", "schedules.get"): {"schedule_id": "sch1"},
    ("v1", "cash_receipts.get"): {"attempt_id": "imp_1"},
    ("v1", "cash_receipts.issue"): {"attempt_id": "imp_1"},
    ("v2", "cash_receipts.issue"): {"amount": 1000, "currency": "KRW", "order_name": "n", "pin_channel": "k"},
    ("v1", "cash_receipts.cancel"): {"attempt_id": "imp_1"},
    ("v1", "store_receipts.register"): {"attempt_id": "imp_1"},
    ("v1", "escrow.get"): {"attempt_id": "imp_1"},
    ("v1", "escrow.register"): {"attempt_id": "imp_1", **PARCEL},
    ("v2", "escrow.register"): PARCEL,
    ("v1", "escrow.update"): {"attempt_id": "imp_1", **PARCEL},
    ("v2", "escrow.update"): PARCEL,
    ("v1", "escrow.confirm"): {"attempt_id": "imp_1"},
    ("v1", "identity.get"): {"attempt_id": "imp_1"},
    ("v1", "identity.delete"): {"attempt_id": "imp_1"},
    ("v1", "identity.otp.send"): {"identity_number": "9203032", "carrier": "SKT"},
    ("v2", "identity.otp.send"): {"identity_number": "9203032", "carrier": "SKT"},
    ("v1", "identity.otp.resend"): {
        "person_name": "n",
        "phone": "01012345678",
        "carrier": "SKT",
        "identity_number": "9203032",
    },
    ("v1", "identity.otp.confirm"): {"attempt_id": "imp_1"},
    **{("v1", name): {"attempt_id": "imp_1"} for name in NAVER},
    ("v1", "naver.orders.request_return"): {"attempt_id": "imp_1", "delivery_method": "RETURN_DESIGNATED"},
    ("v1", "kakao.orders"): {"date": DUE.date()},
    ("v2", "kakao.orders"): {"pg_tx_id": "T1"},
    **{
        (api, "payco.order_status"): {"attempt_id": "imp_1", "status": "delivery_start"}
        for api in ("v1", "v2")
    },
    ("v1", "paymentwall.delivery"): {"type": "digital", "status": "delivered"},
    ("v2", "paymentwall.delivery"): {
        "type": "digital",
        "status": "delivered",
        "attempt_id": "imp_1",
        "details": "d",
    },
}


def smallest(kind, api):
    values = {}
    for field in msgspec.structs.fields(kind):
        needed = field.required or field.name in ("rows", "billing_keys", "order_name", "expires_at")
        needed = needed or (
            field.name in ("order_id", "schedule_id", "order_ids", "terms", "billing_key")
            and not kind.name.endswith("list")
        )
        if needed and field.name in FIRST:
            values[field.name] = FIRST[field.name]
    if isinstance(values.get("amount"), Amount) and kind.name in (
        "payments.prepare",
        "payments.prepare.update",
    ):
        values["amount"] = 1000
    return kind(**{**values, **NEEDED.get((api, kind.name), {})})


def alternative(name, hint, old):
    """Another value of the type, or None when there is nothing sensible to set."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(hint) if option is not type(None)]
        hint = options[0]
    if name in OTHER and OTHER[name] != old:
        return OTHER[name]
    if hint is str:
        return "other1"
    if hint is bool:
        return not bool(old)
    if hint is int:
        return (old or 0) + 1
    if hint is date:
        return (old or DUE.date()) + timedelta(days=3)
    if hint is datetime:
        return (old or DUE) + timedelta(days=3)
    origin = typing.get_origin(hint)
    if origin is tuple:
        inner = typing.get_args(hint)[0]
        return (alternative("item", inner, None),)
    if origin in (Mapping, dict) or hint in (Mapping, dict):
        return {"k": 1}
    if isinstance(hint, type) and issubclass(hint, Struct):
        return built(hint)
    return None


def built(kind):
    values = {}
    for field in msgspec.structs.fields(kind):
        if field.required:
            values[field.name] = alternative(field.name, field.type, None)
    return kind(**values)


def changes(op):
    """Every (path, operation with that path changed alone)."""
    here = HERE.get(getattr(op, "name", ""), {})
    for field in msgspec.structs.fields(op):
        old = getattr(op, field.name)
        if isinstance(old, Struct):
            for path, inner in changes(old):
                yield f"{field.name}.{path}", msgspec.structs.replace(op, **{field.name: inner})
            continue
        if isinstance(old, tuple) and old and isinstance(old[0], Struct):
            for path, inner in changes(old[0]):
                yield f"{field.name}[].{path}", msgspec.structs.replace(op, **{field.name: (inner, *old[1:])})
            continue
        value = here.get(field.name) or alternative(field.name, field.type, old)
        if value is None or value == old:
            raise AssertionError(f"no other value for {field.name}: {field.type}")
        yield field.name, msgspec.structs.replace(op, **{field.name: value})


def wire(module, op, where):
    encode_all = getattr(module, "encode_all", None)
    return [show_request(r) for r in (encode_all(op, where) if encode_all else (module.encode(op, where),))]


CASES = [
    pytest.param(kind, api, path, op, id=f"{api}-{kind.name}-{path}")
    for kind in KINDS
    for api in ("v1", "v2")
    if REGISTRY.api(api).supports(kind.name)
    for path, op in changes(smallest(kind, api))
]


# Said otherwise: a retry is now, whatever its old terms say; order ids become schedule ids by a read beforehand.
ELSEWHERE = {("schedules.retry", "terms.due_at"), ("schedules.revoke", "order_ids")}


@pytest.mark.parametrize(("kind", "api", "path", "op"), CASES)
def test_a_field_set_alone_shows(kind, api, path, op):
    module, where = REGISTRY.api(api).module(kind.name), channel(api)
    before = wire(module, smallest(kind, api), where)
    refused, dropped = uncarried(op, module, api)
    named = {v.field for v in [*refused, *problems(op)]} | set(dropped) | KEPT_HERE
    if (kind.name, path) in ELSEWHERE or any(path == name or path.startswith(f"{name}.") for name in named):
        return
    try:
        after = wire(module, op, where)
    except PgbridgeError:
        return
    assert after != before, f"{path} is lost in silence on {api}"


@pytest.mark.parametrize("api", ["v1", "v2"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_fields_names_only_what_there_is(kind, api):
    if not REGISTRY.api(api).supports(kind.name):
        pytest.skip(f"{api} has no {kind.name}")
    known = {field.name for field in msgspec.structs.fields(kind)}
    for path in REGISTRY.api(api).module(kind.name).FIELDS:
        assert path.partition(".")[0].removesuffix("[]") in known, path


def test_the_path_is_the_name():
    for kind in KINDS:
        resource, *verb = kind.name.split(".")
        assert kind.__module__ == f"pgbridge.operations.{resource}.{'_'.join(verb)}"


def test_there_are_many_cases():
    assert len(CASES) > 400
