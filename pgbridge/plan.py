"""From an operation to a ready flow: which channel, what is checked, read or written. The core's one front door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import msgspec

from pgbridge import routing
from pgbridge.adjust import Parts, adjust, at_cancel
from pgbridge.checks import uncarried, violations
from pgbridge.config import Config
from pgbridge.context import Run
from pgbridge.errors import (
    ApiError,
    ConfigError,
    Conflict,
    Declined,
    LedgerUnusable,
    NotFound,
    OutcomeUnknown,
    PgbridgeError,
    RuleViolation,
    UnsupportedOperation,
)
from pgbridge.flow import reading
from pgbridge.ledger.protocol import Intent, Ledger, Link, Plan, Step, Wish
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import BillingKey, Schedule, VendorKey
from pgbridge.model.channel import Channel
from pgbridge.model.enums import ScheduleStatus
from pgbridge.model.payment import Cancellation, Failure, Payment
from pgbridge.operations.base import Operation
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.registry import Registry
from pgbridge.routing import Choice
from pgbridge.rules import Violation
from pgbridge.validate import problems
from pgbridge.wire import Api, Ask, Event, Flow, OperationModule, Prior, emit
from pgbridge.writing import Ready, ask, perform

R = TypeVar("R")
T = TypeVar("T")
# Doing these twice is harmless, so nothing is replayed and nothing is an intent conflict.
REPEATABLE = frozenset(
    ("prepare", "billing_key_deletion", "schedule_revocation", "schedule_move", "virtual_account_close")
)
# What may not live beside it on the same order.
EXCLUSIVE = {
    "charge": ("schedule", "virtual_account"),
    "schedule": ("charge", "virtual_account"),
    "virtual_account": ("charge", "schedule"),
}
# Operations that make something new, so may choose where.
ROUTED = frozenset(("charge", "virtual_account", "billing_key", "prepare"))


class Planner:
    """Turns operations into flows, for one config and one registry. Holds no state but which connections are stopped."""

    def __init__(self, config: Config, registry: Registry) -> None:
        self.config, self.registry = config, registry
        self.stopped: dict[str, str] = {}

    # What the write flow asks.

    def api(self, channel: Channel) -> Api:
        """Return the API of a channel."""
        return self.registry.api(channel.api)

    def module(self, op: Operation[Any], channel: Channel) -> OperationModule:
        """Return the API's module of an operation."""
        return self.api(channel).module(op.name)

    def channel_of(self, attempt: Attempt) -> Channel:
        """Return the channel an attempt went out on, with the store it went to."""
        channel = self.still_on(attempt.channel, attempt.connection)
        return msgspec.structs.replace(channel, **place_of(channel.api, attempt.store))

    def still_on(self, name: str, connection: str) -> Channel:
        """Return a channel by name if it is on that connection still; one moved elsewhere left its past behind."""
        channel = self.config.channels.get(name)
        if channel is not None and channel.connection.name == connection:
            return channel
        return self.on_connection(connection)

    def wish(self, op: Operation[Any], channel: Channel, run: Run) -> Wish:
        """Return what the ledger must know of an operation."""
        identity = identity_of(op)
        api = self.api(channel)
        cancel = isinstance(op, CancelPayment)
        order_id = getattr(op, "order_id", None) or (
            op.rows[0].order_id if isinstance(op, CreateSchedule) else None
        )
        attempt_id = getattr(op, "attempt_id", None)
        others = () if op.name == "schedules.retry" else EXCLUSIVE.get(op.family, ())
        return Wish(
            family=op.family,
            identity=identity,
            fingerprint=fingerprint_of(op),
            operation=op.name,
            owner=run.owner,
            lease=run.left + 30.0,
            quiet=max(self.config.policy.quiet_time, run.left + 30.0),
            order_id=order_id or attempt_id,
            vendor_id=(order_id or attempt_id or "") if cancel else identity,
            connection=channel.connection.name,
            channel=channel.name,
            api=channel.api,
            store=channel.store_id or channel.connection.store_id if channel.api == "v2" else channel.tier,
            repeatable=op.family in REPEATABLE,
            renew=isinstance(op, IssueBillingKey) and op.replace,
            new_id_each=not api.retries_under_one_id,
            other_families=others,
        )

    def prepare(self, op: Operation[Any], channel: Channel, vendor_id: str, run: Run) -> Flow[Ready]:
        """Read what must be known first, adjust to the contracts, encode, check."""
        self.check_running(channel)
        api = self.api(channel)
        module = api.module(op.name)
        wired = under_vendor_id(op, vendor_id)
        if isinstance(wired, CancelPayment):
            wired = yield from self.known_payment(wired)
        before = getattr(module, "prior", None)
        prior: Prior = (yield from reading(before(wired, channel), api, run)) if before else Prior(op=wired)
        if isinstance(prior.op, CancelPayment):
            left = yield from self.left_of(op, prior.payment, channel)
            final: Any = at_cancel(prior.op, channel, left)
        else:
            adjust(wired, channel)  # refuses parts of the caller's own that contradict the contract
            given = getattr(wired, "terms", None) is not None
            final = adjust(prior.op if given else without_read_vat(prior.op, channel), channel)
        request = module.encode(final, channel)
        for violation in self.refusals(
            final, channel, module, violations(self.registry, channel, module, request)
        ):
            yield from emit(warning(op, channel, f"{violation.message} [{violation.rule}]"))
        for path in uncarried(final, module, api.title)[1]:
            yield from emit(
                warning(op, channel, f"{path}: {api.title} has no place for it, so it is not sent")
            )
        return Ready(op=final, request=request, prior=prior)

    def failover_codes(self, op: Operation[Any]) -> frozenset[str]:
        """Return the PG codes after which the route allows another channel."""
        route = next((r for r in self.config.routes if routing.mismatch(r, op, None) is None), None)
        return route.failover_codes if route else frozenset()

    def received(self, result: Any, channel: Channel) -> list[Event]:
        """Look for signs that a payment went where it should not."""
        if not isinstance(result, Payment) or result.channel is None:
            return []
        events: list[Event] = []
        live, wanted = result.channel.live, channel.connection.environment == "live"
        if live is not None and live != wanted:
            kind = "live" if live else "test"
            self.stopped[channel.connection.name] = (
                f"connection {channel.connection.name} is set to {channel.connection.environment}, but an answer was {kind}"
            )
            events.append(
                Event(
                    kind="anomaly",
                    channel=channel.name,
                    order_id=result.order_id,
                    detail=self.stopped[channel.connection.name],
                )
            )
        # V1 takes an unknown `pg` for the default one without a word.
        code, _, mid = (channel.pg or "").partition(".") if channel.api == "v1" else ("", "", "")
        provider, merchant = (result.channel.pg_provider or "").lower(), result.channel.pg_merchant_id
        if (
            code
            and provider
            and (self.same_pg(channel, code, provider) is False or (mid and merchant not in (None, mid)))
        ):
            detail = (
                f"asked for pg {channel.pg}, paid at {provider}.{merchant}: V1 fell back to its default PG"
            )
            events.append(
                Event(kind="anomaly", channel=channel.name, order_id=result.order_id, detail=detail)
            )
        return events

    def same_pg(self, channel: Channel, code: str, provider: str) -> bool:
        """Tell whether two PG codes name one PG module."""
        codes = {c.lower() for c in self.registry.provider(channel.api, channel.provider).codes}
        return provider == code.lower() or ({provider, code.lower()} <= codes)

    # Choosing.

    def choice(self, op: Operation[Any], seller: str | None = None) -> Choice:
        """Rank the channels for an operation that may choose, and say why."""
        if seller is not None and seller not in self.config.sellers:
            raise ConfigError(
                f"seller: there is no {seller!r}; there are {', '.join(sorted(self.config.sellers)) or 'none'}"
            )
        refused: dict[str, list[Violation]] = {}

        def refusal(channel: Channel) -> str | None:
            try:
                self.try_out(op, channel)
            except RuleViolation as error:
                refused[channel.name] = list(error.violations)
                return "; ".join(v.message for v in error.violations)
            except (UnsupportedOperation, ConfigError) as error:
                return str(error)
            return None

        found = routing.choose(
            op,
            self.config.channels,
            self.config.routes,
            seller=self.config.sellers.get(seller or ""),
            refusal=refusal,
        )
        if not found.channels:
            every = list(dict.fromkeys(v for name in refused for v in refused[name]))
            if every:
                raise RuleViolation(every, subject=op.name)
            raise UnsupportedOperation(
                op.name, "every channel", "; ".join(f"{n}: {r}" for n, r in found.reasons)
            )
        chosen = self.registry.select_channel(op, found.channels)
        if chosen is not None:
            reasons = (*found.reasons, (chosen.name, "chosen by a plugin"))
            return Choice(channels=(chosen,), reasons=reasons, route=found.route)
        return found

    def try_out(self, op: Operation[Any], channel: Channel) -> None:
        """Encode and check without sending anything.

        :raises RuleViolation: the API or the PG would not take it
        """
        module = self.module(op, channel)
        final = adjust(op, channel)
        if isinstance(final, CreateSchedule):
            for row in final.rows:
                single = msgspec.structs.replace(final, rows=(row,))
                request = module.encode(single, channel)
                self.refusals(single, channel, module, violations(self.registry, channel, module, request))
            return
        request = module.encode(final, channel)
        self.refusals(final, channel, module, violations(self.registry, channel, module, request))

    def refusals(
        self, op: Any, channel: Channel, module: OperationModule, found: list[Violation]
    ) -> list[Violation]:
        """Raise the errors among what was found, by the channel's setting; return the rest."""
        refused = uncarried(op, module, self.api(channel).title)[0]
        errors = [v for v in found if v.severity == "error"] if channel.check == "strict" else []
        if refused or errors:
            raise RuleViolation([*refused, *errors], subject=f"{op.name} on {channel.name}")
        return found

    def named(self, channel: str, seller: str | None) -> Channel:
        """Return a channel by name, as a seller uses it."""
        if channel not in self.config.channels:
            raise ConfigError(
                f"channel: there is no {channel!r}; there are {', '.join(sorted(self.config.channels)) or 'none'}"
            )
        if seller is not None and seller not in self.config.sellers:
            raise ConfigError(
                f"seller: there is no {seller!r}; there are {', '.join(sorted(self.config.sellers)) or 'none'}"
            )
        return routing.for_seller(self.config.channels[channel], self.config.sellers.get(seller or ""))

    def on_connection(self, name: str) -> Channel:
        """Return some channel of a connection, for operations that need only the connection."""
        found = next((c for c in self.config.channels.values() if c.connection.name == name), None)
        if found is not None:
            return found
        if name not in self.config.connections:
            raise ConfigError(
                f"connections: there is no {name!r} any more, but a payment was made through it; put it back"
            )
        return Channel(name=name, connection=self.config.connections[name], provider="", check="off")

    def check_running(self, channel: Channel) -> None:
        """Refuse writes on a connection whose answers are of the other environment."""
        if why := self.stopped.get(channel.connection.name):
            raise ConfigError(f"{why}; correct the config, then start again")

    # Flows.

    def execute(
        self, op: Operation[R], run: Run, *, channel: str | None = None, seller: str | None = None
    ) -> Flow[R]:
        """Return the flow of an operation.

        :raises RuleViolation: before the first effect, when the operation itself is wrong
        """
        if found := problems(op):
            raise RuleViolation(found, subject=op.name)
        if channel is not None:
            self.named(channel, seller)
        return self.flow(op, run, channel, seller)

    def flow(self, op: Operation[R], run: Run, channel: str | None, seller: str | None) -> Flow[R]:
        """Resolve names, choose, then read or write."""
        op, bound = yield from self.resolve(op, channel)
        chooses = op.family in ROUTED or isinstance(op, CreateSchedule)
        made = () if chooses else (yield from self.made_for(op))
        if bound is not None:
            channels: Sequence[Channel] = (routing.for_seller(bound, self.config.sellers.get(seller or "")),)
        elif channel is not None:
            channels = (self.past(channel, seller, made),)
        elif chooses:
            channels = self.choice(op, seller).channels
        else:
            channels = ((yield from self.origin(op, run, made)),)
        if not op.family:
            return (yield from self.read(op, channels[0], run, made))
        return cast("R", (yield from self.write(op, channels, run)))

    def read(self, op: Operation[R], channel: Channel, run: Run, made: Sequence[Attempt] = ()) -> Flow[R]:
        """Read, with the ledger's names put in and taken out.

        :param made: the attempts that the ledger has for the order
        """
        api = self.api(channel)
        module = api.module(op.name)
        if refused := uncarried(op, module, api.title)[0]:
            raise RuleViolation(refused, subject=op.name)
        wired = under_vendor_id(op, best_of(made).vendor_id) if made else op
        own = getattr(module, "flow", None)
        result = yield from reading(
            own(wired, channel) if own else plain_read(module, api, wired, channel), api, run
        )
        for event in self.received(result, channel):
            yield from emit(event)
        return cast("R", shop_named(result, op))

    def write(self, op: Operation[Any], channels: Sequence[Channel], run: Run) -> Flow[Any]:
        """Write: one attempt, several rows, or several steps."""
        for candidate in channels:
            self.check_running(candidate)
        if isinstance(op, CreateSchedule):
            return (yield from self.rows(op, channels, run))
        if op.family in ROUTED and not hasattr(op, "terms"):
            for candidate in channels[:1]:
                self.try_out(op, candidate)
        steps = getattr(self.module(op, channels[0]), "steps", None)
        if isinstance(op, MoveSchedule) and steps is not None:
            return (yield from self.move(op, channels[0], steps, run))
        if (
            isinstance(op, ChargeCard)
            and op.save_as is not None
            and self.module(op, channels[0]).FIELDS.get("save_as") is None
        ):
            return (yield from self.issue_then_charge(op, channels[0], run))
        result = yield from perform(self, op, channels, run)
        yield from self.remember(op, result, channels[0])
        return result

    def rows(self, op: CreateSchedule, channels: Sequence[Channel], run: Run) -> Flow[Any]:
        """Create one schedule per row; with several rows, each one's outcome is in the result."""
        for candidate in channels[:1]:
            self.try_out(op, candidate)
        results: list[Schedule] = []
        steps = tuple(Step(name=row.order_id, identity=row.order_id) for row in op.rows)
        plan = Plan(
            id=run.context.new_id(),
            kind="schedules",
            identity=",".join(s.identity for s in steps),
            steps=steps,
        )
        if len(steps) > 1:
            plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
        for row in op.rows:
            single = msgspec.structs.replace(op, rows=(row,))
            try:
                made: Any = yield from perform(self, single, channels, run)
            except (ApiError, OutcomeUnknown, PgbridgeError) as error:
                if len(op.rows) == 1:
                    raise
                status = "unknown" if isinstance(error, OutcomeUnknown) else ScheduleStatus.FAILED
                amount = row.amount
                made = Schedule(
                    id="",
                    order_id=row.order_id,
                    status=status,
                    due_at=row.due_at,
                    amount=amount.total,
                    currency=amount.currency,
                    failure=f"{type(error).__name__}: {error}",
                    partial=True,
                )
            else:
                if len(steps) > 1:
                    yield from ticked(plan.id, row.order_id)
            results.extend(made if isinstance(made, tuple) else (made,))
        return tuple(results)

    def move(self, op: MoveSchedule, channel: Channel, steps: Any, run: Run) -> Flow[Schedule]:
        """Revoke, read as revoked, then create: never two live schedules, at worst none."""
        api = self.api(channel)
        revoke, create = yield from reading(steps(op, channel), api, run)
        if op.terms is None:
            create = without_read_vat(create, channel)
        names = (Step(name="revoke", identity=op.order_id), Step(name="create", identity=op.order_id))
        plan = Plan(
            id=run.context.new_id(),
            kind="move",
            identity=f"{op.order_id}@{op.due_at.timestamp():.0f}",
            steps=names,
        )
        plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
        result = yield from perform(self, revoke, (channel,), run)
        yield from self.remember(revoke, result, channel)
        for schedule_id in revoke.schedule_ids:
            old = yield from self.read(GetSchedule(schedule_id=schedule_id), channel, run)
            if old.status != ScheduleStatus.REVOKED:
                raise Conflict(
                    f"schedule {schedule_id} reads {old.status}, not revoked: it was not created again",
                    reason="schedule_conflict",
                )
        yield from released("schedule", identity=op.order_id)
        yield from ticked(plan.id, "revoke")
        created = yield from perform(self, create, (channel,), run)
        yield from ticked(plan.id, "create")
        return cast("Schedule", created[0] if isinstance(created, tuple) else created)

    def issue_then_charge(self, op: ChargeCard, channel: Channel, run: Run) -> Flow[Payment]:
        """Keep the card first, then charge the key; a declined card is not kept, as on V1."""
        alias = op.save_as or ""
        issue = IssueBillingKey(
            alias=alias, card=op.card, customer=op.customer, channel_group=op.channel_group
        )
        names = (Step(name="issue", identity=alias), Step(name="charge", identity=op.order_id))
        plan = Plan(id=run.context.new_id(), kind="issue-and-charge", identity=op.order_id, steps=names)
        plan = yield from ask("plan", lambda ledger: ledger.plan(plan))
        key = yield from perform(self, issue, (channel,), run)
        yield from self.remember(issue, key, channel)
        yield from ticked(plan.id, "issue")
        shared = set(ChargeBillingKey.__struct_fields__) & set(ChargeCard.__struct_fields__) - {
            "channel_group"
        }
        charge = ChargeBillingKey(
            billing_key=VendorKey(id=key.id), **{name: getattr(op, name) for name in shared}
        )
        asked = msgspec.structs.replace(run, raise_on_decline=False)
        payment = yield from perform(self, charge, (channel,), asked)
        yield from ticked(plan.id, "charge")
        if payment.status == "failed":
            gone = yield from perform(
                self, DeleteBillingKey(billing_key=VendorKey(id=key.id)), (channel,), run
            )
            yield from self.remember(DeleteBillingKey(billing_key=VendorKey(id=key.id)), gone, channel)
            yield from released("billing_key", identity=alias)
            if run.raise_on_decline:
                failure = payment.failure or Failure()
                raise Declined(
                    f"order {op.order_id} was declined; the card is not kept",
                    payment=payment,
                    pg_code=failure.pg_code,
                    pg_message=failure.pg_message or failure.reason,
                )
        return payment

    def remember(self, op: Operation[Any], result: Any, channel: Channel) -> Flow[None]:
        """Write down what later calls need: where a key lives, which orders are free again."""
        connection = channel.connection.name
        if isinstance(op, IssueBillingKey) and isinstance(result, BillingKey):
            link = Link(alias=op.alias, connection=connection, channel=channel.name, vendor_key=result.id)
            yield from ask("link", lambda ledger: ledger.link(link))
        elif isinstance(op, ChargeCard) and op.save_as and isinstance(result, Payment):
            link = Link(alias=op.save_as, connection=connection, channel=channel.name, vendor_key=op.save_as)
            yield from ask("link", lambda ledger: ledger.link(link))
        elif isinstance(op, DeleteBillingKey):
            key = op.billing_key.id if isinstance(op.billing_key, VendorKey) else op.billing_key
            yield from ask("unlink", lambda ledger: ledger.unlink(key, connection))
        elif isinstance(op, RevokeSchedules):
            for order_id in op.order_ids:
                yield from released("schedule", identity=order_id)
            for schedule_id in (*op.schedule_ids, *result.schedule_ids):
                yield from released("schedule", vendor_ref=schedule_id)
        elif isinstance(op, CloseVirtualAccount) and op.order_id:
            yield from released("virtual_account", identity=op.order_id)

    # Names.

    def resolve(self, op: Operation[R], channel: str | None) -> Flow[tuple[Operation[R], Channel | None]]:
        """Replace an alias by the vendor's key, and say which channel that key is bound to."""
        key = getattr(op, "billing_key", None)
        if isinstance(key, VendorKey):
            if channel is None and len(self.config.channels) > 1:
                raise ConfigError("billing_key: a VendorKey names no channel; pass channel= with it")
            return op, None
        if not isinstance(key, str):
            return op, None
        links = yield from looked_up("links", lambda ledger: ledger.links(key))
        active = next((link for link in links if link.active), None)
        if active is not None:
            bound = self.still_on(active.channel, active.connection)
            elsewhere = channel is not None and channel != active.channel
            if elsewhere and self.config.channels[channel or ""].connection.name != active.connection:
                raise ConfigError(
                    f"billing_key: {key!r} lives on connection {active.connection}, not on that of {channel}"
                )
            return msgspec.structs.replace(op, billing_key=VendorKey(id=active.vendor_key)), bound
        target = self.config.channels.get(channel or "") or self.only_v1()
        if target is not None and target.api == "v1":
            return msgspec.structs.replace(
                op, billing_key=VendorKey(id=key)
            ), target if channel is None else None
        raise NotFound(
            f"billing_key: no key is known under alias {key!r}; issue it, or address it by VendorKey(id=...) and channel=",
            reason="billing_key_not_found",
        )

    def only_v1(self) -> Channel | None:
        """Return the one V1 channel, where an unknown alias can only be a `customer_uid`."""
        found = list(self.config.channels.values())
        return found[0] if len(found) == 1 and found[0].api == "v1" else None

    def made_for(self, op: Operation[Any]) -> Flow[tuple[Attempt, ...]]:
        """Return the ledger's attempts at paying the order that an operation is about, oldest first."""
        for order_id in orders_of(op):
            intents = yield from intents_of(order_id, lenient=not op.family)
            if made := tuple(a for i in intents for a in i.attempts if a.family in EXCLUSIVE):
                return made
        return ()

    def past(self, channel: str, seller: str | None, made: Sequence[Attempt]) -> Channel:
        """Return the named channel; for an order made before that channel moved, where it was then."""
        named = self.named(channel, seller)
        if made:
            best = best_of(made)
            if best.channel == channel and best.connection != named.connection.name:
                return self.channel_of(best)
        return named

    def origin(self, op: Operation[Any], run: Run, made: Sequence[Attempt]) -> Flow[Channel]:
        """Return a channel of the connection that made what a bound operation is about.

        :raises ConfigError: it cannot be told; the caller must pass channel=
        """
        if made:
            return self.channel_of(best_of(made))
        connections = {c.connection.name: c for c in self.config.channels.values()}
        for name in self.config.connections:
            connections.setdefault(name, self.on_connection(name))
        orders = orders_of(op)
        if len(connections) == 1:
            return next(iter(connections.values()))
        attempt_id = getattr(op, "attempt_id", None)
        v1 = [c for c in connections.values() if c.api == "v1"]
        if isinstance(attempt_id, str) and attempt_id.startswith(("imp_", "imps_")) and len(v1) == 1:
            return v1[0]
        if orders and len(connections) > 1:
            found = yield from self.probe(orders[0], list(connections.values()), run)
            if found is not None:
                return found
        raise ConfigError(
            f"{op.name}: there are several connections and nothing tells which one made it; pass channel="
        )

    def probe(self, order_id: str, channels: list[Channel], run: Run) -> Flow[Channel | None]:
        """Ask the vendors who knows an order: V2 first, whose answer says which API made it."""
        v1 = [c for c in channels if c.api == "v1"]
        for channel in sorted(channels, key=lambda c: c.api, reverse=True):
            try:
                payment = yield from self.read(GetPayment(order_id=order_id), channel, run)
            except (NotFound, UnsupportedOperation):
                continue
            if channel.api == "v2" and payment.version == "V1":
                return v1[0] if len(v1) == 1 else None
            return channel
        return None

    def vendor_id(self, order_id: str, *, lenient: bool = False) -> Flow[str]:
        """Return the vendor id of an order: of what succeeded, else of the newest try."""
        intents = yield from intents_of(order_id, lenient=lenient)
        made = [a for i in intents for a in i.attempts if a.family in EXCLUSIVE]
        return best_of(made).vendor_id if made else order_id

    def known_payment(self, op: CancelPayment) -> Flow[CancelPayment]:
        """Point a cancel at the paid attempt that the ledger knows."""
        if op.order_id is None:
            return op
        vendor_id = yield from self.vendor_id(op.order_id)
        return op if vendor_id == op.order_id else msgspec.structs.replace(op, order_id=vendor_id)

    def left_of(self, op: Operation[Any], payment: Payment | None, channel: Channel) -> Flow[Parts | None]:
        """Return the parts of a payment that are left: from the ledger, else from a V2 read."""
        if payment is None:
            return None
        order_id = getattr(op, "order_id", None) or payment.order_id
        intents = yield from intents_of(order_id)
        paid = next(
            (a for i in intents if i.family in EXCLUSIVE for a in i.attempts if a.state == "done"), None
        )
        cancels = [a for i in intents if i.family == "cancel" for a in i.attempts if a.state == "done"]
        return parts_left(payment, paid, cancels, designated=channel.vat == "designated")


