"""Payment windows without a browser: what calls are read as, what choices come to, how the APIs then show it."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge.registry import installed
from pgbridge.simulated import window_rules
from pgbridge.simulator import Settings
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.windows import LIFE, Call, Decision, Window, unchecked

STORE = Settings().store_id
MAGIC_TIMEOUT, MAGIC_LIMIT = "4000-0000-0000-0201", "4000-0000-0000-0102"


def v1(shop: Any, function: str = "IMP.request_pay", *, platform: str = "pc", **params: Any) -> Window:
    given = {
        "pg": "html5_inicis.MID",
        "pay_method": "card",
        "merchant_uid": "A",
        "name": "Tea",
        "amount": 1000,
    }
    call = Call(
        function=function,
        arguments=({**given, **params},),
        platform=platform,
        how="redirection" if platform == "mobile" else "iframe",
        page="http://shop.test/cart",
        init=("imp00000000",),
        origin="http://shop.test",
    )
    return shop.sim.open_window("v1", call, unchecked)


def v2(shop: Any, function: str = "requestPayment", *, how: str = "iframe", **params: Any) -> Window:
    given: dict[str, Any] = {"storeId": STORE, "channelKey": "channel-key-inicis-v2"}
    if function in ("requestPayment", "requestIssueBillingKeyAndPay"):
        given |= {"paymentId": "A", "orderName": "Tea", "totalAmount": 1000, "currency": "KRW"}
    if function == "requestPayment":
        given["payMethod"] = "CARD"
    call = Call(
        function=f"PortOne.{function}",
        arguments=({**given, **params},),
        platform="pc",
        how=how,
        page="http://shop.test/cart",
        origin="http://shop.test",
    )
    return shop.sim.open_window("v2", call, unchecked)


def choose(shop: Any, window: Window, choice: str = "approve", **more: Any) -> dict[str, Any]:
    result = shop.sim.decide(window.id, Decision(choice=choice, **more)).result
    assert result is not None
    return result


METHODS = [
    ({"payMethod": "CARD"}, "PaymentMethodCard", "card"),
    ({"payMethod": "TRANSFER"}, "PaymentMethodTransfer", "trans"),
    ({"payMethod": "MOBILE"}, "PaymentMethodMobile", "phone"),
    (
        {"payMethod": "GIFT_CERTIFICATE", "giftCertificate": {"giftCertificateType": "CULTURE_GIFT"}},
        "PaymentMethodGiftCertificate",
        "culturegift",
    ),
    ({"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "GCASH"}}, "PaymentMethodEasyPay", None),
    (
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "KAKAOPAY"}},
        "PaymentMethodEasyPay",
        "kakaopay",
    ),
    ({"payMethod": "CONVENIENCE_STORE"}, "PaymentMethodConvenienceStore", "cvs"),
    ({"payMethod": "CRYPTO"}, "PaymentMethodCrypto", None),
]


@pytest.mark.parametrize(("params", "kind", "word"), METHODS, ids=lambda x: x if isinstance(x, str) else "")
def test_every_way_to_pay_is_shown_by_both_apis(shop: Any, params: Any, kind: str, word: str | None) -> None:
    """The clients hold each read against the vendors' schemas."""
    window = v2(shop, **params)
    assert shop.v2.ok("GET", "/payments/A")["status"] == "READY"
    result = choose(shop, window)
    assert result == {"transactionType": "PAYMENT", "txId": window.attempt_id, "paymentId": "A"}
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["method"]["type"], read["origin"]["platformType"]) == ("PAID", kind, "PC")
    if word is not None:
        told = choose(shop, v1(shop, pay_method=word, merchant_uid="B"))
        assert (told["success"], told["paid_amount"]) == (True, 1000)
        read = shop.v1.ok("GET", f"/payments/{told['imp_uid']}?include_sandbox=true")
        assert (read["status"], read["channel"]) == ("paid", "pc")
        assert word in (read["pay_method"], read["emb_pg_provider"])


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ("cancel", "PAY_PROCESS_CANCELED"),
        ("close", "PAY_PROCESS_CANCELED"),
        ("timeout", "PAY_PROCESS_TIMEOUT"),
        ("decline", "LOST_CARD"),
    ],
)
def test_what_fails_is_told_and_may_be_tried_again(shop: Any, choice: str, code: str) -> None:
    told = choose(shop, v2(shop), choice, code="LOST_CARD")
    assert (told["code"], told["pgCode"]) == ("PGProviderError", code)
    old = choose(shop, v1(shop, merchant_uid="B"), choice, code="LOST_CARD")
    assert (old["success"], old["error_code"], old["status"]) == (False, code, "failed")
    assert "code" not in choose(shop, v2(shop))
    assert choose(shop, v1(shop, merchant_uid="B"))["success"] is True
    assert [each["status"] for each in shop.v2.ok("GET", "/payments/A/transactions")["items"]] == [
        "FAILED",
        "PAID",
    ]


