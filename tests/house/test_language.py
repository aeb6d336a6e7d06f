"""Catalogues: what is compiled is what is written, and placeholders survive translation."""

import gettext
import re

import pytest

from core.language import DOMAIN, _, speaking, spoken, using
from tests.house.language import TRANSLATED, compiled, folder, known, untranslated

PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    there = (folder(language) / f"{DOMAIN}.mo").read_bytes()
    assert there == compiled(known(language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_source_is_translated(language: str) -> None:
    """`python -m tests.house.language` takes up what is new."""
    assert untranslated(language) == []


def placeholders(text: object) -> set[str]:
    return set(PLACEHOLDER.findall(str(text)))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_source(language: str) -> None:
    done = [one for one in known(language) if one.id and isinstance(one.id, str) and one.string]
    wrong = [one.id for one in done if placeholders(one.id) != placeholders(one.string)]
    assert wrong == []


class Loud(gettext.NullTranslations):
    """A language in which everything is shouted."""

    def gettext(self, message: str) -> str:
        return message.upper()


def test_the_language_lasts_as_long_as_the_turn() -> None:
    with using(Loud()):
        inside = _("Here is your file.")
    assert (inside, _("Here is your file.")) == ("HERE IS YOUR FILE.", "Here is your file.")


@pytest.mark.parametrize("locale", ["", "en", "en-GB", "xx", "en_US", "-", "日本"])
def test_a_language_that_is_not_here_is_english(locale: str) -> None:
    with speaking(locale):
        assert _("Your interviews") == "Your interviews"


def test_work_for_later_keeps_the_language_of_its_reader() -> None:
    later = spoken("es-MX", lambda given: f"{given}: {_('')}")
    assert later("empty") == "empty: "
