"""Card numbers taken out of texts that others wrote: PGs are known to quote the request in what they answer."""

from __future__ import annotations

import re

# 13 to 19 digits, as people write them: together, or in groups with a blank or hyphen between.
DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", re.ASCII)
MASK = "****"


def masked(text: str) -> str:
    """Return a text with everything that may be a card number starred out.

    >>> masked("카드번호 4111-1111-1111-1111 오류")
    '카드번호 **** 오류'
    """
    return DIGITS.sub(lambda found: MASK if luhn(found[0]) else found[0], text)


def luhn(text: str) -> bool:
    """Tell whether digits end in the check digit that card numbers have (ISO/IEC 7812-1)."""
    digits = [int(each) for each in text if each.isdigit()]
    doubled = [each * 2 - 9 * (each > 4) for each in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
