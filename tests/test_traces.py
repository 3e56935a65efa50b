"""Where the time of a command goes, as spans; and that nothing is there when nobody wants them.

In here: the in-memory exporter. Not in here: where spans are sent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from lobbies import journal, logs, traces
from lobbies.table import Table
from tests.clients import hang_up
from tests.inside import House
from tests.servers import ROOT


class Seen:
    """The spans that ended."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracer = provider.get_tracer("parlour")

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self._exporter.get_finished_spans() if span.name == name]

    def parts(self, whole: ReadableSpan) -> list[str]:
        spans = self._exporter.get_finished_spans()
        mine = [s for s in spans if s.parent and s.parent.span_id == whole.context.span_id]
        return [span.name for span in sorted(mine, key=lambda span: span.start_time or 0)]


@pytest.fixture
def seen() -> Iterator[Seen]:
    """This process with traces."""
    seen = Seen()
    away = traces.install(seen.tracer)
    yield seen
    away()


@pytest.mark.django_db(transaction=True)
async def test_a_command_is_received_judged_committed_and_sent(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(monkeypatch)
    lobby, (anh,) = await house.open("Anh")
    await anh.open()
    answer = await anh.ask("chat/say", {"text": "not for a trace"}, ref="a1")
    assert await anh.refused("game/move", {"uci": "e2e4"}) is not None
    await anh.ask("lobby/sync")
    await anh.ask("chat/say", {"text": "not for a trace"}, ref="a1")
    await hang_up()
    await house.settle()

    said, again = seen.named("chat/say")
    assert seen.parts(said) == ["judge", "commit", "send"] and seen.parts(again) == ["judge"]
    assert said.attributes == {
        "parlour.lobby": str(lobby.pk), "parlour.player": anh.player, "parlour.ref": "a1",
        "parlour.version": answer["v"],
    }  # fmt: skip
    (moved,) = seen.named("game/move")
    assert moved.attributes and "parlour.refusal" in moved.attributes
    assert seen.parts(moved) == ["judge"] and len(seen.named("lobby/sync")) == 1
    linked = [link.context.span_id for t in seen.named("transaction") for link in t.links]
    assert linked.count(said.context.span_id) == 1


def test_a_request_is_told_by_its_pattern_and_never_with_its_query(
    seen: Seen, rf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Match:
        route = "api/lobbies/<key>/"

    def answer(request) -> HttpResponse:
        request.resolver_match = Match
        return HttpResponse(status=503)

    monkeypatch.setattr(traces.trace, "get_tracer", lambda _name: seen.tracer)
    traces.Requests(answer)(rf.get("/api/lobbies/GREEN/?token=hush"))
    logs.end()
    (span,) = seen.named("GET /api/lobbies/<key>/")
    assert span.attributes == {
        "http.route": "/api/lobbies/<key>/", "http.response.status_code": 503,
    }  # fmt: skip
    assert not span.status.is_ok


def test_taken_away_nothing_is_left() -> None:
    before = (Table.post, Table._tell, journal.commit)
    away = traces.install(Seen().tracer)
    assert (Table.post, Table._tell, journal.commit) != before
    away()
    assert (Table.post, Table._tell, journal.commit) == before


def test_a_site_without_traces_has_nothing_on_the_way() -> None:
    assert imported() == "False False"
    assert imported(TRACES="1") == "True True"


def imported(**env: str) -> str:
    """Whether a server imports our module, and whether the door is wrapped."""
    code = """if True:
        import sys, gameserver.asgi
        from lobbies.table import Table
        print("lobbies.traces" in sys.modules, hasattr(Table.post, "__wrapped__"))
    """
    surroundings = {**os.environ, "OTEL_SDK_DISABLED": "true", **env}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
