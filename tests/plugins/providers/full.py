"""Requests as a careful shop sends them: every customer field, products, tax parts, months, custom data, escrow.

`full(provider, operation, method, platform)` is what a shop would send that has read the PG's page: it takes the method,
currency, language, service and so on from the capabilities, and holds all that shops commonly send beside them.
"""

from __future__ import annotations

from typing import Any

from pgbridge.rules import Provider

AMOUNT, TAX_FREE, VAT = 60_000, 5_000, 5_000
CARD_V2 = {
    "number": "4111111111111111",
    "expiryYear": "30",
    "expiryMonth": "12",
    "birthOrBusinessRegistrationNumber": "900101",
    "passwordTwoDigits": "12",
}
CARD_V1 = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
BUYER_V1 = {
    "buyer_name": "Gildong Hong",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "hong@shop.example",
    "buyer_addr": "서울특별시 강남구 테헤란로 1",
    "buyer_postcode": "06133",
}
ORDER_V1 = {"merchant_uid": "order20260501a", "name": "Monthly plan", "amount": AMOUNT}
TAX_V1 = {"tax_free": TAX_FREE, "vat_amount": VAT}
CUSTOM_V1 = {
    "custom_data": '{"cart": 7}',
    "notice_url": "https://shop.example/hook",
    "customer_id": "customer1",
    "product_type": "real",
    "browser_ip": "203.0.113.7",
}
CUSTOMER_V2 = {
    "customerId": "customer1",
    "fullName": "홍길동",
    "firstName": "길동",
    "lastName": "홍",
    "phoneNumber": "010-1234-5678",
    "email": "hong@shop.example",
    "zipcode": "06133",
    "address": {"addressLine1": "서울특별시 강남구", "addressLine2": "테헤란로 1", "country": "KR"},
    "birthYear": "1990",
    "birthMonth": "1",
    "birthDay": "1",
    "gender": "MALE",
}
REST_CUSTOMER_V2 = {
    "id": "customer1",
    "name": {"full": "홍길동"},
    "phoneNumber": "010-1234-5678",
    "email": "hong@shop.example",
    "zipcode": "06133",
    "address": {"separated": {"addressLine1": "서울특별시 강남구", "addressLine2": "테헤란로 1"}},
    "birthYear": "1990",
    "gender": "MALE",
}
ORDER_V2 = {
    "orderName": "Monthly plan",
    "customData": '{"cart": 7}',
    "noticeUrls": ["https://shop.example/hook"],
}
PRODUCT = {
    "id": "sku-1",
    "name": "Monthly plan",
    "amount": 30_000,
    "quantity": 2,
    "code": "plan",
    "link": "https://shop.example/plan",
}


def window_v1(method: str | None) -> dict[str, Any]:
    request: dict[str, Any] = {
        **ORDER_V1,
        **BUYER_V1,
        **TAX_V1,
        **CUSTOM_V1,
        "pay_method": method or "card",
        "m_redirect_url": "https://shop.example/back",
        "digital": False,
        "popup": True,
        "company": "상점",
        "company_en": "Shop",
        "order_description": "A plan for a month",
    }
    if method == "card":
        request["display"] = {"card_quota": [3, 6]}
    if method == "vbank":
        request |= {"vbank_due": "2099-12-31", "biz_num": "1234567890"}
    return request


def key_window_v1(method: str | None) -> dict[str, Any]:
    return {**window_v1(method), "customer_uid": "customer1"}


def onetime(_: str | None) -> dict[str, Any]:
    return {**again(None), **CARD_V1, "cvc": "123"}


def again(_: str | None) -> dict[str, Any]:
    return {**ORDER_V1, **BUYER_V1, **TAX_V1, **CUSTOM_V1, "customer_uid": "customer1", "card_quota": 3}


def schedule_v1(_: str | None) -> dict[str, Any]:
    row = {**ORDER_V1, **BUYER_V1, **TAX_V1, **CUSTOM_V1, "schedule_at": 4_070_908_800, "card_quota": 3}
    return {"customer_uid": "customer1", "schedules": [row]}


