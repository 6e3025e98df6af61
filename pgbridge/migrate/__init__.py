"""Moving a shop from V1 to V2."""

from pgbridge.migrate.translate import Translation, translate

__all__ = ["Translation", "translate"]
