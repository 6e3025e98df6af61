"""Payment windows: what a page asked for, what the person chose, and how the world changes by it. Pure.

A window is opened by a call of a browser SDK. The API's desk (`Desk`) reads the call and writes the result;
the PG's rules are checked by whoever serves the window, and handed in as `problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator import billing, identities
from pgbridge.simulator.cards import MAGIC, Card, Outcome, card_of
from pgbridge.simulator.codes import BANK_BY_CODE, BANKS
from pgbridge.simulator.http import Refusal, invalid
from pgbridge.simulator.payments import attempt_id
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Account, Approval, Attempt, Bill, Buyer, Failure, Method
from pgbridge.simulator.world import World

Kind = Literal["payment", "billing_key", "billing_key_and_pay", "identity"]
How = Literal["iframe", "popup", "redirection"]
HOW: Final = ("iframe", "popup", "redirection")
CHOICES: Final = ("approve", "agree", "lost", "decline", "cancel", "timeout", "close")
CARD_NUMBER: Final = "4111111111111111"
LIFE: Final = 30 * 60
"""Seconds that a PG's window waits for the buyer. Inferred."""
ACCOUNT_LIFE: Final = 3 * 24 * 60 * 60
DECLINED: Final = "4000000000000101"
FAILURES: Final[Mapping[str, Failure]] = {
    "cancel": Failure(code="PAY_PROCESS_CANCELED", reason="사용자가 결제를 취소하였습니다."),
    "close": Failure(code="PAY_PROCESS_CANCELED", reason="사용자가 결제창을 닫았습니다."),
    "timeout": Failure(code="PAY_PROCESS_TIMEOUT", reason="결제 시간이 초과되었습니다."),
    "blocked": Failure(code="INVALID_PARAMETER", reason="결제창 파라미터가 올바르지 않습니다."),
    "decline": Failure(code="DECLINED", reason="본인인증에 실패하였습니다."),
}


class Problem(Struct, frozen=True, kw_only=True):
    """A rule of the PG that the parameters break."""

    rule: str
    severity: str
    field: str | None
    message: str
    source: str = ""


class Call(Struct, frozen=True, kw_only=True):
    """A call of a browser SDK, as its script reports it.

    :ivar arguments: of the function, callbacks left out; the parameters come last
    :ivar init: arguments of `IMP.init` or `IMP.agency`
    :ivar how: what the script is ready for: it has opened a popup, or has not
    :ivar origin: of the page, as the browser says in its header
    """

    function: str
    arguments: tuple[Any, ...]
    platform: Literal["pc", "mobile"]
    how: How
    page: str
    init: tuple[str, ...] = ()
    origin: str = "null"
    user_agent: str = ""

    @property
    def params(self) -> dict[str, Any]:
        """The parameters."""
        found = self.arguments[-1] if self.arguments else None
        if not isinstance(found, dict):
            raise invalid("파라미터는 객체여야 합니다.")
        return found

    def __repr__(self) -> str:
        """Parameters hold buyers."""
        return f"Call({self.function})"


