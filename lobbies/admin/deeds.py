"""What staff may do to a row: asked once more, carried out through the door, and written down.

In here: the confirmation page, the log of what was done, the staff as one who acts. Not in here:
the deeds themselves; each table lists its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from games.base import Command
from lobbies.admin.lists import Reading
from lobbies.languages import worded
from lobbies.protocol import Refusal
from lobbies.rooms import Actor
from lobbies.tables import act

ROWS_AT_ONCE = 100
"""More rows than a page of a list shows are never done at once."""


class Reason(forms.Form):
    """Why; kept in the log of the staff, never shown to players."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, for the staff's own log"), max_length=200, required=False
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing staff may do to a row.

    ``title`` names it on its button, ``warning`` says what will follow. ``do`` carries it out
    and says in a sentence what was done. ``unless`` tells of a row to which it cannot be done.
    """

    name: str
    title: Any
    warning: Any
    do: Callable[[HttpRequest, Any, dict[str, Any]], str]
    form: type[forms.Form] = Reason
    unless: Callable[[Any], bool] = lambda row: False


def staff(request: HttpRequest) -> Actor:
    """Who acts: the staff, named in the log and nowhere else."""
    return Actor("", _("The staff"), staff=True)


def ask(request: HttpRequest, lobby: Any, command: Command) -> int:
    """Ask the door; the version it became.

    :raises Refusal: as ``judge.judge`` does.
    """
    return act(str(lobby), staff(request), command)


def note(request: HttpRequest, row: Model, label: str, sentence: str) -> None:
    """Write down who did what to which row."""
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=label[:200],
        action_flag=CHANGE,
        change_message=sentence,
    )


class Acting(Reading):
    """A table whose rows staff may act on."""

    deeds: tuple[Deed, ...] = ()

    def may_act(self, request: HttpRequest) -> bool:
        """Whether this member of the staff may do more than read."""
        permission = f"{self.opts.app_label}.change_{self.opts.model_name}"
        # The admin lets nobody without an account come here.
        return bool(request.user.has_perm(permission))  # type: ignore[union-attr]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The deeds, for several rows of a list at once."""
        if not self.may_act(request):
            return {}
        return {
            deed.name: (partial(_chosen, deed=deed), deed.name, deed.title) for deed in self.deeds
        }

    def get_urls(self) -> list[Any]:
        """Beside Django's own: the page of each deed."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        view = self.admin_site.admin_view(self.do_view)
        return [path("<path:object_id>/do/<slug:name>/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The row, with its deeds as buttons."""
        row = self.get_object(request, object_id)
        if row is None or not self.may_act(request):
            return super().change_view(request, object_id, form_url, extra_context)
        buttons = [(deed.title, self.address(deed, row)) for deed in self.possible(row)]
        context = {"buttons": buttons, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def possible(self, row: Any) -> list[Deed]:
        """What can be done to this row as it is."""
        return [deed for deed in self.deeds if not deed.unless(row)]

    def address(self, deed: Deed, row: Model) -> str:
        """The page that asks once more."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        return reverse(name, args=[row.pk, deed.name])

    def do_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """One deed to one row."""
        row = self.get_object(request, object_id)
        deed = next((deed for deed in self.deeds if deed.name == name), None)
        if row is None or deed is None:
            raise Http404
        return _confirmed(self, request, [row], deed)

    def after(self, row: Any) -> str:
        """Where to go when something was done to this row: its page, or the list if it is gone."""
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if self.model.objects.filter(pk=row.pk).exists():
            return reverse(f"{base}_change", args=[row.pk])
        return reverse(f"{base}_changelist")


def _chosen(model_admin: Acting, request: HttpRequest, queryset: Any, deed: Deed) -> HttpResponse:
    """A deed to the rows chosen in a list."""
    return _confirmed(model_admin, request, list(queryset[:ROWS_AT_ONCE]), deed)


def _confirmed(
    model_admin: Acting, request: HttpRequest, rows: list[Any], deed: Deed
) -> HttpResponse:
    """Ask once more; when confirmed, do it."""
    if not model_admin.may_act(request):
        raise PermissionDenied
    form = deed.form(request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        _carry_out(model_admin, request, rows, deed, form.cleaned_data)
        one = len(rows) == 1 and "action" not in request.POST
        address = model_admin.after(rows[0]) if one else request.get_full_path()
        return HttpResponseRedirect(address)
    opts = model_admin.opts
    context = {
        **model_admin.admin_site.each_context(request),
        "title": deed.title,
        "deed": deed,
        "form": form,
        "rows": [model_admin.label(row) for row in rows],
        "opts": opts,
        "chosen": request.POST.getlist("_selected_action"),
        "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
    }
    return TemplateResponse(request, "admin/lobbies/confirm.html", context)


def _carry_out(
    model_admin: Acting,
    request: HttpRequest,
    rows: Iterable[Any],
    deed: Deed,
    answers: dict[str, Any],
) -> None:
    """Do it to each row, and write down what was done; a refusal concerns its row alone."""
    for row in rows:
        label = model_admin.label(row)
        try:
            done = deed.do(request, row, answers)
        except Refusal as refusal:
            messages.error(request, f"{label}: {worded(refusal)}")
            continue
        reason = answers.get("reason")
        note(request, row, label, f"{done} {_('Reason')}: {reason}" if reason else done)
        messages.success(request, done)
