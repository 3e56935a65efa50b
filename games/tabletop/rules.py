"""The rules of the card table: no game, only who may handle what and who may see it.

In here: the game as the house knows it. What each verb does stands in ``on_table``, ``on_decks``,
``in_trays`` and ``laying``; secrets in ``document``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import msgspec

from games.base import N_, Command, Document, Game, IllegalMove, Result, Step, Views
from games.rng import Rng
from games.tabletop import (
    commands,
    company,
    deck_commands,
    document,
    in_trays,
    laying,
    on_decks,
    on_table,
    sampling,
    tray_commands,
)
from games.tabletop.commands import COMMANDS, TRANSIENTS, Load, TableOptions
from games.tabletop.draft import Draft
from games.tabletop.saving import saved
from games.tabletop.setups import Setup
from games.tabletop.state import Table, restored, rows_of
from games.tabletop.terms import SEATS

_VERBS: Mapping[type[Command], Callable[[Draft, Any, Rng], Step[Table]]] = {
    commands.Update: on_table.update,
    commands.Drop: on_table.drop,
    commands.Take: on_table.take,
    commands.Flip: on_table.flip,
    commands.Turn: on_table.turn,
    commands.Group: on_table.group,
    commands.Peek: on_table.peek,
    commands.Hide: on_table.hide,
    commands.Add: on_table.add,
    commands.Roll: on_table.roll,
    commands.Count: on_table.count,
    commands.Undo: laying.undo,
    commands.Open: laying.open_up,
    commands.Reset: laying.reset,
    commands.Load: laying.load,
    deck_commands.Draw: on_decks.draw,
    deck_commands.Deal: on_decks.deal,
    deck_commands.Lay: on_decks.lay,
    deck_commands.Stack: on_decks.stack,
    deck_commands.Shuffle: on_decks.shuffle,
    deck_commands.Cut: on_decks.cut,
    deck_commands.Spread: on_decks.spread,
    deck_commands.Look: on_decks.look,
    deck_commands.Search: on_decks.search,
    deck_commands.Close: on_decks.close,
    deck_commands.Pick: on_decks.pick,
    deck_commands.Claim: on_decks.claim,
    deck_commands.Share: on_decks.share,
    deck_commands.NewDeck: laying.add_deck,
    deck_commands.Import: laying.import_deck,
    commands.UpdatePlayer: in_trays.update,
    tray_commands.Play: in_trays.play,
    tray_commands.Put: in_trays.put,
    tray_commands.Pass: in_trays.pass_on,
    tray_commands.Reveal: in_trays.reveal,
    tray_commands.Conceal: in_trays.conceal,
    tray_commands.Sort: in_trays.sort,
}


class CardTable(Game[Table]):
    """A table with cards on it, and whatever else one needs to play."""

    kind = "tabletop"
    title = N_("Card table")
    min_seats = 1
    max_seats = SEATS
    opens = True
    keeps_rows = True
    secret = True
    random = True
    options = TableOptions
    commands = COMMANDS
    transients = TRANSIENTS

    def setup(self, seats: Sequence[int], options: TableOptions, rng: Rng, now: int) -> Table:
        return laying.first(options, seats, rng)

    def turn(self, state: Table) -> frozenset[int]:
        """Everybody who sits: there are no turns."""
        return state.seats

    def apply(
        self, state: Table, seat: int | None, command: Command, rng: Rng, now: int
    ) -> Step[Table]:
        return _VERBS[type(command)](Draft(state, seat), command, rng)

    def view(
        self, state: Table, seat: int | None, only: frozenset[Hashable] | None = None
    ) -> Views:
        return document.views(state, seat, only)

    def result(self, state: Table) -> Result | None:
        """A free table has no end of its own."""
        return None

    def passes(self, state: Table, seat: int | None, command: Command) -> bool:
        """What lies on the table can be moved there by all; a deck, by who may handle it."""
        return all(
            key in state.things or (key in state.decks and state.decks[key].owner in (None, seat))
            for key in command.grips()
        )

    def permit(self, state: Table, options: TableOptions) -> None:
        """Cards that were dealt in secret are not laid open by the host alone."""
        if options.open_information != state.options.open_information:
            raise IllegalMove(
                "This table plays with open cards only if all who sit here agree: "
                "use Ask for open cards.",
                "FORBIDDEN",
            )

    def legal(self, state: Table, seat: int) -> Sequence[Command]:
        """A fair sample."""
        return sampling.sample(state, seat) if seat in state.seats else ()

    def seated(self, state: Table, seat: int, rng: Rng, now: int) -> Step[Table]:
        return company.seated(state, seat)

    def holds(self, state: Table, left: bool = False) -> bool:
        """Who is away keeps chair and hand; who leaves does not."""
        return not left

    def away(self, state: Table, seat: int, rng: Rng, now: int) -> Step[Table]:
        """Who is away keeps hand and chair: the cards wait."""
        return Step(state, touched=frozenset())

    def vacated(self, state: Table, seat: int, rng: Rng, now: int) -> Step[Table]:
        return company.vacated(state, seat)

    def resample(self, state: Table, seat: int | None, rng: Rng) -> Table:
        return sampling.resampled(state, seat, rng)

    def rows(self, state: Table) -> Mapping[tuple[str, str], Document]:
        return rows_of(state)

    def restore(
        self,
        seats: Sequence[int],
        options: TableOptions,
        rows: Mapping[tuple[str, str], Document],
    ) -> Table:
        return restored(options, rows)

    def save(self, state: Table, seat: int | None) -> Document | None:
        return saved(state, seat)

    def load(self, saved: Document) -> Command:
        try:
            return Load(msgspec.convert(saved, Setup))
        except msgspec.ValidationError as error:
            raise IllegalMove(
                "That is no set-up of a card table: {why}.", "INVALID_MOVE", why=str(error)
            ) from None
