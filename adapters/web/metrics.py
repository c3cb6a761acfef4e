"""`/metrics`: how much waits and how long it takes, for programs that collect figures; no name and no text is in it."""

import hmac
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.guard.attempts import WINDOW, Attempts
from bot.engine import Engine
from bot.ports.store import Store
from bot.ports.tables.upkeep import Load
from bot.ports.timing import Timing, timing_of

METRICS_PATH = "/metrics"
#: What is due for longer is late.
LATE = timedelta(minutes=2)
#: How many wrong tokens an address may show within a minute.
_MOST_WRONG = 20
_SCHEME = "bearer "


class _Figures(Collector):
    """What is shown, read just now."""

    def __init__(self, load: Load, timing: Timing | None) -> None:
        self._load = load
        self._timing = timing

    def collect(self) -> Iterator[Metric]:
        """Give each figure with what it is."""
        deliveries = GaugeMetricFamily("askaday_deliveries", "Messages by how far they are.", labels=["state"])
        for state, number in sorted(self._load.deliveries.items()):
            deliveries.add_metric([state], number)
        yield deliveries
        minutes = int(LATE.total_seconds() // 60)
        late = GaugeMetricFamily("askaday_late", f"What is due for more than {minutes} minutes.", labels=["what"])
        late.add_metric(["delivery"], self._load.late_deliveries)
        late.add_metric(["series"], self._load.late_series)
        yield late
        yield GaugeMetricFamily("askaday_inbox_waiting", "Events to be handled.", value=self._load.inbox)
        yield GaugeMetricFamily("askaday_answers", "Answers that are kept.", value=self._load.answers)
        yield GaugeMetricFamily(
            "askaday_sessions", "Sessions of the pages that have not ended.", value=self._load.sessions
        )
        if self._timing is not None:
            said = "Seconds that calls of the store took since the start."
            seconds = SummaryMetricFamily("askaday_store_call_seconds", said)
            seconds.add_metric([], self._timing.calls, self._timing.seconds)
            yield seconds


class Metrics:
    """Shows figures to whoever has the token."""

    def __init__(self, engine: Engine, token: str, shared: Store | None = None) -> None:
        self._engine = engine
        self._token = token
        self._wrong = Attempts(_MOST_WRONG, of="metrics", shared=shared)

    @property
    def route(self) -> Route:
        """Give where they are shown."""
        return Route(METRICS_PATH, self._answer, methods=["GET"])

    async def _answer(self, request: Request) -> Response:
        sender = request.client.host if request.client else ""
        if await self._wrong.are_too_many(sender):
            return PlainTextResponse("too many attempts", HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(WINDOW)})
        if not self._is_token(request.headers.get("authorization", "")):
            await self._wrong.count(sender)
            return PlainTextResponse("refused", HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"})
        now = self._engine.clock.now()
        load = await self._engine.store.read(lambda tx: tx.upkeep.load(now, now - LATE))
        registry = CollectorRegistry()
        registry.register(_Figures(load, timing_of(self._engine.store)))
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _is_token(self, said: str) -> bool:
        scheme, token = said[: len(_SCHEME)], said[len(_SCHEME) :]
        return scheme.casefold() == _SCHEME and hmac.compare_digest(token.encode(), self._token.encode())
