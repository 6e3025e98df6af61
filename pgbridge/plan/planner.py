"""Turns operations into flows, and tells the write flow what it must know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import msgspec

from pgbridge import routing
from pgbridge.adjust import adjust, at_cancel
from pgbridge.checks import uncarried, violations
from pgbridge.config import Config
from pgbridge.context import Run
from pgbridge.errors import (
    ConfigError,
    RuleViolation,
    UnsupportedOperation,
)
from pgbridge.flow import reading
from pgbridge.ledger.protocol import Wish
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment, PaymentChannel
from pgbridge.operations.base import Operation
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.browser.base import BrowserOperation
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.paging import Walk
from pgbridge.plan import composite, origin
from pgbridge.plan.names import (
    AUTHENTICATED,
    EXCLUSIVE,
    REPEATABLE,
    best_of,
    bound,
    chooses,
    fingerprint_of,
    identity_of,
    place_of,
    shop_named,
    under_vendor_id,
    writes,
)
from pgbridge.plan.parts import left_of, without_read_vat
from pgbridge.registry import Registry
from pgbridge.routing import Choice
from pgbridge.rules import Violation
from pgbridge.validate import problems
from pgbridge.wire import Api, Event, Flow, OperationModule, Prior, emit
from pgbridge.writing import Ready
from pgbridge.writing.seam import ask

R = TypeVar("R")
T = TypeVar("T")


class Planner:
    """Turns operations into flows, for one config and one registry.

    Holds no state but which connections are stopped, and which approximations it has told of: each once, for they are
    the same every time.
    """

    def __init__(self, config: Config, registry: Registry) -> None:
        self.config, self.registry = config, registry
        if wrong := misfits(config, registry):
            raise ConfigError("the config does not fit what is installed:\n  - " + "\n  - ".join(wrong))
        self.stopped: dict[str, str] = {}
        self.told: set[str] = set()

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
        identity = identity_of(op) or run.owner
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
            vendor_id=(order_id or attempt_id or "") if cancel or bound(op) else identity,
            connection=channel.connection.name,
            channel=channel.name,
            api=channel.api,
            store=channel.store_id or channel.connection.store_id if channel.api == "v2" else channel.tier,
            repeatable=op.family in REPEATABLE,
            renew=isinstance(op, IssueBillingKey) and op.replace,
            new_id_each=not api.retries_under_one_id,
            id_given=op.name in AUTHENTICATED,
            other_families=others,
        )

    def prepare(self, op: Operation[Any], channel: Channel, vendor_id: str, run: Run) -> Flow[Ready]:
        """Read what must be known first, adjust to the contracts, encode, check."""
        self.check_running(channel)
        api = self.api(channel)
        module = api.module(op.name)
        wired = under_vendor_id(op, vendor_id)
        if bound(op):
            wired = yield from origin.known_payment(wired, channel)
        before = getattr(module, "prior", None)
        prior: Prior = (yield from reading(before(wired, channel), api, run)) if before else Prior(op=wired)
        if isinstance(prior.op, CancelPayment):
            left = yield from left_of(op, prior.payment, channel)
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
        yield from self.tell(op, module, channel)
        for path in uncarried(final, module, api.title)[1]:
            yield from emit(
                warning(op, channel, f"{path}: {api.title} has no place for it, so it is not sent")
            )
        return Ready(op=final, request=request, prior=prior)

    def tell(self, op: Operation[Any], module: OperationModule, channel: Channel) -> Flow[None]:
        """Say, once, how this API does an operation in another way than the other one does."""
        if module.__name__ in self.told:
            return
        self.told.add(module.__name__)
        found: tuple[str, ...] = getattr(module, "APPROXIMATIONS", ())
        for detail in found:
            yield from emit(warning(op, channel, detail))

    def failover_codes(self, op: Operation[Any]) -> frozenset[str]:
        """Return the PG codes after which the route allows another channel."""
        route = next((r for r in self.config.routes if routing.mismatch(r, op, None) is None), None)
        return route.failover_codes if route else frozenset()

    def received(self, result: Any, channel: Channel, made: Sequence[Attempt] | None = None) -> list[Event]:
        """Look for signs that a payment went where it should not.

        :param made: the attempts it may be of, none if the channel is only where it was read; without, it went through this
            very channel
        """
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
        here = [a for a in made or () if a.connection == channel.connection.name and a.state != "failed"]
        asked = [channel] if made is None else [self.channel_of(attempt) for attempt in here]
        if channel.api == "v1" and asked and not any(self.fits(each, result) for each in asked):
            provider, merchant = (result.channel.pg_provider or "").lower(), result.channel.pg_merchant_id
            detail = (
                f"asked for pg {channel.pg}, paid at {provider}.{merchant}: V1 fell back to its default PG"
            )
            events.append(
                Event(kind="anomaly", channel=channel.name, order_id=result.order_id, detail=detail)
            )
        return events

    def fits(self, channel: Channel, result: Any) -> bool:
        """Tell whether what a result says of its channel, if it says anything, is true of this one."""
        paid = (result.channel if isinstance(result, Payment) else None) or PaymentChannel()
        if channel.key and paid.key:
            return channel.key == paid.key
        code, _, mid = (channel.pg or "").partition(".") if channel.api == "v1" else ("", "", "")
        provider = (paid.pg_provider or "").lower()
        if not code or not provider:
            return True
        return self.same_pg(channel, code, provider) and (not mid or paid.pg_merchant_id in (None, mid))

    def same_pg(self, channel: Channel, code: str, provider: str) -> bool:
        """Tell whether two PG codes name one PG module."""
        codes = {c.lower() for c in self.registry.provider(channel.api, channel.provider).codes}
        return provider == code.lower() or ({provider, code.lower()} <= codes)

    # Choosing.

    def choice(self, op: Operation[Any], seller: str | None = None, platform: str | None = None) -> Choice:
        """Rank the channels for an operation that may choose, and say why.

        :param platform: `pc` or `mobile` for a call that is made there
        """
        if seller is not None and seller not in self.config.sellers:
            raise ConfigError(
                f"seller: there is no {seller!r}; there are {', '.join(sorted(self.config.sellers)) or 'none'}"
            )
        refused: dict[str, list[Violation]] = {}

        def refusal(channel: Channel) -> str | None:
            try:
                self.try_out(op, channel, platform)
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

    def try_out(self, op: Operation[Any], channel: Channel, platform: str | None = None) -> None:
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
        found = violations(self.registry, channel, module, request, platform)
        self.refusals(final, channel, module, found)

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
        :raises UnsupportedOperation: it is a call for the browser
        """
        if isinstance(op, BrowserOperation):
            instead = "nothing is sent for it: bridge.browser(operation) gives the page what it calls"
            raise UnsupportedOperation(op.name, "execute", instead)
        if found := problems(op):
            raise RuleViolation(found, subject=op.name)
        if channel is not None:
            self.module(op, self.named(channel, seller))
        return self.flow(op, run, channel, seller)

    def page(
        self, walk: Walk[T], run: Run, *, channel: str | None = None, seller: str | None = None
    ) -> Flow[tuple[OperationModule, Page[T]]]:
        """Read the next page of a listing; its module knows how to go on.

        :raises RuleViolation: the listing itself is wrong
        """
        if found := problems(walk.op):
            raise RuleViolation(found, subject=walk.op.name)
        op, channels, made = yield from self.placed(walk.step or walk.op, run, channel, seller)
        module = self.module(op, channels[0])
        if walk.open_ended(module):
            now = yield from ask("now", lambda ledger: ledger.now(), quick=True)
            walk.end(datetime.fromtimestamp(now, UTC))
        if walk.step is None:
            step = walk.asking(module)
            changes = {
                name: getattr(step, name)
                for name in step.__struct_fields__
                if getattr(step, name) != getattr(walk.op, name)
            }
            op = msgspec.structs.replace(op, **changes)
        return module, (yield from self.read(op, channels[0], run, made))

    def flow(self, op: Operation[R], run: Run, channel: str | None, seller: str | None) -> Flow[R]:
        """Resolve names, choose, then read or write."""
        op, channels, made = yield from self.placed(op, run, channel, seller)
        if not writes(op):
            return (yield from self.read(op, channels[0], run, made))
        owned = run if run.owner else msgspec.structs.replace(run, owner=run.context.new_id())
        return cast("R", (yield from self.write(op, channels, owned)))

    def placed(
        self, op: Any, run: Run, channel: str | None, seller: str | None
    ) -> Flow[tuple[Any, Sequence[Channel], Sequence[Attempt]]]:
        """Resolve names and choose: the operation, the channels for it, and what the ledger has of its order."""
        op, bound = yield from origin.resolve(self, op, channel)
        free = chooses(op)
        made = () if free else (yield from origin.made_for(op))
        if bound is not None:
            channels: Sequence[Channel] = (routing.for_seller(bound, self.config.sellers.get(seller or "")),)
        elif channel is not None:
            channels = (origin.past(self, channel, seller, made),)
        elif free:
            channels = self.choice(op, seller).channels
        else:
            channels = ((yield from origin.origin(self, op, run, made)),)
        op = yield from origin.known_schedules(op, channels[0])
        op = yield from origin.known_identity(op, channels[0])
        return op, channels, made

    def read(self, op: Operation[R], channel: Channel, run: Run, made: Sequence[Attempt] = ()) -> Flow[R]:
        """Read, with the ledger's names put in and taken out.

        :param made: the attempts that the ledger has for the order
        """
        api = self.api(channel)
        module = api.module(op.name)
        if refused := uncarried(op, module, api.title)[0]:
            raise RuleViolation(refused, subject=op.name)
        wired = under_vendor_id(op, best_of(made).vendor_id) if made else op
        yield from self.tell(op, module, channel)
        own = getattr(module, "flow", None)
        result = yield from reading(
            own(wired, channel) if own else plain_read(module, api, wired, channel), api, run
        )
        for event in self.received(result, channel, made):
            yield from emit(event)
        return cast("R", shop_named(result, op))

    def write(self, op: Operation[Any], channels: Sequence[Channel], run: Run) -> Flow[Any]:
        """Write: one attempt, several rows, or several steps."""
        for candidate in channels:
            self.check_running(candidate)
        if isinstance(op, CreateSchedule):
            return (yield from composite.rows(self, op, channels, run))
        if chooses(op) and not hasattr(op, "terms"):
            for candidate in channels[:1]:
                self.try_out(op, candidate)
        steps = getattr(self.module(op, channels[0]), "steps", None)
        if isinstance(op, MoveSchedule) and steps is not None:
            return (yield from composite.move(self, op, channels[0], steps, run))
        if (
            isinstance(op, ChargeCard)
            and op.save_as is not None
            and self.module(op, channels[0]).FIELDS.get("save_as") is None
        ):
            return (yield from composite.issue_then_charge(self, op, channels[0], run))
        return (yield from composite.carried_out(self, op, channels, run))


