"""What each PG demands of a request: rules as data, checked on the wire form.

`check(provider, operation, request)` lists the violations. Provider modules are written with the functions of
`kinds` and `conditions`; nothing here does I/O.
"""

from pgbridge.rules.checking import check
from pgbridge.rules.conditions import (
    ALWAYS,
    ON_MOBILE,
    ON_PC,
    When,
    absent,
    given,
    in_currency,
    is_,
    is_not,
    not_in_currency,
    not_paying,
    paying,
)
from pgbridge.rules.contracts import CONTRACTS
from pgbridge.rules.kinds import (
    Options,
    charset,
    conditional,
    each,
    forbidden,
    ignored,
    max_length,
    maximum,
    min_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    required,
    required_any,
    unsupported_method,
    unsupported_operation,
)
from pgbridge.rules.model import Capability, Kind, Provider, ProviderRef, Rule, Severity, Violation
from pgbridge.rules.view import View, bare, elements, number

__all__ = [
    "ALWAYS",
    "CONTRACTS",
    "ON_MOBILE",
    "ON_PC",
    "Capability",
    "Kind",
    "Options",
    "Provider",
    "ProviderRef",
    "Rule",
    "Severity",
    "View",
    "Violation",
    "When",
    "absent",
    "bare",
    "charset",
    "check",
    "conditional",
    "each",
    "elements",
    "forbidden",
    "given",
    "ignored",
    "in_currency",
    "is_",
    "is_not",
    "max_length",
    "maximum",
    "min_length",
    "minimum",
    "needs_contract",
    "not_in_currency",
    "not_paying",
    "number",
    "one_of",
    "pattern",
    "paying",
    "required",
    "required_any",
    "unsupported_method",
    "unsupported_operation",
]
