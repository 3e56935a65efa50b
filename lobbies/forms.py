"""The forms of the pages. What a game can be set to comes from its options type, not from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

import msgspec
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from games.base import Game, IllegalMove, Options
from lobbies.models import Lobby

VISIBILITIES = [
    (Lobby.Visibility.PUBLIC.value, _("public, anybody can find it")),
    (Lobby.Visibility.PRIVATE.value, _("private, only with your link")),
]

LINE = 200
"""Characters of an option that fits on a line."""

OF_THE_HOUSE = frozenset(field.encode_name for field in msgspec.structs.fields(Options))
"""Options every game has; the pages show them by themselves."""


class NewLobby(forms.Form):
    """A lobby about to be made: its name, who may come, and the game's own options."""

    name = forms.CharField(label=_("Name of the table"), max_length=60, required=False)
    visibility = forms.ChoiceField(label=_("Who may come"), choices=VISIBILITIES)
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=80,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, game: Game[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.game = game
        self.own = {
            field.encode_name: option_field(field) for field in msgspec.structs.fields(game.options)
        }
        self.fields.update(self.own)

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """The game's own fields, in the order of its options; the house's stand by themselves."""
        return [self[name] for name in self.own if name not in OF_THE_HOUSE]

    def clean(self) -> dict[str, Any]:
        """Let the game's own type judge its options."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = {name: cleaned[name] for name in self.own if cleaned.get(name) not in (None, "")}
        if self.errors:
            return cleaned
        try:
            options = msgspec.convert(chosen, self.game.options, strict=False)
        except IllegalMove as error:
            raise forms.ValidationError(error.phrase.said(gettext)) from error
        except msgspec.ValidationError as error:
            raise forms.ValidationError(
                _("The game cannot be set up like this: %(why)s"), params={"why": str(error)}
            ) from error
        cleaned["options"] = plain(msgspec.to_builtins(options))
        return cleaned


class Passphrase(forms.Form):
    """The way into a private lobby."""

    passphrase = forms.CharField(max_length=80, strip=False)


class Name(forms.Form):
    """What a player is called."""

    name = forms.CharField(
        max_length=40, error_messages={"required": _("Write a name, a nickname will do.")}
    )


class OwnPassphrase(forms.Form):
    """The passphrase that brings a player back on another device."""

    passphrase = forms.CharField(
        min_length=8,
        max_length=80,
        strip=False,
        error_messages={
            "required": _("Write a passphrase: a few words you will remember."),
            "min_length": _("Make it at least %(limit_value)d characters: a few words will do."),
        },
    )


def plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with whole numbers written whole: 5, not 5.0."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in options.items()
    }


def option_field(field: msgspec.structs.FieldInfo) -> forms.Field:
    """A form field for one option: a choice for literals, a box for truth, else a number or text.

    Bounds come from the option's ``msgspec.Meta``.
    """
    kind, meta = _unwrapped(field.type)
    common: dict[str, Any] = {"required": False, "initial": field.default}
    common["label"] = (meta.title if meta and meta.title else field.name.replace("_", " ")).title()
    if get_origin(kind) is not None and all(isinstance(arg, str) for arg in get_args(kind)):
        choices = [(arg, arg) for arg in get_args(kind)]
        return forms.ChoiceField(
            choices=choices, widget=forms.Select(attrs={"class": "select"}), **common
        )
    if kind is bool:
        return forms.BooleanField(**common)
    if kind in (int, float):
        return _number(kind, meta, common)
    return _text(meta, common)


def _text(meta: msgspec.Meta | None, common: Mapping[str, Any]) -> forms.Field:
    """A line, or a box for what may be longer."""
    longest = (meta.max_length if meta else None) or LINE
    widget = forms.TextInput if longest <= LINE else forms.Textarea
    return forms.CharField(max_length=longest, widget=widget(attrs={"class": "input"}), **common)


def _number(kind: type, meta: msgspec.Meta | None, common: Mapping[str, Any]) -> forms.Field:
    bounds = {
        "min_value": meta.ge if meta else None,
        "max_value": meta.le if meta else None,
        "step_size": meta.multiple_of if meta else None,
    }
    field = forms.IntegerField if kind is int else forms.FloatField
    return field(widget=forms.NumberInput(attrs={"class": "input"}), **bounds, **common)


def _unwrapped(annotation: Any) -> tuple[Any, msgspec.Meta | None]:
    """The plain type of an annotation, and its bounds if it has some."""
    meta = next(
        (m for m in getattr(annotation, "__metadata__", ()) if isinstance(m, msgspec.Meta)), None
    )
    return (annotation.__origin__ if meta else annotation), meta
