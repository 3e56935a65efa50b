"""The catalogs of translations: nothing is missing, nothing is old, nothing was forgotten.

``make messages`` mends most of what fails here; what waits for a translation is then told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lobbies.management.catalogs import files, sources
from lobbies.management.catalogs.sources import DOMAINS, Found, Unreadable
from tests import loose_texts

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = files.languages()
IN_ENGLISH = {"templates/api.html"}
"""For programmers, and marked so: lang="en"."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogs_are_what_the_sources_and_the_translations_make(language: str) -> None:
    old = [path.name for path, made in files.made(language).items() if path.read_bytes() != made]
    assert not old, f"run `make messages`: {old}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_translated_with_the_same_holes(language: str, domain: str) -> None:
    assert list(files.faults(files.renewed(language)[domain])) == []


def test_no_template_says_anything_that_is_not_marked() -> None:
    pages = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("games/*/templates/**/*.html")]
    loose = {
        name: found
        for page in pages
        if (name := page.relative_to(ROOT).as_posix()) not in IN_ENGLISH
        and (found := list(loose_texts.in_template(page.read_text())))
    }
    assert len(pages) > 30 and loose == {}


def test_no_script_says_anything_that_is_not_marked() -> None:
    scripts = sources.paths("djangojs")
    loose = {
        script.relative_to(ROOT).as_posix(): found
        for script in scripts
        if (found := list(loose_texts.in_script(script.read_text())))
    }
    assert len(scripts) > 50 and loose == {}


def test_texts_are_found_in_python() -> None:
    code = """
raise Refusal("NOT_FOUND", "There is "
    "no such table.")
raise IllegalMove("It is {side}'s turn.", "NOT_YOUR_TURN", side=Phrase("White"))
title = _(game.title)
ngettext("one", "many", n)
pgettext("card", "king")
"""
    assert [found[1:] for found in sources.programmed(code, "code.py")] == [
        ("There is no such table.", None),
        ("It is {side}'s turn.", None),
        ("White", None),
        (("one", "many"), None),
        ("king", "card"),
    ]


@pytest.mark.parametrize(
    "code", ['_(f"{name} is here")', 'Refusal("CONFLICT", "No %s" % name)', 'N_("a" + name)']
)
def test_values_put_in_too_early_are_refused(code: str) -> None:
    with pytest.raises(Unreadable):
        list(sources.programmed(code, "code.py"))


def test_texts_are_found_in_templates_inside_of_each_other_in_scripts() -> None:
    script = """
      html`<p>${many ? html`<b>${t("The “first”")}</b>` : t("second")}</p>`
      split("no text"); set.t("no text"); // a `t("comment")`
      nt(
        "{n} move",
        "{n} moves",
        moves,
      ); pt("card", "king") + tparts("away {time}", { time })
    """
    assert list(sources.scripted(script, "script.js")) == [
        Found(2, "The “first”"),
        Found(2, "second"),
        Found(4, ("{n} move", "{n} moves")),
        Found(8, "king", "card"),
        Found(8, "away {time}"),
    ]


@pytest.mark.parametrize("code", ["t(name)", "t(`${n} moves`)", 'nt("{n} move", many, n)'])
def test_a_script_says_only_literals(code: str) -> None:
    with pytest.raises(Unreadable):
        list(sources.scripted(code, "script.js"))


def test_texts_are_found_in_templates() -> None:
    page = """{% load i18n %}<p>{% translate "You" %} {{ _("or")|title }}
    {% blocktranslate count n=n %}{{ n }} watching{% plural %}{{ n }} watch{% endblocktranslate %}
    {% include "x.html" with text=_("in an include") %}</p>"""
    assert [found.message for found in sources.templated(page)] == [
        "You", "or", ("%(n)s watching", "%(n)s watch"), "in an include",
    ]  # fmt: skip


def test_what_nobody_marked_is_seen() -> None:
    page = '{% load i18n %}<p title="A loose one">{% translate "No" %}</p><h1>Another one</h1>'
    assert list(loose_texts.in_template(page)) == ["Another one", "A loose one"]
    script = """
      const words = { yes: t("Marked"), no: "Not marked at all" };
      html`<p>Between tags</p><i aria-label="An attribute" class="a class"></i>`;
      say(`${name} has come`);
    """
    assert set(loose_texts.in_script(script)) == {
        "Not marked at all", "Between tags", "An attribute", "${name} has come",
    }  # fmt: skip
