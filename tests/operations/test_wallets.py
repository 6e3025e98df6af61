"""What single PGs have of their own, through the bridge: asked once, told once, and never a second time by accident."""

from datetime import datetime, timedelta, timezone

import httpx
import msgspec
import pytest

from pgbridge import (
    ApiError,
    BenepiaAccount,
    Bridge,
    CancelNaverOrders,
    Conflict,
    Declined,
    DeleteKcpQuickAutopay,
    DeleteKcpQuickMember,
    DepositNaverPoints,
    GetBank,
    GetBenepiaPoints,
    GetCardCompany,
    GetKakaoOrders,
    GetNaverCashAmount,
    GetNaverOrder,
    GetTier,
    IntentConflict,
    ListBanks,
    ListCardCompanies,
    ListChannels,
    ListNaverOrders,
    ListNaverReviews,
    NotFound,
    OutcomeUnknown,
    PayBenepia,
    PayKcpQuickAutopay,
    PayKcpQuickMoney,
    PgbridgeError,
    PlaceNaverOrders,
    PrepareKcpQuick,
    RegisterPaymentwallDelivery,
    ReleaseKcpQuickFido,
    RuleViolation,
    SetPaycoStatus,
    ShipNaverOrders,
    UpdateKcpQuickPrepare,
    VendorKey,
    krw,
)
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.channel import Channel
from pgbridge.registry import installed
from pgbridge.simulated import default_config
from pgbridge.simulator import Fault, Plan
from pgbridge.simulator.transport import SimulatorTransport
from tests.closing import keep, kept_parts

NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)
PGS = {"naverco": "naverco.m", "naverpay": "naverpay.m", "kakaopay": "kakaopay.CID1", "kcp": "kcp.m"}
PASSWORD, VERIFIER = "s3cret-benepia", "s3cret-verifier"


class Mall:
    """A bridge whose V1 channels are wallets, on a simulator of its own, with a ledger in a file."""

    def __init__(self, path):
        config = default_config()
        channels = dict(config.channels)
        for name, pg in PGS.items():
            channels[name] = msgspec.structs.replace(
                channels["inicis-v1"], name=name, pg=pg, key=f"channel-key-{name}", check="off"
            )
        parts = kept_parts(installed(), msgspec.structs.replace(config, channels=channels))
        self.simulator, self.path, self.events = parts.simulator, path, []
        self.requests = []
        self.ledger = keep(open_sqlite(f"sqlite:///{path}", parts.simulator.now))
        client = httpx.Client(
            transport=SimulatorTransport(parts.simulator),
            event_hooks={"request": [lambda request: self.requests.append(request)]},
        )
        self.bridge = Bridge(
            parts.registry,
            parts.config,
            ledger=self.ledger,
            client=client,
            context=parts.context,
            sleep=parts.simulator.advance,
            observers=[self.events.append],
        )

    def do(self, op, channel, **options):
        return self.bridge.execute(op, channel=channel, **options)

    def paid(self, order, channel):
        """An order that is paid through a channel, in the vendor's own books."""
        pay = PayBenepia(
            order_id=order,
            order_name="n",
            amount=krw(9_900),
            account=BenepiaAccount(user=order, password="p"),
        )
        return self.do(pay, channel).attempt_id

    def posts(self, ending):
        return [r for r in self.requests if r.method != "GET" and r.url.path.endswith(ending)]

    def fail(self, fault, path):
        self.simulator.inject(Plan(fault=fault, path=f"/v1/*{path}"))

    def close(self):
        self.bridge.close()
        self.ledger.close()


@pytest.fixture
def mall(tmp_path):
    made = Mall(tmp_path / "ledger.sqlite3")
    yield made
    made.close()


def test_codes(mall):
    v1, v2 = mall.do(ListBanks(), "kcp"), mall.do(ListBanks(), "inicis")
    shinhan = next(it for it in v1 if it.value == "SHINHAN")
    assert (shinhan.code, shinhan.name) == ("088", "신한은행")
    assert set(v1) == set(v2)
    for channel in ("kcp", "inicis"):
        assert mall.do(GetBank(bank="SHINHAN"), channel) == mall.do(GetBank(bank="088"), channel) == shinhan
        with pytest.raises(NotFound):
            mall.do(GetBank(bank="999"), channel)
    with pytest.raises(RuleViolation, match="bank"):
        mall.do(GetBank(bank="NO_BANK"), "kcp")
    company = mall.do(GetCardCompany(company="SHINHAN_CARD"), "kcp")
    assert company in mall.do(ListCardCompanies(), "kcp")
    assert mall.do(GetTier(code="ABC"), "kcp").code == "ABC"
    assert {it.key for it in mall.do(ListChannels(), "kcp")} >= {"channel-key-naverco", "channel-key-kcp"}