class Wish(Struct, frozen=True, kw_only=True):
    """What a call asks for, in the world's words.

    :ivar operation: what the PG's rules call the request
    :ivar bill: what is paid; of a billing key alone: what the window shows
    :ivar charges: whether approval takes the money of the bill
    :ivar key: the name that the shop gives a billing key (V1)
    :ivar due_at: until when a virtual account takes a deposit
    :ivar redirect_url: where the page goes afterwards; `redirects` whether it does
    """

    version: str
    kind: Kind
    operation: str
    store_id: str
    channel: Channel
    order_id: str
    title: str
    redirect_url: str | None
    how: How
    redirects: bool = False
    bill: Bill | None = None
    charges: bool = False
    method: Method = Method()
    buyer: Buyer = Buyer()
    group: str | None = None
    key: str | None = None
    due_at: float | None = None
    confirm_url: str | None = None
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Buyers stay out of logs."""
        return f"Wish({self.kind}, {self.order_id!r})"


class Window(Struct, frozen=True, kw_only=True):
    """A window.

    :ivar result: what the page is told; None as long as nothing is decided
    :ivar token: with manual approval: what the shop's server confirms with
    """

    id: str
    call: Call
    wish: Wish
    opened_at: float
    attempt_id: str | None = None
    problems: tuple[Problem, ...] = ()
    choice: str = ""
    failure: Failure | None = None
    billing_key: str | None = None
    identity_id: str | None = None
    token: str | None = None
    result: dict[str, Any] | None = None

    @property
    def blocked(self) -> bool:
        """Whether the PG would not open a window for these parameters."""
        return any(each.severity == "error" for each in self.problems)

    @property
    def succeeded(self) -> bool:
        """Whether the page is told of a success."""
        return bool(self.choice) and self.failure is None


class Decision(Struct, frozen=True, kw_only=True):
    """What the person in the window chose.

    :ivar choice: one of `CHOICES`; `lost` approves, but the page never hears of it; `agree` leaves the approval to the
        shop's server (V2's manual approval)
    :ivar card_number: digits; a magic one has its own outcome
    :ivar code: with `decline`: why
    :ivar bank: virtual account and transfer: three digits
    """

    choice: str
    card_number: str = CARD_NUMBER
    code: str = ""
    bank: str = "088"
    name: str = ""
    phone: str = ""
    birth: str = ""
    gender: str = ""
    operator: str = "SKT"

    def __repr__(self) -> str:
        """Cards and persons stay out of logs."""
        return f"Decision({self.choice})"


class Desk(Protocol):
    """The server side of one API's browser SDK.

    :ivar path: where pages load the script from, such as `/sdk/v1/iamport.js`
    """

    path: str

    def script(self) -> str:
        """Return the script, without what all SDKs share."""
        ...

    def read(self, world: World, call: Call) -> Wish:
        """Read a call, or refuse it."""
        ...

    def result(self, world: World, window: Window) -> dict[str, Any]:
        """Write what the page is told when its window closes."""
        ...

    def refused(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        """Write what the page is told when no window opens."""
        ...


class Check(Protocol):
    """Tells which rules of the channel's PG a call breaks; no rules are known here."""

    def __call__(self, api: str, call: Call, wish: Wish, /) -> tuple[Problem, ...]:
        """Check a call."""
        ...


def unchecked(api: str, call: Call, wish: Wish) -> tuple[Problem, ...]:
    """Check nothing."""
    del api, call, wish
    return ()


def open_window(world: World, call: Call, wish: Wish, problems: tuple[Problem, ...] = ()) -> Window:
    """Open a window; a payment is written down as one that waits for its buyer."""
    window = Window(id=world.ids.token(), call=call, wish=wish, opened_at=world.now(), problems=problems)
    if wish.kind == "identity":
        guard_identity(world, wish)
    elif wish.bill is not None:
        guard(world, wish.bill)
        window = replace(window, attempt_id=begin(world, call, wish, wish.bill).id)
    world.windows[window.id] = window
    return window


def guard_identity(world: World, wish: Wish) -> None:
    """Refuse an id that is verified; V1 takes one again and again."""
    earlier = world.identities.get((wish.version, wish.store_id, wish.order_id))
    if earlier is not None and (refusal := identities.already(earlier)) is not None:
        raise refusal


def guard(world: World, bill: Bill) -> None:
    """Refuse an order that is paid or will be, or another amount than the one that was registered."""
    earlier = world.tries(bill.store_id, bill.order_id, "V1" if bill.version == "V1" else None)
    if any(each.paid_at is not None for each in earlier):
        raise Refusal("ALREADY_PAID", "이미 결제가 완료된 주문입니다.")
    limit = world.settings.max_attempts
    if bill.version == "V2" and limit is not None and len(earlier) >= limit:
        raise Refusal("MAX_TRANSACTION_COUNT_REACHED", "결제 시도 횟수가 최대에 도달했습니다.")
    if world.live_schedule(bill.store_id, bill.order_id, bill.version) is not None:
        raise Refusal("PAYMENT_SCHEDULE_ALREADY_EXISTS", "결제 예약이 등록된 주문입니다.")
    prepared = world.prepared.get((bill.store_id, bill.order_id))
    if prepared is None:
        return
    for name, wanted, is_so in (
        ("amount", prepared.total, bill.money.total),
        ("tax free amount", prepared.tax_free, bill.money.tax_free),
        ("currency", prepared.currency, bill.currency),
    ):
        if wanted not in (None, is_so):
            raise Refusal(
                "AMOUNT_NOT_EQUAL_TO_PREDEFINED",
                f"사전 등록된 결제 정보와 일치하지 않습니다. ({name}: {wanted}, {is_so})",
            )


