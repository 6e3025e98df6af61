"""The server side of V1's browser SDK, `iamport.js`."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.money import CURRENCIES, NOTHING, priced, to_major
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Attempt, Bill, Buyer, Method
from pgbridge.simulator.windows import Call, How, Window, Wish
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated import bills, views
from pgbridge_iamport.simulated.auth import tier_store
from pgbridge_iamport.simulated.fields import Fields

KST: Final = timezone(timedelta(hours=9))
PAY, CERTIFY, LOAD = "IMP.request_pay", "IMP.certification", "IMP.loadUI"
# Documented: with these modules the page is told four things and no more.
TERSE: Final = frozenset(["TOSSPAYMENTS", "SMARTRO_V2", "NICE_V2", "PAYPAL_V2", "KSNET", "WELCOME"])
# Documented: these PGs charge the amount when they issue the key.
CHARGE_AT_ISSUE: Final = frozenset(
    ["DANAL_TPAY", "DANAL", "MOBILIANS", "KAKAOPAY", "SETTLE_ACC", "PAYMENTWALL"]
)
CHARGE_AT_ISSUE_MOBILE: Final = frozenset(("WELCOME",))
# Documented: these PGs leave the page on PC too.
LEAVES: Final = frozenset(["PAYPAL", "ALIPAY", "CHAI", "EXIMBAY"])
WALLETS: Final = {
    "kakaopay": "KAKAOPAY",
    "naverpay": "NAVERPAY",
    "naverpay_card": "NAVERPAY",
    "naverpay_point": "NAVERPAY",
    "samsung": "SAMSUNGPAY",
    "samsungpay": "SAMSUNGPAY",
    "payco": "PAYCO",
    "lpay": "LPAY",
    "ssgpay": "SSGPAY",
    "ssgpay_bank": "SSGPAY",
    "tosspay": "TOSSPAY",
    "tosspay_card": "TOSSPAY",
    "tosspay_money": "TOSSPAY",
    "toss_brandpay": "TOSS_BRANDPAY",
    "applepay": "APPLEPAY",
    "pinpay": "PINPAY",
    "skpay": "SKPAY",
    "kpay": "KPAY",
    "chai": "CHAI",
    "alipay": "ALIPAY",
    "alipay_plus": "ALIPAY",
    "wechat": "WECHAT",
    "paypal": "PAYPAL",
}
GIFTS: Final = {
    "cultureland": "CULTURELAND",
    "smartculture": "SMART_MUNSANG",
    "culturegift": "CULTURE_GIFT",
    "booknlife": "BOOKNLIFE",
    "happymoney": "HAPPYMONEY",
}
KINDS: Final = {
    "card": "CARD",
    "unionpay": "CARD",
    "trans": "TRANSFER",
    "vbank": "VIRTUAL_ACCOUNT",
    "phone": "MOBILE",
    "cvs": "CONVENIENCE_STORE",
    "econtext": "CONVENIENCE_STORE",
}
DUE: Final = ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S")
DAYS: Final = DUE[:2]


class IamportDesk:
    """Reads what `IMP` is told and writes what its callback gets."""

    path = "/sdk/v1/iamport.js"

    def script(self) -> str:
        """Return the script."""
        return files("pgbridge_iamport.simulated").joinpath("iamport.js").read_text(encoding="utf-8")

    def read(self, world: World, call: Call) -> Wish:
        """Read a call."""
        given = Fields(call.params)
        store_id = store(world, call)
        channel = channel_of(world, given)
        if call.function == CERTIFY:
            return identity(given, call, store_id, channel)
        return payment(world, given, call, store_id, channel)

    def result(self, world: World, window: Window) -> dict[str, Any]:
        """Write what the callback gets; on a redirect the address gets the first four of it."""
        wish = window.wish
        if wish.kind == "identity":
            return answer(window, window.identity_id, {"success": window.succeeded})
        attempt = world.attempts[window.attempt_id or ""]
        if wish.redirects:
            return answer(window, attempt.id, {"imp_success": window.succeeded})
        if wish.channel.provider in TERSE:
            return answer(window, attempt.id, {})
        return answer(window, attempt.id, {"success": window.succeeded, **told(attempt)})

    def refused(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        """Write what the callback gets when no window opens. Inferred: the codes."""
        params = call.arguments[-1] if call.arguments else None
        order_id = params.get("merchant_uid") if isinstance(params, dict) else None
        return {
            "success": False,
            "imp_uid": None,
            "merchant_uid": order_id,
            "error_code": refusal.code or refusal.kind,
            "error_msg": refusal.message,
        }


def answer(window: Window, imp_uid: str | None, more: dict[str, Any]) -> dict[str, Any]:
    """Write what every result has."""
    common: dict[str, Any] = {"imp_uid": imp_uid, "merchant_uid": window.wish.order_id, **more}
    if window.wish.key is not None:
        common["customer_uid"] = window.wish.key
    if window.failure is not None:
        common |= {"error_code": window.failure.code, "error_msg": window.failure.reason}
    return common


def told(it: Attempt) -> dict[str, Any]:
    """Write what older PGs tell of a payment."""
    view = views.payment(it)
    copied = (
        *("pay_method", "name", "currency", "pg_provider", "pg_tid", "buyer_name", "buyer_email"),
        *("buyer_tel", "buyer_addr", "buyer_postcode", "custom_data", "status", "paid_at", "receipt_url"),
        *("apply_num", "bank_name", "card_name", "card_number", "card_quota"),
    )
    found = {
        **{name: view[name] for name in copied},
        "paid_amount": to_major(it.bill.money.total, it.bill.currency),
        "pg_type": "payment",
    }
    if view["emb_pg_provider"] is not None:
        found["emb_pg_provider"] = view["emb_pg_provider"]
    if it.account is not None:
        found |= {name: view[name] for name in ("vbank_num", "vbank_name", "vbank_holder", "vbank_date")}
    return found


def store(world: World, call: Call) -> str:
    """Return the store that `IMP.init` or `IMP.agency` named."""
    if not call.init or not call.init[0]:
        raise invalid("IMP.init 또는 IMP.agency 를 먼저 호출해야 합니다.")
    if len(call.init) == 1:
        return world.settings.store_id
    return tier_store(world, call.init[1])


def channel_of(world: World, given: Fields) -> Channel:
    """Return the channel of `channelKey`, or that of `pg`."""
    key, group = given.text("channelKey"), given.text("channelGroupId")
    if key is not None:
        return world.channel(key)
    if group is not None:
        return world.one_of(world.group(group))
    return bills.channel(world, given.text("pg"))


def identity(given: Fields, call: Call, store_id: str, channel: Channel) -> Wish:
    """Read `IMP.certification`."""
    order_id = given.text("merchant_uid", 40) or ""
    url = address(given, call)
    return Wish(
        version="V1",
        kind="identity",
        operation="browser_identity",
        store_id=store_id,
        channel=channel,
        order_id=order_id,
        title=given.text("company") or "본인인증",
        buyer=Buyer(name=given.text("name"), phone=given.text("phone")),
        redirect_url=url,
        how=call.how,
        redirects=call.how == "redirection",
    )


def payment(world: World, given: Fields, call: Call, store_id: str, channel: Channel) -> Wish:
    """Read `IMP.request_pay` and `IMP.loadUI`."""
    key = given.text("customer_uid", 80)
    ui = call.function == LOAD
    method = method_of(given, channel, ui=ui)
    bill = bill_of(world, given, call, store_id, channel, method, key)
    charges = key is None or charged_at_issue(channel, call)
    operation = "browser_billing_key" if key else "browser_payment"
    how: How = "redirection" if leaves(given, channel, call) else call.how
    total = bill.money.total
    if key is not None and not charges:
        bill = replace(bill, money=NOTHING)
    elif not total:
        raise invalid("amount: 0 보다 큰 금액이 필요합니다.")
    group, confirm = given.text("channelGroupId"), given.text("confirm_url")
    return Wish(
        version="V1",
        kind="payment" if key is None else "billing_key_and_pay" if charges else "billing_key",
        operation=f"{operation}_ui" if ui else operation,
        store_id=store_id,
        channel=channel,
        group=group if given.text("channelKey") is None else None,
        order_id=bill.order_id,
        title=bill.order_name or "",
        bill=bill,
        charges=charges,
        method=method,
        buyer=replace(bill.buyer, id=given.text("customer_id")),
        key=key,
        due_at=due(world, given),
        confirm_url=confirm,
        custom_data=bill.custom_data,
        redirect_url=address(given, call),
        how=how,
        redirects=how == "redirection",
        notice_urls=bill.notice_urls,
    )


def leaves(given: Fields, channel: Channel, call: Call) -> bool:
    """Whether this PG leaves the page on PC too; Naver Pay does unless told to open a popup."""
    if call.function == LOAD:
        return False
    if channel.provider == "NAVERPAY":
        return not given.flag("naverPopupMode")
    return channel.provider in LEAVES


def charged_at_issue(channel: Channel, call: Call) -> bool:
    """Whether issuing a key takes the amount."""
    if channel.provider in CHARGE_AT_ISSUE:
        return True
    return channel.provider in CHARGE_AT_ISSUE_MOBILE and call.platform == "mobile"


def bill_of(
    world: World,
    given: Fields,
    call: Call,
    store_id: str,
    channel: Channel,
    method: Method,
    key: str | None,
) -> Bill:
    """Read what is to be paid. Inferred: an order without an id gets one."""
    paypal = "USD" if channel.provider.startswith("PAYPAL") else "KRW"
    currency = given.text("currency") or paypal
    if currency not in CURRENCIES:
        raise invalid(f"currency: {currency} 는 지원하지 않는 통화입니다.")
    if isinstance(call.params.get("amount"), str):
        raise invalid("amount: 문자열이 아닌 숫자여야 합니다.")
    total = bills.minor(given, "amount", currency)
    if total is None:
        if key is None:
            raise invalid("amount: 필수 파라미터가 누락되었습니다.")
        total = 0
    urls = given.texts("notice_url")
    return Bill(
        version="V1",
        store_id=store_id,
        order_id=given.text("merchant_uid", 40) or f"nobody_{world.ids.digits(13)}",
        order_name=given.text("name", 40),
        money=priced(
            total, bills.minor(given, "tax_free", currency), bills.minor(given, "vat_amount", currency)
        ),
        currency=currency,
        buyer=bills.buyer(given),
        custom_data=given.data("custom_data"),
        installment=quota(given) if method.kind == "CARD" else 0,
        free_interest=given.flag("useFreeInterestFromMall"),
        promotion_id=given.text("promotion_id"),
        escrow=given.flag("escrow"),
        notice_urls=tuple(urls),
    )


def quota(given: Fields) -> int:
    """Return the months that `card.direct` fixes, else none."""
    if not given.has("card"):
        return 0
    card = given.inner("card")
    return (card.inner("direct").integer("quota") or 0) if card.has("direct") else 0


def method_of(given: Fields, channel: Channel, *, ui: bool) -> Method:
    """Return how the buyer pays; a PG that is a wallet pays with itself. Inferred: a card is the default."""
    word = given.text("pay_method") or ("paypal" if ui else "card")
    own = channel.provider.removesuffix("_V2")
    if own in (
        "KAKAOPAY",
        "NAVERPAY",
        "PAYCO",
        "TOSSPAY",
        "SMILEPAY",
        "TOSS_BRANDPAY",
        "PAYPAL",
        "ALIPAY",
        "CHAI",
    ):
        return Method(kind="EASY_PAY", provider=own, word=word)
    if word in WALLETS:
        return Method(kind="EASY_PAY", provider=WALLETS[word], word=word)
    if word in GIFTS:
        return Method(kind="GIFT_CERTIFICATE", provider=GIFTS[word], word=word)
    if word not in KINDS:
        return Method(kind="CARD", word=word)
    return Method(kind=KINDS[word], word=word)


def due(world: World, given: Fields) -> float | None:
    """Return until when an account takes a deposit: Korean time in four forms; a day ends at its end."""
    text = given.text("vbank_due")
    if text is None:
        return None
    for form in DUE:
        try:
            found = datetime.strptime(text, form).replace(tzinfo=KST)
        except ValueError:
            continue
        moment = (found + timedelta(days=1, seconds=-1) if form in DAYS else found).timestamp()
        if moment <= world.now():
            raise invalid("vbank_due: 입금 기한은 현재보다 뒤여야 합니다.")
        return moment
    raise invalid("vbank_due: YYYY-MM-DD, YYYYMMDD, YYYY-MM-DD HH:mm:ss, YYYYMMDDHHmmss 형식이어야 합니다.")


def address(given: Fields, call: Call) -> str | None:
    """Return where the page goes afterwards; relative to the page (inferred)."""
    text = given.text("m_redirect_url")
    if text is None:
        return None
    url = urljoin(call.page, text)
    if urlsplit(url).scheme not in ("http", "https"):
        raise invalid("m_redirect_url: http:// 또는 https:// 로 시작해야 합니다.")
    return url
