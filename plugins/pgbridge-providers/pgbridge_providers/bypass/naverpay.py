"""Naver Pay."""

from __future__ import annotations

from typing import TypedDict


class Item(TypedDict, total=False):
    """What is sold, by Naver's categories; days are written YYYYMMDD."""

    categoryType: str
    categoryId: str
    uid: str
    name: str
    payReferrer: str
    startDate: str
    endDate: str
    sellerId: str
    count: int


class SubMerchant(TypedDict, total=False):
    """Whom it is sold for."""

    subMerchantName: str
    subMerchantId: str
    subMerchantBusinessNo: str
    subMerchantPayId: str
    subMerchantTelephoneNo: str
    subMerchantCustomerServiceUrl: str


class Options(TypedDict, total=False):
    """`useCfmYmdt` is the day of use, YYYYMMDD; `deliveryFee` is in won, and lies in the amount."""

    useCfmYmdt: str
    productItems: list[Item]
    subMerchantInfo: SubMerchant
    deliveryFee: int


class Payment(TypedDict, total=False):
    """Paying on V2."""

    naverpay: Options


class KeyOptions(TypedDict, total=False):
    """Whom the subscription is sold for."""

    subMerchantName: str
    subMerchantId: str


class BillingKey(TypedDict, total=False):
    """Issuing a billing key on V2."""

    naverpay: KeyOptions
