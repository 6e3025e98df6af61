"""`bridge.browser`: the call that a page makes, through both kinds of bridge; and what comes back from it."""

import asyncio
import json
from datetime import datetime, timedelta, timezone

import pytest

from pgbridge import (
    AsyncBridge,
    BadAnswer,
    Bridge,
    BrowserBillingKey,
    BrowserBillingKeyAndPay,
    BrowserIdentity,
    BrowserPayment,
    ConfigError,
    Customer,
    OfferPeriod,
    Product,
    RuleViolation,
    StoreDetails,
    UnsupportedOperation,
    config,
    krw,
    money,
)
from pgbridge.migrate import translate

KST = timezone(timedelta(hours=9))
BUYER = Customer(id="member1", name="홍길동", email="hong@shop.example", phone="010-1234-5678")
STORE = "store-00000000-0000-4000-8000-000000000001"


def settings(monkeypatch, *, merchant_code="imp00000000", store=STORE, routes=(), **channels):
    for name in ("KEY", "SECRET"):
        monkeypatch.setenv(name, "x")
    key, secret = {"env": "KEY"}, {"env": "SECRET"}
    v1 = {"api": "v1", "environment": "test", "key": key, "secret": secret, "merchant_code": merchant_code}
    v2 = {"api": "v2", "environment": "test", "secret": secret, "store_id": store}
    known = {
        "new": {"connection": "v2", "provider": "nice-v2", "key": "channel-key-new"},
        "old": {"connection": "v1", "provider": "nice", "key": "channel-key-old"},
        "inicis": {"connection": "v2", "provider": "inicis-v2", "key": "channel-key-ini"},
        "paypal": {"connection": "v1", "provider": "spb", "key": "channel-key-pp"},
        "danal": {"connection": "v1", "provider": "danal", "pg": "danal.MID"},
        "kakao": {"connection": "v1", "provider": "kakaopay", "pg": "kakaopay.CID"},
    }
    for name, more in channels.items():
        known[name] = {**known[name], **more}
    for connection in (v1, v2):
        for name in [n for n, value in connection.items() if value is None]:
            del connection[name]
    return config.parse({"connections": {"v1": v1, "v2": v2}, "channels": known, "routes": list(routes)})


@pytest.fixture
def bridge(monkeypatch):
    with Bridge.simulated(settings(monkeypatch)) as made:
        yield made


def order(**more):
    return BrowserPayment(
        **{
            "order_id": "order1",
            "order_name": "Chair",
            "amount": krw(60_000),
            "method": "card",
            "customer": BUYER,
            **more,
        }
    )


def test_both_bridges_give_the_same_call(monkeypatch):
    made = settings(monkeypatch)
    op = order(redirect_url="https://shop.example/done")

    async def asked():
        async with AsyncBridge.simulated(made) as other:
            return [other.browser(op, channel=name) for name in ("new", "old")]

    with Bridge.simulated(made) as bridge:
        assert [bridge.browser(op, channel=name) for name in ("new", "old")] == asyncio.run(asked())


def test_v2_is_told_the_store_in_every_call(bridge):
    call = bridge.browser(order(redirect_url="https://shop.example/done"), channel="new", platform="pc")
    assert call.function == "PortOne.requestPayment"
    assert call.params["storeId"] == STORE
    assert call.params["totalAmount"] == 60_000
    assert call.sdk.init == ()
    assert call.arguments == (call.params,)
    assert call.channel == "new"


def test_v1_is_initialised_once_with_the_merchants_code(monkeypatch, bridge):
    call = bridge.browser(order(), channel="old", platform="pc")
    assert (call.function, call.sdk.init) == ("IMP.request_pay", ("IMP.init", "imp00000000"))
    with Bridge.simulated(settings(monkeypatch, merchant_code=None)) as other:
        call = other.browser(order(), channel="old", platform="pc")
    assert call.sdk.init == ()
    assert "merchant_code" in call.warnings[-1]


def test_a_sub_merchant_has_its_own_beginning(monkeypatch):
    made = settings(monkeypatch)
    made = config.Config(
        connections=made.connections,
        channels=made.channels,
        sellers={"kim": config.Seller(name="kim", tier="ABC", store_id="store-kim")},
    )
    with Bridge.simulated(made) as bridge:
        assert bridge.browser(order(), channel="old", seller="kim").sdk.init == (
            "IMP.agency",
            "imp00000000",
            "ABC",
        )
        assert bridge.browser(order(), channel="new", seller="kim").params["storeId"] == "store-kim"