def misfits(config: Config, registry: Registry) -> list[str]:
    """Return which APIs and PG modules a config names that no plugin offers; nothing is loaded for it."""
    wrong = [
        f"connections.{name}.api: {c.api!r} is not installed; there are {', '.join(sorted(registry.apis))}"
        for name, c in config.connections.items()
        if c.api not in registry.apis
    ]
    known = set(registry.providers())
    for name, channel in config.channels.items():
        if (
            channel.check != "off"
            and channel.api in registry.apis
            and (channel.api, channel.provider) not in known
        ):
            there = ", ".join(slug for api, slug in sorted(known) if api == channel.api) or "none"
            wrong.append(
                f"channels.{name}.provider: {channel.provider!r} is not known on {channel.api}; there are {there}"
            )
    return wrong


def plain_read(module: OperationModule, api: Api, op: Any, channel: Channel) -> Flow[Any]:
    """Read with one request."""
    from pgbridge.wire import send  # noqa: PLC0415

    response = yield from send(module.encode(op, channel), channel.connection)
    if judged := getattr(module, "judge", api.judge)(response):
        raise judged.error
    return module.decode(op, response)


def warning(op: Operation[Any], channel: Channel, detail: str) -> Event:
    """Return a warning event."""
    return Event(
        kind="warning",
        operation=op.name,
        channel=channel.name,
        order_id=getattr(op, "order_id", None),
        detail=detail,
    )
