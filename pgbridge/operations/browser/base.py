"""What the calls of the payment window have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgbridge.model.browser import BrowserCall, OfferPeriod
from pgbridge.model.customer import Customer, Name
from pgbridge.operations.base import Operation


class BrowserOperation(Operation[BrowserCall], frozen=True, kw_only=True):
    """What every window may be told.

    :ivar custom_data: any JSON; comes back on reads
    :ivar redirect_url: where a window that leaves the page comes back to; most mobile ones do
    :ivar force_redirect: come back by `redirect_url` on PC too (V2 only)
    :ivar window_pc: `iframe`, `popup`, `redirection` or `ui`
    :ivar window_mobile: the same on mobile
    :ivar bypass: parameters of one PG, passed on under `bypass` as they are
    :ivar extra: V1: parameters of one PG that lie beside the others (`naverProducts`)
    """

    customer: Customer = Customer()
    custom_data: Any = None
    redirect_url: str | None = None
    force_redirect: bool | None = None
    window_pc: str | None = None
    window_mobile: str | None = None
    popup_center: bool | None = None
    iframe_dim: bool | None = None
    bypass: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] | None = None


class BrowserTerms(BrowserOperation, frozen=True, kw_only=True):
    """What windows that take money or keep a card may be told.

    :ivar method: one of `Method`; None where the PG's window lets the buyer choose
    :ivar order_name: what the buyer sees
    :ivar kana: the buyer's name in katakana (Japan)
    :ivar notice_urls: where webhooks go instead of the console's address
    :ivar app_scheme: brings the buyer back into the shop's own app
    :ivar locale: language of the window, such as `ko-KR`
    :ivar product_type: `physical` or `digital`
    :ivar offer_period: when the service that is paid for is given
    :ivar carrier: opens one carrier's window: `SKT`, `KT`, `LGU`, `HELLO`, `KCT`, `SK7`
    :ivar available_carriers: the carriers to offer
    """

    method: str | None = None
    order_name: str | None = None
    kana: Name | None = None
    notice_urls: tuple[str, ...] = ()
    app_scheme: str | None = None
    locale: str | None = None
    product_type: str | None = None
    offer_period: OfferPeriod | None = None
    carrier: str | None = None
    available_carriers: tuple[str, ...] = ()
