"""One event further: the way both a live game and its replay take.

In here: which method of a game an event asks. Not in here: what the game answers.
"""

from __future__ import annotations

from games.base import Command, Event, Game, S, Step
from games.rng import Rng


def advance(
    game: Game[S],
    state: S,
    event: Event,
    seat: int | None,
    command: Command | None,
    rng: Rng,
    now: int,
    bot: str = "",
) -> Step[S]:
    """Move ``state`` on by one event: the way both a live game and its replay take.

    ``bot``: the level of the computer player that sits down; empty for a person.

    :raises IllegalMove: as ``Game.apply``.
    """
    if event == "command":
        assert command is not None
        return game.apply(state, seat, command, rng, now)
    if event == "ring":
        return game.ring(state, rng, now)
    if event == "paused":
        return game.paused(state, now)
    if event == "resumed":
        return game.resumed(state, now)
    assert seat is not None
    if event == "bot":
        assert command is not None
        return game.chosen(state, seat, command, rng, now)
    if event == "taken":
        return _taken(game, state, seat, rng, now, bot)
    if event == "away":
        return game.away(state, seat, rng, now)
    return game.vacated(state, seat, rng, now)


def _taken(game: Game[S], state: S, seat: int, rng: Rng, now: int, bot: str) -> Step[S]:
    if bot:
        return game.bot_seated(state, seat, bot, rng, now)
    return game.seated(state, seat, rng, now)
