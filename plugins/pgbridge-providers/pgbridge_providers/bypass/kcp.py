"""NHN KCP."""

from __future__ import annotations

from typing import Literal, TypedDict

from pgbridge_providers.bypass.shared import V1, Switch


class PaymentV1(V1, total=False):
    """Options of the window on V1, not under a name of the PG's."""

    shop_user_id: str
    coupon_apply_yn: Switch
    skin_indx: str
    site_logo: str
    complex_pnt_yn: Switch
    pt_memcorp_cd: str
    app_flag: Literal["Y", "N", "S"]


class BillingKeyV1(V1, total=False):
    """Issuing a billing key on V1."""

    site_logo: str
    batch_birth_day_yn: Switch


class Options(TypedDict, total=False):
    """Options of the window on V2; `disp_tax_yn` is about the cash receipt, `deli_term` counts the days of delivery."""

    skin_indx: str | int
    site_logo: str
    shop_user_id: str
    kcp_pay_title: str
    complex_pnt_yn: Switch
    pt_memcorp_cd: str
    disp_tax_yn: Literal["Y", "N", "R", "E"]
    site_name: str
    deli_term: str


class Payment(TypedDict, total=False):
    """Paying on V2."""

    kcp_v2: Options


class BillingKeyOptions(TypedDict, total=False):
    """`S` asks for a resident number only, `C` for a business number."""

    batch_soc_choice: Literal["S", "C"]


class BillingKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    kcp_v2: BillingKeyOptions


class OfflinePayment(TypedDict, total=False):
    """Which payment in a shop is asked for."""

    tradeId: str
    tradeNo: str
    point: int
    useDt: str
    btid: str


class QuickPayOptions(TypedDict, total=False):
    """What Quick Pay is to do, and for whom: one of the two CIs and the shop's id of the member."""

    actionType: str
    encryptedCI: str
    memberCI: str
    memberID: str
    deviceID: str
    noAuth: bool
    installment: int
    useCardPoint: bool
    registerAutoPay: bool
    sdkVersion: str
    prepaidOfflinePaymentInfoRequest: OfflinePayment


class QuickPay(V1, total=False):
    """Quick Pay (V1)."""

    kcpQuick: QuickPayOptions  # noqa: N815 - the PG spells it so


class IdentityOptions(TypedDict, total=False):
    """`media_type` is MC01 on PC and MC02 on mobile; the other two are about the text message."""

    media_type: Literal["MC01", "MC02"]
    cp_sms_msg: str
    cp_callback: str
    web_siteid: str


class Identity(TypedDict, total=False):
    """Identity verification on V2; SDK and pages spell the name in two ways."""

    kcpV2: IdentityOptions
    kcp_v2: IdentityOptions