def test_naver_orders(mall):
    uid = mall.paid("n1", "naverco")
    (row,) = mall.do(ListNaverOrders(order_id="n1"), "naverco")
    assert mall.do(ListNaverOrders(attempt_id=uid), "naverco") == (row,)
    done = mall.do(PlaceNaverOrders(order_id="n1"), "naverco")
    assert (done.complete, done.failed) == (True, ())
    ship = ShipNaverOrders(
        order_id="n1", product_order_ids=(row.product_order_id,), delivery_method="NOTHING", dispatched_at=NOW
    )
    assert mall.do(ship, "naverco").items[0].status == "DELIVERING"
    assert mall.do(GetNaverOrder(product_order_id=row.product_order_id), "naverco").status == "DELIVERING"
    now = datetime.fromtimestamp(mall.simulator.now(), timezone.utc)
    reviews = ListNaverReviews(since=now - timedelta(days=1), until=now + timedelta(days=1))
    assert [it.product_order_id for it in mall.do(reviews, "naverco")] == [row.product_order_id]


def test_some_of_the_product_orders(mall):
    mall.paid("n1", "naverco")
    (row,) = mall.do(ListNaverOrders(order_id="n1"), "naverco")
    ids = (row.product_order_id, "2024050100000009")
    done = mall.do(CancelNaverOrders(order_id="n1", product_order_ids=ids, reason="SOLD_OUT"), "naverco")
    assert (done.complete, done.failed) == (False, ("2024050100000009",))
    assert [it.status for it in done.items] == ["CANCELED"]


@pytest.mark.parametrize("fault", [Fault(answer="lost"), Fault(answer="error", status=500)])
def test_a_cancel_without_an_answer_is_looked_up(mall, fault):
    mall.paid("n1", "naverco")
    mall.fail(fault, "/naver/cancel")
    done = mall.do(CancelNaverOrders(order_id="n1"), "naverco", deadline=40)
    assert [it.claim_status for it in done.items] == ["CANCEL_DONE"]
    assert len(mall.posts("/naver/cancel")) == 1


def test_what_no_read_shows_stays_unknown(mall):
    mall.paid("n1", "naverco")
    mall.fail(Fault(answer="lost"), "/naver/place")
    with pytest.raises(OutcomeUnknown):
        mall.do(PlaceNaverOrders(order_id="n1"), "naverco", deadline=40)
    assert len(mall.posts("/naver/place")) == 1


def test_a_refusal_of_all_of_them(mall):
    mall.paid("n1", "naverco")
    mall.do(CancelNaverOrders(order_id="n1"), "naverco")
    ship = ShipNaverOrders(order_id="n1", delivery_method="NOTHING", dispatched_at=NOW)
    with pytest.raises(ApiError):
        mall.do(ship, "naverco", deadline=60)


def test_naver_codes_are_checked_before_anything_is_sent(mall):
    uid = mall.paid("n1", "naverco")
    sent = len(mall.requests)
    ship = ShipNaverOrders(
        attempt_id=uid, delivery_method="DELIVERY", delivery_company="DHLX", dispatched_at=NOW
    )
    with pytest.raises(RuleViolation) as caught:
        mall.do(ship, "naverco")
    assert {it.neutral_field for it in caught.value.violations} == {"delivery_company", "tracking_number"}
    assert len(mall.requests) == sent


def test_points_are_given_once(mall):
    uid = mall.paid("n2", "naverpay")
    assert not mall.do(DepositNaverPoints(attempt_id=uid), "naverpay").replayed
    again = mall.do(DepositNaverPoints(attempt_id=uid), "naverpay")
    assert (again.attempt_id, again.replayed, again.partial) == (uid, True, True)
    assert len(mall.posts("/naver/point")) == 1
    assert mall.do(GetNaverCashAmount(order_id="n2"), "naverpay").total == 9_900


