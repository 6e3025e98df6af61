"""What the demo tells. Each chapter really does what it says, through the public API only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pgbridge import (
    Bridge,
    CancelPayment,
    Channel,
    ChargeBillingKey,
    CreateSchedule,
    Customer,
    Declined,
    Event,
    GetPayment,
    IssueBillingKey,
    IssueVirtualAccount,
    Payment,
    Route,
    RuleViolation,
    ScheduledCharge,
    krw,
)
from pgbridge import simulator as simulation
from pgbridge.cli.stage import (
    BUYER,
    INICIS,
    INICIS_V1,
    NICE,
    OVER_LIMIT,
    V1,
    V2,
    Teller,
    attempts,
    card,
    charge,
    config,
    won,
)


def checks(tell: Teller) -> None:
    """A request that the PG would refuse does not leave the house."""
    tell.chapter("1. A wrong request is refused before it is sent, with everything that is wrong")
    with Bridge.simulated(config(INICIS)) as bridge:
        tell.say("A card is charged at KG Inicis on V2, and the shop forgot the buyer altogether.")
        fields: set[str] = set()
        try:
            bridge.execute(charge("order-1", customer=Customer()))
        except RuleViolation as refused:
            for violation in refused.violations:
                tell.say(f"- {violation.message}")
            fields = {violation.field for violation in refused.violations}
        wanted = ("customer.name", "customer.phoneNumber", "customer.email")
        listed = all(any(field.startswith(want) for field in fields) for want in wanted)
        tell.expect("one error lists the name, the phone number and the e-mail address", holds=listed)
        tell.expect("PortOne has heard nothing of it", holds=not attempts(bridge, "order-1"))


def charges(tell: Teller) -> None:
    """The same operation on both APIs."""
    tell.chapter("2. One operation, two APIs")
    with Bridge.simulated(config(INICIS, INICIS_V1)) as bridge:
        for order_id, channel in (("order-2", "inicis-v1"), ("order-3", "inicis")):
            payment = bridge.execute(charge(order_id), channel=channel)
            version = attempts(bridge, order_id)[0].bill.version
            tell.say(
                f"execute(ChargeCard(...), channel={channel!r}) went out on {version} and is {payment.status}."
            )
            paid = payment.status == "paid" and payment.amount.total == 10_000
            told = version == ("V1" if channel == "inicis-v1" else "V2")
            tell.expect(
                f"{order_id}: 10,000 won are paid once, on {version}",
                holds=paid and told and len(attempts(bridge, order_id)) == 1,
            )


def decline(tell: Teller) -> None:
    """A decline is an answer, not a mystery."""
    tell.chapter("3. A declined card, then another one")
    with Bridge.simulated(config(INICIS)) as bridge:
        code = None
        try:
            bridge.execute(charge("order-4", card=card(OVER_LIMIT)))
        except Declined as declined:
            code = declined.pg_code
            tell.say(f"Declined: the PG says {code}; the payment is {declined.payment.status}.")
        tell.expect("the decline carries the PG's code", holds=code == "LIMIT_EXCEEDED")
        payment = bridge.execute(charge("order-4"))
        tell.say(f"The buyer takes another card for the same order: {payment.status}.")
        paid = [each for each in attempts(bridge, "order-4") if each.paid_at is not None]
        tell.expect("the order is paid exactly once", holds=payment.status == "paid" and len(paid) == 1)


def refunds(tell: Teller) -> None:
    """Parts of a payment go back, and so do their tax parts."""
    tell.chapter("4. Partial cancels with VAT at NICE, on a merchant ID that states its VAT itself")
    designated = Channel(
        name="nice",
        connection=V2,
        provider="nice-v2",
        key="channel-key-nice",
        vat="designated",
        contracts=frozenset(("vat", "tax-free")),
    )
    with Bridge.simulated(config(designated)) as bridge:
        bridge.execute(charge("order-5", amount=krw(10_000, tax_free=1_001)))
        paid = bridge.execute(GetPayment(order_id="order-5")).amount
        tell.say(
            f"Paid: {won(paid.total)}, of that tax-free {won(paid.tax_free)}, VAT {won(paid.vat)} (computed)."
        )
        back = []
        for number, amount in enumerate((3_333, 3_333, 3_334), 1):
            cancelled = bridge.execute(
                CancelPayment(
                    order_id="order-5", amount=amount, cancel_id=f"return-{number}", reason="returned"
                )
            )
            back.append(cancelled)
            tell.say(
                f"Cancel {number}: {won(amount)}, tax-free {won(cancelled.tax_free)}, VAT {won(cancelled.vat)}."
            )
        left = bridge.execute(GetPayment(order_id="order-5"))
        parts = [
            paid.total - sum(each.amount for each in back),
            (paid.tax_free or 0) - sum(each.tax_free or 0 for each in back),
            (paid.vat or 0) - sum(each.vat or 0 for each in back),
        ]
        tell.expect("total, tax-free part and VAT all end at exactly zero", holds=parts == [0, 0, 0])
        tell.expect("PortOne shows the payment as cancelled", holds=left.status == "cancelled")
        again = bridge.execute(
            CancelPayment(order_id="order-5", amount=3_333, cancel_id="return-1", reason="returned")
        )
        seen = bridge.execute(GetPayment(order_id="order-5"))
        tell.say("The shop repeats the first cancel by mistake, under the same cancel_id.")
        tell.expect(
            "it is answered from what was done, and nothing goes back twice",
            holds=again.replayed and len(seen.cancellations) == 3,
        )


def subscription(tell: Teller) -> None:
    """A card is kept, charged, and charged again later by PortOne."""
    tell.chapter("5. A billing key and a schedule")
    for channel in (INICIS_V1, INICIS):
        with Bridge.simulated(config(channel)) as bridge:
            assert bridge.simulator is not None
            api = channel.connection.api.upper()
            bridge.execute(IssueBillingKey(alias="card-of-buyer-1", card=card(), customer=BUYER))
            terms: dict[str, Any] = {"order_name": "Monthly plan", "amount": krw(9_900), "customer": BUYER}
            now = bridge.execute(ChargeBillingKey(order_id="month-1", billing_key="card-of-buyer-1", **terms))
            tell.say(
                f"{api}: the card is kept as card-of-buyer-1 and charged for the first month: {now.status}."
            )
            due = datetime.fromtimestamp(bridge.simulator.now(), UTC) + timedelta(days=30)
            rows = (ScheduledCharge(order_id="month-2", due_at=due, **terms),)
            bridge.execute(CreateSchedule(billing_key="card-of-buyer-1", customer_id="buyer-1", rows=rows))
            waits = not attempts(bridge, "month-2")
            tell.say(f"{api}: the second month is scheduled; the virtual clock is moved by 31 days.")
            bridge.simulator.advance(31 * 86_400)
            later = bridge.execute(GetPayment(order_id="month-2"))
            tell.expect(
                f"{api}: nothing was charged before it was due, then 9,900 won, once",
                holds=waits and later.status == "paid" and len(attempts(bridge, "month-2")) == 1,
            )


def deposit(tell: Teller) -> None:
    """A bank account for one payment."""
    tell.chapter("6. A virtual account and its deposit")
    with Bridge.simulated(config(INICIS)) as bridge:
        assert bridge.simulator is not None
        expires = datetime.fromtimestamp(bridge.simulator.now(), UTC) + timedelta(days=3)
        account = IssueVirtualAccount(
            order_id="order-6",
            order_name="Desk",
            amount=krw(150_000),
            bank="SHINHAN",
            expires_at=expires,
            customer=BUYER,
            remittee="Example Shop",
        )
        issued = bridge.execute(account)
        tell.say(
            f"The buyer gets an account at SHINHAN that waits until {expires:%Y-%m-%d}: {issued.status}."
        )
        tell.expect("it is issued and not paid", holds=issued.status == "virtual_account_issued")
        bridge.simulator.deposit("order-6")
        paid = bridge.execute(GetPayment(order_id="order-6"))
        tell.say(f"The buyer deposits {won(paid.amount.total)}.")
        tell.expect("the order is paid", holds=paid.status == "paid")


def lost_answer(tell: Teller) -> None:
    """The worst case of every payment: the request went out, and no answer came."""
    tell.chapter("7. A lost answer")
    paths = ((INICIS_V1, "/v1/subscribe/payments/onetime"), (INICIS, "/v2/payments/*/instant"))
    for channel, path in paths:
        events: list[Event] = []
        with Bridge.simulated(config(channel), observers=(events.append,)) as bridge:
            assert bridge.simulator is not None
            api = channel.connection.api.upper()
            fault = simulation.Plan(fault=simulation.LOST_ANSWER, method="POST", path=path)
            bridge.simulator.inject(fault)
            payment = bridge.execute(charge("order-7"))
            kinds = [event.kind for event in events]
            how = (
                "asked again under the same key" if "retrying" in kinds else "looked up what had become of it"
            )
            tell.say(f"{api}: the charge went out and the connection broke; pgbridge {how}.")
            tell.expect(
                f"{api}: the call returns a paid payment, and PortOne holds exactly one",
                holds=payment.status == "paid" and len(attempts(bridge, "order-7")) == 1,
            )


def failover(tell: Teller) -> None:
    """Another channel, but only after a definite no."""
    tell.chapter("8. Failover after a definite refusal")
    known = simulation.Channel(key="channel-key-nice", provider="NICE_V2", merchant_id="nice")
    route = Route(name="cards", weights={"inicis": 1.0}, fallback=("nice",))
    tell.say(
        "Somebody removed the Inicis channel in PortOne's console. The config routes to inicis, else to nice."
    )
    with Bridge.simulated(
        config(INICIS, NICE, routes=(route,)), settings=simulation.Settings(channels=(known,))
    ) as bridge:
        for name, reason in bridge.explain(charge("order-8")).reasons:
            tell.say(f"route explain: {name}: {reason}")
        payment = bridge.execute(charge("order-8"))
        held = attempts(bridge, "order-8")
        tell.say(
            "PortOne answered that it knows no such channel: refused before processing, so nothing was charged."
        )
        tell.expect(
            "the order is paid once, at NICE",
            holds=payment.status == "paid" and [each.channel.key for each in held] == ["channel-key-nice"],
        )


def move(tell: Teller) -> None:
    """The point of it all: the config changes, the code does not."""
    tell.chapter("9. A channel moves from V1 to V2: the config changes, the code does not")

    def shop(bridge: Bridge) -> Payment:
        bridge.execute(charge("order-9"), channel="shop")
        bridge.execute(CancelPayment(order_id="order-9", amount=4_000, cancel_id="half", reason="returned"))
        return bridge.execute(GetPayment(order_id="order-9"))

    before = Channel(name="shop", connection=V1, provider="nice-v2", pg="nice_v2.nicetest0m")
    after = Channel(name="shop", connection=V2, provider="nice-v2", key="channel-key-nice")
    tell.say('[channels.shop]  connection = "v1"  provider = "nice-v2"  pg = "nice_v2.nicetest0m"')
    results = []
    for channel in (before, after):
        if channel is after:
            tell.say('[channels.shop]  connection = "v2"  provider = "nice-v2"  key = "channel-key-nice"')
        with Bridge.simulated(config(channel)) as bridge:
            payment = shop(bridge)
            results.append((payment.status, payment.amount.total, payment.amount.cancelled))
            tell.say(
                f"{attempts(bridge, 'order-9')[0].bill.version}: {payment.status}, {won(payment.cancellable)} left."
            )
    tell.expect(
        "both give 10,000 won paid and 4,000 won back",
        holds=results == [("partially_cancelled", 10_000, 4_000)] * 2,
    )


CHAPTERS: Sequence[Callable[[Teller], None]] = (
    checks,
    charges,
    decline,
    refunds,
    subscription,
    deposit,
    lost_answer,
    failover,
    move,
)
