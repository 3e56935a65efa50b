"""What the staff did: Django's own log, to read."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy

from lobbies.admin.lists import Reading


@admin.register(LogEntry)
class LogEntryAdmin(Reading):
    """Who did what to which row, and why."""

    list_display = ("action_time", "user", "content_type", "object_repr", "said")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag",)
    ordering = ("-pk",)
    fields = ("action_time", "user", "content_type", "object_id", "object_repr", "said")
    readonly_fields = fields

    def label(self, row: LogEntry) -> str:
        """What was done."""
        return self.said(row)

    @admin.display(description=gettext_lazy("what"))
    def said(self, entry: LogEntry) -> str:
        """The sentence that was written down."""
        return str(entry.get_change_message()) or entry.get_action_flag_display()
