"""Numbers for Prometheus: counted in plain dictionaries, because each request pays for them, and shown when asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The numbers of one server; they belong to no global register.

    :param prefix: of every name, such as `pgbridge_facade`
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.under_way = 0
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        self._counters: dict[str, tuple[str, tuple[str, ...], Counter[tuple[str, ...]]]] = {}
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """Count a request; status 0 is one that got no answer."""
        self._requests[operation, status] += 1
        times = self._times.get(operation)
        if times is None:
            times = self._times[operation] = [0] * (len(BUCKETS) + 1)
            self._sums[operation] = 0.0
        times[bisect_left(BUCKETS, seconds)] += 1
        self._sums[operation] += seconds

    def counter(self, name: str, help: str, *labels: str) -> Callable[..., None]:
        """Return a function that counts one more, given a value of each label.

        >>> metrics = Metrics("shop")
        >>> sent = metrics.counter("webhooks", "Webhooks by result.", "result")
        >>> sent("delivered")
        >>> [line for line in metrics.text().splitlines() if line.startswith("shop_webhooks_total")]
        ['shop_webhooks_total{result="delivered"} 1.0']
        """
        counts = self._counters.setdefault(name, (help, labels, Counter()))[2]

        def count(*values: str) -> None:
            counts[values] += 1

        return count

    def gauge(self, name: str, help: str, read: Callable[[], float]) -> None:
        """Show a number that is read whenever the metrics are."""
        self._gauges[name] = (help, read)

    def text(self) -> str:
        """Return everything in Prometheus' text format."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - loads slowly

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry).decode()

    def collect(self) -> Iterator[Any]:
        """Give the numbers to `prometheus_client`."""
        from prometheus_client.core import (  # noqa: PLC0415 - loads slowly
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        requests = CounterMetricFamily(
            f"{self.prefix}_requests", "Requests by operation and status.", labels=("operation", "status")
        )
        for (operation, status), count in sorted(self._requests.items()):
            requests.add_metric((operation, str(status)), count)
        yield requests
        seconds = HistogramMetricFamily(
            f"{self.prefix}_request_seconds", "Seconds until the answer, by operation.", labels=("operation",)
        )
        for operation, times in sorted(self._times.items()):
            seconds.add_metric((operation,), heaped(times), self._sums[operation])
        yield seconds
        under_way = GaugeMetricFamily(
            f"{self.prefix}_requests_under_way", "Requests that wait for an answer."
        )
        under_way.add_metric((), self.under_way)
        yield under_way
        for name, (about, labels, counts) in self._counters.items():
            counter = CounterMetricFamily(f"{self.prefix}_{name}", about, labels=labels)
            for values, count in sorted(counts.items()):
                counter.add_metric(values, count)
            yield counter
        for name, (about, read) in self._gauges.items():
            gauge = GaugeMetricFamily(f"{self.prefix}_{name}", about)
            gauge.add_metric((), read())
            yield gauge


def heaped(times: list[int]) -> list[tuple[str, int]]:
    """Return how many took at most so long, for each bound."""
    found, total = [], 0
    for bound, count in zip((*map(str, BUCKETS), "+Inf"), times, strict=True):
        total += count
        found.append((bound, total))
    return found