def best_of(made: Sequence[Attempt]) -> Attempt:
    """Return the attempt that an order is known by: the one that succeeded, else one that may, else the newest."""
    done = (a for a in made if a.state == "done")
    live = (a for a in made if a.state != "failed")
    return next(done, None) or next(live, None) or made[-1]


def looked_up(name: str, call: Callable[[Ledger], T]) -> Flow[T]:
    """Ask the ledger for something that only needs reading."""
    return cast("T", (yield Ask(name=name, call=call, quick=True)))


def intents_of(order_id: str, *, lenient: bool = False) -> Flow[list[Intent]]:
    """Return everything that was begun for an order.

    :param lenient: a broken ledger knows nothing, for reads go on without it
    """
    try:
        return (yield from ask("intents", lambda ledger: ledger.intents(order_id=order_id), quick=True))
    except LedgerUnusable as error:
        if not lenient:
            raise
        yield from emit(Event(kind="warning", order_id=order_id, detail=f"read without the ledger: {error}"))
        return []


def ticked(plan: str, step: str) -> Flow[None]:
    """Tick off a step of a plan."""
    yield from ask("step_done", lambda ledger: ledger.step_done(plan, step))


def released(family: str, *, identity: str = "", vendor_ref: str = "") -> Flow[None]:
    """Let an order go in the ledger."""
    yield from ask("release", lambda ledger: ledger.release(family, identity=identity, vendor_ref=vendor_ref))


