"""What every test may ask for: a database of its own, the cast, real servers, a browser.

In here: fixtures and the rule that nothing is skipped. Not in here: how the servers start
(servers, chromium).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models.signals import post_migrate
from servestatic.middleware import ServeStaticMiddleware

from lobbies import limits
from lobbies.journal import JOURNAL
from tests.api import Caller, person
from tests.chromium import chromium
from tests.clients import hang_up
from tests.inside import House
from tests.servers import postgres, valkey
from tests.sites import Standing


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put the test database into a folder of this run, so that two runs do not meet."""
    from django.db import connections

    folder = tmp_path_factory.mktemp("database")
    for connection in connections.all():
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(folder / f"{connection.alias}.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def own_data_dir(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what tests write out of the developer's own DATA_DIR."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True, scope="session")
def no_permanent_lobbies() -> None:
    """Let tests begin with an empty house; live servers have all that a migration opens."""
    post_migrate.disconnect(dispatch_uid="lobbies.permanent", sender=apps.get_app_config("lobbies"))


@pytest.fixture(autouse=True, scope="session")
def files_are_listed_once() -> Iterator[None]:
    """Every test client loads the middleware anew, and each would list the same 2,000 files."""
    listed: list[ServeStaticMiddleware] = []
    really = ServeStaticMiddleware.add_files_from_finders

    def as_listed(middleware: ServeStaticMiddleware) -> None:
        if not listed:
            really(middleware)
            listed.append(middleware)
        middleware.files, middleware.directories = listed[0].files, listed[0].directories

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", as_listed)
        yield


@pytest.fixture(autouse=True)
def nobody_knocked_before() -> None:
    """Count who knocks how often from nothing in each test: all of them have one address."""
    limits._limiter.cache_clear()
    limits._own.cache_clear()
    limits._Silence.until = 0.0


@pytest.fixture
def anh() -> Caller:
    """Anh hosts. She calls the API, as Bình and Chi do."""
    return person("Anh")


@pytest.fixture
def binh() -> Caller:
    """Bình plays."""
    return person("Bình")


@pytest.fixture
def chi() -> Caller:
    """Chi watches, and must see no cards."""
    return person("Chi")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a real PostgreSQL with an empty database, for this run."""
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Address of a real Redis-protocol server, for this run."""
    with valkey() as url:
        yield url


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Servers of this run (tests/sites says of which kinds)."""
    servers = Standing(tmp_path_factory.mktemp("standing"))
    yield servers
    servers.stop()


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """This process as a server."""
    house = House(monkeypatch)
    yield house
    await hang_up()
    await asyncio.sleep(0)
    await house.settle()
    await JOURNAL.work(lambda: None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a browser that starts."""
    return chromium()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped something: a test that does not run proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("A test was skipped, and nothing may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
