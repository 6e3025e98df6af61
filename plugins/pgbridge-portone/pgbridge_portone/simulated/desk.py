"""The server side of V2's browser SDK, `browser-sdk.js`."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from pgbridge.simulator.http import ENCODER, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES, priced
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Address, Bill, Buyer, Method
from pgbridge.simulator.windows import Call, Kind, Window, Wish
from pgbridge.simulator.world import World
from pgbridge_portone.simulated.call import store
from pgbridge_portone.simulated.inputs import Natural, Text

T = TypeVar("T")
KST: Final = timezone(timedelta(hours=9))
DUE: Final = ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S")
DAYS: Final = DUE[:2]
HOUR: Final = 3600
TYPES: Final = {
    "payment": "PAYMENT",
    "billing_key": "ISSUE_BILLING_KEY",
    "billing_key_and_pay": "ISSUE_BILLING_KEY_AND_PAY",
    "identity": "IDENTITY_VERIFICATION",
}
# Function: what it opens, and what the PG's rules call it.
FUNCTIONS: Final[dict[str, tuple[Kind, str]]] = {
    "PortOne.requestPayment": ("payment", "browser_payment"),
    "PortOne.loadPaymentUI": ("payment", "browser_payment_ui"),
    "PortOne.requestIssueBillingKey": ("billing_key", "browser_billing_key"),
    "PortOne.loadIssueBillingKeyUI": ("billing_key", "browser_billing_key_ui"),
    "PortOne.requestIssueBillingKeyAndPay": ("billing_key_and_pay", "browser_billing_key_and_pay"),
    "PortOne.requestIdentityVerification": ("identity", "browser_identity"),
}
# Kind of refusal: the SDK's error code.
CODES: Final = {
    "INVALID_REQUEST": "RequestParseFailed",
    "FORBIDDEN": "StoreNotFound",
    "CHANNEL_NOT_FOUND": "ChannelNotFound",
    "ALREADY_PAID": "PaymentAlreadyPaid",
    "AMOUNT_NOT_EQUAL_TO_PREDEFINED": "AmountNotEqualToPredefined",
    "IDENTITY_VERIFICATION_ALREADY_VERIFIED": "IdentityVerificationAlreadyVerified",
}
BY_PG: Final = "PGProviderError"
# The shop was asked (confirm process) and refused: the world's code, and the SDK's.
BY_SHOP: Final = {"CONFIRM_REFUSED": "ConfirmProcessFailed"}
# Stands where the key would, until the shop's server has confirmed it.
UNCONFIRMED: Final = "NEEDS_CONFIRMATION"
# What the browser SDK spells in another way than the API.
SPELT: Final = {"GCASH": "G_CASH", "CULTURE_GIFT": "CULTUREGIFT"}
# PGs that are a wallet, and the wallet.
OWN: Final = {"KAKAOPAY": "KAKAOPAY", "NAVERPAY": "NAVERPAY", "TOSSPAY_V2": "TOSSPAY", "PAYPAL_V2": "PAYPAL"}
METHODS: Final = frozenset(
    [
        "CARD",
        "VIRTUAL_ACCOUNT",
        "TRANSFER",
        "MOBILE",
        "GIFT_CERTIFICATE",
        "EASY_PAY",
        "PAYPAL",
        "ALIPAY",
        "ALIPAY_PLUS",
        "CONVENIENCE_STORE",
        "CRYPTO",
    ]
)


class Customer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whoever pays, in the SDK's spelling."""

    customer_id: str | None = None
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    email: str | None = None
    address: dict[str, Any] | None = None
    zipcode: str | None = None
    gender: str | None = None
    birth_year: str | None = None
    birth_month: str | None = None
    birth_day: str | None = None

    def __repr__(self) -> str:
        """Personal data stays out of logs."""
        return "Customer(...)"


class Params(Struct, frozen=True, kw_only=True, rename="camel"):
    """What all functions take. What only a PG asks for is its rules' business."""

    store_id: Text
    channel_key: str | None = None
    channel_group_id: str | None = None
    customer: Customer = Customer()
    redirect_url: str | None = None
    force_redirect: bool = False
    custom_data: Any = None
    notice_urls: tuple[str, ...] = ()