def without_read_vat(op: Any, channel: Channel) -> Any:
    """Drop the VAT that the vendor computed for old terms, where the channel states none."""
    if channel.vat != "automatic":
        return op
    if isinstance(op, CreateSchedule):
        return msgspec.structs.replace(op, rows=tuple(stateless(row) for row in op.rows))
    terms = getattr(op, "terms", None)
    return msgspec.structs.replace(op, terms=stateless(terms)) if terms is not None else op


def stateless(terms: Any) -> Any:
    """Return terms whose amount states no VAT."""
    return msgspec.structs.replace(terms, amount=msgspec.structs.replace(terms.amount, vat=None))


def parts_left(
    payment: Payment, paid: Attempt | None, cancels: Sequence[Attempt], *, designated: bool
) -> Parts | None:
    """Compute what is left of each part; None when a cancel of unknown parts came in between."""
    amount = payment.amount
    total = amount.total - amount.cancelled
    tax_free = paid.tax_free if paid and paid.tax_free is not None else amount.tax_free
    vat = paid.vat if paid and paid.vat is not None else amount.vat
    if tax_free is None or (designated and vat is None):
        return None
    if sum(c.amount or 0 for c in cancels) == amount.cancelled:
        taken = [(c.tax_free, c.vat) for c in cancels]
    else:
        done = [c for c in payment.cancellations if isinstance(c, Cancellation) and c.status == "succeeded"]
        taken = [(c.tax_free, c.vat) for c in done]
        if sum(c.amount for c in done) != amount.cancelled:
            return None
    if any(t is None or (designated and v is None) for t, v in taken):
        return None
    left_vat = None if vat is None else vat - sum(v or 0 for _, v in taken)
    return Parts(total=total, tax_free=tax_free - sum(t or 0 for t, _ in taken), vat=left_vat)


