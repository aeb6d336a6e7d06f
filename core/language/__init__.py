"""Whose language the app speaks now: gettext catalogues, chosen for the length of a turn."""

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
Catalogue = gettext.NullTranslations

DOMAIN = "virtual_client"
FOLDER = Path(__file__).parent
SOURCE = "en"
LANGUAGES = (SOURCE, "es")
_spoken: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)


def _(message: str) -> str:
    """The message in the language that is spoken now; call it when the text is made, not before."""
    spoken = _spoken.get()
    # An empty message is the catalogue's own header.
    return spoken.gettext(message) if spoken is not None and message else message


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the message that fits the number."""
    spoken = _spoken.get() or catalogue(SOURCE)
    return spoken.ngettext(singular, plural, number)


def gettext_noop(message: str) -> str:
    """Mark a constant for translation; `_` translates it where it is used."""
    return message


@contextmanager
def using(spoken: Catalogue) -> Iterator[None]:
    """Speak from this catalogue."""
    before = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(before)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak a reader's language (`es`, `es-MX`, `en_GB`); English for one that is not here.

    Without any locale the language stays as it is.
    """
    if not locale:
        yield
        return
    with using(catalogue(language_of(locale))):
        yield


def spoken(locale: str, work: Callable[[Given], Made]) -> Callable[[Given], Made]:
    """The same work, later, in a reader's language."""
    if not locale:
        return work

    def run(given: Given) -> Made:
        with speaking(locale):
            return work(given)

    return run


def language_of(locale: str) -> str:
    """The language of ours that fits a locale."""
    first = locale.replace("_", "-").partition("-")[0].lower()
    return first if first in LANGUAGES else SOURCE


@cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language; English stands in the source."""
    if language == SOURCE:
        return Catalogue()
    return gettext.translation(DOMAIN, FOLDER, [language])
