"""The rules: `check_wire` of full requests against the largest rule sets, and `pgbridge check` over 100,000 lines."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.measure import rivals, show

from pgbridge import check_wire
from pgbridge.registry import installed
from pgbridge.rules.checking import plan

LINES = 100_000
BUYER = {
    "customerId": "u1",
    "fullName": "홍길동",
    "phoneNumber": "010-1234-5678",
    "email": "hong@shop.example",
    "zipcode": "06133",
    "address": {"addressLine1": "서울특별시 강남구", "addressLine2": "테헤란로 1"},
}
REST_BUYER = {
    "id": "u1",
    "name": {"full": "홍길동"},
    "phoneNumber": "010-1234-5678",
    "email": "hong@shop.example",
}
WINDOW: dict[str, Any] = {
    "storeId": "store-1",
    "channelKey": "channel-key-1",
    "paymentId": "order0001",
    "orderName": "Monthly plan",
    "totalAmount": 60_000,
    "taxFreeAmount": 5_000,
    "vatAmount": 5_000,
    "currency": "KRW",
    "payMethod": "CARD",
    "card": {"installment": {"monthOption": {"availableMonthList": [3, 6]}}, "useCardPoint": False},
    "customer": BUYER,
    "products": [{"id": "sku-1", "name": "Monthly plan", "amount": 60_000, "quantity": 1}],
    "redirectUrl": "https://shop.example/back",
    "noticeUrls": ["https://shop.example/hook"],
    "customData": '{"cart": 7}',
    "locale": "KO_KR",
    "productType": "REAL",
}
KEY_IN: dict[str, Any] = {
    "paymentId": "order0001",
    "channelKey": "channel-key-1",
    "orderName": "Monthly plan",
    "amount": {"total": 60_000, "taxFree": 5_000, "vat": 5_000},
    "currency": "KRW",
    "customer": REST_BUYER,
    "customData": '{"cart": 7}',
    "productCount": 1,
    "method": {
        "card": {
            "credential": {
                "number": "4111111111111111",
                "expiryYear": "30",
                "expiryMonth": "12",
                "birthOrBusinessRegistrationNumber": "900101",
                "passwordTwoDigits": "12",
            },
            "installmentMonth": 3,
        }
    },
}


def largest(operation: str, platform: str | None) -> tuple[str, int]:
    """Return the V2 module with the most rules on an operation, and how many there are."""
    registry = installed()
    found = [registry.provider(*key) for key in registry.providers("v2")]
    sizes = {p.slug: len(plan(p, operation, platform)) for p in found if operation in p.operations}
    slug = max(sizes, key=lambda name: sizes[name])
    return slug, sizes[slug]


def wire() -> None:
    """Check full requests against the largest rule sets."""
    calls = {}
    for operation, platform, request in (
        ("browser_payment", "mobile", WINDOW),
        ("browser_payment", "pc", WINDOW),
        ("instant", None, KEY_IN),
    ):
        slug, rules = largest(operation, platform)
        calls[f"{slug} {operation} {platform or ''} ({rules} rules)"] = (
            lambda slug=slug, operation=operation, platform=platform, request=request: check_wire(
                api="v2", provider=slug, operation=operation, request=request, platform=platform
            )
        )
    found = rivals(calls, number=2000)
    show("check_wire of a full request, largest rule sets", found, next(iter(found)), limit="under 50 us")


def lines() -> None:
    """Check JSON Lines through the command line, start-up included."""
    envelope = {"api": "v2", "operation": "browser_payment", "platform": "mobile", "request": WINDOW}
    slug, _ = largest("browser_payment", "mobile")
    key_in = {"api": "v2", "provider": "inicis-v2", "operation": "instant", "request": KEY_IN}
    inputs = {
        f"windows of {slug}, the largest": [envelope | {"provider": slug}],
        "half windows, half key-in": [envelope | {"provider": slug}, key_in],
    }
    print(
        f"\n`pgbridge check` of {LINES:,} JSON Lines, one process, start-up included   (budget: 20,000 lines/s)"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, documents in inputs.items():
            file = Path(folder) / "requests.jsonl"
            rows = [msgspec.json.encode(each) + b"\n" for each in documents]
            with file.open("wb") as out:
                for number in range(LINES):
                    out.write(rows[number % len(rows)])
            for format in ("text", "json", "sarif", "github"):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                start = time.perf_counter()
                command = [sys.executable, "-m", "pgbridge.cli.main", "check", str(file), "--format", format]
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
                wall = time.perf_counter() - start
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                print(
                    f"  {name:<36} {format:<7} {LINES / cpu:9,.0f} lines/s CPU   {LINES / wall:9,.0f} lines/s wall"
                )


def check() -> None:
    """Both."""
    wire()
    lines()
