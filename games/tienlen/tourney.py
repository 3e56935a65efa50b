"""The tournament: waiting, starting, in progress, between games, completed.

In here: seats, being ready, points, computer players stepping in and out, what happens by itself.
Not in here: the course of a game (``trick``), commands (``rules``).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from games.base import IllegalMove
from games.rng import Rng
from games.tienlen.deal import Deal, dealt
from games.tienlen.presets import rules_of
from games.tienlen.state import BEFORE, POINTS, Finished, Seat, Tourney, ranking

PAUSE_MS = 5_000
"""How long everybody looks at the points when nobody has to press Ready."""


def with_seat(state: Tourney, seat: int, new: Seat) -> Tourney:
    """The tournament with one seat changed."""
    return replace(state, seats=(*state.seats[:seat], new, *state.seats[seat + 1 :]))


def paced(state: Tourney, now: int) -> Tourney:
    """The tournament with the time at which something happens by itself, counted from ``now``."""
    deal, due = state.playing, None
    if deal is not None:
        seconds = state.options.turn_seconds
        if seconds and not state.seats[deal.current].bot:
            due = now + seconds * 1000
    elif state.status in ("starting", "between_games") and all(s.ready for s in state.seats):
        due = now + PAUSE_MS
    return replace(state, due=due)


def with_bots(state: Tourney, bots: Mapping[int, str]) -> Tourney:
    """The tournament as it opens, with computer players (by seat, their levels) among the four."""
    seats = (replace(s, bot=bots.get(n, ""), ready=n in bots) for n, s in enumerate(state.seats))
    return paced(replace(state, seats=tuple(seats)), state.opened)


def sat(state: Tourney, seat: int, bot: str, now: int) -> Tourney:
    """Somebody takes a free seat, comes back to their own, or ``bot`` (its level) takes one."""
    mine = state.seats[seat]
    if state.status in BEFORE:
        if mine.taken:
            return state
        new = Seat(taken=True, bot=bot, ready=bool(bot))
        return _gathered(with_seat(state, seat, new), now)
    if not mine.away or mine.back or bot:
        return state
    deal = state.playing
    if deal is not None and deal.current == seat:
        return with_seat(state, seat, replace(mine, back=True))
    after = with_seat(state, seat, _own(mine))
    return after if deal is not None else paced(after, now)


def _own(mine: Seat) -> Seat:
    """The seat in its player's own hands again."""
    return replace(mine, bot="", away=False, back=False, ready=False)


def left(state: Tourney, seat: int, now: int) -> Tourney:
    """The player at ``seat`` has left: the seat is free, or a computer player goes on."""
    mine = state.seats[seat]
    if not mine.taken or state.status == "completed":
        return state
    if state.status in BEFORE:
        return _gathered(with_seat(state, seat, Seat()), now)
    if mine.back:
        return with_seat(state, seat, replace(mine, back=False))
    if mine.bot:
        return state
    stand_in = replace(mine, bot=state.options.bots, away=True, ready=True)
    after = with_seat(state, seat, stand_in)
    deal = state.playing
    return after if deal is not None and deal.current != seat else paced(after, now)


def _gathered(state: Tourney, now: int) -> Tourney:
    """Four make a tournament; whenever one comes or goes, all say anew that they are ready."""
    full = all(seat.taken for seat in state.seats)
    seats = tuple(replace(seat, ready=bool(seat.bot)) for seat in state.seats)
    return paced(replace(state, status="starting" if full else "waiting", seats=seats), now)


def readied(state: Tourney, seat: int, rng: Rng, now: int) -> Tourney:
    """``seat`` is ready; when all are, the next game begins.

    :raises IllegalMove: when there is nothing to be ready for.
    """
    mine = state.seats[seat]
    if state.status == "waiting":
        raise IllegalMove("The tournament begins when all four seats are taken.", "INVALID_STATE")
    if state.status == "completed":
        raise IllegalMove("This tournament is over: the host can begin a new one.", "INVALID_STATE")
    if state.status == "in_progress":
        raise IllegalMove("This game is being played: finish it first.", "INVALID_STATE")
    if not mine.taken:
        raise IllegalMove("You have no seat in this tournament.", "NOT_IN_TOURNEY")
    if mine.ready:
        raise IllegalMove("You are ready already: we wait for the others.", "INVALID_STATE")
    after = with_seat(state, seat, replace(mine, ready=True))
    return started(after, rng, now) if all(s.ready for s in after.seats) else after


def started(state: Tourney, rng: Rng, now: int) -> Tourney:
    """The next game begins. Hands that win at once may end it as it is dealt."""
    last = state.history[-1].order[0] if state.history else None
    deal = dealt(len(state.history) + 1, last, rules_of(state.options), rng)
    seats = tuple(replace(seat, ready=bool(seat.bot)) for seat in state.seats)
    return moved(replace(state, status="in_progress", seats=seats), deal, now)


def moved(state: Tourney, deal: Deal, now: int) -> Tourney:
    """The tournament after a move: the next turn, or the points."""
    after = replace(state, deal=deal)
    return _scored(after, deal, now) if deal.over else paced(after, now)


def returned(state: Tourney, seat: int) -> Tourney:
    """The computer player has made the move it still had to: who is back plays from now on."""
    mine = state.seats[seat]
    return with_seat(state, seat, _own(mine)) if mine.back else state


def _scored(state: Tourney, deal: Deal, now: int) -> Tourney:
    """Points for the places; then the next game, or the end."""
    seats = list(state.seats)
    for place, number in enumerate(deal.order):
        seat, points = seats[number], POINTS[place]
        seats[number] = replace(
            seat,
            ready=bool(seat.bot),
            score=seat.score + points,
            won=seat.won + (place == 0),
            last=points,
        )
    finished = Finished(deal.number, deal.order, now, deal.dealt, deal.moves, deal.instant)
    after = replace(
        state, seats=tuple(seats), history=(*state.history, finished), status="between_games"
    )
    if after.seats[ranking(after)[0]].score >= state.options.target_score:
        after = replace(after, status="completed")
    return paced(after, now)
