"""The inbox for webhooks: kept before they are answered, read before they are believed, told once.

`Inbox` and `AsyncInbox` are what a shop uses; the rest are flows.
"""

from pgbridge.inbox.box import AsyncInbox, Inbox
from pgbridge.inbox.result import Healed, Processed, Pruned

__all__ = ["AsyncInbox", "Healed", "Inbox", "Processed", "Pruned"]
