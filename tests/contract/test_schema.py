"""Both vendors' schemas, operation by operation: each is covered, requests are valid, and answers made from them decode."""

import json
from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge.catalogue import entries
from pgbridge.errors import ApiError, PgbridgeError, RuleViolation
from pgbridge.registry import installed
from pgbridge.wire import WireResponse
from tests.contract import test_fields as fields
from tests.vendor import MODES, UNLISTED, answers, calls, validate

REGISTRY = installed()
ENTRIES = entries(REGISTRY)
# Products of V2 that are no part of paying; `RawCall` reaches them.
BESIDE = ("/b2b/", "/platform/")
PAIRS = [
    pytest.param(found.kind, api, id=f"{api}-{found.name}")
    for found in ENTRIES
    for api, support in found.apis.items()
    if support.supported and found.does != "browser" and not found.name.startswith("raw.")
]
ENDPOINTS = [
    pytest.param(found.kind, api, endpoint, id=f"{api} {endpoint} {found.name}")
    for found in ENTRIES
    for api, support in found.apis.items()
    for endpoint in support.endpoints
    if found.does != "browser"
]


def covered(api):
    return {
        endpoint for found in ENTRIES if found.does != "browser" for endpoint in found.apis[api].endpoints
    }


@pytest.mark.parametrize(("api", "count"), [("v1", 80), ("v2", 51)])
def test_every_operation_of_the_payment_core_is_here(api, count):
    there = set(calls(api))
    beside = {call for call in there if call.partition(" ")[2].startswith(BESIDE)} - covered(api)
    assert there - covered(api) == beside
    # The two calls of partner settlement that payments touch are no part of the core, so are counted apart.
    transfers = {call for call in covered(api) if "/platform/transfers/" in call}
    assert len((covered(api) & there) - transfers) == count


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_no_endpoint_is_made_up(api):
    short = {"GET /payments/find/{merchant_uid}", "GET /payments/findAll/{merchant_uid}"}
    made_up = covered(api) - set(calls(api)) - {call for name, call in UNLISTED if name == api} - short
    assert not made_up


# Requests.

SEOUL = timezone(timedelta(hours=9))
MOMENTS = st.integers(1_700_000_000, 2_000_000_000).map(lambda it: datetime.fromtimestamp(it, SEOUL))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
WORDS = st.sampled_from(["a", "order-1", "홍길동", "100%", "a/b?c=d&e", "..a", " b "])
NAMED = {
    "currency": st.sampled_from(["KRW", "USD", "JPY"]),
    "country": st.sampled_from(["KR", "US"]),
    "bank": st.sampled_from(["SHINHAN", "WOORI"]),
    "status": st.sampled_from(["paid", "failed", "issued", "verified", "scheduled", "delivered"]),
    "method": st.sampled_from(["card", "transfer", "virtual_account", "sms", "app"]),
    "type": st.sampled_from(["personal", "corporate", "general", "digital"]),
    "product_type": st.sampled_from(["physical", "digital"]),
    "gender": st.sampled_from(["male", "female", "other"]),
    "requester": st.sampled_from(["customer", "admin"]),
    "carrier": st.sampled_from(["CJ", "HANJIN", "SKT"]),
    "version": st.sampled_from(["V1", "V2"]),
    "birth": st.just("1990-01-31"),
    "number": st.just("4111111111111111"),
    "expiry": st.just("2030-12"),
    "identity_type": st.sampled_from(["phone", "card", "business"]),
    "locale": st.sampled_from(["ko-KR", "en-US"]),
    "company": st.sampled_from(["SHINHAN_CARD", "BC_CARD"]),
    "card_company": st.sampled_from(["SHINHAN_CARD", "BC_CARD"]),
    "delivery_method": st.sampled_from(["DELIVERY", "VISIT_RECEIPT", "RETURN_DESIGNATED"]),
    "delivery_company": st.sampled_from(["CJGLS", "HANJIN"]),
    "reason": WORDS | st.sampled_from(["SOLD_OUT", "BROKEN", "EXTRAFEEE"]),
    "easy_pay": st.just("KAKAOPAY"),
    "easy_pay_method": st.sampled_from(["card", "transfer", "charge"]),
    "pg_provider": st.just("INICIS"),
    "payment_method": st.just("CARD_KR"),
    "npay_category_type": st.just("BOOK"),
    "statuses": st.just(("matched",)),
    "page": st.integers(0, 5),
    "size": st.integers(1, 100),
    "sort": st.sampled_from(["started", "-paid"]),
    "cursor": st.just("2"),
    "email": st.just("a@shop.example"),
}


