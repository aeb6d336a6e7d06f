"""Whose language the app speaks now: gettext catalogues, chosen for the length of a turn."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "virtual_client"
FOLDER = Path(__file__).parent
LANGUAGES = ("en", "es")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def _(message: str) -> str:
    """The message in the language that is spoken now; call it when the text is made, not before."""
    return catalogue(_spoken.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the message that fits the number."""
    return catalogue(_spoken.get()).ngettext(singular, plural, number)


def gettext_noop(message: str) -> str:
    """Mark a constant for translation; `_` translates it where it is used."""
    return message


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak a reader's language (`es`, `es-MX`, `en_GB`); English for one that is not here."""
    before = _spoken.set(language_of(locale))
    try:
        yield
    finally:
        _spoken.reset(before)


def language_of(locale: str) -> str:
    """The language of ours that fits a locale."""
    first = locale.replace("_", "-").partition("-")[0].lower()
    return first if first in LANGUAGES else "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts of a language; English stands in the source."""
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