def issue_v1(_: str | None) -> dict[str, Any]:
    customer = {name.replace("buyer", "customer"): value for name, value in BUYER_V1.items()}
    return {**CARD_V1, **customer, "customer_uid": "customer1"}


def cancel_v1(_: str | None) -> dict[str, Any]:
    return {
        "imp_uid": "imp_123456789012",
        "amount": AMOUNT,
        "checksum": AMOUNT,
        **TAX_V1,
        "reason": "sold out",
        "refund_holder": "홍길동",
        "refund_bank": "88",
        "refund_account": "110123456789",
        "refund_tel": "010-1234-5678",
    }


def vbank(_: str | None) -> dict[str, Any]:
    return {
        **ORDER_V1,
        **BUYER_V1,
        **CUSTOM_V1,
        "vbank_code": "88",
        "vbank_due": 4_070_908_800,
        "vbank_holder": "Shop",
    }


def window_v2(method: str | None) -> dict[str, Any]:
    request: dict[str, Any] = {
        **ORDER_V2,
        "storeId": "store-1",
        "channelKey": "channel-key-1",
        "paymentId": "order20260501a",
        "totalAmount": AMOUNT,
        "taxFreeAmount": TAX_FREE,
        "vatAmount": VAT,
        "currency": "KRW",
        "payMethod": method or "CARD",
        "customer": CUSTOMER_V2,
        "products": [PRODUCT],
        "redirectUrl": "https://shop.example/back",
        "productType": "REAL",
        "orderDescription": "A plan for a month",
        "offerPeriod": {"range": {"from": "2098-01-01T00:00:00+09:00", "to": "2098-12-31T00:00:00+09:00"}},
        "storeDetails": {"businessName": "Shop", "ceoFullName": "홍길동", "phoneNumber": "02-1234-5678"},
    }
    if method == "CARD":
        request["card"] = {"installment": {"monthOption": {"availableMonthList": [3, 6]}}}
    if method == "VIRTUAL_ACCOUNT":
        request["virtualAccount"] = {"accountExpiry": {"validHours": 24}}
    if method == "CONVENIENCE_STORE":
        request["convenienceStore"] = {"paymentDeadline": {"validHours": 24}}
    return request


def key_window_v2(method: str | None) -> dict[str, Any]:
    return {
        "storeId": "store-1",
        "channelKey": "channel-key-1",
        "billingKeyMethod": method or "CARD",
        "issueId": "issue20260501a",
        "issueName": "Monthly plan",
        "displayAmount": AMOUNT,
        "currency": "KRW",
        "customer": CUSTOMER_V2,
        "customData": '{"cart": 7}',
        "noticeUrls": ["https://shop.example/hook"],
        "redirectUrl": "https://shop.example/back",
        "offerPeriod": {"range": {"from": "2098-01-01T00:00:00+09:00", "to": "2098-12-31T00:00:00+09:00"}},
    }


def key_and_pay(method: str | None) -> dict[str, Any]:
    request = {
        **window_v2(None),
        "billingKeyAndPayMethod": method or "MOBILE",
        "offerPeriod": {"interval": "1m"},
    }
    return {name: value for name, value in request.items() if name not in ("payMethod", "products")}


def instant(method: str | None) -> dict[str, Any]:
    methods: dict[str, Any] = {
        "card": {"credential": CARD_V2, "installmentMonth": 3},
        "virtualAccount": {
            "bank": "SHINHAN",
            "expiry": {"dueDate": "2098-01-01T00:00:00+09:00"},
            "option": {"type": "NORMAL"},
            "cashReceipt": {"type": "PERSONAL", "customerIdentityNumber": "01012345678"},
            "remitteeName": "Shop",
        },
    }
    return {
        **charge_v2(None),
        "channelKey": "channel-key-1",
        "storeId": "store-1",
        "method": {method or "card": methods[method or "card"]},
    }


