"""The page's own words: every one that the scripts say is kept, and each language has it."""

import re
from pathlib import Path

import pytest

from bot.playground.words import WORDS, words_json
from tests.bot.playground.world import World

STATIC = Path(__file__).parents[3] / "bot" / "playground" / "static"
SAID = re.compile(r'\bt\("((?:[^"\\]|\\.)*)"')
SHOWN = re.compile(r'(?:aria-label|placeholder)="([^"]+)"|>\s*([^<>]*[A-Za-z][^<>]*?)\s*<')
NAMES = {"Virtual Client", "Enter", "Shift"}
# Said of what the server calls people and threads.
CALLED = {"Admin", "App", "Client", "Student", "Teacher", "closed", "open"}


def said() -> set[str]:
    """What stands in the scripts and in the page's body."""
    scripts = "\n".join(one.read_text() for one in STATIC.glob("*.js"))
    body = (STATIC / "index.html").read_text().partition("<body>")[2]
    shown = {one or other for one, other in SHOWN.findall(body)}
    return set(SAID.findall(scripts)) | shown - NAMES


def test_every_text_of_the_page_is_kept_and_none_is_kept_in_vain() -> None:
    assert said() | CALLED == set(WORDS)


@pytest.mark.parametrize(
    ("locale", "language", "yes"), [("es-MX", "es", "sí"), ("fr", "en", "yes"), ("", "en", "yes")]
)
async def test_the_page_gets_its_words_in_the_readers_language(
    world: World, locale: str, language: str, yes: str
) -> None:
    response = await world.http.get(f"{world.base}/words?language={locale}")
    answer = await response.json()
    assert (answer["language"], answer["words"]["yes"]) == (language, yes)


def test_only_names_that_both_languages_share_read_the_same() -> None:
    found = words_json("es")["words"]
    assert isinstance(found, dict)
    assert {text for text in WORDS if found[text] == text} == {"App", "no"}