def plain_read(module: OperationModule, api: Api, op: Any, channel: Channel) -> Flow[Any]:
    """Read with one request."""
    from pgbridge.wire import send  # noqa: PLC0415

    response = yield from send(module.encode(op, channel), channel.connection)
    if judged := api.judge(response):
        raise judged.error
    return module.decode(op, response)


def identity_of(op: Operation[Any]) -> str:
    """Return what names the intent of a write within its family."""
    if isinstance(op, CancelPayment):
        # Ids may hold a slash; two different pairs must never read the same.
        parts = (op.order_id or op.attempt_id or "", op.cancel_id or "full")
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)
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


def fingerprint_of(op: Operation[Any]) -> str:
    """Return what must not change between repeats: amount parts, currency, due time. Never card, buyer or channel."""
    if isinstance(op, CancelPayment):
        return f"{op.amount}/{op.tax_free}/{op.vat}"
    if isinstance(op, CreateSchedule):
        row = op.rows[0]
        return f"{row.amount.total}/{row.amount.tax_free}/{row.amount.vat}/{row.amount.currency}/{row.due_at.timestamp():.0f}"
    amount = getattr(op, "amount", None)
    if op.family in ("charge", "virtual_account") and amount is not None:
        return f"{amount.total}/{amount.tax_free}/{amount.vat}/{amount.currency}"
    return ""


def under_vendor_id(op: Any, vendor_id: str) -> Any:
    """Return the operation with the vendor's id in the place of the shop's."""
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


def warning(op: Operation[Any], channel: Channel, detail: str) -> Event:
    """Return a warning event."""
    return Event(
        kind="warning",
        operation=op.name,
        channel=channel.name,
        order_id=getattr(op, "order_id", None),
        detail=detail,
    )