def charge_v2(_: str | None) -> dict[str, Any]:
    return {
        **ORDER_V2,
        "paymentId": "order20260501a",
        "amount": {"total": AMOUNT, "taxFree": TAX_FREE, "vat": VAT},
        "currency": "KRW",
        "customer": REST_CUSTOMER_V2,
        "products": [PRODUCT],
        "productCount": 2,
        "productType": "PHYSICAL",
    }


def charge_key(_: str | None) -> dict[str, Any]:
    return {**charge_v2(None), "billingKey": "billing-key-1", "installmentMonth": 3}


def schedule_v2(_: str | None) -> dict[str, Any]:
    payment = {name: value for name, value in charge_key(None).items() if name != "paymentId"}
    return {"paymentId": "order20260501a", "payment": payment, "timeToPay": "2098-01-01T00:00:00+09:00"}


def issue_v2(_: str | None) -> dict[str, Any]:
    return {
        "channelKey": "channel-key-1",
        "customer": REST_CUSTOMER_V2,
        "customData": '{"cart": 7}',
        "method": {"card": {"credential": CARD_V2}},
    }


def cancel_v2(_: str | None) -> dict[str, Any]:
    return {
        "paymentId": "order20260501a",
        "amount": AMOUNT,
        "taxFreeAmount": TAX_FREE,
        "vatAmount": VAT,
        "currentCancellableAmount": AMOUNT,
        "reason": "sold out",
        "refundEmail": "hong@shop.example",
        "refundAccount": {
            "bank": "SHINHAN",
            "number": "110123456789",
            "holderName": "홍길동",
            "holderPhoneNumber": "010-1234-5678",
        },
    }


V1 = {
    "browser_payment": window_v1,
    "browser_billing_key": key_window_v1,
    "onetime": onetime,
    "again": again,
    "schedule": schedule_v1,
    "issue_billing_key": issue_v1,
    "cancel": cancel_v1,
    "vbank": vbank,
}
V2 = {
    "browser_payment": window_v2,
    "browser_billing_key": key_window_v2,
    "browser_billing_key_and_pay": key_and_pay,
    "instant": instant,
    "pay_with_billing_key": charge_key,
    "schedule": schedule_v2,
    "issue_billing_key": issue_v2,
    "cancel": cancel_v2,
}