def test_points_without_an_answer_wait_for_an_explicit_repeat(mall):
    uid = mall.paid("n2", "naverpay")
    mall.fail(Fault(processed=False, answer="lost"), "/naver/point")
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            mall.do(DepositNaverPoints(attempt_id=uid), "naverpay", deadline=20)
    assert len(mall.posts("/naver/point")) == 1
    mall.simulator.advance(1_000)
    assert mall.do(DepositNaverPoints(attempt_id=uid), "naverpay").attempt_id == uid


def benepia(order, user="u1", amount=1_000):
    return PayBenepia(
        order_id=order,
        order_name="n",
        amount=krw(amount),
        account=BenepiaAccount(user=user, password=PASSWORD),
    )


def test_benepia_pays_an_order_once(mall):
    points = GetBenepiaPoints(account=BenepiaAccount(user="u1", password=PASSWORD))
    assert mall.do(points, "kcp").points == 100_000
    first = mall.do(benepia("b1"), "kcp")
    again = mall.do(benepia("b1"), "kcp")
    assert (first.status, again.replayed, again.attempt_id) == ("paid", True, first.attempt_id)
    assert mall.do(points, "kcp").points == 99_000
    with pytest.raises(IntentConflict):
        mall.do(benepia("b1", amount=2_000), "kcp")
    assert len(mall.posts("/benepia/payment")) == 1


def test_benepia_lost_answers_are_looked_up(mall):
    mall.fail(Fault(answer="lost"), "/benepia/payment")
    assert mall.do(benepia("b1"), "kcp", deadline=40).status == "paid"
    assert len(mall.posts("/benepia/payment")) == 1


def test_benepia_declines(mall):
    with pytest.raises(Declined):
        mall.do(benepia("b1", user="4000000000000101"), "kcp", deadline=40)


def test_no_password_is_left_behind(mall):
    op = benepia("b1")
    shown = [repr(op), repr(op.account), str(op)]
    mall.fail(Fault(answer="html"), "/benepia/payment")
    for each in (op, GetBenepiaPoints(account=op.account), registration(PrepareKcpQuick)):
        try:
            shown.append(repr(mall.do(each, "kcp", deadline=20)))
        except PgbridgeError as error:
            shown += [repr(error), str(error), repr(vars(error)), repr(error.__cause__)]
    shown += [repr(event) for event in mall.events]
    for secret in (PASSWORD, VERIFIER):
        assert any(secret.encode() in request.content for request in mall.requests)
        assert secret not in "\n".join(shown)
        assert all(secret.encode() not in file.read_bytes() for file in mall.path.parent.iterdir())


def test_won_only(mall):
    op = msgspec.structs.replace(benepia("b1"), amount=msgspec.structs.replace(krw(100), currency="USD"))
    with pytest.raises(RuleViolation, match="won"):
        mall.do(op, "kcp")
    with pytest.raises(RuleViolation):
        mall.do(benepia("b1", amount=0), "kcp")


def registration(kind):
    return kind(order_id="q1", transaction_id="b1", customer_ip="192.0.2.1", code_verifier=VERIFIER)


def test_quick_pay(mall):
    money = PayKcpQuickMoney(
        order_id="q1", order_name="n", amount=krw(500), member_id="m1", pin_attempt_id="imp_pin"
    )
    assert mall.do(money, "kcp").status == "paid"
    assert mall.do(money, "kcp").replayed
    auto = PayKcpQuickAutopay(
        order_id="q2", order_name="n", amount=krw(500), billing_key=VendorKey(id="none"), buyer_name="n"
    )
    with pytest.raises(NotFound):
        mall.do(auto, "kcp")
    with pytest.raises(NotFound):
        mall.do(DeleteKcpQuickAutopay(billing_key=VendorKey(id="none")), "kcp")


def test_quick_members(mall):
    gone = DeleteKcpQuickMember(member_id="m1", site_code="IX0XX", partner_type="a", partner_subtype="b")
    assert mall.do(gone, "kcp").pg_merchant_id == "IX0XX"
    with pytest.raises(NotFound):
        mall.do(gone, "kcp")
    assert mall.do(ReleaseKcpQuickFido(member_id="m2"), "kcp").member_id == "m2"
    with pytest.raises(ApiError) as caught:
        mall.do(ReleaseKcpQuickFido(member_id="m2"), "kcp")
    assert caught.value.pg_code == "C210"


