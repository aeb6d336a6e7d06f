"""What the Director does in a shorter way is what the plain way would give."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.profile import ClientProfile
from core.domain.stems import find_stem, fold, holds_stem, word_at
from core.library.loader import load_shipped
from core.simulation.director import Step, start, take_turn
from core.simulation.state import counted, state_to_json
from core.simulation.topics import raised_facts
from core.simulation.trace import trace_to_json
from tests.core import scripts
from tests.core.profiles import sample
from tests.core.turns import read

LETTERS = st.text("abé_' ", min_size=1, max_size=9)


def plain_text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def steps_of(profile: ClientProfile) -> list[Step]:
    state, steps = start(profile, 1), []
    for text in scripts.mixed(profile, 0.7, 1):
        steps.append(take_turn(profile, state, text))
        state = steps[-1].state
    return steps


@pytest.mark.parametrize("profile", load_shipped()[:3], ids=lambda profile: profile.id)
def test_state_and_trace_are_written_as_a_plain_encoder_writes_them(profile: ClientProfile) -> None:
    for step in steps_of(profile):
        assert step.text == state_to_json(step.state) == plain_text(asdict(step.state))
        nested = {
            "gates": [gate._asdict() for gate in step.trace.gates],
            "topics": [topic._asdict() for topic in step.trace.topics],
            "versions": step.trace.versions._asdict(),
        }
        assert trace_to_json(step.trace) == plain_text(step.trace._asdict() | nested)


@given(LETTERS.filter(str.strip), st.lists(st.lists(LETTERS, max_size=4), max_size=4))
def test_raised_facts_are_those_that_a_look_for_every_stem_finds(
    text: str, topics: list[list[str]]
) -> None:
    plain = sample()
    facts = tuple(
        replace(fact, topics=tuple(stems)) for fact, stems in zip(plain.facts, topics, strict=False)
    )
    raised = raised_facts(replace(plain, facts=facts), read(text))
    folded, expected = fold(text), []
    for fact in facts:
        hits = [(find_stem(folded, fold(stem)), fold(stem)) for stem in fact.topics]
        hits = [hit for hit in hits if hit[0] >= 0]
        expected += [(fact.id, word_at(folded, *min(hits)))] if hits else []
    assert [(found.fact.id, found.word) for found in raised] == expected
    assert all(holds_stem(folded, found.word) for found in raised)


@given(st.lists(st.text("abc", max_size=2), max_size=20))
def test_counts_are_sorted_and_complete(keys: list[str]) -> None:
    counts: tuple[tuple[str, int], ...] = ()
    for key in keys:
        counts = counted(counts, key)
    assert counts == tuple(sorted((key, keys.count(key)) for key in set(keys)))
