"""One key-in charge and one paid payment, as every rival is given them."""

from __future__ import annotations

import json

from pgbridge import Card, Channel, ChargeCard, Connection, Customer, Secret, krw

CONNECTION = Connection(name="v2", api="v2", environment="test", credentials={"secret": Secret("secret")})
CHANNEL = Channel(name="inicis", connection=CONNECTION, provider="inicis-v2", key="channel-key-1")
CHARGE = ChargeCard(
    order_id="order0001",
    order_name="Monthly plan",
    amount=krw(10_000, tax_free=0),
    card=Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    ),
    customer=Customer(id="u1", name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
    custom_data='{"cart": 7}',
    installment_months=0,
)
PAID = {
    "status": "PAID",
    "id": "order0001",
    "transactionId": "018f2c1e-0001-7000-8000-000000000001",
    "merchantId": "merchant-1",
    "storeId": "store-1",
    "method": {
        "type": "PaymentMethodCard",
        "card": {
            "publisher": "SHINHAN_CARD",
            "issuer": "SHINHAN_CARD",
            "brand": "MASTER",
            "type": "CREDIT",
            "ownerType": "PERSONAL",
            "bin": "532087",
            "name": "Card",
            "number": "532087******1234",
        },
        "approvalNumber": "30011122",
        "installment": {"month": 0, "isInterestFree": False},
        "pointUsed": False,
    },
    "channel": {
        "type": "TEST",
        "id": "channel-id-1",
        "key": "channel-key-1",
        "name": "inicis",
        "pgProvider": "INICIS_V2",
        "pgMerchantId": "INIpayTest",
    },
    "version": "V2",
    "webhooks": [],
    "requestedAt": "2026-05-01T00:00:00Z",
    "updatedAt": "2026-05-01T00:01:01Z",
    "statusChangedAt": "2026-05-01T00:01:01Z",
    "orderName": "Monthly plan",
    "amount": {
        "total": 10000,
        "taxFree": 0,
        "vat": 909,
        "supply": 9091,
        "discount": 0,
        "paid": 10000,
        "cancelled": 0,
        "cancelledTaxFree": 0,
    },
    "currency": "KRW",
    "customer": {"id": "u1", "name": "홍길동", "email": "hong@shop.example", "phoneNumber": "010-1234-5678"},
    "origin": {"platformType": "API", "ipAddress": "203.0.113.7"},
    "isCulturalExpense": False,
    "customData": '{"cart": 7}',
    "paidAt": "2026-05-01T00:01:01Z",
    "pgTxId": "pg-1",
    "receiptUrl": "https://receipt.example/1",
    "disputes": [],
}
PAID_BYTES = json.dumps(PAID, ensure_ascii=False).encode()
V1_PAID = {
    "imp_uid": "imp_100000000001",
    "merchant_uid": "order0001",
    "channel": "api",
    "pg_provider": "html5_inicis",
    "pg_id": "INIpayTest",
    "sandbox": True,
    "name": "Monthly plan",
    "amount": 10000,
    "cancel_amount": 0,
    "currency": "KRW",
    "status": "paid",
    "started_at": 1714521600,
    "paid_at": 1714521661,
    "failed_at": 0,
    "cancelled_at": 0,
    "buyer_name": "홍길동",
    "buyer_email": "hong@shop.example",
    "buyer_tel": "010-1234-5678",
    "pay_method": "card",
    "apply_num": "30011122",
    "card_code": "366",
    "card_name": "Card",
    "card_number": "532087******1234",
    "card_quota": 0,
    "card_type": 0,
    "pg_tid": "pg-1",
    "receipt_url": "https://receipt.example/1",
}
V1_BYTES = json.dumps({"code": 0, "message": None, "response": V1_PAID}, ensure_ascii=False).encode()
V1_TOKEN = json.dumps(
    {
        "code": 0,
        "message": None,
        "response": {"access_token": "a" * 40, "now": 1714521600, "expired_at": 1714523400},
    }
).encode()
