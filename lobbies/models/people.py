"""People: who they are, who is connected, who waits, who was reported or banned.

Times that games and clients compute with are milliseconds since the epoch (``…_at``, ``seen``).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Player(models.Model):
    """Somebody, known by an id their browser keeps. No account; a passphrase if they want one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=40)
    passphrase = models.CharField(_("passphrase (hash)"), max_length=128, blank=True)
    bot = models.CharField(_("computer level"), max_length=20, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("player")
        verbose_name_plural = _("players")
        indexes = [models.Index(fields=["-created", "-id"], name="player_newest")]

    def __str__(self) -> str:
        return self.name


class Process(models.Model):
    """A server process and its heartbeat; when that stops, its connections are gone.

    ``figures``: how it goes there, as ``figures.Figures``.
    """

    id = models.UUIDField(primary_key=True)
    started = models.BigIntegerField(_("started"))
    seen = models.BigIntegerField(_("seen"), db_index=True)
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("server process")
        verbose_name_plural = _("server processes")


class Connection(models.Model):
    """One open socket: who is connected now."""

    id = models.UUIDField(primary_key=True)
    lobby = models.ForeignKey(
        "Lobby", on_delete=models.CASCADE, db_constraint=False, verbose_name=_("lobby")
    )
    player = models.ForeignKey(
        Player, on_delete=models.CASCADE, db_constraint=False, verbose_name=_("player")
    )
    process = models.UUIDField(_("server process"), db_index=True)
    since = models.BigIntegerField(_("since"))
    seen = models.BigIntegerField(_("last ping"))
    game_version = models.CharField(_("build"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        indexes = [
            models.Index(fields=["lobby", "player"]),
            models.Index(fields=["-since", "-id"], name="connection_newest"),
        ]


class Waiting(models.Model):
    """Somebody who asked for quick pairing. ``lobby`` is set once they have been paired.

    ``seat``: the chair they wish for (a colour, in chess), if any will not do.
    """

    player = models.OneToOneField(Player, primary_key=True, on_delete=models.CASCADE)
    kind = models.CharField(_("game"), max_length=20)
    key = models.CharField(_("options"), max_length=200)
    seat = models.SmallIntegerField(_("seat"), null=True)
    lobby = models.ForeignKey("Lobby", null=True, on_delete=models.CASCADE)
    since = models.BigIntegerField(_("since"))
    seen = models.BigIntegerField(_("last asked"))

    class Meta:
        verbose_name = _("waiting player")
        verbose_name_plural = _("waiting players")
        indexes = [models.Index(fields=["kind", "key", "since"])]


class Report(models.Model):
    """A chat line somebody found out of place, with its text as it was."""

    lobby = models.ForeignKey("Lobby", on_delete=models.CASCADE, verbose_name=_("lobby"))
    message = models.ForeignKey(
        "ChatMessage", null=True, on_delete=models.SET_NULL, verbose_name=_("message")
    )
    reporter = models.ForeignKey(
        Player, on_delete=models.CASCADE, related_name="reports_made", verbose_name=_("reporter")
    )
    about = models.ForeignKey(
        Player,
        null=True,
        on_delete=models.SET_NULL,
        related_name="reports_about",
        verbose_name=_("about"),
    )
    text = models.CharField(_("text"), max_length=500)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.BigIntegerField(_("at"))
    settled = models.BooleanField(_("settled"), default=False, db_index=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["message", "reporter"], name="one_report_each")
        ]


class Ban(models.Model):
    """A player who may not enter one lobby, or (without a lobby) the site."""

    lobby = models.ForeignKey(
        "Lobby", null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("lobby")
    )
    player = models.ForeignKey(Player, on_delete=models.CASCADE, verbose_name=_("player"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    until = models.BigIntegerField(_("until"), null=True, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = [
            models.UniqueConstraint(fields=["lobby", "player"], name="one_ban_per_lobby")
        ]
