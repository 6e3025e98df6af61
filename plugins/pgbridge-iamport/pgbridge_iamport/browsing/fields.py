"""Neutral field paths of the window's calls and where V1 takes them; None is what V1 cannot carry."""

from __future__ import annotations

from pgbridge_iamport.carried import Fields

CUSTOMER: Fields = {
    "customer.id": "customer_id",
    "customer.name": "buyer_name",
    "customer.email": "buyer_email",
    "customer.phone": "buyer_tel",
    "customer.address": "buyer_addr",
    "customer.address.city": None,
    "customer.address.province": None,
    "customer.address.country": None,
    "customer.postcode": "buyer_postcode",
    "customer.birth": None,
    "customer.gender": None,
    "customer.country": None,
    "customer.business_number": None,
}
# V1 takes the street lines as one text.
HARMLESS = frozenset(path for path in CUSTOMER if path.startswith("customer.address."))
WINDOW: Fields = {
    "redirect_url": "m_redirect_url",
    "force_redirect": None,
    "window_pc": "popup",
    "window_mobile": "popup",
    "popup_center": None,
    "iframe_dim": None,
    "bypass": "bypass",
    "extra": "",
}
TERMS: Fields = {
    **CUSTOMER,
    **WINDOW,
    "custom_data": "custom_data",
    "method": "pay_method",
    "order_name": "name",
    "kana.first": "buyer_first_name_kana",
    "kana.last": "buyer_last_name_kana",
    "notice_urls": "notice_url",
    "app_scheme": "app_scheme",
    "locale": "language",
    "product_type": "digital",
    "offer_period": "period",
    "offer_period.since": "period.from",
    "offer_period.until": "period.to",
    "offer_period.interval": "period.interval",
    "carrier": "phone.carrier",
    "available_carriers": "phone.detail",
}
AMOUNT: Fields = {
    "amount.total": "amount",
    "amount.currency": "currency",
    "amount.tax_free": "tax_free",
    "amount.vat": "vat_amount",
}
STORE: Fields = {
    "store": "storeDetails",
    "store.name": "storeDetails.storeName",
    "store.name_short": "storeDetails.storeNameShort",
    "store.name_english": "storeDetails.storeNameEn",
    "store.name_kana": "storeDetails.storeNameKana",
    "store.business_name": "storeDetails.businessName",
    "store.business_number": "biz_num",
    "store.owner": "storeDetails.ceoFullName",
    "store.contact": "storeDetails.contactName",
    "store.phone": "storeDetails.phoneNumber",
    "store.email": "storeDetails.email",
    "store.address": "storeDetails.address",
    "store.postcode": "storeDetails.zipcode",
    "store.opens": "storeDetails.openingHours.open",
    "store.closes": "storeDetails.openingHours.close",
}
ORDER: Fields = {
    **TERMS,
    **AMOUNT,
    **STORE,
    "order_id": "merchant_uid",
    "products": "products",
    "products.id": "products[].id",
    "products.name": "products[].name",
    "products.amount": "products[].unitPrice",
    "products.quantity": "products[].quantity",
    "products.code": "products[].code",
    "products.tag": None,
    "products.link": None,
    "cultural_expense": None,
    "country": "country",
}
