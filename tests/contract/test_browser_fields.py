"""No silent loss in what a payment window is told: every value inside every object, by every method.

`test_fields.py` sets each field of the smallest call; here calls that say everything are changed in one place.
"""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from pgbridge import (
    Address,
    BrowserBillingKey,
    BrowserBillingKeyAndPay,
    BrowserIdentity,
    BrowserPayment,
    CashReceiptRequest,
    Channel,
    Connection,
    Customer,
    Name,
    OfferPeriod,
    PgbridgeError,
    Product,
    StoreDetails,
    krw,
)
from pgbridge.checks import uncarried
from pgbridge.model.browser import CardPromotion, FreeInstallments
from pgbridge.registry import installed

KST = timezone(timedelta(hours=9))
NEW_YEAR = datetime(2030, 1, 1, tzinfo=KST)
BUYER = Customer(
    id="member1",
    name="홍길동",
    email="hong@shop.example",
    phone="010-1234-5678",
    address=Address(line1="a", line2="b", city="c", province="d", country="KR"),
    postcode="04524",
    birth="1990-01-02",
    gender="male",
)
WINDOW = {
    "customer": BUYER,
    "custom_data": {"cart": 7},
    "redirect_url": "https://shop.example/done",
    "force_redirect": True,
    "window_pc": "popup",
    "window_mobile": "popup",
    "popup_center": True,
    "iframe_dim": True,
    "bypass": {"inicis_v2": {"logo_url": "x"}},
}
TERMS = {
    **WINDOW,
    "order_name": "n",
    "kana": Name(first="タロウ", last="ヤマダ"),
    "notice_urls": ("https://shop.example/hook",),
    "app_scheme": "shop://",
    "locale": "ko-KR",
    "product_type": "physical",
    "offer_period": OfferPeriod(since=NEW_YEAR, until=NEW_YEAR + timedelta(days=9)),
    "carrier": "KT",
    "available_carriers": ("KT",),
}
STORE = StoreDetails(**{field: f"{field} 1" for field in StoreDetails.__struct_fields__})
ORDER = {
    **TERMS,
    "order_id": "order1",
    "amount": krw(1000, tax_free=100, vat=80),
    "products": (
        Product(id="p", name="n", amount=500, quantity=2, code="c", tag="t", link="https://shop.example"),
    ),
    "cultural_expense": True,
    "country": "KR",
    "store": STORE,
}
CARDS = {
    "card_company": "HYUNDAI_CARD",
    "available_cards": ("HYUNDAI_CARD",),
    "installment_months": 2,
    "use_installment": True,
    "interest_free_by_merchant": True,
    "free_installments": (FreeInstallments(card_company="HYUNDAI_CARD", months=(2, 3)),),
    "use_card_point": True,
    "app_card_only": True,
    "card_promotion": CardPromotion(id="p1", discount=10),
}
PAYMENT = {
    **ORDER,
    "confirm_url": "https://shop.example/confirm",
    "escrow": True,
    "promotion_id": "promotion1",
}
RECEIPT = CashReceiptRequest(type="corporate", identity="01012345678")
CALLS = {
    "card": BrowserPayment(**PAYMENT, **CARDS, method="card", merpay_category="m", order_description="d"),
    "account": BrowserPayment(
        **PAYMENT,
        method="virtual_account",
        bank="SHINHAN",
        available_banks=("SHINHAN",),
        expires_at=NEW_YEAR,
        cash_receipt=RECEIPT,
    ),
    "store": BrowserPayment(**PAYMENT, method="convenience_store", valid_hours=24),
    "transfer": BrowserPayment(**PAYMENT, method="transfer", cash_receipt=RECEIPT),
    "wallet": BrowserPayment(
        **PAYMENT,
        method="easy_pay",
        easy_pay_provider="NAVERPAY",
        easy_pay_methods=("card",),
        available_cards=("HYUNDAI_CARD",),
        available_installments=(2, 3),
        use_card_point=True,
        cash_receipt=RECEIPT,
    ),
    "alipay": BrowserPayment(**PAYMENT, method="alipay_plus", easy_pay_provider="G_CASH"),
    "gift": BrowserPayment(**PAYMENT, method="gift_certificate", gift_certificate="CULTUREGIFT"),
    "key": BrowserBillingKey(
        **TERMS,
        alias="a1",
        order_id="issue1",
        amount=krw(0),
        method="easy_pay",
        easy_pay_provider="NAVERPAY",
        available_cards=("HYUNDAI_CARD",),
        card_company="HYUNDAI_CARD",
    ),
    "key-and-pay": BrowserBillingKeyAndPay(**ORDER, alias="a1", method="mobile"),
    "identity": BrowserIdentity(
        **{**WINDOW, "custom_data": "text"},
        identity_id="identity1",
        minimum_age=19,
        carrier="SKT",
        company="shop",
    ),
}
# What a value is changed to, where its type alone does not tell.
OTHER = {
    "custom_data": "other",
    "window_pc": "iframe",
    "window_mobile": "redirection",
    "carrier": "LGU",
    "available_carriers": ("SKT", "LGU"),
    "products": (),
    "card_company": "BC_CARD",
    "available_cards": ("BC_CARD", "LOTTE_CARD"),
    "bank": "WOORI",
    "available_banks": ("WOORI",),
    "available_installments": (2, 6),
    "free_installments": (),
    "months": (2,),
    "method": "mobile",
    "easy_pay_provider": "KAKAOPAY",
    "easy_pay_methods": ("charge",),
    "gift_certificate": "BOOKNLIFE",
    "interval": "1m",
    "due": "20301231",
    "valid_hours": 48,
    "installment_months": 5,
    "ui": "paypal-spb",
    "extra": {"naverUseCfm": "20301231"},
}
CHANNELS = {
    api: Channel(
        name="c",
        connection=Connection(name="c", api=api, environment="test", store_id="store-1"),
        provider="inicis-v2" if api == "v2" else "inicis",
        key="channel-key",
    )
    for api in ("v1", "v2")
}


