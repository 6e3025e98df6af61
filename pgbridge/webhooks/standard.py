"""Standard Webhooks (https://www.standardwebhooks.com), the way PortOne V2 signs what it sends. Pure: no clock of its own.

The signature is HMAC-SHA256 over `{id}.{timestamp}.{raw body}`, in Base64, behind `v1,`.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping, Sequence

from pgbridge.errors import BadWebhook, ConfigError
from pgbridge.model.channel import Secret

TOLERANCE = 300.0
PREFIX = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]


def key_of(secret: Secret | str | bytes) -> bytes:
    """Return the signing key: a text is Base64 with or without `whsec_` in front, bytes are the key itself.

    :raises ConfigError: it is not Base64, or empty
    """
    value = secret.reveal() if isinstance(secret, Secret) else secret
    if isinstance(value, str):
        text = value.strip().removeprefix(PREFIX)
        try:
            value = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            raise ConfigError(
                "webhook secret: is not Base64; copy it whole from the console, whsec_ included"
            ) from None
    if not value:
        raise ConfigError("webhook secret: must not be empty")
    return bytes(value)


def folded(headers: Headers) -> dict[str, str]:
    """Return headers by lower-case name, from a mapping or from pairs; repeated ones are joined."""
    found: dict[str, str] = {}
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        key = (name.decode("latin-1") if isinstance(name, bytes) else name).lower()
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        found[key] = f"{found[key]} {text}" if key in found else text
    return found


def body_of(body: bytes | bytearray | memoryview | str) -> bytes:
    """Return the raw body.

    :raises BadWebhook: a text that no bytes make
    :raises ConfigError: something else, such as parsed JSON
    """
    if not isinstance(body, (bytes, bytearray, memoryview, str)):
        raise ConfigError("body: give the raw body as bytes or str, before anything parsed it")
    try:
        return body.encode() if isinstance(body, str) else bytes(body)
    except UnicodeEncodeError:
        raise BadWebhook("body: is not UTF-8", reason="unreadable") from None


def signature(key: bytes, id: str, timestamp: str, body: bytes) -> bytes:
    """Return the Base64 of the signature, as it stands behind `v1,`."""
    signed = b".".join((id.encode("latin-1"), timestamp.encode("ascii"), body))
    return base64.b64encode(hmac.digest(key, signed, "sha256"))


def signed_headers(
    body: bytes | str, *, secret: Secret | str | bytes, id: str, timestamp: int
) -> dict[str, str]:
    """Return the headers PortOne V2 would send with this body, for tests of your own handler.

    >>> sorted(signed_headers("{}", secret="whsec_c2VjcmV0", id="wh-1", timestamp=1714521662))
    ['webhook-id', 'webhook-signature', 'webhook-timestamp']

    :param timestamp: when it is sent, POSIX seconds
    """
    made = signature(key_of(secret), id, str(timestamp), body_of(body))
    return {ID: id, TIMESTAMP: str(timestamp), SIGNATURE: f"v1,{made.decode()}"}


def verify(
    keys: Sequence[bytes],
    body: bytes,
    headers: Mapping[str, str],
    *,
    now: float,
    tolerance: float = TOLERANCE,
) -> str:
    """Return the id of a delivery that one of these keys signed within the last minutes.

    :param headers: by lower-case name
    :param now: POSIX seconds
    :param tolerance: how far the sender's clock may be off, both ways, in seconds
    :raises BadWebhook: a header is missing, the time is too far off, or no signature fits
    """
    event_id, timestamp, signatures = (headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    for name, value in ((ID, event_id), (TIMESTAMP, timestamp), (SIGNATURE, signatures)):
        if not value:
            raise BadWebhook(f"{name}: the header is missing", reason="missing_headers")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        raise BadWebhook(f"{TIMESTAMP}: must be POSIX seconds", reason="bad_timestamp")
    sent = int(timestamp)
    if now - sent > tolerance:
        raise BadWebhook(f"{TIMESTAMP}: is more than {tolerance:g} seconds ago", reason="too_old")
    if sent - now > tolerance:
        raise BadWebhook(f"{TIMESTAMP}: is more than {tolerance:g} seconds ahead", reason="too_new")
    given = [s.removeprefix("v1,").encode("utf-8", "replace") for s in signatures.split() if s[:3] == "v1,"]
    try:
        expected = [signature(key, event_id, timestamp, body) for key in keys]
    except UnicodeEncodeError:
        given = expected = []
    # Every pair is compared, so that the time taken tells nothing about which of them fits.
    matches = [hmac.compare_digest(one, other) for one in expected for other in given]
    if not any(matches):
        raise BadWebhook(f"{SIGNATURE}: fits none of the secrets", reason="bad_signature")
    return event_id