def test_v2_without_a_store_is_refused(monkeypatch):
    with Bridge.simulated(settings(monkeypatch, store=None)) as bridge:
        with pytest.raises(RuleViolation) as caught:
            bridge.browser(order(), channel="new")
    assert [v.neutral_field for v in caught.value.violations] == ["connection.store_id"]


def test_nothing_is_sent_and_execute_says_what_to_call(bridge):
    with pytest.raises(UnsupportedOperation, match=r"bridge\.browser"):
        bridge.execute(order(), channel="new")
    bridge.browser(order(), channel="new")
    assert bridge.ledger.intents(order_id="order1") == []


def test_rules_of_one_platform_refuse_there_and_warn_where_it_is_not_known(bridge):
    bare = order(customer=Customer(name="홍길동"))
    with pytest.raises(RuleViolation) as caught:
        bridge.browser(bare, channel="inicis", platform="pc")
    assert {v.neutral_field for v in caught.value.violations} == {"customer.email", "customer.phone"}
    call = bridge.browser(bare, channel="inicis")
    assert any(warning.startswith("on pc: ") for warning in call.warnings)
    with pytest.raises(ConfigError, match="platform"):
        bridge.browser(bare, channel="inicis", platform="tablet")


def test_a_channel_that_would_refuse_is_not_chosen_and_the_choice_sticks(monkeypatch):
    routes = [{"name": "all", "channels": {"inicis": 50, "new": 50}, "methods": ["card"]}]
    bare = order(customer=Customer(name="홍길동"), redirect_url="https://shop.example/done")
    with Bridge.simulated(settings(monkeypatch, routes=routes)) as bridge:
        chosen = {bridge.browser(order(order_id=f"o{i}"), platform="pc").channel for i in range(20)}
        assert chosen == {"inicis", "new"}
        assert len({bridge.browser(order(), platform="pc").channel for _ in range(5)}) == 1
        assert {
            bridge.browser(order(order_id=f"o{i}", customer=bare.customer), platform="pc").channel
            for i in range(9)
        } == {"new"}
        with pytest.raises(ConfigError, match="none fits"):
            bridge.browser(order(method="transfer"))


def test_the_vat_contract_holds_in_the_window_too(monkeypatch):
    made = settings(monkeypatch, new={"vat": "designated"}, old={"vat": "designated"})
    with Bridge.simulated(made) as bridge:
        op = order(amount=krw(11_000))
        told = bridge.browser(op, channel="new", platform="pc").params
        assert (told["taxFreeAmount"], told["vatAmount"]) == (0, 1000)
        told = bridge.browser(op, channel="old", platform="pc").params
        assert (told["tax_free"], told["vat_amount"]) == (0, 1000)
    with Bridge.simulated(settings(monkeypatch)) as bridge, pytest.raises(RuleViolation, match="VAT"):
        bridge.browser(order(amount=krw(11_000, vat=1000)), channel="new")


def test_v1_takes_major_units(bridge):
    op = BrowserPayment(
        order_id="order1",
        amount=money("25.80", "USD"),
        method="paypal",
        ui="paypal-spb",
        products=(Product(id="p1", name="Tea", amount=1290, quantity=2),),
    )
    call = bridge.browser(op, channel="paypal")
    assert call.function == "IMP.loadUI"
    assert call.before == ("paypal-spb",)
    assert call.params["amount"] == 25.8
    assert call.params["products"][0]["unitPrice"] == 12.9
    assert '"amount":25.8' in call.script_json


def test_arguments_cannot_end_the_script_they_stand_in(bridge):
    call = bridge.browser(order(custom_data="</script><!--\u2028"), channel="new", platform="pc")
    assert "<" not in call.script_json
    assert "\u2028" not in call.script_json
    assert json.loads(call.script_json) == [call.params]


def test_what_the_repr_tells(bridge):
    call = bridge.browser(order(), channel="new", platform="pc")
    assert repr(call) == "BrowserCall(PortOne.requestPayment, channel='new')"
    assert "hong" not in repr(order())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": krw(0)}, "amount.total"),
        ({"amount": krw(-1)}, "amount.total"),
        ({"installment_months": 1}, "installment_months"),
        ({"available_installments": (1, 2)}, "available_installments"),
        ({"expires_at": datetime(2030, 1, 1)}, "expires_at"),
        ({"offer_period": OfferPeriod(since=datetime(2030, 1, 1))}, "offer_period.since"),
        ({"products": (Product(id="p", name="n", amount=1, quantity=0),)}, "products[0].quantity"),
        ({"store": StoreDetails()}, "store"),
        ({"order_id": " "}, "order_id"),
        ({"method": 3}, "method"),
    ],
)
def test_the_input_is_checked_first(bridge, more, field):
    with pytest.raises(RuleViolation) as caught:
        bridge.browser(order(**more), channel="new")
    assert field in [v.field for v in caught.value.violations]


