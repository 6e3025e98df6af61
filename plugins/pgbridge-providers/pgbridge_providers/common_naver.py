"""What Naver Pay demands on both APIs: its list of products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import charset, each, needs_contract, pattern, required
from pgbridge_providers.common_v1 import DAY

if TYPE_CHECKING:
    from pgbridge.rules import Rule

NEEDED: Final = {
    "category-type": "categoryType",
    "category-id": "categoryId",
    "uid": "uid",
    "name": "name",
    "count": "count",
}


def products(items: str, *, name: str) -> tuple[Rule, ...]:
    """Demand complete products in the list at `items`; rule ids begin with `name`."""
    return (
        *each(
            required,
            f"browser_payment.{name}-{{}}",
            {what: f"{items}[].{field}" for what, field in NEEDED.items()},
            fact="Naver Pay wants every product with category type and id, uid, name and count.",
        ),
        *each(
            pattern,
            f"browser_payment.{name}-{{}}",
            {"start-date": f"{items}[].startDate", "end-date": f"{items}[].endDate"},
            regex=DAY,
            fact="First and last day (of a stay, a journey, a show) are written YYYYMMDD.",
        ),
    )


def sellers(items: str, *, letters: str, contract: str) -> tuple[Rule, ...]:
    """Let marketplaces alone name the seller of a product; `letters` and `contract` are the rules' ids."""
    return (
        charset(
            letters,
            f"{items}[].sellerId",
            "[0-9A-Za-z]+",
            fact="The id of a seller is made of Latin letters and digits.",
        ),
        needs_contract(
            contract,
            f"{items}[].sellerId",
            contract="sub-merchant",
            fact="It is for marketplaces whose contract with Naver Pay asks for it.",
        ),
    )
