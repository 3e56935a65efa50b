"""The ladder, where a hoster wants one: how strong each player is thought to be, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lobbies.models.people import Player
from lobbies.models.play import Match


class Rating(models.Model):
    """A player's strength on one ladder: a normal distribution (openskill), and games counted.

    ``ladder``: the game's kind and its ladder's name, ``chess:crazyhouse``.
    """

    player = models.ForeignKey(Player, on_delete=models.CASCADE, verbose_name=_("player"))
    ladder = models.CharField(_("ladder"), max_length=60)
    mu = models.FloatField(_("strength"))
    sigma = models.FloatField(_("uncertainty"))
    games = models.IntegerField(_("games"), default=0)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["player", "ladder"], name="one_rating_per_ladder")
        ]
        indexes = [models.Index(fields=["ladder", "-mu", "id"], name="rating_highest")]


class RatedMatch(models.Model):
    """A match that has counted, once: its row goes in with the match's end or not at all.

    ``changes``: by player id, the strength before and after.
    """

    match = models.OneToOneField(Match, primary_key=True, on_delete=models.CASCADE)
    ladder = models.CharField(_("ladder"), max_length=60)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("rated match")
        verbose_name_plural = _("rated matches")
