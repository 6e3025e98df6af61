"""Promotions and checkout profiles: what a merchant sets up in the console and reads through V2."""

from pgbridge.simulator.http import Answer, Refusal, invalid
from pgbridge.simulator.money import CURRENCIES
from pgbridge.simulator.settings import Promotion
from pgbridge.simulator.world import DEFAULT_CHANNEL, World
from pgbridge_portone.simulated import views
from pgbridge_portone.simulated.call import Call, Handler

# Invented: what KCP offers, by company, discount and the least that must be paid.
OFFERS = (("SHINHAN_CARD", 1_000, 10_000), ("HYUNDAI_CARD", 3_000, 50_000), ("BC_CARD", 5_000, 100_000))
# What a 64-bit number holds.
LARGEST = 2**63 - 1
MOST_DIGITS = len(str(LARGEST))
KCP = frozenset(("KCP_V2",))


def promotion(world: World, call: Call) -> Answer:
    """Read a promotion. Inferred: payments do not spend of it here."""
    found = next((it for it in world.settings.promotions if it.id == call.params["promotion_id"]), None)
    if found is None:
        raise Refusal("PROMOTION_NOT_FOUND", "존재하지 않는 프로모션입니다.")
    return Answer.of(
        {
            "type": "CARD",
            "id": found.id,
            "storeId": world.settings.store_id,
            "name": found.name,
            "discountPolicy": {
                "partitions": [
                    {
                        "amountFrom": found.amount_from,
                        "scheme": {"type": "PERCENT", "percent": found.percent},
                    }
                ]
            },
            "totalBudget": found.budget,
            "spentAmount": 0,
            "currency": found.currency,
            "startAt": views.time(found.starts_at),
            "endAt": views.time(found.ends_at),
            "cardCompany": found.card_company,
            "status": status(found, world.now()),
            "createdAt": views.time(found.starts_at),
            "recoverOption": {"type": "RECOVER"},
        }
    )


def status(it: Promotion, now: float) -> str:
    """Tell whether it runs."""
    if now < it.starts_at:
        return "SCHEDULED"
    return "IN_PROGRESS" if now < it.ends_at else "COMPLETED"


def offers(world: World, call: Call) -> Answer:
    """List what a PG offers by itself. Inferred: PGs other than KCP refuse."""
    amount = whole(call, "amount")
    channel = world.channel(needed(call, "channelKey"))
    company = call.request.parameter("cardCompany")
    if not world.takes(channel, KCP):
        raise Refusal("PG_PROVIDER", "카드 프로모션 조회를 지원하지 않는 PG사입니다.", code="UNSUPPORTED")
    rows = [
        {
            "promotionId": f"offer-{name}",
            "cardCompany": name,
            "discountAmount": discount,
            "minimumPaymentAmount": least,
        }
        for name, discount, least in OFFERS
        if least <= amount and company in (None, name)
    ]
    return Answer.of({"promotions": rows})


def evaluate(world: World, call: Call) -> Answer:
    """List the means of payment of a profile. Inferred: of a profile that nobody set, a card of that country."""
    key, country = needed(call, "profileKey"), needed(call, "country")
    whole(call, "amount")
    if needed(call, "currency") not in CURRENCIES:
        raise invalid("currency: 지원하지 않는 통화입니다.")
    profiles = world.settings.profiles
    if profiles is None:
        channel = (world.settings.channels or (DEFAULT_CHANNEL,))[0]
        methods: tuple[tuple[str, str], ...] = (
            ("CARD_KR" if country == "KR" else "CARD_INTERNATIONAL", channel.key),
        )
    elif key in profiles:
        methods = profiles[key]
    else:
        raise Refusal("PROFILE_SETTINGS_NOT_FOUND", "프로필 설정이 존재하지 않습니다.")
    return Answer.of({"methods": [{"paymentMethod": name, "channelKey": at} for name, at in methods]})


def needed(call: Call, name: str) -> str:
    """Return a query parameter that must be there."""
    value = call.request.parameter(name)
    if not value:
        raise invalid(f"{name}: 필수 파라미터가 누락되었습니다.")
    return value


def whole(call: Call, name: str) -> int:
    """Return a query parameter that must be a whole number of zero or more."""
    text = needed(call, name)
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) <= LARGEST):
        raise invalid(f"{name}: 0 이상의 정수여야 합니다.")
    return int(text)


PUBLIC: tuple[tuple[str, str, Handler], ...] = (("GET", "/checkout-profiles/evaluate", evaluate),)
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/promotions/{promotion_id}", promotion),
    ("GET", "/payment-gateways/card-promotion", offers),
)
