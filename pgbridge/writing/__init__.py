"""How a write is made so that it happens at most once: begin, send, resend or settle, finish.

One combinator for every write of every API. What may be done is decided by `ledger.decide`, what a look-up proves by
`ledger.proof`; here is only the order of the steps.
"""

from pgbridge.writing.perform import perform
from pgbridge.writing.seam import Guide, Ready, ask

__all__ = ["Guide", "Ready", "ask", "perform"]
