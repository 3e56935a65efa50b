"""Lists open newest first at any length: an index each for lobbies, matches and players."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lobbies", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lobby",
            index=models.Index(fields=["-created", "-id"], name="lobby_newest"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["-started_at", "-id"], name="match_newest"),
        ),
        migrations.AddIndex(
            model_name="player",
            index=models.Index(fields=["-created", "-id"], name="player_newest"),
        ),
    ]