def begin(world: World, call: Call, wish: Wish, bill: Bill) -> Attempt:
    """Write down an attempt that waits for the buyer."""
    now = world.now()
    return world.put(
        Attempt(
            serial=world.ids.serial(),
            id=attempt_id(world, bill.version, wish.channel),
            bill=bill,
            channel=wish.channel,
            group=wish.group,
            status="READY",
            requested_at=now,
            changed_at=now,
            method=wish.method,
            platform="MOBILE" if call.platform == "mobile" else "PC",
            page=call.page,
            user_agent=call.user_agent,
            usage="issue" if wish.kind != "payment" else None,
        )
    )


def decide(
    world: World, desk: Desk, window: Window, decision: Decision, refused: Failure | None = None
) -> Window:
    """Let the person's choice happen. A window that is decided stays as it is.

    :param refused: the shop was asked, and does not want the payment
    """
    if window.result is not None:
        return window
    if decision.choice not in CHOICES:
        raise invalid(f"choice: {', '.join(CHOICES)} 중 하나여야 합니다.")
    if approves(window, decision):
        late = FAILURES["timeout"] if world.now() > window.opened_at + LIFE else None
        failure = late or refused
        done = approve(world, window, decision) if failure is None else fail(world, window, failure)
    else:
        done = fail(world, window, reason(window, decision))
    done = replace(done, choice=decision.choice)
    done = replace(done, result=desk.result(world, done))
    world.windows[done.id] = done
    return done


def approves(window: Window, decision: Decision) -> bool:
    """Whether the choice is one that takes the money, if nothing else is in the way."""
    return decision.choice in ("approve", "agree", "lost") and not window.blocked


def reason(window: Window, decision: Decision) -> Failure:
    """Return why it fails."""
    if window.blocked:
        first = next(each for each in window.problems if each.severity == "error")
        return Failure(code=FAILURES["blocked"].code, reason=f"{first.message} [{first.rule}]")
    if decision.choice == "decline" and window.wish.kind != "identity":
        outcome = next((each for each in MAGIC.values() if each.code == decision.code), MAGIC[DECLINED])
        return Failure(code=outcome.code, reason=outcome.reason)
    return FAILURES[decision.choice if decision.choice in FAILURES else "cancel"]


def approve(world: World, window: Window, decision: Decision) -> Window:
    """Let it succeed, as far as the card does."""
    wish = window.wish
    if wish.kind == "identity":
        return verify(world, window, decision)
    if wish.method.kind == "VIRTUAL_ACCOUNT" and wish.kind == "payment":
        return await_deposit(world, window, decision)
    card = card_of(digits(decision.card_number), None)
    outcome = card.outcome
    failure = Failure(code=outcome.code, reason=outcome.reason)
    if decision.choice == "agree" and wish.version == "V2":
        return agree(world, window, card)
    if not outcome.approved and (wish.charges or not outcome.issuable):
        return fail(world, window, failure, card)
    key = issue(world, wish, card) if wish.kind != "payment" else None
    changed = replace(window, billing_key=key)
    if window.attempt_id is not None and (wish.charges or wish.version == "V1"):
        pay(world, world.attempts[window.attempt_id], card, decision, key)
    return replace(changed, failure=failure) if outcome.answer == "error" else changed


def agree(world: World, window: Window, card: Card) -> Window:
    """Note what the buyer agreed to, for the shop's server to confirm."""
    wish = window.wish
    made = Approval(
        token=world.ids.token(),
        store_id=wish.store_id,
        card=card,
        channel=wish.channel,
        buyer=wish.buyer,
        attempt_id=window.attempt_id,
        key=wish.kind != "payment",
    )
    world.approvals[made.token] = made
    return replace(window, token=made.token)


