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
    """One locked fact this turn; `is_near` means a hint may be given.

    `failed` names those of its conditions that did not pass: needs, openness, asked, after, turn,
    session, risk question.
    """

    fact: str
    bar: int
    failed: tuple[str, ...]
    is_near: bool

    @property
    def is_open(self) -> bool:
        return not self.failed

    def passes_all_but(self, condition: str) -> bool:
        return self.failed in {(), (condition,)}

    def passes(self, condition: str) -> bool:
        return condition not in self.failed


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
    ground, bars = _ground(moment), _bars(profile)
    locked = [fact for fact in profile.facts if fact.id not in moment.state.open]
    return tuple([_check(fact, bars[fact.id], ground) for fact in locked])


@dataclass(frozen=True, slots=True)
class Ground:
    """What all gates of one turn have in common, looked at once.

    `skills` were used in this turn or in one of the two before; `calm` is neither pushed nor
    advised nor leading to a no.
    """

    moment: Moment
    raised: dict[str, Raised]
    skills: frozenset[str]
    explores: bool
    calm: bool
    asks_risk: bool


def _ground(moment: Moment) -> Ground:
    signals = moment.signals
    return Ground(
        moment,
        raised={found.fact.id: found for found in moment.raised},
        skills=frozenset(skills_used(signals)).union(*moment.state.skills),
        explores=signals.has(Signal.EXPLORE),
        calm=not is_leading_or_pushed(signals) and not is_uninvited(signals),
        asks_risk=signals.has(Signal.RISK_ASK),
    )


def _check(fact: Fact, bar: int, ground: Ground) -> GateCheck:
    gate, moment, state = fact.gate, ground.moment, ground.moment.state
    needs = all(need in state.open for need in gate.needs)
    conditions = (
        ("needs", needs),
        ("openness", moment.openness >= bar),
        ("asked", _is_asked(fact, ground)),
        ("after", gate.after is After.NONE or gate.after.value in ground.skills),
        ("turn", moment.turn >= gate.min_turn),
        ("session", state.session >= gate.min_session),
        ("risk question", not fact.risk or _is_calm_risk_question(fact, ground)),
    )
    failed = tuple([name for name, passed in conditions if not passed])
    return GateCheck(fact.id, bar, failed, needs and moment.openness >= bar - NEAR)


@lru_cache(maxsize=256)
def _bars(profile: ClientProfile) -> dict[str, int]:
    resisted = [fold(stem) for stem in profile.resistance.content]
    bars = {}
    for fact in profile.facts:
        hit = any(overlap(stem, fold(topic)) for stem in resisted for topic in fact.topics)
        base = fact.gate.direct_bar if fact.risk else fact.gate.openness
        bars[fact.id] = base + (RESISTED_SURCHARGE if hit else 0)
    return bars


def _is_asked(fact: Fact, ground: Ground) -> bool:
    if fact.gate.asked is Asked.OPEN:
        return ground.explores
    if fact.gate.asked is Asked.DIRECT:
        found = ground.raised.get(fact.id)
        return found is not None and found.in_question
    return True


def skills_used(signals: Signals) -> tuple[str, ...]:
    return tuple(
        skill.value for skill, kinds in SKILLS.items() if any(signals.has(kind) for kind in kinds)
    )


def _is_calm_risk_question(fact: Fact, ground: Ground) -> bool:
    """Asked about the risk plainly."""
    found = ground.raised.get(fact.id)
    return found is not None and ground.calm and (found.in_question or ground.asks_risk)


def is_leading_or_pushed(signals: Signals) -> bool:
    return signals.has(Signal.RISK_LEADING) or signals.has(Signal.CONFRONT)
