"""What examples are made of: the smallest request of each operation, and values for fields. Nothing in it is anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# What each API itself asks for in a request, whatever the PG.
V1_WINDOW: Final = {
    "channelKey": "channel-key-1",
    "merchant_uid": "order0001",
    "name": "Monthly plan",
    "amount": 60_000,
}
V1_CARD: Final = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12"}
V1_ORDER: Final = {"merchant_uid": "order0001", "amount": 60_000, "name": "Monthly plan"}
V1_PARTY: Final = {
    "name": "Gildong Hong",
    "tel": "010-1234-5678",
    "addr": "1 Teheran-ro",
    "postcode": "06133",
}
V1_DELIVERY: Final = {
    "imp_uid": "imp_123456789012",
    "sender": V1_PARTY,
    "receiver": V1_PARTY,
    "logis": {"company": "CJGLS", "invoice": "1234567890", "sent_at": 4_070_908_800},
}
V2_IDS: Final = {"storeId": "store-1", "channelKey": "channel-key-1"}
V2_ORDER: Final = {
    "paymentId": "order0001",
    "orderName": "Monthly plan",
    "totalAmount": 60_000,
    "currency": "KRW",
}
V2_CARD: Final = {
    "card": {"credential": {"number": "4111111111111111", "expiryYear": "30", "expiryMonth": "12"}}
}
V2_ACCOUNT: Final = {
    "bank": "SHINHAN",
    "expiry": {"dueDate": "2099-01-01T00:00:00+09:00"},
    "option": {"type": "NORMAL"},
    "cashReceipt": {"type": "PERSONAL", "customerIdentityNumber": "01012345678"},
}
V2_CHARGE: Final = {
    "billingKey": "billing-key-1",
    "orderName": "Monthly plan",
    "amount": {"total": 60_000},
    "currency": "KRW",
}
BARE: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("v1", "browser_payment"): V1_WINDOW,
    ("v1", "browser_billing_key"): {**V1_WINDOW, "customer_uid": "customer-1"},
    ("v1", "browser_identity"): {"channelKey": "channel-key-1", "merchant_uid": "identity0001"},
    ("v1", "browser_payment_ui"): {"uiType": "paypal-spb", **V1_WINDOW},
    ("v1", "browser_billing_key_ui"): {
        **V1_WINDOW,
        "uiType": "paypal-rt",
        "customer_uid": "customer-1",
    },
    ("v1", "onetime"): {**V1_ORDER, **V1_CARD},
    ("v1", "again"): {"customer_uid": "customer-1", **V1_ORDER},
    ("v1", "schedule"): {
        "customer_uid": "customer-1",
        "schedules": [{**V1_ORDER, "schedule_at": 4_070_908_800}],
    },
    ("v1", "issue_billing_key"): {"customer_uid": "customer-1", **V1_CARD},
    ("v1", "vbank"): {**V1_ORDER, "vbank_code": "88", "vbank_due": 4_070_908_800},
    ("v1", "cvs"): V1_ORDER,
    ("v1", "prepare"): {"merchant_uid": "order0001", "amount": 60_000},
    ("v1", "cancel"): {"imp_uid": "imp_123456789012"},
    ("v1", "escrow_logistics"): V1_DELIVERY,
    ("v1", "escrow_logistics_update"): V1_DELIVERY,
    ("v1", "cash_receipt"): {"imp_uid": "imp_123456789012", "identifier": "01012345678"},
    ("v1", "external_cash_receipt"): {
        "merchant_uid": "order0001",
        "name": "Monthly plan",
        "amount": 60_000,
        "identifier": "01012345678",
    },
    ("v1", "store_receipt"): {"imp_uid": "imp_123456789012"},
    ("v1", "otp_request"): {
        "name": "Gildong Hong",
        "phone": "01012345678",
        "birth": "900101",
        "gender_digit": "1",
        "carrier": "SKT",
    },
    ("v1", "otp_confirm"): {"imp_uid": "imp_123456789012", "otp": "123456"},
    ("v1", "paymentwall_delivery"): {"merchant_uid": "order0001"},
    ("v2", "browser_payment"): {**V2_IDS, **V2_ORDER, "payMethod": "CARD"},
    ("v2", "browser_billing_key"): {**V2_IDS, "billingKeyMethod": "CARD"},
    ("v2", "browser_billing_key_and_pay"): {**V2_IDS, **V2_ORDER, "billingKeyAndPayMethod": "MOBILE"},
    ("v2", "browser_identity"): {**V2_IDS, "identityVerificationId": "identity0001"},
    ("v2", "browser_payment_ui"): {**V2_IDS, **V2_ORDER, "uiType": "PAYPAL_SPB"},
    ("v2", "browser_billing_key_ui"): {**V2_IDS, "uiType": "PAYPAL_RT"},
    ("v2", "instant"): {
        "paymentId": "order0001",
        "channelKey": "channel-key-1",
        "orderName": "Monthly plan",
        "amount": {"total": 60_000},
        "currency": "KRW",
        "method": V2_CARD,
    },
    ("v2", "issue_billing_key"): {"channelKey": "channel-key-1", "method": V2_CARD},
    ("v2", "pay_with_billing_key"): {"paymentId": "order0001", **V2_CHARGE},
    ("v2", "schedule"): {
        "paymentId": "order0001",
        "payment": V2_CHARGE,
        "timeToPay": "2099-01-01T00:00:00+09:00",
    },
    ("v2", "cancel"): {"paymentId": "order0001", "reason": "sold out"},
    ("v2", "pre_register"): {"paymentId": "order0001", "totalAmount": 60_000, "currency": "KRW"},
    ("v2", "escrow_logistics"): {
        "paymentId": "order0001",
        "logistics": {"company": "CJ", "invoiceNumber": "1234567890", "sentAt": "2030-01-01T00:00:00+09:00"},
    },
    ("v2", "store_receipt"): {
        "paymentId": "order0001",
        "items": [
            {"storeBusinessRegistrationNumber": "1234567890", "storeName": "Shop", "totalAmount": 60_000}
        ],
    },
    ("v2", "cash_receipt"): {
        "paymentId": "order0001",
        "channelKey": "channel-key-1",
        "type": "PERSONAL",
        "orderName": "Monthly plan",
        "currency": "KRW",
        "amount": {"total": 60_000},
        "customer": {"identityNumber": "01012345678"},
        "productType": "PHYSICAL",
    },
    ("v2", "identity_send"): {
        "identityVerificationId": "identity0001",
        "channelKey": "channel-key-1",
        "customer": {"name": "Gildong Hong", "phoneNumber": "01012345678", "identityNumber": "9001011"},
        "operator": "SKT",
        "method": "SMS",
    },
    ("v2", "delete_billing_key"): {"billingKey": "billing-key-1"},
    ("v2", "paymentwall_delivery"): {"paymentId": "order0001"},
}
METHOD_BODIES: Final[Mapping[str, Any]] = {**V2_CARD, "virtualAccount": V2_ACCOUNT}
METHOD_FIELDS: Final = {
    "browser_payment": "payMethod",
    "browser_billing_key": "billingKeyMethod",
    "browser_billing_key_and_pay": "billingKeyAndPayMethod",
}
PRODUCT: Final = {
    "id": "p1",
    "name": "Tea",
    "amount": 60_000,
    "quantity": 1,
    "code": "GENERAL",
    "link": "https://shop.example/tea",
}
DEADLINES: Final = ("2099-01-01T00:00:00+09:00", "20990101", "2099-01-01", "2099-01-01 00:00:00")
PERIOD: Final = {"from": "2099-01-01T00:00:00+09:00", "to": "2099-12-31T00:00:00+09:00"}
PHONES: Final = ("010-1234-5678", "01012345678", "821012345678", "1012345678")
NAMES: Final = ("Gildong Hong", "홍길동")
# Values for a field, by the last words of its name run together; the first that the rules take is used.
SAMPLES: Final[Mapping[str, tuple[Any, ...]]] = {
    **dict.fromkeys(("phonenumber", "tel", "phone", "mobile"), PHONES),
    **dict.fromkeys(("name", "fullname", "full", "holder"), NAMES),
    **dict.fromkeys(("url", "link", "urls"), ("https://shop.example/back", "https://shop.example")),
    **dict.fromkeys(("duedate", "due", "from", "to", "sentat", "expiry"), DEADLINES),
    **dict.fromkeys(("amount", "total", "tax_free", "tax", "vat", "free", "fee"), (60_000, 1_000, 0)),
    **dict.fromkeys(("quantity", "count"), (1,)),
    **dict.fromkeys(("digital", "popup", "mvno"), (False, True)),
    **dict.fromkeys(("postcode", "zipcode"), ("06133",)),
    **dict.fromkeys(("accountexpiry", "paymentdeadline"), ({"validHours": 24},)),
    **dict.fromkeys(("identifier", "identitynumber"), ("01012345678", "1234567890")),
    **dict.fromkeys(("countrycode", "country"), ("US", "KR")),
    **dict.fromkeys(("ordername", "issuename"), ("Monthly plan",)),
    **dict.fromkeys(("itemname", "productname", "categoryname"), ("Tea",)),
    **dict.fromkeys(("storename", "businessname", "servicename", "company", "shortname"), ("Shop", "店")),
    **dict.fromkeys(("customerid", "userid", "memberid", "memid"), ("customer-1", "customer1")),
    **dict.fromkeys(("from", "to"), DEADLINES),
    **dict.fromkeys(
        ("addr", "address"), ("1 Teheran-ro", {"addressLine1": "1 Teheran-ro", "addressLine2": "Gangnam"})
    ),
    **dict.fromkeys(("fixedmonth", "quota", "installmentmonth", "months"), (0, 3, 2)),
    **dict.fromkeys(("cardquota", "monthlist"), ([2, 3],)),
    "monthoption": ({"fixedMonth": 3},),
    "plans": ([{"cardCompany": "BC_CARD", "months": [2, 3]}],),
    "availablecards": (["BC_CARD"],),
    "availablepaymethods": (["CARD"],),
    "availablebanks": (["SHINHAN_BANK"],),
    "carriers": (["SKT"],),
    "carrier": ("SKT",),
    "cardcompany": ("BC_CARD",),
    "cardpromotion": ({"id": "promotion-1"},),
    "bank": ("SHINHAN", "SHINHAN_BANK"),
    "bankcode": ("SHINHAN_BANK", "88"),
    "cashreceipttype": ("PERSONAL", "personal", "anonymous"),
    "producttype": ("REAL", "real", "PHYSICAL"),
    "paymethod": ("CARD", "card"),
    "easypayprovider": ("KAKAOPAY",),
    "gifttype": ("CULTURELAND",),
    "certificatetype": ("CULTURELAND",),
    "locale": ("KO_KR", "EN_US"),
    "language": ("ko", "en"),
    "currency": ("KRW", "USD"),
    "email": ("hong@shop.example",),
    "firstname": ("Gildong",),
    "lastname": ("Hong",),
    "kana": ("ホン",),
    "city": ("Seoul",),
    "ip": ("203.0.113.7",),
    "validhours": (24, 1),
    "hours": (24, 1),
    "expiredtime": ("2020-01-01 00:00:00",),
    "range": (PERIOD,),
    "period": (PERIOD, {"from": "20990101", "to": "20991231"}),
    "offerperiod": ({"range": PERIOD},),
    "products": ([PRODUCT],),
    "items": ([PRODUCT],),
    "interval": ("1m", "month"),
    "password": ("12",),
    "birthorbusinessregistrationnumber": ("900101",),
    "passwordtwodigits": ("12",),
    "birth": ("900101", "1990"),
    "birthyear": ("1990",),
    "issueid": ("issue0001",),
    "paymentid": ("order0001",),
    "merchantuid": ("order0001",),
    "channelkey": ("channel-key-1",),
    "number": ("1234567890", "01012345678"),
    "id": ("abc123",),
    "type": ("GENERAL",),
    "code": ("A1", "01"),
    "direct": ({"code": "361", "quota": 0},),
    "yn": ("Y", "N"),
    "useragent": ("Mozilla/5.0",),
}
# A field whose name begins or ends like this is a switch.
SWITCHES: Final = ("use", "is", "has", "enable", "only")
# And one of these holds a list.
LISTS: Final = ("available", "list", "plans", "carriers", "banks", "cards", "acceptmethod", "unsupported")
ANY: Final[tuple[Any, ...]] = (
    *("abc123", "Y", "N", "0", "1", "01", "A1", "KRW", "KO_KR", "20991231", "2099-12-31", "12:00", "09:00"),
    *("KR", "US", "01012345678", "010-1234-5678", "1234567890", "123-45-67890", "https://shop.example"),
    *("hong@shop.example", "ホン", "店", "Gildong Hong", "홍길동", "a=b", "A:1", "2099-01-01T00:00:00+09:00"),
    *("2099-01-01 00:00:00", "02:1", "361:2", "361-2:3", "1234567890123456", "12", "123456", "shop://"),
    *("http://shop.example", "selcode=14", "danal.MID1", "MID1", "p1", "900101", "19900101", "1990", "3"),
    *("#c1272c", "SKIN(#C1272C)", 1, 3, 0, True, False, ["Y"], ["abc123"], {"a": "b"}),
)
WRONG: Final[tuple[Any, ...]] = (
    *("wrong", "가나다", "?", "a,b", "a b", "Tea (green)", "티셔츠 외 2개", " ", "-", "😀", 99_999, -1),
    *("12:99", "a=b&c", "070-1234-5678", "venmo", "SKIN(red)", "SLIMQUOTA(x)", "slimquota(x)", "mallpoint()"),
    *("onlyeasypaycode(x)", "hppdefaultcorp(X)", "hppnofix(X)", "hpp_default_corp=X", "hpp_nofix=X", "가?"),
)
