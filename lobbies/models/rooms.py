"""Lobbies, who is in them, and what is said there."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lobbies.models.people import Player


class Lobby(models.Model):
    """A room at one table. ``version`` counts its committed changes, one by one, without holes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PLAYING = "playing", _("playing")
        OVER = "over", _("over")
        CLOSED = "closed", _("closed")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public")
        PRIVATE = "private", _("private")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=6, unique=True)
    kind = models.CharField(_("game"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING
    )
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    passphrase = models.CharField(_("passphrase (hash)"), max_length=128, blank=True)
    invite = models.CharField(_("invitation"), max_length=40, blank=True)
    host = models.ForeignKey(
        Player, null=True, on_delete=models.SET_NULL, related_name="hosted", verbose_name=_("host")
    )
    options = models.JSONField(_("options"), default=dict)
    version = models.BigIntegerField(_("version"), default=0)
    games = models.IntegerField(_("games"), default=0)
    said = models.IntegerField(_("chat lines"), default=0)
    alarm_at = models.BigIntegerField(_("alarm"), null=True)
    inspected_at = models.BigIntegerField(_("staff looked"), null=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.BigIntegerField(_("last change"), default=0)

    class Meta:
        verbose_name = _("lobby")
        verbose_name_plural = _("lobbies")
        indexes = [
            models.Index(fields=["-created", "-id"], name="lobby_newest"),
            models.Index(fields=["visibility", "status", "-created"]),
            models.Index(fields=["kind", "visibility", "status", "-created"], name="by_kind"),
            models.Index(
                fields=["alarm_at"], name="alarms", condition=models.Q(alarm_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Member(models.Model):
    """A player in a lobby: seated or watching, here or away."""

    lobby = models.ForeignKey(
        Lobby, on_delete=models.CASCADE, related_name="members", verbose_name=_("lobby")
    )
    player = models.ForeignKey(Player, on_delete=models.CASCADE, verbose_name=_("player"))
    seat = models.SmallIntegerField(_("seat"), null=True)
    ready = models.BooleanField(_("ready"), default=False)
    connected = models.BooleanField(_("connected"), default=False)
    away_until = models.BigIntegerField(_("away until"), null=True)
    gone = models.BooleanField(_("gone"), default=False)
    muted = models.BooleanField(_("muted"), default=False)
    bot = models.CharField(_("computer level"), max_length=20, blank=True)
    game_version = models.CharField(_("build"), max_length=40, blank=True)
    joined_at = models.BigIntegerField(_("joined"))

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["lobby", "player"], name="one_place_per_lobby")
        ]


class ChatMessage(models.Model):
    """One line of chat, numbered within its lobby."""

    lobby = models.ForeignKey(
        Lobby, on_delete=models.CASCADE, related_name="chat", verbose_name=_("lobby")
    )
    number = models.IntegerField(_("number"))
    player = models.ForeignKey(Player, on_delete=models.CASCADE, verbose_name=_("player"))
    name = models.CharField(_("name"), max_length=40)
    text = models.CharField(_("text"), max_length=500)
    at = models.BigIntegerField(_("at"))

    class Meta:
        verbose_name = _("chat line")
        verbose_name_plural = _("chat lines")
        constraints = [
            models.UniqueConstraint(fields=["lobby", "number"], name="one_line_per_number")
        ]
