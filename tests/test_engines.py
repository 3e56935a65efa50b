"""Engines that speak UCI: asked, killed, replaced, done without."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import chess
import pytest

from games.mind import Question
from lobbies.engines import NONE, SUNFISH, Engine, command_of

FOOLS_MATE = Question("chess", "", ("f2f3", "e7e5", "g2g4"), seconds=1)


@pytest.fixture
def engine() -> Iterator[Engine]:
    """The engine that comes with the requirements."""
    engine = Engine([sys.executable, str(SUNFISH)])
    yield engine
    engine.stop()


def pid_of(engine: Engine) -> int:
    assert engine._process is not None
    pid: int = engine._process.transport.get_pid()
    return pid


def test_the_engine_that_comes_along_mates_in_one(engine: Engine) -> None:
    [line] = engine.consult(FOOLS_MATE)
    assert line.move == "d8h4"


def test_a_position_is_set_up_from_a_fen(engine: Engine) -> None:
    question = Question("chess", "k7/7R/6R1/8/8/8/8/K7 w - - 0 1", (), seconds=1)
    assert [line.move for line in engine.consult(question)] == ["g6g8"]


def test_an_engine_is_not_asked_about_a_variant_it_does_not_know(engine: Engine) -> None:
    for variant in ("atomic", "crazyhouse", "chess960", "antichess"):
        assert engine.consult(Question(variant, "", (), seconds=1)) == ()


def test_what_an_engine_cannot_be_set_to_is_left_out(engine: Engine) -> None:
    settings = {"UCI_Elo": 1700, "Hash": 10**9, "Grandmother": True}
    question = Question("chess", "", ("e2e4",), settings, seconds=0.1)
    assert len(engine.consult(question)) == 1


def test_an_engine_that_was_killed_is_started_again(engine: Engine) -> None:
    assert engine.consult(FOOLS_MATE)
    first = pid_of(engine)
    os.kill(first, signal.SIGKILL)
    assert engine.consult(FOOLS_MATE)
    assert pid_of(engine) != first


def test_an_engine_that_is_killed_while_it_thinks_is_asked_again(engine: Engine) -> None:
    assert engine.consult(FOOLS_MATE)
    first = pid_of(engine)
    killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
    killer.start()
    [line] = engine.consult(Question("chess", "", (), seconds=1))
    killer.join()
    assert chess.Move.from_uci(line.move) in chess.Board().legal_moves
    assert pid_of(engine) != first


def test_an_engine_that_stands_still_is_given_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine.consult(FOOLS_MATE)
    stopped = pid_of(engine)
    os.kill(stopped, signal.SIGSTOP)
    assert engine.consult(FOOLS_MATE)
    assert pid_of(engine) != stopped


def test_without_an_engine_that_works_there_are_no_lines() -> None:
    assert Engine([]).consult(FOOLS_MATE) == ()
    assert Engine(["/nowhere/at/all"]).consult(FOOLS_MATE) == ()
    assert Engine([sys.executable, "-c", "raise SystemExit(3)"]).consult(FOOLS_MATE) == ()


def test_which_engine_is_asked_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_of(NONE) == []
    assert command_of("'/opt/my engine' --threads 1") == ["/opt/my engine", "--threads", "1"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert command_of("") == [sys.executable, str(SUNFISH)]
    monkeypatch.setattr("lobbies.engines.SUNFISH", Path("/nowhere"))
    assert command_of("") == []
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert command_of("") == ["/usr/bin/stockfish"]
