"""Traces, where the hoster wants them: what a command and a request spent their time on.

In here: wrappers around the door, the answers and the journal that make spans of OpenTelemetry.
They are put in place by ``install``, once, when the server starts with ``TRACES``; without it this
module is never imported and nothing on the way of a move knows of it. Not in here: where spans go
(the SDK reads the ``OTEL_…`` variables).

A command's span begins with its receipt and has three parts: ``judge``, ``commit`` (linked by the
span of the transaction that carried it) and ``send``. Spans tell lobby, player, ref, action and
version; never what a command says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode, Tracer

from lobbies import journal, logs
from lobbies.answers import Answers
from lobbies.journal import Commit
from lobbies.protocol import GameSync, Refusal, Sync
from lobbies.table import Table

NAME = "parlour"
OPEN_AT_MOST = 10_000
"""Spans kept open; of commands beyond that nothing is told."""


def exporting() -> Tracer:
    """A tracer whose spans are sent as the ``OTEL_…`` variables say."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    os.environ.setdefault("OTEL_SERVICE_NAME", NAME)
    provider = TracerProvider(resource=Resource.create())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider.get_tracer(NAME)


class Course:
    """A command on its way: its span, and when (ns since the epoch) it was where."""

    __slots__ = ("committed", "judged", "received", "span")

    def __init__(self, span: Span, received: int) -> None:
        self.span = span
        self.received = received
        self.judged = self.committed = 0


class Traced:
    """Makes the spans of commands and transactions."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.courses: dict[int, Course] = {}
        self.carried: dict[int, list[Link]] = {}

    # The way of a command, in order

    def posted(self, table: Table, order: Any) -> None:
        """It came in: the span begins, within that of the request if there is one."""
        if len(self.courses) >= OPEN_AT_MOST:
            return
        since = time.time_ns() - round((time.perf_counter() - order.since) * 1e9)
        about = {"lobby": table.lobby, "player": order.actor.player, "ref": order.ref}
        span = self.tracer.start_span(
            order.command.action, start_time=since, kind=SpanKind.SERVER,
            attributes={f"parlour.{name}": value for name, value in about.items() if value},
        )  # fmt: skip
        self.courses[id(order)] = Course(span, since)

    def judged(self, changes: list[Any], orders: list[Any]) -> None:
        """It was allowed, and goes to the journal."""
        now, links = time.time_ns(), []
        for order in orders:
            course = self.courses.get(id(order))
            if course is not None:
                course.judged = now
                links.append(Link(course.span.get_span_context()))
        self.carried[id(changes[0])] = links

    def committed(self, changes: list[Any], orders: list[Any]) -> None:
        """The transaction is in the database, or failed."""
        self.carried.pop(id(changes[0]), None)
        now = time.time_ns()
        for order in orders:
            if id(order) in self.courses:
                self.courses[id(order)].committed = now

    def answered(self, order: Any, answer: Any = None, version: int = 0) -> None:
        """Its sender was told: the span ends."""
        course = self.courses.pop(id(order), None)
        if course is None:
            return
        now, span = time.time_ns(), course.span
        if isinstance(answer, Refusal):
            span.set_attribute("parlour.refusal", answer.code)
            if answer.code == "INTERNAL_ERROR":
                span.set_status(Status(StatusCode.ERROR))
        if version:
            span.set_attribute("parlour.version", version)
        self._parts(course, now)
        span.end(now)

    def _parts(self, course: Course, now: int) -> None:
        within = trace.set_span_in_context(course.span)
        judged, committed = course.judged or now, course.committed or now
        parts = [("judge", course.received, judged)]
        if course.judged:
            parts += [("commit", judged, committed), ("send", committed, now)]
        for name, begin, end in parts:
            self.tracer.start_span(name, context=within, start_time=begin).end(end)

    def transaction(self, commit: Callable[[list[Any]], None], batch: list[Any]) -> None:
        """One transaction of the journal, with links to the commands in it."""
        firsts = [id(job.changes[0]) for job in batch if isinstance(job, Commit)]
        links = [link for first in firsts for link in self.carried.get(first, ())]
        with self.tracer.start_as_current_span("transaction", links=links) as span:
            span.set_attribute("parlour.jobs", len(batch))
            commit(batch)


def install(tracer: Tracer) -> Callable[[], None]:
    """Put the wrappers in place; what is returned takes them away again (for tests)."""
    traced = Traced(tracer)
    kept = (Table.post, Table._commit, Table._committed, Table._tell, Answers._reply)
    repeated, refuse, commit = Answers.repeated, Answers.refuse, journal.commit

    def ended(self: Any, order: Any) -> bool:
        known = repeated(self, order)
        if known:
            traced.answered(order)
        return known

    def refused(self: Any, order: Any, refusal: Any) -> None:
        refuse(self, order, refusal)
        if refusal is None and isinstance(order.command, Sync | GameSync):
            traced.answered(order)

    table: Any = Table
    answers: Any = Answers
    table.post = _first(kept[0], traced.posted)
    table._commit = _first(kept[1], lambda _, changes, orders: traced.judged(changes, orders))
    table._committed = _first(kept[2], lambda _, changes, orders: traced.committed(changes, orders))
    table._tell = _then(
        kept[3],
        lambda _, change, order: traced.answered(order, version=change.after.version),
    )
    answers._reply = _then(kept[4], lambda _, order, _text, said: traced.answered(order, said))
    answers.repeated, answers.refuse = ended, refused
    journal.commit = lambda batch: traced.transaction(commit, batch)

    def away() -> None:
        table.post, table._commit, table._committed, table._tell, answers._reply = kept
        answers.repeated, answers.refuse, journal.commit = repeated, refuse, commit

    return away


def _first(method: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(*args: Any) -> Any:
        note(*args)
        return method(*args)

    return wrapped


def _then(method: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(*args: Any) -> Any:
        result = method(*args)
        note(*args)
        return result

    return wrapped


class Requests:
    """Middleware: a span for each HTTP request, by its pattern, never with its query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.tracer = trace.get_tracer(NAME)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within a span; lines of the log carry the trace's id meanwhile."""
        with self.tracer.start_as_current_span(request.method or "", kind=SpanKind.SERVER) as span:
            logs.note(trace=f"{span.get_span_context().trace_id:032x}")
            response = self.get_response(request)
            match = request.resolver_match
            route = "/" + match.route if match is not None else ""
            span.update_name(f"{request.method} {route}")
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= 500:
                span.set_status(Status(StatusCode.ERROR))
            return response
