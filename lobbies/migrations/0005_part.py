"""Who took part in which match; for matches of before, from the seats they began with."""

from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1_000


def note_parts(apps, schema_editor):
    """One row for each seat of each match whose player is still known."""
    Match, Part = apps.get_model("lobbies", "Match"), apps.get_model("lobbies", "Part")
    Player = apps.get_model("lobbies", "Player")
    waiting = []

    def write():
        asked = {player for _, player in waiting}
        known = set(Player.objects.filter(pk__in=asked).values_list("pk", flat=True))
        rows = [Part(match_id=match, player_id=who) for match, who in waiting if who in known]
        Part.objects.bulk_create(rows, ignore_conflicts=True)
        waiting.clear()

    seats = Match.objects.order_by("started_at", "pk").values_list("pk", "seats")
    for match, players in seats.iterator():
        waiting.extend((match, UUID(player)) for player in dict.fromkeys(players.values()))
        if len(waiting) >= AT_ONCE // 2:
            write()
    write()


class Migration(migrations.Migration):
    dependencies = [("lobbies", "0004_computer_players")]

    operations = [
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="lobbies.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "player",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="lobbies.player",
                        verbose_name="player",
                    ),
                ),
            ],
            options={
                "verbose_name": "part in a match",
                "verbose_name_plural": "parts in matches",
                "indexes": [models.Index(fields=["player", "-id"], name="parts_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("player", "match"), name="one_part_per_player")
                ],
            },
        ),
        migrations.RunPython(note_parts, migrations.RunPython.noop),
    ]
