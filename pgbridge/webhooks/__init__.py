"""Receiving webhooks: bytes and headers in, a neutral event out."""

from pgbridge.webhooks.receiver import Webhooks
from pgbridge.webhooks.standard import signed_headers

__all__ = ["Webhooks", "signed_headers"]