def test_a_decision_is_final(shop: Any) -> None:
    window = v2(shop)
    first = choose(shop, window, "cancel")
    assert choose(shop, window, "approve") == first
    assert shop.sim.attempts("A")[-1].status == "FAILED"


def test_a_window_times_out_by_the_clock(shop: Any) -> None:
    window = v2(shop)
    shop.wait(LIFE + 1)
    assert choose(shop, window)["pgCode"] == "PAY_PROCESS_TIMEOUT"


def test_magic_cards_keep_their_outcomes(shop: Any) -> None:
    assert choose(shop, v2(shop), card_number=MAGIC_LIMIT)["pgCode"] == "LIMIT_EXCEEDED"
    told = choose(shop, v2(shop), card_number=MAGIC_TIMEOUT)
    assert told["pgCode"] == "TIMEOUT" and shop.v2.ok("GET", "/payments/A")["status"] == "PAID"


def test_a_registered_amount_must_be_the_windows(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/pre-register", json={"totalAmount": 999})
    with pytest.raises(Refusal, match="AMOUNT_NOT_EQUAL_TO_PREDEFINED"):
        v2(shop)
    shop.v1.ok("POST", "/payments/prepare", json={"merchant_uid": "B", "amount": 1001})
    with pytest.raises(Refusal, match="AMOUNT_NOT_EQUAL_TO_PREDEFINED"):
        v1(shop, merchant_uid="B")
    assert choose(shop, v1(shop, merchant_uid="B", amount=1001))["success"] is True


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"amount": "1000"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"m_redirect_url": "javascript:1"}, "m_redirect_url"),
    ],
    ids=["text", "nothing", "scheme"],
)
def test_v1_refuses_what_cannot_be_read(shop: Any, params: Any, field: str) -> None:
    with pytest.raises(Refusal, match=field):
        v1(shop, **params)
    assert shop.sim.attempts() == []


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"totalAmount": "1000"}, "totalAmount"),
        ({"totalAmount": 0}, "totalAmount"),
        ({"currency": "KRW2"}, "currency"),
        ({"payMethod": "MAGIC"}, "payMethod"),
        ({"redirectUrl": "javascript:1"}, "redirectUrl"),
        ({"storeId": None}, "storeId"),
        ({"channelKey": None}, "channelKey"),
    ],
)
def test_v2_refuses_what_cannot_be_read(shop: Any, params: Any, field: str) -> None:
    with pytest.raises(Refusal, match=field):
        v2(shop, **params)
    assert shop.sim.attempts() == []


def test_older_guides_spell_currency_and_method_out(shop: Any) -> None:
    assert "code" not in choose(shop, v2(shop, currency="CURRENCY_KRW", payMethod="PAY_METHOD_CARD"))


def test_billing_keys_of_windows_can_be_charged(shop: Any) -> None:
    told = choose(
        shop,
        v2(
            shop,
            "requestIssueBillingKey",
            billingKeyMethod="EASY_PAY",
            easyPay={"easyPayProvider": "TOSSPAY"},
        ),
    )
    assert told["transactionType"] == "ISSUE_BILLING_KEY" and "paymentId" not in told
    key = shop.v2.ok("GET", f"/billing-keys/{told['billingKey']}")
    assert key["methods"][0]["type"] == "BillingKeyPaymentMethodEasyPay"
    paid = shop.v2.ok("POST", "/payments/C/billing-key", json=shop.with_key(told["billingKey"]))
    assert paid["payment"]["pgTxId"]
    by = shop.v2.ok("GET", "/payments/C")["method"]
    assert (by["type"], by["provider"]) == ("PaymentMethodEasyPay", "TOSSPAY")
    old = choose(shop, v1(shop, customer_uid="gildong", merchant_uid="D", amount=0))
    assert (old["customer_uid"], old["paid_amount"], old["status"]) == ("gildong", 0, "paid")
    charged = {"customer_uid": "gildong", "merchant_uid": "E", "amount": 500, "name": "Tea"}
    assert shop.v1.ok("POST", "/subscribe/payments/again", json=charged)["status"] == "paid"


def test_some_pgs_of_v1_charge_with_the_key(shop: Any) -> None:
    told = choose(shop, v1(shop, pg="danal_tpay.MID", customer_uid="k", merchant_uid="F"))
    assert (told["paid_amount"], told["status"]) == (1000, "paid")
    told = choose(shop, v1(shop, customer_uid="k2", merchant_uid="G"))
    assert told["paid_amount"] == 0


