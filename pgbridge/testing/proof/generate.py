# ruff: noqa: PERF401 - one call after the other reads better here
"""From one number to a schedule. Each has a theme and its own few kinds of trouble, so that rare mixtures come up too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from pgbridge.testing.luck import Luck
from pgbridge.testing.proof.schedule import Jump, Planned, Schedule
from pgbridge.testing.trouble import FATES, WHIMS, Trouble

V2, V1 = ("nice", "inicis"), ("nice-v1", "inicis-v1")
CHANNELS = V2 + V1
Calls = list[Planned]
ROAD = tuple(name for name in FATES if name not in WHIMS)
HOUR = 3600.0
# How late a request may come where more than its order id must be unique: the key is gone ten minutes after the last send.
SHORT_DELAY = 540.0


def generated(seed: int) -> Schedule:
    """Return the schedule of a seed."""
    luck = Luck(seed, 1)
    theme = luck.choice(DECK)
    base = Schedule(
        seed=seed,
        theme=theme,
        live=not luck.happens(0.2),
        lists_tests=luck.happens(0.5),
        lag=luck.choice((0.0, 0.0, 2.0, 5.0, 5.0, 12.0)),
        stale=luck.choice((0.0, 0.0, 0.0, 5.0, 12.0)),
        suspends=luck.happens(0.5),
        flips=luck.happens(0.1),
    )
    schedule = THEMES[theme](luck, base)
    if schedule.trouble == Trouble():
        schedule = replace(schedule, trouble=trouble_of(luck))
    return with_recovery(luck, with_jumps(luck, schedule))


def trouble_of(luck: Luck, *, since: float = 0.0, **more: float) -> Trouble:
    """Return a few kinds of trouble, some of them often."""
    level = luck.choice((0.08, 0.2, 0.4, 0.65))
    chosen = [name for name in ROAD if luck.happens(0.3)] or [luck.choice(ROAD)]
    shares = [luck.random() + 0.1 for _ in chosen]
    chances = {name: level * share / sum(shares) for name, share in zip(chosen, shares, strict=True)}
    if luck.happens(0.1):
        # A connection that is mostly not there, now and then takes a request, and never brings an answer.
        chances = {"not_sent": 0.65, "lost_answer": 0.15, "late": 0.1}
    for name in WHIMS:
        if luck.happens(0.2):
            chances[name] = luck.choice((0.1, 0.25, 0.5))
    if luck.happens(0.4):
        chances["killed"] = luck.choice((0.005, 0.02, 0.06))
    if luck.happens(0.25):
        chances["stalled"] = luck.choice((0.01, 0.03))
    chances["longest_delay"] = luck.choice((60.0, 300.0, 900.0, 900.0, 4000.0, 5 * HOUR))
    chances["longest_stall"] = luck.choice((20.0, 200.0, 900.0, 4000.0))
    chances["until"] = since + luck.choice((200.0, 600.0, 1500.0, 4000.0))
    return Trouble(**{**chances, "since": since, **more})


def with_jumps(luck: Luck, schedule: Schedule) -> Schedule:
    """Let the ledger's clock jump now and then, no further than what it times can bear.

    What lags can bear is `lookup_lag` less the lag; what the key window can bear back is the ten minutes kept of it.
    """
    if schedule.blind or schedule.patient or not luck.happens(0.15):
        return schedule
    trailing = max(schedule.lag, schedule.stale)
    forward = 13.0 - trailing if trailing else luck.choice((10.0, 300.0, HOUR))
    back = min(SHORT_DELAY, HOUR)
    jumps = tuple(
        Jump(
            at=round(luck.between(0.0, 2000.0), 3),
            seconds=round(luck.between(0.0, forward) if luck.happens(0.6) else -luck.between(0.0, back), 3),
        )
        for _ in range(1 + luck.below(2))
    )
    return replace(schedule, jumps=jumps)


def with_recovery(luck: Luck, schedule: Schedule) -> Schedule:
    """Let the shop reconcile while things go on, too."""
    if not luck.happens(0.3):
        return schedule
    at = luck.between(30.0, 5000.0)
    return replace(
        schedule, calls=(*schedule.calls, Planned(does="reconcile", at=round(at, 3), worker="reconciler"))
    )


def insisting(luck: Luck, **fixed: Any) -> Planned:
    """Return a call that is repeated more or less patiently."""
    settings: dict[str, Any] = {
        "deadline": luck.choice((20.0, 60.0, 90.0, 90.0)),
        "repeats": luck.choice((0, 1, 3, 5)),
        "pause": luck.choice((5.0, 60.0, 300.0, 700.0)),
    }
    return Planned(**{**settings, **fixed})


def spread(luck: Luck) -> float:
    """Return when a rival begins: at the same time, shortly after, or much later."""
    return round(
        luck.choice((0.0, luck.between(0.0, 2.0), luck.between(0.0, 130.0), luck.between(0.0, 3000.0))), 3
    )


def pair(luck: Luck) -> str:
    """Return a channel."""
    return luck.choice(CHANNELS)


def card(luck: Luck) -> str:
    """Return a card, mostly a good one."""
    cards = (
        "good",
        "good",
        "good",
        "declined",
        "limit",
        "error but paid",
        "error",
        "breaks but paid",
        "breaks",
        "slow",
    )
    return luck.choice(cards)


def one_order(luck: Luck, base: Schedule) -> Schedule:
    """One order, one to three workers, on one channel."""
    channel, kind = pair(luck), card(luck)
    calls = [
        insisting(
            luck, does="charge", channel=channel, card=kind, worker=f"w{n}", at=spread(luck) if n else 0.0
        )
        for n in range(luck.choice((1, 1, 2, 2, 3)))
    ]
    return replace(base, calls=tuple(calls))


def other_cards(luck: Luck, base: Schedule) -> Schedule:
    """A buyer who tries one card after the other."""
    channel = pair(luck)
    calls, at = Calls(), 0.0
    for _ in range(luck.choice((2, 3, 4))):
        calls.append(insisting(luck, does="charge", channel=channel, card=card(luck), at=round(at, 3)))
        at += luck.choice((30.0, 100.0, 640.0, 720.0, 1500.0)) * luck.between(0.8, 1.2)
    return replace(base, calls=tuple(calls))


def failover(luck: Luck, base: Schedule) -> Schedule:
    """Charges that may go to another channel when the first one did nothing."""
    first = pair(luck)
    rest = [name for name in CHANNELS if name != first]
    route = (first, luck.choice(rest))
    codes = luck.choice(((), ("DECLINED",), ("DECLINED", "TIMEOUT")))
    calls = [
        insisting(luck, does="charge", card=card(luck), worker=f"w{n}", at=spread(luck) if n else 0.0)
        for n in range(luck.choice((1, 1, 2)))
    ]
    if luck.happens(0.4):
        calls.append(insisting(luck, does="charge", card="good", at=round(luck.between(100.0, 2500.0), 3)))
    return replace(base, route=route, codes=codes, calls=tuple(calls))


def two_apis(luck: Luck, base: Schedule) -> Schedule:
    """Workers at one order through both APIs."""
    calls = [
        insisting(
            luck,
            does="charge",
            channel=luck.choice(half),
            card=card(luck),
            worker=f"w{n}",
            at=spread(luck) if n else 0.0,
        )
        for n, half in enumerate((V2, V1) if luck.happens(0.5) else (V1, V2))
    ]
    if luck.happens(0.3):
        calls.append(insisting(luck, does="charge", channel=pair(luck), at=spread(luck), worker="w3"))
    return replace(base, calls=tuple(calls))


def giving_back(luck: Luck, base: Schedule) -> Schedule:
    """A paid order, of which parts are given back: the same part by several workers, other parts, by the console too."""
    channel = pair(luck)
    calls = [Planned(does="charge", channel=channel, repeats=3)]
    # Without a reason to carry our mark only amounts and ids tell cancels apart; V2 wants one always.
    reason = channel in V2 or luck.happens(0.6)
    wishes = luck.choice(
        (
            (("a", 3_000),),
            (("", None),),
            (("a", 3_000), ("b", 3_000)),
            (("a", 3_000), ("b", 2_000)),
            (("a", 6_000), ("b", 6_000)),
            (("a", 3_000), ("", None)),
        )
    )
    for name, amount in wishes:
        at = 200.0 + spread(luck)
        for n in range(luck.choice((1, 1, 2))):
            calls.append(
                insisting(
                    luck,
                    does="cancel",
                    id=name,
                    amount=amount,
                    channel=channel,
                    reason=reason,
                    worker=f"{name}{n}",
                    at=round(at + (spread(luck) if n else 0.0), 3),
                )
            )
    if luck.happens(0.35):
        calls.append(
            Planned(
                does="console cancels",
                amount=luck.choice((3_000, 4_000, 10_000)),
                at=round(200.0 + spread(luck), 3),
            )
        )
    if not reason and luck.happens(0.5):
        # Without reasons only what was there before tells a refund of the same amount, and the amount any other.
        before, amount = luck.happens(0.5), luck.choice((1_000, 500))
        at = 150.0 if before else round(200.0 + spread(luck), 3)
        calls.append(Planned(does="console cancels", amount=3_000 if before else amount, reason=False, at=at))
    schedule = replace(base, calls=tuple(calls))
    return replace(schedule, trouble=trouble_of(luck, since=luck.choice((0.0, 190.0, 190.0))))


def keys(luck: Luck, base: Schedule) -> Schedule:
    """A stored card, charged by key and by number."""
    channel = pair(luck)
    calls = [
        insisting(
            luck,
            does="issue",
            id="key1",
            channel=channel,
            card=luck.choice(("good", "good", "declined", "error")),
        )
    ]
    for n in range(luck.choice((1, 2))):
        calls.append(
            insisting(luck, does="charge key", id="key1", worker=f"k{n}", at=round(100.0 + spread(luck), 3))
        )
    if luck.happens(0.5):
        # The same order by a card in the hand, through whatever channel.
        other = channel if luck.happens(0.5) else pair(luck)
        calls.append(
            insisting(luck, does="charge", channel=other, worker="c", at=round(100.0 + spread(luck), 3))
        )
    if luck.happens(0.2):
        calls.append(
            insisting(luck, does="delete key", id="key1", channel=channel, at=round(800.0 + spread(luck), 3))
        )
    schedule = replace(base, calls=tuple(calls))
    return replace(schedule, trouble=trouble_of(luck, since=luck.choice((0.0, 90.0))))


def saving(luck: Luck, base: Schedule) -> Schedule:
    """Charges that store the card: one call on V1, two on V2."""
    channel = pair(luck)
    calls = [
        insisting(
            luck,
            does="charge and save",
            id="key1",
            channel=channel,
            card=card(luck),
            worker=f"w{n}",
            at=spread(luck) if n else 0.0,
        )
        for n in range(luck.choice((1, 1, 2)))
    ]
    calls.append(
        insisting(luck, does="charge key", id="key1", order="order2", at=round(300.0 + spread(luck), 3))
    )
    return replace(base, calls=tuple(calls))


def scheduling(luck: Luck, base: Schedule) -> Schedule:
    """An order that is to be paid later, moved, taken back, and charged at once meanwhile."""
    channel, due = pair(luck), luck.choice((1500.0, 4000.0, 9000.0))
    calls = [Planned(does="issue", id="key1", channel=channel, repeats=3)]
    for n in range(luck.choice((1, 2))):
        calls.append(
            insisting(
                luck,
                does="schedule",
                id="key1",
                due=due,
                worker=f"s{n}",
                at=round(150.0 + (spread(luck) if n else 0.0), 3),
            )
        )
    if luck.happens(0.4):
        calls.append(
            insisting(luck, does="revoke", id="key1", channel=channel, at=round(200.0 + spread(luck), 3))
        )
    if luck.happens(0.3):
        calls.append(
            insisting(
                luck,
                does="move",
                id="key1",
                due=due + 2500.0,
                channel=channel,
                at=round(200.0 + spread(luck), 3),
            )
        )
    if luck.happens(0.6):
        other = luck.choice((channel, pair(luck)))
        calls.append(
            insisting(luck, does="charge", channel=other, worker="c", at=round(150.0 + spread(luck), 3))
        )
    schedule = replace(base, calls=tuple(calls))
    return replace(schedule, trouble=trouble_of(luck, since=luck.choice((0.0, 140.0, 140.0))))


def accounts(luck: Luck, base: Schedule) -> Schedule:
    """A virtual account that is waited for, closed, paid into, and charged beside."""
    channel = luck.choice(("nice", "nice-v1"))
    calls = [
        insisting(
            luck,
            does="account",
            channel=channel,
            due=luck.choice((3 * HOUR, 80 * HOUR)),
            worker=f"w{n}",
            at=spread(luck) if n else 0.0,
        )
        for n in range(luck.choice((1, 1, 2)))
    ]
    if luck.happens(0.5):
        calls.append(Planned(does="deposit", at=round(200.0 + spread(luck), 3)))
    if luck.happens(0.4):
        calls.append(insisting(luck, does="close", channel=channel, at=round(300.0 + spread(luck), 3)))
    if luck.happens(0.5):
        calls.append(
            insisting(
                luck,
                does="charge",
                channel=luck.choice((channel, pair(luck))),
                worker="c",
                at=round(100.0 + spread(luck), 3),
            )
        )
    return replace(base, calls=tuple(calls))


def strangers(luck: Luck, base: Schedule) -> Schedule:
    """Somebody else pays under our order id, and the shop itself changes its mind about the amount."""
    channel = pair(luck)
    calls = [insisting(luck, does="charge", channel=channel, card=card(luck))]
    if luck.happens(0.6):
        at = luck.choice((0.0, luck.between(0.0, 1.0), spread(luck)))
        calls.append(
            Planned(
                does="stranger pays", amount=luck.choice((9_000, 11_000)), channel=channel, at=round(at, 3)
            )
        )
    else:
        calls.append(
            insisting(luck, does="charge", amount=12_000, channel=channel, worker="w2", at=spread(luck))
        )
    return replace(base, calls=tuple(calls))


def late_first(luck: Luck, base: Schedule) -> Schedule:
    """A first try whose requests come long after everybody has given up, and repeats after a quiet time."""
    channel, second = pair(luck), luck.choice(("good", "declined", "declined", "error"))
    settings: dict[str, Any] = {"channel": channel, "deadline": luck.choice((20.0, 60.0)), "repeats": 0}
    between = tuple(round(at, 3) for at in (luck.between(680.0, 1100.0), luck.between(1400.0, 2400.0)))
    cancels, longest, varies = luck.happens(0.4), luck.choice((900.0, 1600.0, 4000.0)), 1.0
    if luck.happens(0.5):
        # The first request comes just when the repeat has begun.
        longest, varies = luck.choice((700.0, 900.0)), 0.01
        meeting = settings["deadline"] + longest + luck.between(-14.0, 4.0)
        between = (round(meeting, 3), between[1])
        base = replace(base, lag=luck.choice((0.0, 5.0, 12.0)))
    reason = channel in V2 or luck.happens(0.5)
    meets = luck.choice(("", "", "+pg_error", "not_sent*", "not_sent*"))
    if varies < 1.0:
        meets = ""  # the repeat must come to the vendor, for there they meet
    if cancels:
        begin, others = 200.0, luck.choice((("a", 3_000), ("a", 3_000), ("b", 3_000), ("b", 2_000)))
        calls = [Planned(does="charge", channel=channel, repeats=3)]
        calls.append(Planned(does="cancel", id="a", amount=3_000, at=begin, reason=reason, **settings))
        for at in between[: luck.choice((1, 2))]:
            name, amount = others
            calls.append(
                Planned(
                    does="cancel",
                    id=name,
                    amount=amount,
                    at=begin + at,
                    reason=reason,
                    meets=meets,
                    **settings,
                )
            )
    else:
        begin = 0.0
        calls = [Planned(does="charge", **settings)]
        for at in between[: luck.choice((1, 2))]:
            calls.append(Planned(does="charge", card=second, at=at, meets=meets, **settings))
    trouble = Trouble(
        late=luck.choice((0.5, 0.9)),
        lost_answer=0.05,
        longest_delay=longest,
        delay_varies=varies,
        pg_error=luck.choice((0.0, 0.3)),
        since=begin and begin - 1.0,
        until=begin + 100.0,
    )
    return replace(base, calls=tuple(calls), trouble=trouble)


def crowd(luck: Luck, base: Schedule) -> Schedule:
    """A request that is still on its way, and several callers at once who look, and one who tries again."""
    channel, at = luck.choice((*V2, *V2, "nice-v1")), luck.between(700.0, 1100.0)
    first = f"{luck.choice(('late', 'late', 'gateway'))}:{luck.between(1100.0, 2400.0):.0f}"
    calls = [Planned(does="charge", channel=channel, deadline=luck.choice((20.0, 60.0)), meets=first)]
    for n in range(luck.choice((2, 3))):
        kind = luck.choice(("declined", "declined", "good", "error"))
        begins = round(at + luck.between(0.0, 3.0), 3)
        calls.append(
            Planned(does="charge", channel=channel, card=kind, deadline=60.0, worker=f"w{n}", at=begins)
        )
    if luck.happens(0.5):
        calls.append(
            Planned(does="reconcile", worker="reconciler", at=round(at + luck.between(-1.0, 4.0), 3))
        )
    trouble = Trouble(dropped=luck.choice((0.1, 0.3)), lost_answer=0.03, since=at - 5.0, until=at + 60.0)
    return replace(base, calls=tuple(calls), trouble=trouble)


def forgotten(luck: Luck, base: Schedule) -> Schedule:
    """A copy that comes when its key is forgotten and is decided otherwise, while the shop went on elsewhere."""
    first = luck.choice(V2)
    calls = [
        Planned(does="charge", channel=first, deadline=90.0),
        insisting(luck, does="charge", channel=luck.choice((first, "nice-v1", "inicis-v1")), at=700.0),
    ]
    trouble = Trouble(late=0.45, pg_declined=0.5, longest_delay=5 * HOUR, until=300.0)
    return replace(base, flips=True, calls=tuple(calls), trouble=trouble)


def webhooks(luck: Luck, base: Schedule) -> Schedule:
    """Payments of the shop's own and of a browser, of which the vendor tells late, often, or not at all."""
    channel = luck.choice(("nice", "nice-v1", "inicis-v1"))
    calls: Calls = []
    for name in ("order1", "order2")[: luck.choice((1, 2))]:
        if luck.happens(0.5):
            calls.append(Planned(does="stranger pays", order=name, channel=channel, at=1.0))
        else:
            calls.append(insisting(luck, does="charge", order=name, channel=channel, card=card(luck)))
        for _ in range(luck.choice((1, 2, 3))):
            calls.append(Planned(does="webhook", order=name, at=round(5.0 + spread(luck), 3)))
    if luck.happens(0.4):
        calls.append(insisting(luck, does="cancel", id="a", amount=3_000, channel=channel, at=400.0))
        calls.append(Planned(does="webhook", at=round(430.0 + spread(luck), 3)))
    for n in range(luck.choice((1, 2, 3))):
        calls.append(Planned(does="process", worker=f"inbox{n}", at=round(10.0 + spread(luck), 3)))
    return replace(base, calls=tuple(calls))


