"""What every server of pgbridge needs beside its own answers: limits, health, metrics, logs, an orderly end.

A server is an ASGI application inside a `Front`, run by `serve` (until a signal) or `running` (inside a block):

    metrics = Metrics("pgbridge_facade")
    front = Front(application, metrics=metrics, limits=Limits(most_bytes=1_000_000), health=check)
    log_to_stderr("json")                       # or "text"; nothing is written without it
    serve(front, "127.0.0.1", 0, ready=lambda root: print(json.dumps({"v1": root}), flush=True))

- The inner application says what a request was: `named(scope, "v1 onetime", order_id="order0001")`. The operation is
  the label of the metrics (so it must be one of a closed list, never a path), the rest goes into the log only. Neither
  may hold a secret or personal data. What is not named counts as `other`.
- `Front` answers `GET /healthz` and `GET /metrics` itself, refuses bodies that are too large (413) or too slow (408),
  foreign `Host` headers (421) and, below `limits.guarded`, what pages of other origins send (403). What the inner
  application raises becomes a 500 without a word of it; the log has its type and place. `refuse` shapes those answers.
- `metrics.gauge(name, help, read)` shows a number that is read when somebody scrapes, `metrics.counter(...)` counts.
- Starting and ending belong to the inner application's lifespan. On SIGTERM and SIGINT the server stops listening, lets
  requests under way finish for `grace` seconds, runs the lifespan's end and then returns.
- `scope["pgbridge.close"]()` breaks the connection of a request without an answer; `scope["pgbridge.gone"]()` tells whether
  whoever asked has hung up.
"""

from pgbridge.serving.front import Front, named
from pgbridge.serving.limits import LOOPBACK, Limits, hosts_for
from pgbridge.serving.logs import log_to_stderr
from pgbridge.serving.metrics import Metrics
from pgbridge.serving.server import running, serve

__all__ = [
    "LOOPBACK",
    "Front",
    "Limits",
    "Metrics",
    "hosts_for",
    "log_to_stderr",
    "named",
    "running",
    "serve",
]
