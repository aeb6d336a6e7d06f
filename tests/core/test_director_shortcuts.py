"""What the Director does in a shorter way is what the plain way would give."""

import json
import re
import unicodedata
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.gate import NEAR
from core.domain.profile import ClientProfile
from core.domain.stems import find_stem, fold, holds_stem, word_at
from core.library.loader import load_shipped
from core.simulation.behaviour import only_fills
from core.simulation.director import Step, start, take_turn
from core.simulation.gates import Moment, check_gates
from core.simulation.lexicon_en import ENGLISH
from core.simulation.normalise import LIMIT, normalise
from core.simulation.state import counted, state_to_json
from core.simulation.topics import raised_facts
from core.simulation.trace import trace_to_json
from tests.core import scripts
from tests.core.profiles import sample
from tests.core.turns import at, read

QUOTES = str.maketrans("‘’‚‛′`´ʼ＇“”„‟″«»＂", "'" * 9 + '"' * 8)
UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ud800-\udfff]"
)
ODD = " \n\r\t\x00\x1c\x7f\x85\xa0\xad\u2028\u200b\ufeff\ud800(()) （）`´’“«¨…½Ａaé"
SAID = ("mm", "hm", "-", "uh-huh", "i see", "that's", "right", "it", "'", "don't", "so", "yeah.")
LETTERS = st.text("abé_' ", min_size=1, max_size=9)


def plain_text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def step_by_step(text: str, *, asides: bool) -> str:
    typed = text.replace("（", "(").replace("）", ")")
    if not asides:
        typed = re.sub(r"\(\(.*?\)\)", " ", typed, flags=re.DOTALL)
    straight = typed[: LIMIT * 2].translate(QUOTES).replace("\r", "\n")
    seen = UNSEEN.sub("", re.sub("[\x00-\x08\x0e-\x1f\x7f]", " ", straight))
    folded = unicodedata.normalize("NFKC", collapsed(seen)[:LIMIT]).translate(QUOTES)
    return collapsed(folded)[:LIMIT].strip()


def collapsed(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", text)).strip()


def steps_of(profile: ClientProfile) -> list[Step]:
    state, steps = start(profile, 1), []
    for text in scripts.mixed(profile, 0.7, 1):
        steps.append(take_turn(profile, state, text))
        state = steps[-1].state
    return steps


@pytest.mark.parametrize("profile", load_shipped()[:3], ids=lambda profile: profile.id)
def test_state_and_trace_are_written_as_a_plain_encoder_writes_them(profile: ClientProfile) -> None:
    for step in steps_of(profile):
        listed = {"earlier": json.loads(f"[{','.join(step.state.earlier.items())}]")}
        plain = plain_text(asdict(step.state) | listed)
        assert step.text == state_to_json(step.state) == plain
        nested = {
            "gates": [gate._asdict() for gate in step.trace.gates],
            "topics": [topic._asdict() for topic in step.trace.topics],
            "versions": step.trace.versions._asdict(),
        }
        assert trace_to_json(step.trace) == plain_text(step.trace._asdict() | nested)


@settings(deadline=None)
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


@settings(deadline=None)
@given(st.text(st.one_of(st.sampled_from(ODD), st.characters())), st.booleans())
def test_a_text_is_normalised_as_step_by_step(text: str, asides: bool) -> None:  # noqa: FBT001
    assert normalise(text, asides=asides) == step_by_step(text, asides=asides)


@settings(deadline=None)
@given(st.lists(st.sampled_from(SAID)).map(" ".join))
def test_only_fillers_are_those_of_which_nothing_is_left(clean: str) -> None:
    left = ENGLISH.statement.backchannel.sub(" ", clean)
    assert only_fills(clean, ENGLISH) is (re.search(r"\w", left) is None)


@settings(deadline=None)
@given(st.lists(st.text("abc", max_size=2), max_size=20))
def test_counts_are_sorted_and_complete(keys: list[str]) -> None:
    counts: tuple[tuple[str, int], ...] = ()
    for key in keys:
        counts = counted(counts, key)
    assert counts == tuple(sorted((key, keys.count(key)) for key in set(keys)))


PROFILES = load_shipped()[:4]


@settings(deadline=None)
@given(
    st.sampled_from(PROFILES),
    st.integers(-50, 1050) | st.integers(0, 100).map(lambda number: 10 * number),
    st.integers(0, 12),
    st.integers(1, 3),
    st.data(),
)
def test_gates_know_openness_turn_and_session_to_the_last_unit(
    profile: ClientProfile, openness: int, turn: int, session: int, data: st.DataObject
) -> None:
    told = data.draw(st.sets(st.sampled_from([fact.id for fact in profile.facts])))
    state = at(profile, 500, turn=turn, session=session, open=tuple(sorted(told)))
    checks = {
        one.fact: one for one in check_gates(profile, Moment(state, read("So."), openness, ()))
    }
    gates = {fact.id: fact.gate for fact in profile.facts if fact.id not in told}
    seen = {
        one.fact: (*map(one.passes, ("openness", "turn", "session")), one.near)
        for one in checks.values()
    }
    assert seen == {
        fact: (
            openness >= checks[fact].bar,
            turn + 1 >= gate.min_turn,
            session >= gate.min_session,
            told.issuperset(gate.needs) and openness >= checks[fact].bar - NEAR,
        )
        for fact, gate in gates.items()
    }
