"""Games played: matches, their moves, and the objects and decks of free tables."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lobbies.models.people import Player
from lobbies.models.rooms import Lobby


class Match(models.Model):
    """One game played. Its state follows from ``seats``, ``options``, ``seed`` and its moves.

    ``seats``: player ids by seat; ``names``: their names then; ``bots``: levels of the computer
    players by seat, as it began; ``result``: winners and reason.
    ``snapshot``: the state after ``snapshot_version``, so that a long game loads quickly.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lobby = models.ForeignKey(
        Lobby, on_delete=models.CASCADE, related_name="matches", verbose_name=_("lobby")
    )
    number = models.IntegerField(_("number"))
    kind = models.CharField(_("game"), max_length=20)
    options = models.JSONField(_("options"), default=dict)
    seats = models.JSONField(_("seats"), default=dict)
    names = models.JSONField(_("names"), default=dict)
    bots = models.JSONField(_("computer players"), default=dict)
    seed = models.BinaryField(_("seed"), max_length=32)
    started_version = models.BigIntegerField(_("started at version"))
    started_at = models.BigIntegerField(_("started"))
    snapshot = models.JSONField(_("snapshot"), null=True)
    snapshot_version = models.BigIntegerField(_("snapshot version"), default=0)
    result = models.JSONField(_("result"), null=True)
    ended_at = models.BigIntegerField(_("ended"), null=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.UniqueConstraint(fields=["lobby", "number"], name="one_match_per_number")
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="match_newest")]


class Part(models.Model):
    """That somebody took part in a match: who sat down at any time of it."""

    match = models.ForeignKey(
        Match, on_delete=models.CASCADE, related_name="parts", verbose_name=_("match")
    )
    player = models.ForeignKey(
        Player, on_delete=models.CASCADE, db_index=False, verbose_name=_("player")
    )

    class Meta:
        verbose_name = _("part in a match")
        verbose_name_plural = _("parts in matches")
        constraints = [
            models.UniqueConstraint(fields=["player", "match"], name="one_part_per_player"),
        ]
        indexes = [models.Index(fields=["player", "-id"], name="parts_newest")]


class Move(models.Model):
    """One committed change of a lobby; with ``match`` set, one that moved its game on.

    ``event`` says what moved the game (see ``games.base.Event``); ``action`` and ``payload`` are
    the command as it came. A ``ref`` is applied once per player and lobby.

    The database does not look its three keys up with each line, which is a quarter of what a line
    costs PostgreSQL: the lobby's row has just been found, and its match and its member are its own.
    """

    lobby = models.ForeignKey(Lobby, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    version = models.BigIntegerField(_("version"))
    match = models.ForeignKey(
        Match, null=True, on_delete=models.CASCADE, related_name="moves", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    player = models.ForeignKey(
        Player, null=True, on_delete=models.SET_NULL, db_index=False, db_constraint=False,
        verbose_name=_("player"),
    )  # fmt: skip
    seat = models.SmallIntegerField(_("seat"), null=True)
    event = models.CharField(_("event"), max_length=10, blank=True)
    action = models.CharField(_("action"), max_length=40)
    payload = models.JSONField(_("payload"), default=dict)
    ref = models.CharField(_("ref"), max_length=36, null=True)
    at = models.BigIntegerField(_("at"))

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        constraints = [
            models.UniqueConstraint(fields=["lobby", "version"], name="one_change_per_version"),
            models.UniqueConstraint(
                fields=["lobby", "player", "ref"],
                name="one_change_per_ref",
                condition=models.Q(ref__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["match", "version"],
                name="by_match",
                condition=models.Q(match__isnull=False),
            )
        ]


class BoardObject(models.Model):
    """One thing on a free table: a card, token, counter, die, note or image."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="objects_on_board")
    key = models.CharField(_("id"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    data = models.JSONField(_("data"), default=dict)

    class Meta:
        verbose_name = _("board object")
        verbose_name_plural = _("board objects")
        constraints = [models.UniqueConstraint(fields=["match", "key"], name="one_object_per_key")]


class Deck(models.Model):
    """A deck, or a player's tray, on a free table: its cards in order, top first."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="decks")
    key = models.CharField(_("id"), max_length=40)
    seat = models.SmallIntegerField(_("owner's seat"), null=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    data = models.JSONField(_("data"), default=dict)
    cards = models.JSONField(_("cards"), default=list)

    class Meta:
        verbose_name = _("deck")
        verbose_name_plural = _("decks")
        constraints = [models.UniqueConstraint(fields=["match", "key"], name="one_deck_per_key")]