def digits(number: str) -> str:
    """Read a card number, or refuse."""
    found = "".join(filter(str.isdigit, number))
    if not 14 <= len(found) <= 16:
        raise invalid("카드번호는 14-16 자리 숫자여야 합니다.")
    return found


def issue(world: World, wish: Wish, card: Card) -> str:
    """Issue a billing key; V1 names it, V2 does not."""
    made = billing.issue(
        world,
        billing.Issue(
            version=wish.version,
            store_id=wish.store_id,
            card=card,
            channels=(wish.channel,),
            buyer=wish.buyer,
            id=wish.key,
            group=wish.group,
            custom_data=wish.custom_data,
            method=wish.method,
            notice_urls=wish.notice_urls,
        ),
    )
    return made.id


def pay(world: World, attempt: Attempt, card: Card, decision: Decision, key: str | None) -> Attempt:
    """Take the money; of means of payment without a card none is kept."""
    now, method = world.now(), attempt.method or Method()
    if method.kind == "TRANSFER":
        method = replace(method, bank=BANK_BY_CODE.get(decision.bank, BANKS[0]))
    return world.put(
        replace(
            attempt,
            status="PAID",
            paid_at=now,
            changed_at=now,
            card=card if method.kind in ("CARD", "EASY_PAY") else None,
            method=method,
            pg_tx_id=f"sim{world.ids.digits(20)}",
            approval_number=world.ids.digits(8),
            billing_key=key,
        )
    )


def await_deposit(world: World, window: Window, decision: Decision) -> Window:
    """Issue the virtual account that the buyer is to pay into."""
    now, attempt = world.now(), world.attempts[window.attempt_id or ""]
    account = Account(
        bank=BANK_BY_CODE.get(decision.bank, BANKS[0]),
        number=world.ids.digits(14),
        holder=attempt.bill.buyer.name,
        fixed=False,
        expires_at=window.wish.due_at or now + ACCOUNT_LIFE,
        issued_at=now,
    )
    world.put(
        replace(
            attempt,
            status="VIRTUAL_ACCOUNT_ISSUED",
            changed_at=now,
            account=account,
            pg_tx_id=f"sim{world.ids.digits(20)}",
        )
    )
    return window


def verify(world: World, window: Window, decision: Decision) -> Window:
    """Verify an identity as the person typed it in."""
    return replace(window, identity_id=identities.verified(world, person(window.wish, decision)).id)


def person(wish: Wish, decision: Decision) -> identities.Wanted:
    """Return whose identity it is: what was typed in, else what the page said."""
    return identities.Wanted(
        version=wish.version,
        store_id=wish.store_id,
        order_id=wish.order_id,
        channel=wish.channel,
        name=decision.name or wish.buyer.name or "홍길동",
        phone=decision.phone or wish.buyer.phone or "01012345678",
        operator=decision.operator,
        number=number(decision),
        method="APP",
        custom_data=wish.custom_data,
        customer_id=wish.buyer.id,
    )


def number(decision: Decision) -> str:
    """Return the birth date as YYMMDD and the digit that tells gender and century."""
    birth = "".join(filter(str.isdigit, decision.birth)) or "19900101"
    if len(birth) != len("YYYYMMDD"):
        raise invalid("생년월일은 YYYYMMDD 여야 합니다.")
    woman, late = decision.gender == "FEMALE", birth[:2] == "20"
    return f"{birth[2:]}{1 + woman + 2 * late}"


def fail(world: World, window: Window, failure: Failure, card: Card | None = None) -> Window:
    """Let it fail for a reason."""
    wish, now = window.wish, world.now()
    if wish.kind == "identity":
        made = identities.failed(world, person(wish, Decision(choice="cancel")), failure)
        return replace(window, failure=failure, identity_id=made.id)
    if window.attempt_id is not None:
        attempt = world.attempts[window.attempt_id]
        world.put(
            replace(attempt, status="FAILED", failed_at=now, changed_at=now, failure=failure, card=card)
        )
    return replace(window, failure=failure)


def outcomes() -> tuple[Outcome, ...]:
    """Return the reasons that an issuer may have to decline, each once."""
    found = {each.code: each for each in MAGIC.values() if not each.approved and each.recorded}
    return (*found.values(),)
