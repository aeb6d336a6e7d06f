"""Memory: what a client takes from one interview into the next."""

import pytest

from core.domain.profile import ClientProfile, Stage
from core.simulation.director import start
from core.simulation.memory import (
    AGREED,
    MENDED,
    MET,
    UNMENDED,
    due_events,
    memory_from_data,
    memory_text,
    memory_to_data,
    remember,
    tells,
)
from core.simulation.signals import Signal
from core.simulation.state import Action, State
from tests.core.profiles import SAMPLE_FACTS, fact_data, sample
from tests.core.turns import at, turn

PROFILE = sample()


def ended(profile: ClientProfile = PROFILE, openness: int = 650, **more: object) -> State:
    return at(profile, openness, **more)


@pytest.mark.parametrize(("end", "begin"), [(650, 450), (150, 150), (0, 60), (1000, 660)])
def test_openness_is_carried_by_three_fifths(end: int, begin: int) -> None:
    memory = remember(PROFILE, ended(openness=end), None)
    assert start(PROFILE, 2, memory).openness == begin


def test_unlocked_stays_unlocked_and_lines_go_on_where_they_were() -> None:
    used = (("sleep:elaboration", 1),)
    memory = remember(PROFILE, ended(open=("sleep",), hinted=("work",), used=used), None)
    state = start(PROFILE, 2, memory)
    assert (state.open, state.hinted, state.used) == (("sleep",), ("work",), used)
    assert (state.session, state.turn) == (2, 0)


def test_the_remembered_text_holds_open_gists_only() -> None:
    memory = remember(PROFILE, ended(open=("sleep",), hinted=("work",)), None)
    assert memory.remembered.endswith("already told them: open gist of sleep.")
    assert remember(PROFILE, ended(), None).remembered == ""


def test_the_remembered_text_stays_short_and_keeps_the_latest() -> None:
    long = {"gist": "word " * 50 + "end", "lines": ["One.", "Two."]}
    facts = [
        {**fact_data(name, [topic], 100), "open": long}
        for name, topic in zip("abc", ("harbour", "meadow", "ladder"), strict=True)
    ]
    profile = sample(*facts)
    memory = remember(profile, ended(profile, open=("a", "b", "c")), None)
    assert len(memory.remembered.split()) <= 110
    assert memory.remembered.count("end.") == 1


def test_the_stage_moves_one_step_after_three_turns_of_change_talk() -> None:
    state = ended(openness=900)
    for word in ("one", "two", "three", "four"):
        step = turn(PROFILE, state, f"what would {word} be", Signal.EXPLORE, Signal.EVOKE)
        assert step.decision.action is Action.CHANGE
        state = step.state
    assert state.stage is Stage.CONTEMPLATION
    memory = remember(PROFILE, state, None)
    assert memory.stage is Stage.PREPARATION
    assert memory.agreements == ((1, 1), (1, 2), (1, 3), (1, 4))


def test_events_between_interviews_shift_and_open_when_they_are_due() -> None:
    between = [
        {"after_session": 1, "text": "a call", "opens": ["drink"], "shift": 100},
        {"after_session": 2, "text": "a visit", "opens": ["drink", "sleep"], "shift": -50},
    ]
    profile = sample(*SAMPLE_FACTS, between=between)
    first = remember(profile, ended(profile, openness=150), None)
    state = start(profile, 2, first)
    assert (state.openness, state.open) == (250, ())
    second = remember(profile, state, first)
    assert [event.text for event in due_events(profile, second)] == ["a visit"]
    assert start(profile, 3, second).open == ("sleep", "drink")
    assert due_events(profile, None) == ()


def test_memory_goes_through_data_and_back() -> None:
    state = ended(open=("sleep",), agreements=(3,), ruptures=((2, 4),), used=(("*:follow", 2),))
    memory = remember(PROFILE, state, None)
    again = remember(PROFILE, start(PROFILE, 2, memory), memory)
    assert memory_from_data(memory_to_data(memory)) == memory
    assert again.ruptures == ((1, 2),)
    assert again.sessions == 2


@pytest.mark.parametrize(
    ("ruptures", "said"),
    [((), ""), (((2, 4),), MENDED), (((2, 0),), UNMENDED), (((2, 4), (5, 0)), UNMENDED)],
)
def test_the_next_interview_knows_how_the_last_one_went(
    ruptures: tuple[tuple[int, int], ...], said: str
) -> None:
    memory = remember(PROFILE, ended(ruptures=ruptures), None)
    assert memory_text(PROFILE, memory) == f"{MET} {said}".strip()


def test_what_happened_since_comes_last() -> None:
    between = [{"after_session": 1, "text": "a call", "opens": [], "shift": 0}]
    profile = sample(*SAMPLE_FACTS, between=between)
    memory = remember(profile, ended(profile, open=("sleep",), agreements=(2,)), None)
    text = memory_text(profile, memory)
    assert text.endswith(f"gist of sleep. {AGREED} Since then: a call.")
    assert memory_text(profile, None) == ""


def test_a_fact_that_a_later_version_lost_is_forgotten() -> None:
    memory = remember(PROFILE, ended(open=("sleep", "gone")), None)
    assert start(PROFILE, 2, memory).open == ("sleep",)


def test_a_text_that_gives_a_fact_away_is_seen() -> None:
    text = "Somebody found out about secret-drink."
    assert [fact.id for fact in tells(PROFILE, text, ())] == ["drink"]
    assert tells(PROFILE, text, ("drink",)) == ()
