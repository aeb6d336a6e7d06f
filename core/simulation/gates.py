"""Gates at work: every condition of every locked fact, passed or failed."""

from dataclasses import dataclass
from functools import lru_cache

from core.domain.gate import NEAR, RESISTED_SURCHARGE, After, Asked
from core.domain.profile import ClientProfile, Fact
from core.domain.stems import fold, overlap
from core.simulation.openness import is_uninvited
from core.simulation.signals import Signal, Signals
from core.simulation.state import State
from core.simulation.topics import Raised

SKILLS = {
    After.REFLECTION: (Signal.REFLECT, Signal.SUMMARY),
    After.EMPATHY: (Signal.EMPATHY,),
    After.PERMISSION: (Signal.PERMISSION,),
}


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One locked fact this turn; `is_near` means a hint may be given."""

    fact: str
    bar: int
    conditions: tuple[tuple[str, bool], ...]
    is_near: bool

    @property
    def is_open(self) -> bool:
        return all(passed for _, passed in self.conditions)

    def passes_all_but(self, condition: str) -> bool:
        return all(passed for name, passed in self.conditions if name != condition)

    def passes(self, condition: str) -> bool:
        return dict(self.conditions).get(condition, True)


@dataclass(frozen=True, slots=True)
class Moment:
    """What gates look at: the state before the turn, and what this turn brought."""

    state: State
    signals: Signals
    openness: int
    raised: tuple[Raised, ...]

    @property
    def turn(self) -> int:
        return self.state.turn + 1

    def find_raised(self, fact_id: str) -> Raised | None:
        return next((found for found in self.raised if found.fact.id == fact_id), None)


def check_gates(profile: ClientProfile, moment: Moment) -> tuple[GateCheck, ...]:
    """One check per locked fact, in profile order."""
    locked = (fact for fact in profile.facts if fact.id not in moment.state.open)
    return tuple(_check(profile, fact, moment) for fact in locked)


def _check(profile: ClientProfile, fact: Fact, moment: Moment) -> GateCheck:
    gate, state = fact.gate, moment.state
    bar = _bar(profile, fact)
    needs = all(need in state.open for need in gate.needs)
    conditions = (
        ("needs", needs),
        ("openness", moment.openness >= bar),
        ("asked", _is_asked(fact, moment)),
        ("after", gate.after is After.NONE or gate.after.value in _skills_at_hand(moment)),
        ("turn", moment.turn >= gate.min_turn),
        ("session", state.session >= gate.min_session),
        ("risk question", not fact.risk or is_calm_risk_question(fact, moment)),
    )
    return GateCheck(fact.id, bar, conditions, needs and moment.openness >= bar - NEAR)


@lru_cache(maxsize=256)
def _bars(profile: ClientProfile) -> dict[str, int]:
    resisted = [fold(stem) for stem in profile.resistance.content]
    bars = {}
    for fact in profile.facts:
        hit = any(overlap(stem, fold(topic)) for stem in resisted for topic in fact.topics)
        base = fact.gate.direct_bar if fact.risk else fact.gate.openness
        bars[fact.id] = base + (RESISTED_SURCHARGE if hit else 0)
    return bars


def _bar(profile: ClientProfile, fact: Fact) -> int:
    return _bars(profile)[fact.id]


def _is_asked(fact: Fact, moment: Moment) -> bool:
    found = moment.find_raised(fact.id)
    if fact.gate.asked is Asked.OPEN:
        return moment.signals.has(Signal.EXPLORE)
    if fact.gate.asked is Asked.DIRECT:
        return found is not None and found.in_question
    return True


def _skills_at_hand(moment: Moment) -> set[str]:
    """Used in this turn or in one of the two before."""
    now = set(skills_used(moment.signals))
    return now.union(*moment.state.skills)


def skills_used(signals: Signals) -> tuple[str, ...]:
    return tuple(
        skill.value for skill, kinds in SKILLS.items() if any(signals.has(kind) for kind in kinds)
    )


def is_calm_risk_question(fact: Fact, moment: Moment) -> bool:
    """Asked about the risk plainly: not pushed, not advised, not leading to a no."""
    signals, found = moment.signals, moment.find_raised(fact.id)
    if found is None or is_leading_or_pushed(signals) or is_uninvited(signals):
        return False
    return found.in_question or signals.has(Signal.RISK_ASK)


def is_leading_or_pushed(signals: Signals) -> bool:
    return signals.has(Signal.RISK_LEADING) or signals.has(Signal.CONFRONT)
