"""Lists the modules of a package, so that adding a file registers it."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def modules(package: ModuleType) -> tuple[str, ...]:
    """Give the names of a package's modules, sorted, without importing them: `inicis`, `nice_v2`."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(package.__path__) if not info.ispkg))