def test_a_billing_key_may_cost_nothing(bridge):
    op = BrowserBillingKey(
        alias="a1", order_id="issue1", order_name="Plan", amount=krw(0), method="card", customer=BUYER
    )
    assert bridge.browser(op, channel="inicis", platform="pc").params["displayAmount"] == 0
    told = bridge.browser(op, channel="danal").params
    assert (told["customer_uid"], told["amount"], told["pg"]) == ("a1", 0, "danal.MID")


def test_a_key_and_a_payment_at_once(bridge):
    op = BrowserBillingKeyAndPay(
        alias="a1",
        order_id="order1",
        order_name="Plan",
        amount=krw(1000),
        method="mobile",
        product_type="digital",
        customer=BUYER,
        redirect_url="https://shop.example/done",
        offer_period=OfferPeriod(interval="1m"),
    )
    call = bridge.browser(op, channel="inicis")
    assert call.function == "PortOne.requestIssueBillingKeyAndPay"
    assert call.params["billingKeyAndPayMethod"] == "MOBILE"


def test_an_identity_window(bridge):
    op = BrowserIdentity(
        identity_id="identity1",
        customer=Customer(name="홍길동", phone="01012345678"),
        carrier="KT",
        minimum_age=19,
    )
    call = bridge.browser(op, channel="danal", platform="pc")
    assert call.function == "IMP.certification"
    assert call.params == {
        "pg": "danal.MID",
        "merchant_uid": "identity1",
        "name": "홍길동",
        "phone": "01012345678",
        "carrier": "KTF",
        "min_age": 19,
    }


def test_a_wallet_that_is_the_pg_itself_need_not_be_named(bridge):
    op = order(method="easy_pay", redirect_url="https://shop.example/done")
    assert bridge.browser(op, channel="kakao").params["pay_method"] == "kakaopay"
    with pytest.raises(RuleViolation, match="easy_pay_provider"):
        bridge.browser(op, channel="old")


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"success": True, "imp_uid": "imp_1", "merchant_uid": "o1"}, (True, "o1", "imp_1", None)),
        ("?imp_success=true&imp_uid=imp_1&merchant_uid=o1", (True, "o1", "imp_1", None)),
        ("https://s.example/done?imp_success=false&merchant_uid=o1&error_code=F1", (False, "o1", None, "F1")),
        ({"imp_uid": "imp_1", "merchant_uid": "o1", "error_msg": "no"}, (False, "o1", "imp_1", None)),
        ({"transactionType": "PAYMENT", "paymentId": "o1", "txId": "t1"}, (True, "o1", "t1", None)),
        ("paymentId=o1&txId=t1&code=FAILURE_TYPE_PG&message=no&pgCode=F1", (False, "o1", "t1", "F1")),
        (
            {
                "transactionType": "IDENTITY_VERIFICATION",
                "identityVerificationId": "i1",
                "identityVerificationTxId": "t1",
            },
            (True, "i1", "t1", None),
        ),
    ],
)
def test_what_the_window_said(bridge, told, wanted):
    found = bridge.browser_result(told)
    assert (found.success, found.order_id, found.attempt_id, found.pg_code) == wanted


def test_a_key_that_waits_for_approval_is_not_a_key(bridge):
    found = bridge.browser_result(
        {
            "transactionType": "ISSUE_BILLING_KEY",
            "billingKey": "NEEDS_CONFIRMATION",
            "billingIssueToken": "token1",
        }
    )
    assert found.needs_confirmation
    assert found.billing_key is None
    assert found.issue_token == "token1"
    assert "token1" not in repr(found)


@pytest.mark.parametrize("told", [{}, "", {"hello": 1}, {"paymentId": 3}, {"imp_uid": []}, {"x": object()}])
def test_what_is_no_result_is_said_so(bridge, told):
    with pytest.raises(BadAnswer):
        bridge.browser_result(told)


def call(wire, operation="browser.payment", source="v1", target="v2", **context):
    return translate({"browser": wire}, operation=operation, source=source, target=target, context=context)