def test_a_key_and_its_first_payment(shop: Any) -> None:
    told = choose(shop, v2(shop, "requestIssueBillingKeyAndPay", billingKeyAndPayMethod="MOBILE"))
    assert told["transactionType"] == "ISSUE_BILLING_KEY_AND_PAY"
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    assert shop.v2.ok("GET", f"/billing-keys/{told['billingKey']}")["status"] == "ISSUED"


def test_identities(shop: Any) -> None:
    window = v2(shop, "requestIdentityVerification", identityVerificationId="I")
    assert choose(shop, window, "cancel")["code"] == "PGProviderError"
    failed = shop.v2.ok("GET", "/identity-verifications/I")
    assert (failed["status"], failed["failure"]["pgCode"]) == ("FAILED", "PAY_PROCESS_CANCELED")
    again = v2(shop, "requestIdentityVerification", identityVerificationId="I")
    choose(shop, again, name="김영희", birth="20030405", gender="FEMALE")
    person = shop.v2.ok("GET", "/identity-verifications/I")["verifiedCustomer"]
    assert (person["name"], person["birthDate"], person["gender"]) == ("김영희", "2003-04-05", "FEMALE")
    with pytest.raises(Refusal, match="ALREADY_VERIFIED"):
        v2(shop, "requestIdentityVerification", identityVerificationId="I")
    told = choose(shop, v1(shop, "IMP.certification", merchant_uid="M"), birth="1990-01-01")
    read = shop.v1.ok("GET", f"/certifications/{told['imp_uid']}")
    assert (told["success"], read["certified"], read["birthday"]) == (True, True, "1990-01-01")


def test_a_phone_gets_four_things_in_the_address(shop: Any) -> None:
    window = v1(shop, platform="mobile", m_redirect_url="/back")
    assert (window.wish.how, window.wish.redirect_url) == ("redirection", "http://shop.test/back")
    told = choose(shop, window)
    assert told == {"imp_uid": window.attempt_id, "merchant_uid": "A", "imp_success": True}


def test_naver_pay_leaves_the_page_unless_told_otherwise(shop: Any) -> None:
    assert v1(shop, pg="naverpay.MID", merchant_uid="N1").wish.how == "redirection"
    assert v1(shop, pg="naverpay.MID", merchant_uid="N2", naverPopupMode=True).wish.how == "iframe"


def test_an_account_takes_a_deposit_until_its_day_is_over(shop: Any) -> None:
    window = v1(shop, pay_method="vbank", vbank_due="2026-01-05")
    told = choose(shop, window, bank="004")
    assert (told["status"], told["vbank_name"], told["vbank_date"]) == ("ready", "KB국민은행", 1_767_625_199)
    shop.sim.deposit("A")
    assert shop.v1.ok("GET", f"/payments/{told['imp_uid']}?include_sandbox=true")["status"] == "paid"


def test_manual_approval_of_a_key(shop: Any) -> None:
    told = choose(shop, v2(shop, "requestIssueBillingKey", billingKeyMethod="CARD"), "agree")
    assert told["billingKey"] == "NEEDS_CONFIRMATION"
    body = {"billingIssueToken": told["billingIssueToken"], "storeId": STORE}
    done = shop.v2.ok("POST", "/billing-keys/confirm", json=body)
    assert shop.v2.ok("GET", f"/billing-keys/{done['billingKey']}")["status"] == "ISSUED"


def test_no_buyer_and_no_card_is_in_any_repr(shop: Any) -> None:
    window = v2(shop, customer={"fullName": "홍길동", "phoneNumber": "01099998888"})
    done = shop.sim.decide(window.id, Decision(choice="approve", card_number="4242424242424242"))
    shown = repr((window, done, window.call, window.wish, Decision(choice="x", name="홍길동")))
    assert not any(word in shown for word in ("홍길동", "01099998888", "4242424242424242"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("channel-key-inicis-v2", "inicis-v2."),
        ("channel-key-of-somebody", "simulator.unknown-channel"),
    ],
)
def test_rules_are_those_of_the_pg_that_the_key_names(shop: Any, key: str, expected: str) -> None:
    check = window_rules(installed())
    call = Call(
        function="PortOne.requestPayment",
        arguments=(
            {
                "storeId": STORE,
                "channelKey": key,
                "paymentId": "A",
                "orderName": "Tea",
                "totalAmount": 1000,
                "currency": "KRW",
                "payMethod": "CARD",
            },
        ),
        platform="pc",
        how="iframe",
        page="http://shop.test/",
    )
    window = shop.sim.open_window("v2", call, check)
    assert window.problems and all(each.rule.startswith(expected) for each in window.problems)
    assert window.blocked is (expected == "inicis-v2.")
    if window.blocked:
        told = choose(shop, window, "approve")
        assert told["pgCode"] == "INVALID_PARAMETER" and window.problems[0].rule in told["message"]
        assert shop.v2.ok("GET", "/payments/A")["status"] == "FAILED"
