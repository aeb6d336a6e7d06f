"""Sweeps over generated clients: nothing locked is ever said, and the invariants hold."""

import re
from collections.abc import Iterator

import pytest

from core.domain.profile import ClientProfile, Level
from core.domain.stems import fold, holds_stem
from core.library.loader import load_shipped
from core.simulation.demo import closing, opening, realise
from core.simulation.director import Step
from core.simulation.state import state_from_json, state_to_json
from tests.core.profiles import generated
from tests.core.sweep import TURNS, Turn, interview, volume

_CANARY = re.compile(r"zq[a-z]*\d*x?")


def every_turn() -> Iterator[tuple[ClientProfile, Turn]]:
    """As many turns as the volume asks for, of generated clients."""
    for seed in range(volume() // TURNS):
        profile = generated(seed)
        for turn in interview(profile, seed):
            yield profile, turn


def granted_canaries(profile: ClientProfile, step: Step) -> set[str]:
    """What may be said now: open facts whole, and the one level granted this turn."""
    said: list[str] = []
    for fact in profile.facts:
        if fact.id in step.state.open:
            said += [fact.open.gist, *fact.open.lines, *fact.elaborations]
        if fact.id == step.decision.fact and step.decision.level is not None:
            telling = fact.telling(step.decision.level)
            said += [telling.gist, *telling.lines]
    return set(said)


def test_nothing_locked_is_said_or_granted_in_any_state() -> None:
    states = heard = 0
    for profile, (_, before, step) in every_turn():
        told = step.decision
        line = realise(profile, told, before.seed).text
        allowed = granted_canaries(profile, step)
        for text in (line, told.granted, told.word):
            found = set(_CANARY.findall(text))
            assert found <= allowed, (profile.sha256, step.trace)
            heard += len(found)
        if told.level is Level.OPEN:
            assert told.fact in step.state.open
        states += 1
    print(f"{states} states, {heard} granted canaries heard, 0 locked")
    assert states == volume()
    assert heard > states // 4


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda profile: profile.id)
def test_no_shipped_client_says_a_secret_of_a_locked_fact(profile: ClientProfile) -> None:
    for seed in range(max(volume() // TURNS // 16, 4)):
        lines = [opening(profile, seed).text, closing(profile, seed).text]
        for _, _, step in interview(profile, seed):
            lines.append(realise(profile, step.decision, seed).text)
            locked = [fact for fact in profile.facts if fact.id not in step.state.open]
            secrets = [fold(stem) for fact in locked for stem in fact.secrets]
            assert not [stem for stem in secrets if holds_stem(fold(lines[-1]), stem)]
        assert len(set(lines)) > TURNS // 4


def test_the_invariants_hold_in_every_turn() -> None:
    turns = 0
    for profile, (_, before, step) in every_turn():
        after, trace = step.state, step.trace
        assert 0 <= after.openness <= 1000
        assert after.open[: len(before.open)] == before.open
        assert len(after.open) - len(before.open) <= 1
        assert set(after.open) - set(before.open) <= {step.decision.fact}
        for fact in profile.facts:
            if fact.id in after.open:
                assert set(fact.gate.needs) <= set(after.open)
        opened = profile.find_fact(step.decision.fact)
        if opened and opened.risk and opened.id in set(after.open) - set(before.open):
            assert trace.risk_asked
        if "confront" in {name for name, _, _ in trace.signals} and step.decision.rule != 1:
            assert after.openness <= before.openness
        turns += 1
    print(f"{turns} turns, 0 violations")
    assert turns == volume()


def test_a_state_goes_through_json_and_back_anywhere_in_an_interview() -> None:
    for seed in range(20):
        for _, _, step in interview(generated(seed), seed):
            text = state_to_json(step.state)
            assert state_from_json(text) == step.state
            assert "." not in re.sub(r'"[^"]*"', "", text)


def test_never_the_same_line_twice_running_and_none_again_before_all() -> None:
    for seed in range(volume() // TURNS // 2):
        profile, spoken = generated(seed), [""]
        by_key: dict[str, list[str]] = {}
        for _, _, step in interview(profile, seed):
            line = realise(profile, step.decision, seed)
            assert line.text != spoken[-1]
            spoken.append(line.text)
            used = by_key.setdefault(line.key, [])
            fresh = len(used) % _lines_under(profile, line.key) == 0
            assert fresh or line.text not in used[-(len(used) % _lines_under(profile, line.key)) :]
            used.append(line.text)


def _lines_under(profile: ClientProfile, key: str) -> int:
    owner, name = key.split(":")
    if owner == "*":
        return len(getattr(profile.demo, name))
    fact = profile.find_fact(owner)
    assert fact is not None
    return len(fact.elaborations) if name == "elaboration" else len(fact.telling(Level(name)).lines)