def values(name, hint):
    """Return values for a field: words that mean something where a word must, else anything of the type."""
    kinds = (
        fields.typing.get_args(hint)
        if fields.typing.get_origin(hint) in (fields.typing.Union, fields.types.UnionType)
        else (hint,)
    )
    kinds = [kind for kind in kinds if kind is not type(None)]
    if name in NAMED and (any(kind in (str, int) for kind in kinds) or name == "statuses"):
        return NAMED[name]
    return st.one_of(*(one(name, kind) for kind in kinds))


def one(name, kind):
    plain = {
        str: TEXTS | WORDS,
        bool: st.booleans(),
        int: st.integers(0, 10**7),
        datetime: MOMENTS,
        date: MOMENTS.map(datetime.date),
    }
    if kind in plain:
        return plain[kind]
    if fields.typing.get_origin(kind) is tuple:
        inner = fields.typing.get_args(kind)[0]
        return st.lists(values(name, inner), max_size=2).map(tuple)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return built(kind)
    return st.just({"k": 1})


def built(kind):
    """Return Structs whose optional fields are left out at times; what refuses its own fields is not built."""
    every = msgspec.structs.fields(kind)

    @st.composite
    def make(draw):
        given_ = {}
        for field in every:
            if field.required or draw(st.booleans()):
                given_[field.name] = draw(values(field.name, field.type))
        try:
            return kind(**given_)
        except (ValueError, TypeError, PgbridgeError):
            return kind(**{field.name: given_[field.name] for field in every if field.required})

    return make()


# What a read before the request would fill in.
FILLED = {
    ("v2", "identity.otp.send"): {"ip_address": "203.0.113.9"},
    ("v1", "paymentwall.delivery"): {"attempt_id": "imp_1"},
}


def smallest(kind, api):
    return msgspec.structs.replace(fields.smallest(kind, api), **FILLED.get((api, kind.name), {}))


def varied(kind, api):
    """Return operations that lie around the smallest one that the API takes: some fields set to something else."""
    small = smallest(kind, api)
    changeable = {field.name: values(field.name, field.type) for field in msgspec.structs.fields(kind)}

    @st.composite
    def make(draw):
        names = (
            draw(st.lists(st.sampled_from(sorted(changeable)), max_size=4, unique=True)) if changeable else []
        )
        op = small
        for name in names:
            try:
                op = msgspec.structs.replace(op, **{name: draw(changeable[name])})
            except (ValueError, TypeError, PgbridgeError):
                continue
        return op

    return make()


def requests(op, api):
    """Return what goes out for an operation; nothing where the API refuses it."""
    module, where = REGISTRY.api(api).module(op.name), fields.channel(api)
    encode_all = getattr(module, "encode_all", None)
    try:
        return encode_all(op, where) if encode_all else (module.encode(op, where),)
    except RuleViolation:
        return ()


@pytest.mark.parametrize(("kind", "api"), PAIRS)
def test_every_field_alone_makes_a_valid_request(kind, api):
    small = smallest(kind, api)
    assert requests(small, api)
    for op in (small, *(changed for _, changed in fields.changes(small))):
        for request in requests(op, api):
            validate(api, request)


@pytest.mark.parametrize(("kind", "api"), PAIRS)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_encoded_is_valid(kind, api, data):
    for request in requests(data.draw(varied(kind, api)), api):
        validate(api, request)


# Answers.

SAMPLES = 4
# Where a success may hold a refusal, or something that is not there.
MAY_REFUSE = {"paymentwall.delivery", "kakao.orders", "codes.bank", "escrow.get"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("kind", "api", "endpoint"), ENDPOINTS)
def test_answers_made_from_the_schema_decode(kind, api, endpoint, mode):
    if (
        endpoint not in calls(api)
        or endpoint.startswith("DELETE /payment-schedules")
        and kind.name == "schedules.move"
    ):
        pytest.skip("no page says what it answers")
    module = REGISTRY.api(api).module(kind.name)
    op = fields.smallest(kind, api)
    for body in answers(api, endpoint, mode, SAMPLES):
        response = WireResponse(status=200, body=json.dumps(body).encode())
        try:
            result = module.decode(op, response)
        except ApiError:
            assert kind.name in MAY_REFUSE
            continue
        repr(result)
