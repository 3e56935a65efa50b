"""The list of connections opens newest first at any length."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lobbies", "0002_newest_first"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="connection",
            index=models.Index(fields=["-since", "-id"], name="connection_newest"),
        ),
    ]
