"""Neutral field paths of the window's calls and where the browser SDK takes them; None where it has no place."""

from __future__ import annotations

from pgbridge_portone.fields import ADDRESS, PRODUCT, Fields, fields, inside

CUSTOMER: Fields = fields(
    {
        "id": "customerId",
        "name": "fullName",
        "name.first": "firstName",
        "name.last": "lastName",
        "email": "email",
        "phone": "phoneNumber",
        "address": "address",
        "postcode": "zipcode",
        "birth": "birthYear",
        "gender": "gender",
        "country": None,
        "business_number": None,
    },
    inside("address", "address", ADDRESS),
)
WINDOW: Fields = fields(
    {
        "custom_data": "customData",
        "redirect_url": "redirectUrl",
        "force_redirect": "forceRedirect",
        "window_pc": "windowType.pc",
        "window_mobile": "windowType.mobile",
        "popup_center": "popup.center",
        "iframe_dim": "iframe.dim",
        "bypass": "bypass",
        "extra": None,
    },
    inside("customer", "customer", CUSTOMER),
)
TERMS: Fields = fields(
    WINDOW,
    {
        "kana.first": "customer.firstNameKana",
        "kana.last": "customer.lastNameKana",
        "notice_urls": "noticeUrls",
        "app_scheme": "appScheme",
        "locale": "locale",
        "product_type": "productType",
        "offer_period": "offerPeriod",
        "offer_period.since": "offerPeriod.range.from",
        "offer_period.until": "offerPeriod.range.to",
        "offer_period.interval": "offerPeriod.interval",
        "carrier": "mobile.carrier",
        "available_carriers": "mobile.avaliableCarriers",
    },
)
AMOUNT: Fields = fields(
    {
        "amount.total": "totalAmount",
        "amount.currency": "currency",
        "amount.tax_free": "taxFreeAmount",
        "amount.vat": "vatAmount",
    }
)
STORE: Fields = inside(
    "store",
    "storeDetails",
    {
        "name": "storeName",
        "name_short": "storeNameShort",
        "name_english": "storeNameEn",
        "name_kana": "storeNameKana",
        "business_name": "businessName",
        "business_number": "businessRegistrationNumber",
        "owner": "ceoFullName",
        "contact": "contactName",
        "phone": "phoneNumber",
        "email": "email",
        "address": "address",
        "postcode": "zipcode",
        "opens": "openingHours.open",
        "closes": "openingHours.close",
    },
)
ORDER: Fields = fields(
    TERMS,
    AMOUNT,
    STORE,
    inside("products", "products", PRODUCT),
    {
        "order_id": "paymentId",
        "order_name": "orderName",
        "products": "products",
        "cultural_expense": "isCulturalExpense",
        "country": "country",
        "store": "storeDetails",
    },
)
