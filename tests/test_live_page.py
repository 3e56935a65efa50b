"""The staff's live page: what each server process tells, their sum, and who may see it.

In here: figures as values, the page as it is sent. Not in here: how it moves in a browser
(browser/test_live_in_the_browser).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import msgspec
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from lobbies import figures
from lobbies.alarms import Watch
from lobbies.clock import now_ms
from lobbies.figures import Counts, Figures, Recorder, percentile, together
from lobbies.gauges import Now
from lobbies.metrics import SECONDS
from lobbies.models import Process
from lobbies.tables import Tables
from tests.clients import hang_up
from tests.inside import House, in_thread

NONE = (0,) * (len(SECONDS) + 1)


def counts(at: float, **more) -> Counts:
    fields = dict.fromkeys(("changes", "deliveries", "refused", "races", "errors", "slow"), 0)
    return Counts(**{"at": at, **fields, "commands": NONE, "commits": NONE, "lag": NONE, **more})


def bucket(number: int, count: int) -> tuple[int, ...]:
    return tuple(count if n == number else 0 for n in range(len(NONE)))


def test_rates_are_over_the_last_ten_seconds_and_rare_things_over_a_minute() -> None:
    recorder = Recorder()
    for second in range(0, 200, 2):
        told = recorder.tell(
            counts(second, changes=100 * second, refused=second), Now(sockets=3), 1 << 20
        )
    assert told.changes == 100 and told.refused == 60
    assert told.sockets == 3 and told.memory == 1 << 20


def test_the_first_telling_of_a_process_is_not_a_rate_since_the_beginning_of_time() -> None:
    told = Recorder().tell(counts(5000, changes=10**6), Now(), 0)
    assert told.changes == 0 and told.commands == NONE


def test_percentiles_are_of_what_happened_lately() -> None:
    recorder = Recorder()
    recorder.tell(counts(0, commands=bucket(10, 1000)), Now(), 0)
    both = tuple(a + b for a, b in zip(bucket(10, 1000), bucket(2, 8), strict=True))
    told = recorder.tell(counts(2, commands=both), Now(), 0)
    assert told.commands == bucket(2, 8)
    half = percentile(told.commands, 0.5)
    assert half is not None and SECONDS[1] < half < SECONDS[2]


@pytest.mark.parametrize(
    ("buckets", "share", "seconds"),
    [
        (bucket(0, 4), 0.5, SECONDS[0] / 2),
        (bucket(0, 4), 1.0, SECONDS[0]),
        (bucket(len(SECONDS), 1), 0.99, SECONDS[-1]),
        (NONE, 0.5, None),
        ((), 0.5, None),
    ],
)
def test_a_percentile_lies_within_its_bucket(buckets, share, seconds) -> None:
    assert percentile(buckets, share) == pytest.approx(seconds)


def test_several_processes_add_up_and_their_percentiles_are_of_all() -> None:
    fast = Figures(sockets=2, changes=1.5, commands=bucket(1, 99), commits=NONE, lag=NONE)
    slow = Figures(sockets=5, changes=2.0, commands=bucket(9, 1), commits=NONE, lag=NONE)
    every = together([fast, slow])
    assert every.sockets == 7 and every.changes == 3.5 and sum(every.commands) == 100
    assert (percentile(every.commands, 0.99) or 0) <= SECONDS[1]
    assert (percentile(every.commands, 1.0) or 0) > SECONDS[8]
    assert together([]) == Figures()


@dataclass
class Office:
    """Somebody of the staff before the page."""

    client: Client

    def page(self) -> str:
        answer = self.client.get(reverse("admin:lobbies_process_changelist"))
        assert answer.status_code == 200
        return answer.content.decode()

    def part(self) -> str:
        answer = self.client.get(reverse("admin:lobbies_process_figures"))
        assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
        return answer.content.decode()


def staff_with(*rights: str) -> Client:
    user = User.objects.create_user("chi", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(db) -> Office:
    """Who may view server processes and nothing else."""
    return Office(staff_with("view_process"))


def process(seen: int, **told) -> Process:
    row = msgspec.to_builtins(Figures(**told)) if told else {}
    return Process.objects.create(pk=uuid.uuid4(), started=seen - 60_000, seen=seen, figures=row)


def test_each_process_has_its_line_and_the_last_is_their_sum(office: Office) -> None:
    one, two = process(now_ms(), sockets=1200), process(now_ms(), sockets=34)
    page = office.page()
    assert str(one.pk)[:8] in page and str(two.pk)[:8] in page
    assert page.count("<tfoot>") == 1
    foot = office.part().partition("<tfoot>")[2]
    assert ">1,234<" in foot


def test_one_process_needs_no_sum_and_none_says_so(office: Office) -> None:
    assert "<table>" not in office.page() and "No server process has told" in office.page()
    process(now_ms(), sockets=1)
    assert "<table>" in office.page() and "<tfoot>" not in office.page()


def test_a_dead_process_and_one_that_has_told_nothing_are_not_shown(office: Office) -> None:
    dead, silent = process(now_ms() - 60_000, sockets=9), process(now_ms())
    assert str(dead.pk)[:8] not in office.page() and str(silent.pk)[:8] not in office.page()


def test_only_staff_with_the_right_see_it(db) -> None:
    addresses = [
        reverse("admin:lobbies_process_changelist"),
        reverse("admin:lobbies_process_figures"),
    ]
    other = staff_with("view_lobby")
    for address in addresses:
        assert other.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert "processes" not in other.get(reverse("admin:index")).content.decode()


def test_the_page_asks_the_same_few_questions_however_many_there_are(
    office: Office, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        process(now_ms(), sockets=1)
    office.part()
    # The session, the user, their two ways to a right, the processes.
    with django_assert_max_num_queries(5):
        office.part()


@pytest.mark.django_db(transaction=True)
async def test_a_process_tells_how_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "RECORDER", Recorder())
    monkeypatch.setattr(Tables, "_of", {})  # Other tests' loops had tables too.
    house = House(monkeypatch)
    _, (anh, binh) = await house.open("Anh", "Bình", sit=1)
    for line in (anh, binh):
        await line.open()

    watch = Watch(Tables.here())
    await watch.round(house.now)
    await anh.ask("chat/say", {"text": "hello"})
    await watch.round(house.now + 2000)
    row = await in_thread(Process.objects.get)
    told = msgspec.convert(row.figures, Figures)
    assert (told.sockets, told.players, told.watchers, told.lobbies) == (2, 2, 1, 1)
    assert told.changes > 0 and sum(told.commands) == 1 and sum(told.commits) >= 1
    assert told.memory > 1 << 20
    await hang_up()
    await house.settle()
