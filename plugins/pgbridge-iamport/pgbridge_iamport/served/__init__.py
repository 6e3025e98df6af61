"""What a server needs that pretends to be V1: its calls, its refusals, its words."""

from __future__ import annotations

from pgbridge_iamport.envelope import success
from pgbridge_iamport.served.refusals import refused, unserved, written
from pgbridge_iamport.served.routes import ROUTES, TABLE, TOKEN, Route

__all__ = ["ROUTES", "TABLE", "TOKEN", "Route", "refused", "success", "unserved", "written"]
