"""What is fuzzed: everything that reads what somebody else wrote.

Each target takes bytes to be decided by, and fails when it gets another error than ours, or one that quotes a card.
The same targets run under Hypothesis in the tests, and under atheris in `tox -e fuzz`.
"""

import functools
import io
import json
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import httpx

from pgbridge import Bridge, PgbridgeError
from pgbridge import config as configs
from pgbridge.cli.jsonlines import told_apart
from pgbridge.drivers.http import Intake
from pgbridge.migrate.translate import read_request, show_request, translate
from pgbridge.model.channel import Connection
from pgbridge.registry import installed
from pgbridge.retry import outcome_of_write, retry_after
from pgbridge.simulated import simulated_parts
from pgbridge.simulator.transport import SimulatorTransport
from pgbridge.webhooks import Webhooks, signed_headers
from pgbridge.wire import WireResponse
from tests.contract.test_fields import KINDS, channel, smallest
from tests.contract.test_secrets import CHANNELS, operations
from tests.fuzz.mutate import CARD, ODD, STATUSES, Chance, almost, body

REGISTRY = installed()
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"
NOW = 1764600000.0
HEADERS = {"content-type": "application/json"}


def modules(*, browser: bool) -> list[tuple[str, str]]:
    """Every operation of each API."""
    return [
        (api, kind.name)
        for kind in KINDS
        for api in ("v1", "v2")
        if REGISTRY.api(api).supports(kind.name) and kind.name.startswith("browser.") == browser
    ]


KIND = {kind.name: kind for kind in KINDS}
PLAIN, BROWSER = modules(browser=False), modules(browser=True)


@functools.cache
def answers() -> dict[str, list[bytes]]:
    """Valid answers of both APIs, as the simulator gives them."""
    found: dict[str, list[bytes]] = {"v1": [], "v2": []}
    for api, name in CHANNELS.items():
        parts = simulated_parts(installed(), None)

        def keep(response: httpx.Response, bodies: list[bytes] = found[api]) -> None:
            if (text := response.read())[:1] in b"{[" and text not in bodies:
                bodies.append(text)

        client = httpx.Client(transport=SimulatorTransport(parts.simulator), event_hooks={"response": [keep]})
        now = datetime.fromtimestamp(parts.simulator.now(), timezone.utc)
        with Bridge(
            parts.registry,
            parts.config,
            ledger=parts.ledger,
            client=client,
            context=parts.context,
            sleep=parts.simulator.advance,
        ) as bridge:
            for op in operations(now, "key-x"):
                if hasattr(op, "name"):
                    try:
                        bridge.execute(op, channel=name, deadline=30)
                    except PgbridgeError:
                        pass
        client.close()
        parts.ledger.close()
    # What the simulator shows of buyers is no secret of ours, but a card would be.
    return {
        api: sorted({text.replace(b"471625", b"411111") for text in bodies}) for api, bodies in found.items()
    }


@functools.cache
def requests() -> list[tuple[str, str, bytes]]:
    """A valid request of every operation."""
    found = []
    for api, name in PLAIN:
        request = REGISTRY.api(api).module(name).encode(smallest(KIND[name], api), channel(api))
        found.append((api, name, json.dumps(show_request(request), default=str).encode()))
    return found


def quiet(error: BaseException) -> None:
    """Fail when an error, or one behind it, quotes what it read."""
    text = repr(error) + "".join(traceback.format_exception(error))
    assert CARD not in text, f"{type(error).__name__} quotes a card"


def ours(call: Callable[[], object], heard: Callable[[BaseException], None] = quiet) -> None:
    """Run something that may say no, in our words only."""
    try:
        repr(call())
    except PgbridgeError as error:
        heard(error)


def named(error: BaseException) -> None:
    """Take an error that may quote names: those in a config are the operator's own."""
    assert str(error)


