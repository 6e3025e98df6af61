"""What identity verification by one-time password demands on V1 (POST /certifications/otp/request)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import each, one_of, pattern, required

if TYPE_CHECKING:
    from pgbridge.rules import Rule

PERSON: Final = {
    "name": "name",
    "phone": "phone",
    "birth": "birth",
    "gender-digit": "gender_digit",
    "carrier": "carrier",
}


def person(*, source: str = "") -> tuple[Rule, ...]:
    """Who is to be verified: all of it, with birth date, seventh digit and carrier in their forms."""
    return (
        *each(
            required,
            "otp_request.{}-required",
            PERSON,
            fact="Without a window the shop has to say who is verified.",
            source=source,
        ),
        one_of(
            "otp_request.carrier",
            "carrier",
            ("SKT", "KT", "LGT"),
            fact="A budget line goes by its network, with is_mvno true; KTF is the identity window's name of KT.",
            source=source,
        ),
        pattern(
            "otp_request.birth-format",
            "birth",
            r"(\D*\d){6}\D*",
            fact="A birth date has six digits, YYMMDD; PortOne drops what stands between them.",
            source=source,
        ),
        one_of(
            "otp_request.gender-digit",
            "gender_digit",
            tuple(range(1, 9)),
            fact="The seventh digit of a resident number is 1 to 4, a foreigner's 5 to 8.",
            source=source,
        ),
    )
