"""Amounts in minor units, and the tax parts of an amount."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from pgbridge.simulator.codes import words
from pgbridge.simulator.http import Refusal, invalid

ZERO = words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
THREE = words("BHD IQD JOD KWD LYD OMR TND")
FOUR = words("CLF UYW")
NONE = words("XAU XAG XPT XPD XDR XSU XUA XBA XBB XBC XBD XTS XXX")
TWO = words(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
    "CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
    "SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
    "VES WST XCD YER ZAR ZMW ZWL"
)
EXPONENTS: dict[str, int] = {
    code: exponent for exponent, codes in ((0, ZERO), (2, TWO), (3, THREE), (4, FOUR)) for code in codes
}
CURRENCIES = frozenset(EXPONENTS) | NONE


class Money(Struct, frozen=True, kw_only=True):
    """An amount and its tax parts, in minor units: `total` = supply + `tax_free` + `vat`."""

    total: int
    tax_free: int
    vat: int

    @property
    def taxable(self) -> int:
        """The part that is not free of tax, VAT included."""
        return self.total - self.tax_free

    @property
    def supply(self) -> int:
        """The taxable part without its VAT."""
        return self.total - self.tax_free - self.vat

    def minus(self, other: "Money") -> "Money":
        """Subtract part by part."""
        return Money(
            total=self.total - other.total, tax_free=self.tax_free - other.tax_free, vat=self.vat - other.vat
        )


NOTHING = Money(total=0, tax_free=0, vat=0)


def summed(every: Iterable[Money]) -> Money:
    """Add part by part."""
    total = tax_free = vat = 0
    for each in every:
        total, tax_free, vat = total + each.total, tax_free + each.tax_free, vat + each.vat
    return Money(total=total, tax_free=tax_free, vat=vat)


def vat_of(taxable: int) -> int:
    """Return the VAT inside a taxable amount.

    The documents say one eleventh. Inferred: it is rounded half up.
    """
    return (taxable * 2 + 11) // 22


def priced(total: int, tax_free: int | None, vat: int | None) -> Money:
    """Split a price into its parts; what is not given is worked out as the documents say."""
    free = tax_free or 0
    if free + (vat or 0) > total:
        raise Refusal("SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT", "면세 금액과 부가세의 합이 총 금액보다 큽니다.")
    return Money(total=total, tax_free=free, vat=vat_of(total - free) if vat is None else vat)


def to_minor(value: Decimal, currency: str, field: str) -> int:
    """Convert a V1 amount in major units, or refuse a fraction that the currency does not have."""
    if currency not in EXPONENTS:
        raise invalid(f"currency: {currency} 통화는 금액을 가질 수 없습니다.")
    scaled = value.scaleb(EXPONENTS[currency])
    if scaled != scaled.to_integral_value():
        raise invalid(f"{field}: {currency} 통화의 최소 단위보다 작은 금액입니다.")
    return int(scaled)


def to_major(minor: int, currency: str) -> int | Decimal:
    """Convert minor units to what V1 writes: `650` cents is `6.5`."""
    value = Decimal(minor).scaleb(-EXPONENTS[currency])
    return int(value) if value == value.to_integral_value() else value.normalize()