def decode(data: bytes) -> None:
    """An answer to one operation."""
    chance = Chance(data)
    api, name = chance.one_of(PLAIN)
    module, op = REGISTRY.api(api).module(name), smallest(KIND[name], api)
    headers = dict(HEADERS)
    if chance.below(4) == 0:
        headers["retry-after"] = str(chance.one_of(ODD))
        headers["date"] = str(chance.one_of(ODD))
    response = WireResponse(
        status=chance.one_of(STATUSES), body=body(answers()[api], chance), headers=headers
    )
    judged = getattr(module, "judge", REGISTRY.api(api).judge)(response)
    retry_after(response)
    if judged is not None:
        quiet(judged.error)
        outcome_of_write(response, judged)
        return
    if hasattr(module, "decode_all") and chance.below(2):
        ours(lambda: module.decode_all(op, (response,)))
    ours(lambda: module.decode(op, response))


def accept(data: bytes) -> None:
    """A foreign request, JSON or (V1) form fields."""
    chance = Chance(data)
    api, name, seed = chance.one_of(requests())
    given = almost(seed, chance)
    ours(lambda: REGISTRY.api(api).module(name).accept(read_request(given)))


def translation(data: bytes) -> None:
    """A foreign request, answer, webhook or browser call on its way to the other API."""
    chance = Chance(data)
    api, name, seed = chance.one_of(requests())
    other = {"v1": "v2", "v2": "v1"}[api]
    part = {"request": almost(seed, chance)}
    how = chance.below(4)
    if how == 1:
        part = {
            "response": {
                "status": chance.one_of(STATUSES),
                "body": almost(chance.one_of(answers()[api]), chance),
            }
        }
    elif how == 2:
        name, part = (
            "webhook.receive",
            {"webhook": {"content_type": "application/json", "body": event(api, chance)}},
        )
    elif how == 3:
        api, name = chance.one_of(BROWSER)
        other = {"v1": "v2", "v2": "v1"}[api]
        part = {
            "browser": almost(
                b'{"paymentId":"o1","totalAmount":1000,"merchant_uid":"o1","amount":1000}', chance
            )
        }
    context = {"channels": {"nice_v2.mid": "channel-key"}, "refs": {"order1": "imp_1"}, "store_id": "store-1"}
    ours(lambda: translate(part, operation=name, source=api, target=other, context=context))


EVENTS = {
    "v1": (
        b'{"imp_uid":"imp_1","merchant_uid":"order1","status":"paid"}',
        b'{"imp_uid":"imp_1","merchant_uid":"order1","status":"cancelled","cancellation_id":"c1"}',
        b'{"imp_uid":"imp_1","merchant_uid":"order1","amount":1000}',
    ),
    "v2": (
        b'{"type":"Transaction.Paid","timestamp":"2026-12-01T00:00:00Z","data":{"storeId":"s","paymentId":"o1","transactionId":"t1"}}',
        b'{"type":"BillingKey.Issued","timestamp":"2026-12-01T00:00:00Z","data":{"storeId":"s","billingKey":"k1"}}',
        b'{"type":"Transaction.Confirm","data":{"paymentId":"o1","transactionId":"t1","totalAmount":1000}}',
        b'{"payment_id":"o1","tx_id":"t1","status":"Paid"}',
    ),
}  # fmt: skip


def event(api: str, chance: Chance) -> object:
    """What a webhook tells, almost."""
    return almost(chance.one_of(EVENTS[api]), chance)


@functools.cache
def receiver(api: str) -> Webhooks:
    """Receives what is signed (V2)."""
    return Webhooks(api, secrets=[SECRET] if api == "v2" else [], clock=lambda: NOW)


def webhook(data: bytes) -> None:
    """A delivery, well signed or not, as JSON or as a form."""
    chance = Chance(data)
    api = chance.one_of(("v1", "v2"))
    seeds = list(EVENTS[api])
    text = body(seeds, chance)
    kind = "application/json"
    if chance.below(3) == 0:
        kind = "application/x-www-form-urlencoded"
        text = b"&".join(b"%s=%s" % (n, chance.one_of((b"x", b"%00", b"%ED%A0%80", b"", b"1", CARD.encode()))) for n in
                         (b"imp_uid", b"merchant_uid", b"status", b"payment_id", b"tx_id"))  # fmt: skip
    headers = {"content-type": kind, **signed_headers(text, secret=SECRET, id="wh-1", timestamp=int(NOW))}
    if chance.below(4) == 0:
        headers[chance.one_of(tuple(headers))] = str(chance.one_of(ODD))
    ours(lambda: receiver(api).receive(text, headers))


