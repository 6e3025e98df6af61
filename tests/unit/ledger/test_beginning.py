"""The short way to begin, one statement, does what the long one does, whatever the ledger holds."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pgbridge.ledger.protocol import Change
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.testing.ledger_conformance import wish_for

# Names of orders, and names that later attempts of these orders take.
NAMES = ("o", "oR2", "p")
names = st.sampled_from(NAMES)
wishes = st.builds(
    lambda family, identity, order_id, vendor_id, more: {
        "family": family,
        "identity": identity,
        "order_id": order_id,
        "vendor_id": vendor_id,
        **more,
    },
    st.sampled_from(("charge", "schedule", "billing_key")),
    names,
    st.one_of(st.none(), names),
    names,
    st.fixed_dictionaries(
        {
            "owner": st.sampled_from(("w1", "w2")),
            "other_families": st.sampled_from(((), ("schedule",), ("charge", "schedule"))),
        },
        optional={
            "fingerprint": st.sampled_from(("a", "b")),
            "new_id_each": st.just(True),
            "repeatable": st.just(True),
            "renew": st.just(True),
            "sending_as": names,
            "connection": st.sampled_from(("v1", "v2")),
        },
    ),
)
ends = st.sampled_from(("open", "done", "failed", "unknown"))


def rows_of(ledger: Any) -> Any:
    return ledger.consult(lambda run: run("SELECT * FROM attempts ORDER BY id"))


@example(
    history=[({"family": "schedule", "identity": "p", "order_id": "o", "vendor_id": "p"}, "done")],
    wanted={"identity": "q", "order_id": "o", "vendor_id": "q", "other_families": ("schedule",)},
)
@settings(max_examples=200)
@given(st.lists(st.tuples(wishes, ends), max_size=4), wishes)
def test_both_ways_begin_the_same(history: Any, wanted: Any) -> None:
    clock = [1000.0]
    short, long = (open_sqlite("memory://", lambda: clock[0]) for _ in range(2))
    key = short.consult(lambda run: run("SELECT value FROM meta"))[0][0]
    long.transact(lambda run: run.count("UPDATE meta SET value = ?", (key,)))
    try:
        for number, (fields, end) in enumerate((*history, (wanted, "open"))):
            clock[0] += 1.0
            wish = wish_for(**{**fields, "attempt_id": f"a{number}"})
            told = short.begin(wish)
            assert told == long._begin(wish)
            if told.verdict == "new" and end != "open":
                change = Change(
                    attempt=f"a{number}",
                    state=end,
                    owner=wish.owner,
                    vendor_ref=f"t{number}",
                    answered=(1, "answered"),
                )
                assert short.finish(change) == long.finish(change)
            assert rows_of(short) == rows_of(long)
    finally:
        short.close()
        long.close()