def another(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(days=3)
    if isinstance(value, str):
        return {"KR": "US", "ko-KR": "en-US", "physical": "digital", "male": "female", "KRW": "JPY"}.get(
            value,
            "1991-02-03"
            if value.startswith("19")
            else "personal"
            if value == "corporate"
            else value[:-1] + "x",
        )
    return (value[0] + "x",) if isinstance(value, tuple) else {"k": 1}


def changed(op):
    """Every (path, the call with that one value changed or left out)."""
    for field in msgspec.structs.fields(op):
        old = getattr(op, field.name)
        if isinstance(old, msgspec.Struct):
            for path, inner in changed(old):
                yield f"{field.name}.{path}", msgspec.structs.replace(op, **{field.name: inner})
        elif isinstance(old, tuple) and old and isinstance(old[0], msgspec.Struct):
            for path, inner in changed(old[0]):
                yield f"{field.name}.{path}", msgspec.structs.replace(op, **{field.name: (inner,)})
        elif old not in (None, ()):
            new = OTHER.get(field.name)
            if new is None or new == old:
                new = another(old)
            yield field.name, msgspec.structs.replace(op, **{field.name: new})


def said(op, api):
    """What the window is told, without what this API cannot carry; None when the call is refused."""
    module = installed().api(api).module(op.name)
    for violation in uncarried(op, module, api)[0]:
        op = without(op, violation.field.split("."))
    try:
        request = module.encode(op, CHANNELS[api])
    except PgbridgeError:
        return None
    return request.path, request.params, msgspec.json.decode(request.content)


def without(value, steps):
    if isinstance(value, tuple):
        return tuple(without(item, steps) for item in value)
    if value is None:
        return None
    name = steps[0]
    default = next(f.default for f in msgspec.structs.fields(value) if f.name == name)
    new = without(getattr(value, name), steps[1:]) if len(steps) > 1 else default
    return msgspec.structs.replace(value, **{name: new})


def bare(op, api):
    """The call as this API takes it."""
    if api == "v2":
        return op
    refused = {"window_mobile": None} if op.name != "browser.identity" else {}
    return msgspec.structs.replace(op, **refused)


CASES = [
    pytest.param(bare(op, api), api, path, other, id=f"{api}-{name}-{path}")
    for name, op in CALLS.items()
    for api in ("v1", "v2")
    for path, other in changed(bare(op, api))
]


@pytest.mark.parametrize("api", ["v1", "v2"])
@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_says_everything_is_taken(name, api):
    assert said(bare(CALLS[name], api), api) is not None


@pytest.mark.parametrize(("op", "api", "path", "other"), CASES)
def test_a_value_changed_alone_shows(op, api, path, other):
    refused, named = uncarried(op, installed().api(api).module(op.name), api)
    named += [violation.field for violation in refused]
    if any(path == field or path.startswith(f"{field}.") for field in named) or path == "alias":
        return
    assert said(other, api) != said(op, api), f"{path} is lost in silence on {api}"


@pytest.mark.parametrize("api", ["v1", "v2"])
@pytest.mark.parametrize("name", CALLS)
def test_what_is_written_reads_back_the_same(name, api):
    module = installed().api(api).module(CALLS[name].name)
    op = bare(CALLS[name], api)
    for violation in uncarried(op, module, api)[0]:
        op = without(op, violation.field.split("."))
    accepted = module.accept(module.encode(op, CHANNELS[api]))
    assert accepted.unknown == ()
    assert accepted.channel_key == "channel-key"
    assert said(accepted.op, api) == said(op, api)