def weak(luck: Luck, base: Schedule) -> Schedule:
    """A vendor that overlooks what is in the making: then nothing may be on its way twice."""
    base = replace(base, blind=luck.choice((20.0, 60.0)))
    made = luck.choice((one_order, one_order, other_cards, keys, giving_back, failover))
    if made is giving_back:
        # A read that trails would show more than is left, and this vendor would believe it.
        base = replace(base, lag=0.0, stale=0.0)
    made_from = made(luck, base)
    calls = tuple(each for each in made_from.calls if each.does != "console cancels")
    if luck.happens(0.2):
        # A shop that repeats at once, while its first request is still on its way.
        hasty = Planned(
            does="charge", channel=pair(luck), deadline=20.0, repeats=2, pause=luck.choice((5.0, 12.0))
        )
        trouble = Trouble(late=0.8, longest_delay=60.0, until=15.0)
        return replace(base, calls=(hasty,), trouble=trouble, flips=False)
    if luck.happens(0.15):
        # Two cancels at once, which together are more than was paid.
        channel = pair(luck)
        calls = (
            Planned(does="charge", channel=channel, repeats=3),
            *(
                insisting(luck, does="cancel", id=name, amount=6_000, channel=channel, worker=name, at=at)
                for name, at in (("a", 200.0), ("b", round(200.0 + luck.between(0.0, 1.0), 3)))
            ),
        )
        trouble = trouble_of(luck, since=190.0, duplicated=0.0)
        trouble = replace(trouble, longest_delay=min(trouble.longest_delay, 60.0))
        return replace(base, lag=0.0, stale=0.0, calls=calls, trouble=trouble, flips=False)
    if luck.happens(0.6):
        # Rivals that come while the first one is under way, or has just given up.
        first = calls[0] if made is not giving_back else calls[1]
        late = replace(
            first,
            at=round(
                first.at
                + luck.choice(
                    (luck.between(0.5, 60.0), luck.between(60.0, 200.0), luck.between(700.0, 1200.0))
                ),
                3,
            ),
            worker="rival",
        )
        calls = (*calls, replace(late, repeats=luck.choice((0, 2, 4)), pause=luck.choice((3.0, 30.0, 300.0))))
    schedule = replace(made_from, calls=calls)
    trouble = trouble_of(luck, since=made_from.trouble.since, duplicated=0.0)
    longest = min(trouble.longest_delay, 60.0)
    if luck.happens(0.7):
        trouble = replace(
            trouble, late=0.3, lost_request=trouble.lost_request / 2, lost_answer=trouble.lost_answer / 2
        )
    if luck.happens(0.4):
        trouble = replace(trouble, stalled=0.05, longest_stall=luck.choice((200.0, 2500.0)))
    return replace(schedule, trouble=replace(trouble, longest_delay=longest), flips=False)