PAY = {"channelKey": "k", "pay_method": "card", "merchant_uid": "o1", "name": "n", "amount": 60000}
REQUEST = {
    "storeId": "s",
    "channelKey": "k",
    "paymentId": "o1",
    "orderName": "n",
    "totalAmount": 60000,
    "currency": "KRW",
    "payMethod": "CARD",
}


def month(**option):
    return {"card": {"installment": {"monthOption": option}}}


@pytest.mark.parametrize(
    ("v1", "v2"),
    [
        ({"display": {"card_quota": []}}, month(fixedMonth=0)),
        ({"display": {"card_quota": [6]}}, month(availableMonthList=[6])),
        ({"display": {"card_quota": [2, 3, 4, 5, 6]}}, month(availableMonthList=[2, 3, 4, 5, 6])),
        (
            {
                "card": {
                    "detail": [{"card_code": "*", "enabled": False}, {"card_code": "366", "enabled": True}]
                }
            },
            {"card": {"availableCards": ["SHINHAN_CARD"]}},
        ),
        ({"useFreeInterestFromMall": True}, {"card": {"useFreeInterestFromMall": True}}),
        ({"useCardPoint": False}, {"card": {"useCardPoint": False}}),
        ({"escrow": True}, {"isEscrow": True}),
        ({"tax_free": 0, "vat_amount": 0}, {"taxFreeAmount": 0, "vatAmount": 0}),
        (
            {"period": {"from": "20300101", "to": "20300131"}},
            {
                "offerPeriod": {
                    "range": {"from": "2030-01-01T00:00:00+09:00", "to": "2030-01-31T23:59:59+09:00"}
                }
            },
        ),
        (
            {"pay_method": "phone", "phone": {"carrier": "KTF"}, "digital": True},
            {"payMethod": "MOBILE", "mobile": {"carrier": "KT"}, "productType": "DIGITAL"},
        ),
        (
            {"pay_method": "vbank", "vbank_due": "20300101"},
            {"payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"dueDate": "20300101"}}},
        ),
        ({"pay_method": "trans"}, {"payMethod": "TRANSFER"}),
        ({"pay_method": "paypal"}, {"payMethod": "PAYPAL"}),
        (
            {"pay_method": "naverpay_card"},
            {
                "payMethod": "EASY_PAY",
                "easyPay": {"easyPayProvider": "NAVERPAY", "availablePayMethods": ["CARD"]},
            },
        ),
        (
            {"pay_method": "smartculture"},
            {"payMethod": "GIFT_CERTIFICATE", "giftCertificate": {"giftCertificateType": "SMART_MUNSANG"}},
        ),
        (
            {"pay_method": "alipay_plus", "alipay_plus": {"wallet": "gcash"}},
            {"payMethod": "ALIPAY_PLUS", "alipayPlus": {"easyPayProvider": "GCASH"}},
        ),
        ({"popup": True}, {"windowType": {"pc": "POPUP"}}),
        ({"biz_num": "1178178260"}, {"storeDetails": {"businessRegistrationNumber": "1178178260"}}),
        ({"amount": 6.5, "currency": "USD"}, {"totalAmount": 650, "currency": "USD"}),
        (
            {"buyer_addr": "Seoul", "buyer_postcode": "04524"},
            {"customer": {"address": {"addressLine1": "Seoul", "addressLine2": ""}, "zipcode": "04524"}},
        ),
        (
            {"confirm_url": "https://s.example", "app_scheme": "shop"},
            {"confirmUrl": "https://s.example", "appScheme": "shop"},
        ),
        ({"promotion_id": "p1"}, {"promotionId": "p1"}),
    ],
)
def test_v1_and_v2_say_the_same(v1, v2):
    there = call({**PAY, **v1}, store_id="s")
    assert there.wire["browser"] == {**REQUEST, **v2}
    assert there.lossy == ()
    back = call({**REQUEST, **v2}, source="v2", target="v1")
    assert back.wire["browser"] == {"currency": "KRW", **PAY, **v1}


def test_older_spellings_are_read():
    old = {
        **REQUEST,
        "currency": "CURRENCY_KRW",
        "payMethod": "EASY_PAY",
        "easyPay": {
            "easyPayProvider": "EASY_PAY_PROVIDER_KAKAOPAY",
            "availableCards": ["CARD_COMPANY_BC_CARD"],
        },
        "productType": "PRODUCT_TYPE_DIGITAL",
        "customData": {"currency": "CURRENCY_KRW"},
    }
    told = call(old, source="v2", target="v1").wire["browser"]
    assert (told["currency"], told["pay_method"], told["digital"]) == ("KRW", "kakaopay", True)
    assert told["card"]["detail"][1] == {"card_code": "361", "enabled": True}
    assert told["custom_data"] == {"currency": "CURRENCY_KRW"}
    carriers = {**REQUEST, "payMethod": "MOBILE", "mobile": {"availableCarriers": ["CARRIER_SKT"]}}
    assert call(carriers, source="v2", target="v1").wire["browser"]["phone"]["detail"][1]["carrier"] == "SKT"


def test_a_list_of_forbidden_cards_becomes_the_list_of_the_others():
    forbidden = {"card": {"detail": [{"card_code": "361", "enabled": False}]}}
    cards = call({**PAY, **forbidden}).wire["browser"]["card"]["availableCards"]
    assert "BC_CARD" not in cards
    assert len(cards) == 22


def test_a_text_for_an_amount_is_read_as_its_number():
    assert call({**PAY, "amount": "60000"}).wire["browser"]["totalAmount"] == 60000


def test_what_is_lost_is_named():
    lost = call(
        {
            **PAY,
            "bypass": {"nice": {"a": 1}},
            "naverPopupMode": True,
            "card": {"direct": {"code": "361", "usePoint": "Y"}},
        }
    ).lossy
    assert [line.partition(":")[0] for line in lost] == ["bypass.nice.a", "naverPopupMode", "card", "storeId"]
    lost = call({**REQUEST, **month(fixedMonth=3)}, source="v2", target="v1").lossy
    assert [line.partition(":")[0] for line in lost] == ["storeId", "installment_months"]
    lost = call(
        {**REQUEST, "newThing": 1, "easyPay": {"useCardPoint": True}},
        source="v2",
        target="v1",
    ).lossy
    assert {line.partition(":")[0] for line in lost} >= {"newThing", "easyPay.useCardPoint"}


OWN_V1_AND_V2 = [
    # The same name and place on both.
    ({"bypass": {"nice_v2": {"SkinType": "red"}}}, {"bypass": {"nice_v2": {"SkinType": "red"}}}),
    ({"bypass": {"ksnet": {"easyPayDirect": True}}}, {"bypass": {"ksnet": {"easyPayDirect": True}}}),
    # V1 joins options into one text, V2 lists them.
    (
        {"bypass": {"acceptmethod": "noeasypay:slimquota(01-2:3)", "P_RESERVED": "below1000=Y&noeasypay=Y"}},
        {
            "bypass": {
                "inicis_v2": {
                    "acceptmethod": ["noeasypay", "slimquota(01-2:3)"],
                    "P_RESERVED": ["below1000=Y", "noeasypay=Y"],
                }
            }
        },
    ),
    # Other places and names.
    ({"bypass": {"shop_user_id": "u1"}}, {"bypass": {"kcp_v2": {"shop_user_id": "u1"}}}),
    (
        {"bypass": {"widget_code": "t3_1", "ps": "all"}},
        {"bypass": {"paymentwall": {"widget": "t3_1", "ps": "all"}}},
    ),
    (
        {"bypass": {"eximbay": {"shipTo_firstName": "G", "issuercountry": "KR"}}},
        {"bypass": {"eximbay_v2": {"ship_to": {"first_name": "G"}, "settings": {"issuer_country": "KR"}}}},
    ),
    (
        {"naverProducts": [{"uid": "1", "count": 1}], "naverUseCfm": "20991231"},
        {"bypass": {"naverpay": {"productItems": [{"uid": "1", "count": 1}], "useCfmYmdt": "20991231"}}},
    ),
    # What V1 says in bypass for every PG has fields of its own on V2.
    ({"bypass": {"isCulturalExpense": True}}, {"isCulturalExpense": True}),
]


@pytest.mark.parametrize(("one", "two"), OWN_V1_AND_V2)
def test_what_a_pg_has_on_both_sides_is_carried(one, two):
    forth = call({**PAY, **one})
    assert {name: forth.wire["browser"].get(name) for name in two} == two
    assert [line for line in forth.lossy if line.startswith(("bypass", "naver"))] == []
    back = call({**REQUEST, **two}, source="v2", target="v1")
    assert {name: back.wire["browser"].get(name) for name in one} == one
    assert [line for line in back.lossy if line.startswith(("bypass", "cultural"))] == []


def test_what_only_one_side_has_is_named():
    lost = call({**PAY, "bypass": {"app_flag": "Y", "nice_v2": {"SkinType": "red", "New": 1}}})
    assert lost.wire["browser"]["bypass"] == {"nice_v2": {"SkinType": "red"}}
    assert [line.partition(":")[0] for line in lost.lossy[:2]] == ["bypass.app_flag", "bypass.nice_v2.New"]
    back = call({**REQUEST, "bypass": {"kcp_v2": {"deli_term": "3"}}}, source="v2", target="v1")
    assert "bypass" not in back.wire["browser"]
    assert "bypass.kcp_v2.deli_term" in {line.partition(":")[0] for line in back.lossy}


@pytest.mark.parametrize(
    "kind", [("personal", "PERSONAL"), ("corporate", "CORPORATE"), ("anonymous", "ANONYMOUS")]
)
def test_a_cash_receipt_is_asked_for_on_both_sides(kind):
    asked = {"cashReceiptType": kind[0], "customerIdentifier": "01012345678"}
    forth = call({**PAY, "pay_method": "trans", "bypass": asked}).wire["browser"]
    assert forth["transfer"] == {"cashReceiptType": kind[1], "customerIdentifier": "01012345678"}
    assert call(forth, source="v2", target="v1").wire["browser"]["bypass"] == asked
    by_card = call({**PAY, "bypass": asked})
    assert {"bypass.cashReceiptType", "bypass.customerIdentifier"} <= {
        line.partition(":")[0] for line in by_card.lossy
    }


def test_paypals_button_names_its_method_on_v1():
    two = {**REQUEST, "uiType": "PAYPAL_SPB"}
    two.pop("payMethod", None)
    one = call(two, source="v2", target="v1").wire["browser"]
    assert (one["uiType"], one["pay_method"]) == ("paypal-spb", "paypal")
    assert "payMethod" not in call(one).wire["browser"]


@pytest.mark.parametrize(
    ("wire", "source", "target"),
    [
        ({**REQUEST, "paymentId": "o" * 41}, "v2", "v1"),
        ({**REQUEST, "noticeUrls": ["https://a", "https://b"]}, "v2", "v1"),
        ({**REQUEST, "payMethod": "EASY_PAY"}, "v2", "v1"),
        ({**REQUEST, "offerPeriod": {"interval": "1m"}}, "v2", "v1"),
        ({**REQUEST, "totalAmount": 1.5}, "v2", "v1"),
        ({**PAY, "pay_method": "unionpay"}, "v1", "v2"),
        ({**PAY, "language": "jp-xx"}, "v1", "v2"),
        ({**PAY, "amount": 0.5}, "v1", "v2"),
        ({**PAY, "period": {"from": "soon"}}, "v1", "v2"),
        ({k: v for k, v in PAY.items() if k != "merchant_uid"}, "v1", "v2"),
    ],
)
def test_what_the_other_side_cannot_say_is_refused(wire, source, target):
    with pytest.raises(RuleViolation):
        call(wire, source=source, target=target)


def test_results_are_translated_too():
    v1 = {"success": False, "imp_uid": "imp_9", "merchant_uid": "o1", "error_code": "F400", "error_msg": "no"}
    found = translate({"browser_result": v1}, operation="browser.payment.result", source="v1", target="v2")
    told = found.wire["browser_result"]
    assert (told["transactionType"], told["paymentId"], told["pgCode"], told["pgMessage"]) == (
        "PAYMENT",
        "o1",
        "F400",
        "no",
    )
    assert told["code"]
    assert told["message"]
    assert found.lossy
    back = translate(
        {"browser_result": {**told, "txId": "t1"}},
        operation="browser.payment.result",
        source="v2",
        target="v1",
        context={"refs": {"o1": "imp_9"}},
    )
    assert back.wire["browser_result"] == v1


def test_a_drawn_button_is_translated():
    v1 = {
        "uiType": "paypal-spb",
        "channelKey": "k",
        "pay_method": "paypal",
        "merchant_uid": "o1",
        "name": "n",
        "amount": 25.8,
        "currency": "USD",
    }
    v2 = call(v1, store_id="s").wire["browser"]
    assert (v2["uiType"], v2["totalAmount"]) == ("PAYPAL_SPB", 2580)
    back = call(v2, source="v2", target="v1").wire["browser"]
    assert {**v1, "pay_method": None} == {**back, "pay_method": None}
