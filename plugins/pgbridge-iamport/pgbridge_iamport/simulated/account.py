"""Codes, channels and sub-merchants on V1."""

from pgbridge.simulator.codes import BANKS, CARD_COMPANIES, Bank, CardCompany
from pgbridge.simulator.http import Answer, Refusal
from pgbridge.simulator.world import DEFAULT_CHANNEL, World
from pgbridge_iamport.simulated.auth import TIER
from pgbridge_iamport.simulated.call import Call, Handler, success
from pgbridge_iamport.simulated.views import Json


def code(it: Bank | CardCompany) -> Json:
    """Write a bank or card company."""
    return {"code": it.code, "name": it.name}


def banks(world: World, call: Call) -> Answer:
    """List the banks."""
    del world, call
    return success([code(each) for each in BANKS])


def bank(world: World, call: Call) -> Answer:
    """Read one bank."""
    del world
    return found(BANKS, call.params["bank_standard_code"])


def cards(world: World, call: Call) -> Answer:
    """List the card companies."""
    del world, call
    return success([code(each) for each in CARD_COMPANIES])


def card(world: World, call: Call) -> Answer:
    """Read one card company."""
    del world
    return found(CARD_COMPANIES, call.params["card_standard_code"])


def found(rows: tuple[Bank, ...] | tuple[CardCompany, ...], wanted: str) -> Answer:
    """Answer the row of a code."""
    row = next((each for each in rows if each.code == wanted), None)
    if row is None:
        raise Refusal("CODE_NOT_FOUND", "코드에 해당되는 정보를 찾을 수 없습니다.")
    return success(code(row))


def channels(world: World, call: Call) -> Answer:
    """List the channels of the console; where every key is taken, the default one."""
    del call
    return success(
        [
            {
                "pg_provider": each.provider.lower(),
                "pg_id": each.merchant_id,
                "sandbox": not each.live,
                "type": "payment",
                "channel_name": each.name,
                "channel_key": each.key,
            }
            for each in world.settings.channels or (DEFAULT_CHANNEL,)
        ]
    )


def tier(world: World, call: Call) -> Answer:
    """Read a sub-merchant; where no tiers are set, every code is one."""
    wanted, tiers = call.params["tier_code"], world.settings.tiers
    if TIER.fullmatch(wanted) is None or (tiers is not None and wanted not in tiers):
        raise Refusal("TIER_NOT_FOUND", "등록되지 않은 tier_code 입니다.")
    return success({"tier_code": wanted, "tier_name": f"tier {wanted}"})


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/banks", banks),
    ("GET", "/banks/{bank_standard_code}", bank),
    ("GET", "/cards", cards),
    ("GET", "/cards/{card_standard_code}", card),
    ("GET", "/users/pg", channels),
    ("GET", "/tiers/{tier_code}", tier),
)
