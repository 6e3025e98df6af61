"""KG Financial (Mobilians), the new module on V1."""

from __future__ import annotations

from typing import TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class PayOptions(TypedDict, total=False):
    """Options by pay method: `cn_` cards, `ep_` easy pay, `mc_` phone bill, `ra_` transfer, `va_` virtual account."""

    cn_pay_app_use_yn: Switch
    cn_pay_app_use_cd: str
    ep_pay_type: str
    mc_fix_no: Switch
    mc_safe_call: str
    ra_escrow_password: str
    ra_direct: Switch
    va_cash_receipt: Switch
    va_email: Switch


class Hidden(TypedDict, total=False):
    """Parts of the window that are not shown."""

    footer_area: str
    product_area: str
    email_area: str


class Options(TypedDict, total=False):
    """Options of the window."""

    cp_logo: Switch
    css_type: str
    pay_options: PayOptions
    hidden_options: Hidden
    LOGO_YN: Switch
    EMAIL_HIDDEN: Switch


class Payment(V1, total=False):
    """Paying, or issuing a key."""

    mobilians_v2: Options
