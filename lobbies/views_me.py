"""The pages about oneself: the name, the passphrase, the way to another device."""

from __future__ import annotations

import uuid
from io import BytesIO

import segno
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lobbies import limits
from lobbies.forms import Name, OwnPassphrase
from lobbies.gate import rename
from lobbies.identity import (
    find_player,
    opens,
    player_of,
    set_cookie,
    set_passphrase,
)
from lobbies.models import Player
from lobbies.names import clean_name, is_reserved
from lobbies.views import page, refusing, visitor

DEVICE_SECONDS = 15 * 60
_SALT = "parlour.device"


def qr_svg(text: str) -> str:
    """A QR code as an SVG element, one dark path on nothing."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, border=3, svgclass="qr", lineclass="qr__line",
        omitsize=True,
    )  # fmt: skip
    return out.getvalue().decode()


@never_cache
@require_http_methods(["GET", "HEAD"])
@refusing
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here."""
    return _me(request, visitor(request))


def _me(request: HttpRequest, player: Player, status: int = 200, **errors: str) -> HttpResponse:
    token = signing.dumps(str(player.pk), salt=_SALT)
    link = request.build_absolute_uri(reverse("device", args=[token]))
    context = {
        "player": player,
        "person": player,
        "device_link": link,
        "device_qr": qr_svg(link),
        "here": "me",
        "errors": errors,
    }
    answer = page(request, "me.html", context, status)
    set_cookie(answer, player)
    return answer


@require_POST
@refusing
def name(request: HttpRequest) -> HttpResponse:
    """Take another name."""
    player = visitor(request)
    form = Name(request.POST)
    if not form.is_valid():
        return _me(request, player, 400, name=form.errors["name"][0])
    if is_reserved(form.cleaned_data["name"]):
        taken = _("That is what one of our games calls somebody. Choose another name.")
        return _me(request, player, 400, name=taken)
    rename(player, clean_name(form.cleaned_data["name"], player.name))
    messages.success(request, _("You are called %(name)s now.") % {"name": player.name})
    answer = redirect("me")
    set_cookie(answer, player)
    return answer


@require_POST
@refusing
def passphrase(request: HttpRequest) -> HttpResponse:
    """Keep a passphrase, to come back with it on another device."""
    player = visitor(request)
    form = OwnPassphrase(request.POST)
    if not form.is_valid():
        return _me(request, player, 400, passphrase=form.errors["passphrase"][0])
    set_passphrase(player, form.cleaned_data["passphrase"])
    messages.success(request, _("Your passphrase is kept. Write your player id down beside it."))
    answer = redirect("me")
    set_cookie(answer, player)
    return answer


@require_POST
@refusing
def come_back(request: HttpRequest) -> HttpResponse:
    """Be somebody again, by id and passphrase."""
    asked = request.POST.get("player", "").strip()
    if not limits.may_try_passphrase(f"player:{asked[:40]}"):
        return _me(request, visitor(request), 429, back=_("Too many tries. Wait a minute."))
    try:
        player = find_player(str(uuid.UUID(asked)))
    except ValueError:
        player = None
    if player is None or not opens(player.passphrase, request.POST.get("passphrase")):
        wrong = _("That id and passphrase do not belong together. Check both.")
        return _me(request, visitor(request), 403, back=wrong)
    messages.success(request, _("Welcome back, %(name)s.") % {"name": player.name})
    answer = redirect("me")
    set_cookie(answer, player)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest, token: str) -> HttpResponse:
    """Be the same player on this device: asked first, so that no preview takes the link's place."""
    try:
        player = find_player(signing.loads(token, salt=_SALT, max_age=DEVICE_SECONDS))
    except signing.BadSignature:
        player = None
    if player is None:
        return page(request, "device.html", {"person": None}, 410)
    if request.method != "POST":
        return page(request, "device.html", {"person": player, "known": player_of(request)})
    messages.success(request, _("You are %(name)s on this device too.") % {"name": player.name})
    answer = redirect("start")
    set_cookie(answer, player)
    return answer