CONFIG = json.dumps(
    {
        "connections": {
            "v1": {"api": "v1", "environment": "test", "key": {"env": "K"}, "secret": {"file": "s"}},
            "v2": {
                "api": "v2",
                "environment": "live",
                "secret": {"env": "HOME"},
                "base_url": "https://x.example",
            },
        },
        "channels": {
            "a": {"connection": "v2", "provider": "inicis-v2", "key": "k", "contracts": ["vat"]},
            "b": {"connection": "v1", "provider": "nice", "pg": "nice.m", "pg_api_key": {"env": "HOME"}},
        },
        "sellers": {"kim": {"tier": "ABC", "channels": ["b"]}},
        "routes": [{"channels": {"a": 1.0}, "fallback": ["b"], "min_amount": 1}],
        "ledger": {"url": "sqlite:///l.sqlite3"},
        "policy": {"lookup_lag": 15.0, "quiet_time": 600.0},
    }
).encode()
TOML = b'[connections.v2]\napi = "v2"\nenvironment = "test"\nsecret = {env = "HOME"}\n[channels.a]\nconnection = "v2"\nprovider = "x"\nkey = "k"\n'


@functools.cache
def folder() -> Path:
    """Where files for the command line and the config lie."""
    return Path(tempfile.mkdtemp(prefix="pgb-fuzz"))


def config(data: bytes) -> None:
    """A config, as data and as a file."""
    chance = Chance(data)
    if chance.below(3):
        given = almost(CONFIG, chance)
        if isinstance(given, dict):
            ours(lambda: configs.parse(given), named)
        return
    at = chance.below(len(TOML))
    path = folder() / "pgbridge.toml"
    path.write_bytes(TOML[:at] + data[chance.at :][: chance.below(12)] + TOML[at + chance.below(9) :])
    ours(lambda: configs.read(path), named)


def lines(data: bytes) -> None:
    """JSON, or JSON Lines, on the command line."""
    chance = Chance(data)
    rows = [body(answers()["v1"], chance) for _ in range(1 + chance.below(4))]
    text = chance.one_of((b"\n", b"\r\n", b"\n\n", b"")).join(rows)

    def read() -> object:
        return list(told_apart(io.BytesIO(text), "input", None, lines=chance.below(2) == 0).documents)

    ours(read)


def browser(data: bytes) -> None:
    """What a payment window came back with, as an object or as an address."""
    chance = Chance(data)
    given = almost(
        b'{"imp_uid":"imp_1","merchant_uid":"o1","imp_success":"true","error_msg":"x","transactionType":"PAYMENT",'
        b'"txId":"t","paymentId":"o1","billingKey":"b","code":"FAILURE","message":"m"}',
        chance,
    )
    with_address = isinstance(given, dict) and chance.below(2)
    result = (
        "https://shop.example/?" + "&".join(f"{k}={v}" for k, v in given.items()) if with_address else given
    )
    from pgbridge.plan.browser import browser_result

    ours(lambda: browser_result(REGISTRY, ["v1", "v2"], result))


CONNECTION = Connection(name="c", api="v2", environment="test")


def intake(data: bytes) -> None:
    """The bytes of an answer, packed or not."""
    chance = Chance(data)
    headers = {"content-encoding": chance.one_of(("", "gzip", "x-gzip", "identity", "br", "deflate", "GZIP"))}
    headers["content-length"] = (
        str(chance.one_of(ODD)).encode("ascii", "replace").decode().replace("\r\n", "")
    )
    headers = {name: value.replace("\0", "") for name, value in headers.items()}

    def read() -> object:
        found = Intake(200, headers, CONNECTION)
        for at in range(chance.at, len(data), 7):
            found.take(data[at : at + 7])
        return found.answer()

    ours(read)


TARGETS = {
    each.__name__: each for each in (decode, accept, translation, webhook, config, lines, browser, intake)
}