class Product(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One bought thing."""

    id: str
    name: str
    amount: int
    quantity: int
    tag: str | None = None
    code: str | None = None
    link: str | None = None


class PayParams(Params, frozen=True, kw_only=True, rename="camel"):
    """What functions that take money have in common."""

    payment_id: Text
    order_name: Text
    total_amount: Annotated[int, Meta(gt=0)]
    currency: Text
    pay_method: str | None = None
    tax_free_amount: Natural | None = None
    vat_amount: Natural | None = None
    confirm_url: str | None = None
    is_escrow: bool = False
    is_cultural_expense: bool = False
    country: str | None = None
    promotion_id: str | None = None
    products: tuple[Product, ...] = ()
    easy_pay: dict[str, Any] = {}
    gift_certificate: dict[str, Any] = {}
    card: dict[str, Any] = {}
    virtual_account: dict[str, Any] = {}


class KeyParams(Params, frozen=True, kw_only=True, rename="camel"):
    """`requestIssueBillingKey`."""

    billing_key_method: Text
    issue_id: str | None = None
    issue_name: str | None = None
    easy_pay: dict[str, Any] = {}


class IdentityParams(Params, frozen=True, kw_only=True, rename="camel"):
    """`requestIdentityVerification`."""

    identity_verification_id: Text


class PortOneDesk:
    """Reads what `PortOne` is told and writes what its promise gives."""

    path = "/sdk/v2/browser-sdk.js"

    def script(self) -> str:
        """Return the script."""
        return files("pgbridge_portone.simulated").joinpath("browser-sdk.js").read_text(encoding="utf-8")

    def read(self, world: World, call: Call) -> Wish:
        """Read a call."""
        if call.function not in FUNCTIONS:
            raise invalid(f"{call.function}: 지원하지 않는 함수입니다.")
        kind, operation = FUNCTIONS[call.function]
        if kind == "identity":
            return identity(world, call, decoded(call, IdentityParams), operation)
        if kind == "billing_key":
            return key(world, call, decoded(call, KeyParams), operation)
        return payment(world, call, decoded(call, PayParams), kind, operation)

    def result(self, world: World, window: Window) -> dict[str, Any]:
        """Write what the promise gives; on a redirect the address gets the same."""
        del world
        wish, failure = window.wish, window.failure
        told: dict[str, Any] = {"transactionType": TYPES[wish.kind]}
        if wish.kind == "identity":
            told |= {
                "identityVerificationId": wish.order_id,
                "identityVerificationTxId": window.id[:32],
            }
        if wish.kind in ("payment", "billing_key_and_pay"):
            told |= {"txId": window.attempt_id, "paymentId": wish.order_id}
        if wish.kind in ("billing_key", "billing_key_and_pay"):
            told["billingKey"] = UNCONFIRMED if window.token else window.billing_key or ""
        if window.token is not None:
            told["paymentToken" if wish.kind == "payment" else "billingIssueToken"] = window.token
        if failure is not None and failure.code in BY_SHOP:
            told |= {"code": BY_SHOP[failure.code], "message": failure.reason}
        elif failure is not None:
            text = f"[결제 실패] {failure.reason}"
            told |= {"code": BY_PG, "message": text, "pgCode": failure.code, "pgMessage": failure.reason}
        return told

    def refused(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        """Write the error that the promise is rejected with when no window opens."""
        kind = FUNCTIONS.get(call.function, ("payment", ""))[0]
        params = call.arguments[-1] if call.arguments and isinstance(call.arguments[-1], dict) else {}
        found = {
            "transactionType": TYPES[kind],
            "code": CODES.get(refusal.kind, "UnknownError"),
            "message": refusal.message,
        }
        names = ("paymentId", "identityVerificationId")
        return found | {name: params[name] for name in names if isinstance(params.get(name), str)}


def decoded(call: Call, kind: type[T]) -> T:
    """Read parameters, or refuse naming the one that is wrong. Older guides write `PAY_METHOD_CARD`, `CURRENCY_KRW`."""
    plain = {name: value for name, value in call.params.items() if value is not None}
    for name in ("currency", "payMethod"):
        if isinstance(plain.get(name), str):
            plain[name] = plain[name].removeprefix("CURRENCY_").removeprefix("PAY_METHOD_")
    try:
        return msgspec.convert(plain, type=kind)
    except msgspec.ValidationError as error:
        raise invalid(f"파라미터가 올바르지 않습니다: {error}") from None


def common(world: World, call: Call, it: Params) -> dict[str, Any]:
    """Return what every wish says."""
    group = None
    if it.channel_key is not None:
        channel = world.channel(it.channel_key)
    elif it.channel_group_id is not None:
        channel, group = world.one_of(world.group(it.channel_group_id)), it.channel_group_id
    else:
        raise invalid("channelKey: channelKey 또는 channelGroupId 가 필요합니다.")
    if it.redirect_url is not None and urlsplit(it.redirect_url).scheme not in ("http", "https"):
        raise invalid("redirectUrl: http:// 또는 https:// 로 시작해야 합니다.")
    if call.how == "redirection" and it.redirect_url is None:
        raise invalid("redirectUrl: 리디렉션 방식에는 필수입니다.")
    return {
        "version": "V2",
        "store_id": store(world, it.store_id),
        "channel": channel,
        "group": group,
        "buyer": buyer(it.customer),
        "redirect_url": it.redirect_url,
        "how": call.how,
        "redirects": call.how == "redirection" or (it.force_redirect and it.redirect_url is not None),
        "custom_data": custom(it.custom_data),
        "notice_urls": it.notice_urls,
    }


def custom(value: Any) -> str | None:
    """Return custom data as reads show it."""
    return value if value is None or isinstance(value, str) else ENCODER.encode(value).decode()


def identity(world: World, call: Call, it: IdentityParams, operation: str) -> Wish:
    """Read `requestIdentityVerification`."""
    return Wish(
        kind="identity",
        operation=operation,
        order_id=it.identity_verification_id,
        title="본인인증",
        **common(world, call, it),
    )


def key(world: World, call: Call, it: KeyParams, operation: str) -> Wish:
    """Read `requestIssueBillingKey` and `loadIssueBillingKeyUI`."""
    found = common(world, call, it)
    method = method_of(it.billing_key_method, found["channel"], it.easy_pay, {})
    return Wish(
        kind="billing_key",
        operation=operation,
        order_id=it.issue_id or "",
        title=it.issue_name or "빌링키 발급",
        method=method,
        **found,
    )


def payment(world: World, call: Call, it: PayParams, kind: Kind, operation: str) -> Wish:
    """Read the functions that take money."""
    if it.currency not in CURRENCIES:
        raise invalid(f"currency: {it.currency} 는 지원하지 않는 통화입니다.")
    found = common(world, call, it)
    channel: Channel = found["channel"]
    if call.function == "PortOne.loadPaymentUI":
        method = Method(kind="EASY_PAY", provider=OWN.get(channel.provider, "PAYPAL"))
    elif kind == "billing_key_and_pay":
        method = Method(kind="MOBILE")
    else:
        method = method_of(it.pay_method, channel, it.easy_pay, it.gift_certificate)
    bill = Bill(
        version="V2",
        store_id=found["store_id"],
        order_id=it.payment_id,
        order_name=it.order_name,
        money=priced(it.total_amount, it.tax_free_amount, it.vat_amount),
        currency=it.currency,
        buyer=found["buyer"],
        custom_data=found["custom_data"],
        installment=fixed_month(it.card),
        free_interest=bool(it.card.get("useFreeInterestFromMall")),
        card_point=bool(it.card.get("useCardPoint")),
        promotion_id=it.promotion_id,
        country=it.country,
        products=tuple(msgspec.to_builtins(each) for each in it.products),
        cultural=it.is_cultural_expense,
        escrow=it.is_escrow,
        notice_urls=it.notice_urls,
    )
    return Wish(
        kind=kind,
        operation=operation,
        order_id=it.payment_id,
        title=it.order_name,
        bill=bill,
        charges=True,
        method=method,
        confirm_url=it.confirm_url,
        due_at=due(world, it.virtual_account) if method.kind == "VIRTUAL_ACCOUNT" else None,
        **found,
    )


def method_of(word: str | None, channel: Channel, easy: dict[str, Any], gift: dict[str, Any]) -> Method:
    """Return how the buyer pays; a wallet that is not named is the PG's own, else Kakao Pay (inferred)."""
    if word not in METHODS:
        raise invalid(f"payMethod: {', '.join(sorted(METHODS))} 중 하나여야 합니다.")
    if word in ("PAYPAL", "ALIPAY", "ALIPAY_PLUS"):
        return Method(kind="EASY_PAY", provider=word.removesuffix("_PLUS"))
    if word == "EASY_PAY":
        provider = easy.get("easyPayProvider") or OWN.get(channel.provider) or "KAKAOPAY"
        bare = str(provider).removeprefix("EASY_PAY_PROVIDER_")
        return Method(kind="EASY_PAY", provider=SPELT.get(bare, bare))
    if word == "GIFT_CERTIFICATE":
        bare = str(gift.get("giftCertificateType") or "CULTURELAND").removeprefix("GIFT_CERTIFICATE_TYPE_")
        return Method(kind="GIFT_CERTIFICATE", provider=SPELT.get(bare, bare))
    return Method(kind=word)


def fixed_month(card: dict[str, Any]) -> int:
    """Return the months of an instalment plan that the page fixes, else none."""
    option = (card.get("installment") or {}).get("monthOption") or {}
    months = option.get("fixedMonth")
    return months if isinstance(months, int) and months > 1 else 0


def due(world: World, account: dict[str, Any]) -> float | None:
    """Return until when an account takes a deposit: hours, or Korean time in four forms; a day ends at its end."""
    expiry = account.get("accountExpiry") or {}
    hours, text = expiry.get("validHours"), expiry.get("dueDate")
    if isinstance(hours, int) and hours > 0:
        return world.now() + hours * HOUR
    if text is None:
        return None
    for form in DUE:
        try:
            found = datetime.strptime(str(text), form).replace(tzinfo=KST)
        except ValueError:
            continue
        moment = (found + timedelta(days=1, seconds=-1) if form in DAYS else found).timestamp()
        if moment <= world.now():
            raise invalid("virtualAccount.accountExpiry.dueDate: 입금 기한은 현재보다 뒤여야 합니다.")
        return moment
    try:
        return datetime.fromisoformat(str(text)).astimezone(KST).timestamp()
    except ValueError:
        raise invalid("virtualAccount.accountExpiry.dueDate: 날짜 형식이 올바르지 않습니다.") from None


def buyer(it: Customer) -> Buyer:
    """Read a customer. Inferred: a name in two parts is shown as last, then first."""
    parts = (it.last_name, it.first_name)
    name = it.full_name or " ".join(part for part in parts if part) or None
    gender = it.gender.upper() if it.gender else None
    return Buyer(
        id=it.customer_id,
        name=name,
        email=it.email,
        phone=it.phone_number,
        address=address(it.address) if it.address else None,
        postcode=it.zipcode,
        birth=(it.birth_year, it.birth_month, it.birth_day),
        gender=gender if gender in ("MALE", "FEMALE", "OTHER") else None,
    )


def address(parts: dict[str, Any]) -> Address:
    """Read an address. Inferred: the one line is province, city and both lines."""
    texts = {name: value for name, value in parts.items() if isinstance(value, str) and value}
    line = " ".join(texts[n] for n in ("province", "city", "addressLine1", "addressLine2") if n in texts)
    named = ("addressLine1", "addressLine2", "city", "province", "country")
    kept = {name: texts[name] for name in named if name in texts}
    return Address(one_line=line, parts={"addressLine1": "", "addressLine2": "", **kept})
