"""What V1 takes in `bypass` for every PG."""

from __future__ import annotations

from typing import Literal, TypedDict

Switch = Literal["Y", "N"]


class V1(TypedDict, total=False):
    """The cash receipt and the like, beside the PG's own parameters."""

    cashReceiptType: Literal["personal", "corporate", "anonymous"]
    customerIdentifier: str
    isCulturalExpense: bool
    useInternationalFreeFromMall: bool