def test_quick_registration(mall):
    with pytest.raises(NotFound):
        mall.do(registration(UpdateKcpQuickPrepare), "kcp")
    assert mall.do(registration(PrepareKcpQuick), "kcp").order_id == "q1"
    with pytest.raises(Conflict) as caught:
        mall.do(registration(PrepareKcpQuick), "kcp")
    assert caught.value.reason == "already_prepared"
    assert mall.do(registration(UpdateKcpQuickPrepare), "kcp").order_id == "q1"


def test_payco(mall):
    mall.paid("p1", "kcp")
    for status in ("delivery_start", "cancelled", "cancelled"):
        assert mall.do(SetPaycoStatus(order_id="p1", status=status), "kcp").status == status
    assert len(mall.posts(f"/payco/orders/status/{mall.simulator.attempts('p1')[0].id}")) == 3


def delivery(**more):
    return RegisterPaymentwallDelivery(
        **{"type": "digital", "status": "delivered", "details": "d", **more},
        delivery_at=NOW,
        update_at=NOW,
        refundable=True,
        email="a@shop.example",
    )


def test_paymentwall_on_v1(mall):
    uid = mall.paid("w1", "kcp")
    for named in ({"order_id": "w1"}, {"attempt_id": uid}):
        mall.do(delivery(**named), "kcp")
        body = msgspec.json.decode(mall.requests[-1].content)
        assert (body["imp_uid"], body["merchant_uid"]) == (uid, "w1")
    with pytest.raises(RuleViolation) as caught:
        mall.do(delivery(order_id="w1", type="physical"), "kcp")
    assert len(caught.value.violations) == 10


def test_paymentwall_on_v2(mall):
    from pgbridge import Card, ChargeCard, Customer

    card = Card(number="4111111111111111", expiry="2030-12")
    buyer = Customer(name="n", email="a@shop.example", phone="010-1234-5678")
    paid = mall.do(
        ChargeCard(order_id="w2", order_name="n", amount=krw(1_000), card=card, customer=buyer), "inicis"
    )
    mall.do(delivery(order_id="w2", status="delivering"), "inicis")
    body = msgspec.json.decode(mall.requests[-1].content)
    assert (body["transactionId"], body["deliveryStatus"]) == (paid.attempt_id, "ORDER_SHIPPED")
    assert any("delivering" in event.detail for event in mall.events if event.kind == "warning")


def test_a_delivery_that_paymentwall_does_not_take(mall):
    from pgbridge.wire import WireResponse
    from pgbridge_iamport.operations.paymentwall import delivery as module

    said = b'{"code":0,"message":null,"response":{"error_code":3001,"error":"e","notices":[]}}'
    judged = module.judge(WireResponse(status=200, body=said))
    assert (judged.kind, judged.error.pg_code) == ("refused", "3001")


def test_kakao(mall):
    mall.paid("k1", "kakaopay")
    day = datetime.fromtimestamp(mall.simulator.now(), timezone(timedelta(hours=9))).date()
    found = mall.do(GetKakaoOrders(date=day), "kakaopay").raw
    assert [it["partner_order_id"] for it in found["orders"]] == ["k1"]
    with pytest.raises(RuleViolation, match="pg_tx_id"):
        mall.do(GetKakaoOrders(date=day, pg_tx_id="T1"), "kakaopay")
    answer = mall.do(GetKakaoOrders(pg_tx_id="T1"), "inicis")
    assert (answer.status, answer.raw["error_code"]) == (400, -721)
    with pytest.raises(RuleViolation, match="date"):
        mall.do(GetKakaoOrders(pg_tx_id="T1", date=day), "inicis")


def test_a_channel_without_a_key(mall):
    from pgbridge_iamport.operations.benepia import points

    bare = Channel(name="bare", connection=mall.bridge.planner.config.connections["v1"], provider="kcp")
    with pytest.raises(RuleViolation, match="channel_key"):
        points.encode(GetBenepiaPoints(account=BenepiaAccount(user="u", password="p")), bare)
