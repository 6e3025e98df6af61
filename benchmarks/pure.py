"""Without a network: import, encode, decode, rule check."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import msgspec
from msgspec import Struct

from benchmarks.measure import rivals, show
from benchmarks.sample import CHANNEL, CHARGE, PAID_BYTES

from pgbridge import GetPayment
from pgbridge.checks import violations
from pgbridge.registry import installed
from pgbridge.wire import WireResponse


def imports() -> None:
    base = "import httpx, msgspec, pluggy"
    lines = {
        "httpx + msgspec + pluggy": base,
        "pgbridge": "import pgbridge",
        "pgbridge, Bridge and ChargeCard used": "from pgbridge import Bridge, ChargeCard, Card, Customer, krw",
        "portone-server-sdk": "import portone_server_sdk",
    }
    code = (
        "import time\nt = time.perf_counter()\n{line}\n"
        "took = time.perf_counter() - t\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(took, int(peak.split()[1]) / 1024)"
    )
    times: dict[str, list[float]] = {name: [] for name in lines}
    memory: dict[str, list[float]] = {name: [] for name in lines}
    for _ in range(9):
        for name, line in lines.items():
            out = subprocess.run(
                [sys.executable, "-c", code.format(line=line)], capture_output=True, text=True, check=True
            )
            seconds, mb = map(float, out.stdout.split())
            times[name].append(seconds)
            memory[name].append(mb)
    middle = {name: sorted(found)[4] for name, found in times.items()}
    show("import, time", middle, "httpx + msgspec + pluggy", unit="ms", limit="at most 1.6 x")
    peak = {name: sorted(found)[4] for name, found in memory.items()}
    show(
        "import, peak memory of the process",
        peak,
        "httpx + msgspec + pluggy",
        unit="MB",
        limit="at most 1.4 x",
    )


def encode() -> None:
    import portone_server_sdk as sdk  # noqa: F401
    from portone_server_sdk import common, payment
    from portone_server_sdk._generated.payment.instant_payment_input import (
        InstantPaymentInput,
        _serialize_instant_payment_input,
    )

    module = installed().api("v2").module("payments.charge_card")
    bare = module.encode(CHARGE, CHANNEL).body
    card = CHARGE.card

    def by_sdk() -> bytes:
        import json

        return json.dumps(
            _serialize_instant_payment_input(
                InstantPaymentInput(
                    channel_key=CHANNEL.key,
                    order_name=CHARGE.order_name,
                    currency="KRW",
                    amount=common.PaymentAmountInput(total=10_000, tax_free=0),
                    custom_data=CHARGE.custom_data,
                    customer=common.CustomerInput(
                        id="u1",
                        name=common.CustomerNameInput(full="홍길동"),
                        email="hong@shop.example",
                        phone_number="010-1234-5678",
                    ),
                    method=payment.InstantPaymentMethodInput(
                        card=payment.InstantPaymentMethodInputCard(
                            credential=common.CardCredential(
                                number=card.digits,
                                expiry_year="30",
                                expiry_month="12",
                                birth_or_business_registration_number="900101",
                                password_two_digits="12",
                            ),
                            installment_month=0,
                        )
                    ),
                )
            )
        ).encode()

    found = rivals(
        {
            "bare msgspec Struct": lambda: msgspec.json.encode(bare),
            "pgbridge: operation to bytes": lambda: module.encode(CHARGE, CHANNEL).content,
            "portone-server-sdk": by_sdk,
        },
        number=4000,
    )
    show("encode a key-in charge", found, "bare msgspec Struct", limit="at most 5 x")


class Card(Struct, frozen=True, kw_only=True, rename="camel"):
    publisher: str | None = None
    issuer: str | None = None
    brand: str | None = None
    type: str | None = None
    owner_type: str | None = None
    bin: str | None = None
    name: str | None = None
    number: str | None = None


class Installment(Struct, frozen=True, kw_only=True, rename="camel"):
    month: int
    is_interest_free: bool = False


class Method(Struct, frozen=True, kw_only=True, rename="camel"):
    type: str
    card: Card | None = None
    approval_number: str | None = None
    installment: Installment | None = None
    point_used: bool | None = None


class Channel(Struct, frozen=True, kw_only=True, rename="camel"):
    type: str
    pg_provider: str
    pg_merchant_id: str
    id: str | None = None
    key: str | None = None
    name: str | None = None


class Amount(Struct, frozen=True, kw_only=True, rename="camel"):
    total: int
    tax_free: int
    discount: int
    paid: int
    cancelled: int
    cancelled_tax_free: int
    vat: int | None = None
    supply: int | None = None


class Customer(Struct, frozen=True, kw_only=True, rename="camel"):
    id: str | None = None
    name: str | None = None
    email: str | None = None
    phone_number: str | None = None


class Origin(Struct, frozen=True, kw_only=True, rename="camel"):
    platform_type: str
    ip_address: str


class Bare(Struct, frozen=True, kw_only=True, rename="camel"):
    """A paid payment as somebody would write it down who wants nothing but this."""

    status: str
    id: str
    transaction_id: str
    merchant_id: str
    store_id: str
    method: Method
    channel: Channel
    version: str
    requested_at: datetime
    updated_at: datetime
    status_changed_at: datetime
    order_name: str
    amount: Amount
    currency: str
    customer: Customer
    origin: Origin
    paid_at: datetime
    custom_data: str | None = None
    is_cultural_expense: bool | None = None
    pg_tx_id: str | None = None
    receipt_url: str | None = None


def decode() -> None:
    import json

    from portone_server_sdk._generated.payment.payment import _deserialize_payment

    module = installed().api("v2").module("payments.get")
    op, response = GetPayment(order_id="order0001"), WireResponse(status=200, body=PAID_BYTES)
    decoder = msgspec.json.Decoder(Bare)
    found = rivals(
        {
            "bare msgspec": lambda: decoder.decode(PAID_BYTES),
            "pgbridge: bytes to Payment": lambda: module.decode(op, response),
            "portone-server-sdk": lambda: _deserialize_payment(json.loads(PAID_BYTES)),
        },
        number=4000,
    )
    show("decode a paid V2 payment", found, "bare msgspec", limit="at most 2 x")


def rules() -> None:
    registry = installed()
    found: dict[str, float] = {}
    module = registry.api("v2").module("payments.charge_card")
    request = module.encode(CHARGE, CHANNEL)
    calls = {
        slug: (lambda channel=channel: violations(registry, channel, module, request))
        for slug in ("inicis-v2", "nice-v2")
        for channel in (msgspec.structs.replace(CHANNEL, provider=slug),)
    }
    found = rivals(calls, number=3000)
    show("full rule check of a key-in request", found, "inicis-v2", limit="under 30 us")
