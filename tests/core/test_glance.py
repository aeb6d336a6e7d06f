"""The first look at a text's words never rules out a pattern that matches."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.library.loader import load_shipped
from core.simulation import distress
from core.simulation.behaviour import read_behaviour
from core.simulation.glance import Glance
from core.simulation.lexicon import NEVER, Glanced, Lexicon, anywhere, glanced
from core.simulation.lexicon_en import ENGLISH
from core.simulation.lexicon_es import SPANISH
from core.simulation.needs import rows_of
from core.simulation.normalise import lower, normalise
from core.simulation.pattern import Pattern
from tests.core import scripts

GLANCES = (ENGLISH.glance, SPANISH.glance, distress.GLANCE)
LOOKED_FOR = [
    (glance, pattern)
    for glance in GLANCES
    for pattern in dict.fromkeys(glance.patterns)
    if pattern is not NEVER
]
TEXTS = [
    lower(normalise(text))
    for profile in load_shipped()
    for text in scripts.mixed(profile, 0.7, seed=5)
]


ODD = ["u", "gonna", "um,", "you", "know,", "--", "(well)", "?", ".", "3", "٣%", "'tis", "that's"]
SALAD = sorted({word for text in TEXTS for word in text.split()}) + ODD * 20


def needs(pattern: Pattern) -> list[list[set[str]]]:
    """Rows of clauses; `…` stands for the rest of a word."""
    return [
        [{word.text + ("" if word.whole else "…") for word in clause} for clause in row]
        for row in rows_of(pattern.text)
    ]


def at_a_word(pattern: Pattern, text: str) -> bool:
    return re.search(rf"\b(?:{pattern.text})", text) is not None


def test_a_row_needs_a_word_of_each_of_its_places() -> None:
    pattern = anywhere("i (?:really )?can't (?:see|hear)(?! you)\n(?:sounds?|is) exhaust\\w+")
    assert needs(pattern) == [
        [{"cant"}, {"see", "hear"}, {"i"}],
        [{"exhaust…"}, {"sounds", "sound", "is"}],
    ]


def test_a_pattern_that_ends_inside_of_a_word_asks_for_its_beginning() -> None:
    assert needs(Pattern("i feel")) == [[{"feel…"}, {"i"}]]


def test_what_may_be_anything_asks_for_nothing() -> None:
    assert needs(anywhere("\\w+|(?:so )*")) == [[], []]


@pytest.mark.parametrize(("glance", "pattern"), LOOKED_FOR)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_text_made_to_match_is_ruled_out(
    glance: Glance, pattern: Pattern, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern.text))
    assert not at_a_word(pattern, text) or pattern in glance.possible(text)


@pytest.mark.parametrize("glance", GLANCES)
def test_no_pattern_is_ruled_out_that_finds_something_in_an_interview(glance: Glance) -> None:
    for text in TEXTS:
        found = {pattern for pattern in glance.patterns if at_a_word(pattern, text)}
        assert found <= glance.possible(text)


@pytest.mark.parametrize("lexicon", [ENGLISH, SPANISH])
@settings(deadline=None)
@given(text=st.lists(st.sampled_from(SALAD), max_size=16).map(" ".join))
def test_a_turn_is_read_as_if_all_patterns_were_run(lexicon: Lexicon, text: str) -> None:
    everything = Glanced(lexicon, frozenset(lexicon.glance.patterns))
    assert read_behaviour(text, glanced(lexicon, text)) == read_behaviour(text, everything)


def test_most_patterns_are_ruled_out() -> None:
    passed = sum(len(ENGLISH.glance.possible(text)) for text in TEXTS)
    assert passed < len(TEXTS) * len(ENGLISH.glance.patterns) / 3


def test_a_word_of_many_apostrophes_rules_nothing_out_and_takes_no_time() -> None:
    assert ENGLISH.glance.possible("a'b" * 4_000) == set(ENGLISH.glance.patterns)