def patience(luck: Luck, base: Schedule) -> Schedule:
    """A call that goes on for hours because no answer to its write comes, until the key is nearly forgotten."""
    ends = luck.between(2.9 * HOUR, 3.3 * HOUR)
    does = luck.choice(("charge", "charge", "issue", "account", "account"))
    call = Planned(
        does=does,
        id="key1",
        channel="nice" if does == "account" else luck.choice(V2),
        deadline=4.5 * HOUR,
        due=80 * HOUR,
        card=luck.choice(("good", "good", "declined")),
        repeats=luck.choice((0, 2)),
        pause=700.0,
        meets=f"{luck.choice(('lost_answer', 'lost_answer', 'gateway:400', 'late:300'))}*{ends:.0f}",
    )
    trouble = Trouble(
        dropped=0.1,
        pg_error=luck.choice((0.0, 0.0, 0.3)),
        pg_declined=luck.choice((0.0, 0.0, 0.3)),
        longest_delay=SHORT_DELAY,
        until=round(ends, 3),
    )
    return replace(base, patient=True, calls=(call,), trouble=trouble)


THEMES: Mapping[str, Callable[[Luck, Schedule], Schedule]] = MappingProxyType(
    {
        "one order": one_order,
        "other cards": other_cards,
        "failover": failover,
        "two APIs": two_apis,
        "giving back": giving_back,
        "keys": keys,
        "saving": saving,
        "scheduling": scheduling,
        "accounts": accounts,
        "strangers": strangers,
        "late first": late_first,
        "crowd": crowd,
        "forgotten keys": forgotten,
        "webhooks": webhooks,
        "weak vendor": weak,
        "patience": patience,
    }
)
SHARES = MappingProxyType(
    {
        "one order": 16,
        "other cards": 16,
        "failover": 12,
        "two APIs": 6,
        "giving back": 18,
        "keys": 8,
        "saving": 4,
        "scheduling": 8,
        "accounts": 5,
        "strangers": 4,
        "late first": 10,
        "crowd": 6,
        "forgotten keys": 3,
        "webhooks": 8,
        "weak vendor": 14,
        "patience": 3,
    }
)
DECK = tuple(name for name, share in SHARES.items() for _ in range(share))
