"""Writes beside the core of paying: what a repeat does, and what goes over the wire; V2 answers are played below the driver."""

import json

import httpx
import pytest

from pgbridge import (
    Bridge,
    CapturePayment,
    Conflict,
    ConfirmPayment,
    CreateOrderTransfer,
    IntentConflict,
    RawCall,
    krw,
)
from pgbridge.registry import installed
from tests.closing import kept_parts


class Vendor:
    """Answers by method and path; what it lacks is not found."""

    def __init__(self, **answers):
        self.answers, self.seen = answers, []

    def __call__(self, request):
        path = request.url.path.removeprefix("/v2")
        self.seen.append((request.method, path, request))
        status, body = self.answers.get(f"{request.method} {path}", (404, {"type": self.missing(path)}))
        return httpx.Response(status, json=body)

    @staticmethod
    def missing(path):
        return "PLATFORM_TRANSFER_NOT_FOUND" if path.startswith("/platform") else "PAYMENT_NOT_FOUND"

    def writes(self):
        return [request for method, _, request in self.seen if method != "GET"]


def bridge_onto(vendor):
    parts = kept_parts(installed(), None)
    client = httpx.Client(transport=httpx.MockTransport(vendor))
    return Bridge.of(parts.registry, parts.config, ledger=parts.ledger, client=client, context=parts.context)


def test_a_confirmed_payment_is_confirmed_once():
    vendor = Vendor(
        **{"POST /payments/order1/confirm": (200, {"pgTxId": "t", "paidAt": "2026-01-01T00:00:00Z"})}
    )
    bridge = bridge_onto(vendor)
    op = ConfirmPayment(order_id="order1", token="token-of-the-browser", amount=krw(1000))
    assert bridge.execute(op, channel="inicis").status == "paid"
    assert bridge.execute(op, channel="inicis").replayed
    (sent,) = vendor.writes()
    body = json.loads(sent.content)
    assert (body["totalAmount"], body["currency"], body["isTest"]) == (1000, "KRW", True)
    with pytest.raises(IntentConflict):
        bridge.execute(ConfirmPayment(order_id="order1", token="t", amount=krw(2000)), channel="inicis")


def test_a_capture_is_made_once():
    vendor = Vendor(**{"POST /payments/order1/capture": (200, {})})
    bridge = bridge_onto(vendor)
    for _ in range(2):
        assert bridge.execute(CapturePayment(order_id="order1"), channel="inicis").order_id == "order1"
    assert len(vendor.writes()) == 1


def test_a_partner_is_paid_once():
    transfer = {"id": "transfer1", "type": "ORDER", "status": "SCHEDULED", "amount": {"settlement": 900}}
    vendor = Vendor(**{"POST /platform/transfers/order": (200, {"transfer": transfer})})
    bridge = bridge_onto(vendor)
    op = CreateOrderTransfer(transfer_id="transfer1", partner_id="p1", order_id="order1", amount=1000)
    assert bridge.execute(op, channel="inicis").amount == 900
    assert bridge.execute(op, channel="inicis").id == "transfer1"
    (sent,) = vendor.writes()
    assert json.loads(sent.content)["id"] == "transfer1"
    assert sent.url.params["test"] == "true"


def test_a_transfer_that_exists_is_not_made_again():
    vendor = Vendor(**{"GET /platform/transfers/transfer1": (200, {"id": "transfer1", "type": "ORDER"})})
    op = CreateOrderTransfer(transfer_id="transfer1", partner_id="p1", order_id="order1", amount=1000)
    with pytest.raises(Conflict) as caught:
        bridge_onto(vendor).execute(op, channel="inicis")
    assert caught.value.reason == "transfer_exists"
    assert vendor.writes() == []


def test_a_raw_write_has_a_key_and_happens_once_under_its_name():
    vendor = Vendor(**{"POST /b2b/companies": (200, {"id": "c1"})})
    bridge = bridge_onto(vendor)
    call = RawCall(method="POST", path="/b2b/companies", body={"name": "n"}, call_id="company1")
    assert bridge.execute(call, channel="inicis").raw == {"id": "c1"}
    assert bridge.execute(call, channel="inicis").replayed
    (sent,) = vendor.writes()
    assert sent.headers["idempotency-key"].startswith('"')
    assert sent.headers["authorization"].startswith("PortOne ")
    free = RawCall(method="POST", path="/b2b/companies", body={"name": "n"})
    bridge.execute(free, channel="inicis")
    bridge.execute(free, channel="inicis")
    assert len(vendor.writes()) == 3


def test_a_raw_read_is_no_write():
    vendor = Vendor(**{"GET /b2b/companies": (200, {"items": []})})
    answer = bridge_onto(vendor).execute(RawCall(method="GET", path="/b2b/companies"), channel="inicis")
    assert answer.raw == {"items": []}
    assert "idempotency-key" not in vendor.seen[0][2].headers