STORE_JP = {
    "storeName": "店",
    "storeNameEn": "Shop",
    "storeNameKana": "ミセ",
    "storeNameShort": "Shop",
    "contactName": "Hong",
    "email": "shop@shop.example",
    "phoneNumber": "0312345678",
    "openingHours": {"open": "10:00", "close": "18:00"},
}
# What one PG asks for and no other: (API, slug, operation, method; None is any) and the fields; None takes a field out.
OWN: tuple[tuple[tuple[str, str, str | None, str | None], dict[str, Any]], ...] = (
    (
        ("v1", "inicis-jp", "browser_payment", None),
        {
            "storeDetails": STORE_JP,
            "buyer_first_name_kana": "ギルドン",
            "buyer_last_name_kana": "ホン",
        },
    ),
    (("v1", "inicis-jp", "browser_payment", "cvs"), {"cvs": {"payment_deadline": {"valid_hours": 24}}}),
    (("v1", "inicis", "vbank", None), {"pg_api_key": "key"}),
    (("v1", "danal", "browser_payment", "phone"), {"pg": "danal.MID1"}),
    (
        ("v1", "kcp-quickpay", None, None),
        {"bypass": {"kcpQuick": {"actionType": "Pay", "memberID": "customer1", "encryptedCI": "ci"}}},
    ),
    (
        ("v1", "nhn-kcp", "browser_payment", None),
        {"bypass": {"shop_user_id": "customer1", "pt_memcorp_cd": "COMPANY"}},
    ),
    (
        ("v1", "nice-v2", "browser_payment", "cultureland"),
        {"bypass": {"nice_v2": {"MallUserID": "customer1"}}},
    ),
    (
        ("v1", "nice-v2", "browser_payment", "naverpay_point"),
        {"bypass": {"cashReceiptType": "personal", "customerIdentifier": "01012345678"}},
    ),
    (
        ("v1", "nice-v2", "browser_payment", "ssgpay_bank"),
        {"bypass": {"cashReceiptType": "personal", "customerIdentifier": "01012345678"}},
    ),
    # It splits no tax of gifts, transfers, the phone bill, Payco and billing keys.
    (("v1", "kg-mobilians-v2", "again", None), {"tax_free": None, "vat_amount": None}),
    *(
        (("v1", "kg-mobilians-v2", "browser_payment", method), {"tax_free": None, "vat_amount": None})
        for method in (
            "trans",
            "vbank",
            "phone",
            "cultureland",
            "smartculture",
            "booknlife",
            "happymoney",
            "payco",
        )
    ),
    (("v1", "ksnet", "browser_payment", "vbank"), {"tax_free": None}),
    (("v1", "naver", "browser_billing_key", None), {"naverProductCount": 1}),
    (
        ("v1", "naver", "browser_payment", None),
        {
            "naverProducts": [
                {
                    "categoryType": "PRODUCT",
                    "categoryId": "GENERAL",
                    "uid": "sku-1",
                    "name": "Plan",
                    "count": 1,
                }
            ]
        },
    ),
    (("v2", "eximbay-v2", "pay_with_billing_key", None), {"locale": "KO_KR"}),
    (("v2", "eximbay-v2", "schedule", None), {"payment": {**charge_key(None), "locale": "KO_KR"}}),
    (("v2", "kcp-v2", "browser_billing_key", None), {"offerPeriod": {"interval": "1m"}}),
    (("v2", "kcp-v2", "browser_payment", None), {"bypass": {"kcp_v2": {"shop_user_id": "customer1"}}}),
    (
        ("v2", "nice-v2", "browser_payment", "GIFT_CERTIFICATE"),
        {"bypass": {"nice_v2": {"MallUserID": "customer1"}}},
    ),
)


def own(provider: Provider, operation: str, method: str | None, request: dict[str, Any]) -> dict[str, Any]:
    """Return the request with what this PG alone asks for."""
    here = (provider.api, provider.slug, operation, method)
    for where, fields in OWN:
        if all(part in (None, given) for part, given in zip(where, here, strict=True)):
            request = {name: value for name, value in {**request, **fields}.items() if value is not None}
    return request


def full(
    provider: Provider, operation: str, method: str | None, currency: str | None, language: str | None
) -> dict[str, Any]:
    """Return a full request; where the PG takes the operation under several methods, with this one."""
    makers = V1 if provider.api == "v1" else V2
    request: dict[str, Any] = makers[operation](method)
    capability = provider.operations[operation]
    won = currency in (None, "KRW")
    if provider.api == "v1" and operation != "cancel":
        request["pg"] = f"{provider.codes[0]}.MID1"
    if currency is not None:
        where = request["payment"] if operation == "schedule" and provider.api == "v2" else request
        where["currency"] = currency
    elif provider.slug == "rt":  # PayPal's codes are those of its window
        for row in request.get("schedules", (request,)):
            row["currency"] = "USD"
    if language is not None:
        request["language" if provider.api == "v1" else "locale"] = language
    if method == "EASY_PAY":
        request["easyPay"] = {"easyPayProvider": (*capability.easy_pay_providers, "KAKAOPAY")[0]}
    if method == "GIFT_CERTIFICATE":
        request["giftCertificate"] = {
            "giftCertificateType": (*capability.gift_certificates, "CULTURELAND")[0]
        }
    if not won:
        for name in ("tax_free", "vat_amount", "taxFreeAmount", "vatAmount", "escrow", "isEscrow"):
            request.pop(name, None)
    return own(provider, operation, method, request)
