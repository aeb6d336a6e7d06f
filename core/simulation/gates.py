"""Gates at work: every condition of every locked fact, passed or failed."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from core.domain.gate import NEAR, RESISTED_SURCHARGE, After, Asked
from core.domain.profile import ClientProfile, Fact
from core.domain.stems import fold, overlap
from core.simulation.openness import is_uninvited
from core.simulation.signals import Signal, Signals
from core.simulation.state import State
from core.simulation.topics import Raised

SKILLS = {
    After.REFLECTION.value: (Signal.REFLECT, Signal.SUMMARY),
    After.EMPATHY.value: (Signal.EMPATHY,),
    After.PERMISSION.value: (Signal.PERMISSION,),
}


class GateCheck(NamedTuple):
    """One locked fact this turn; `near` means a hint may be given.

    `failed` names those of its conditions that did not pass: needs, openness, asked, after, turn,
    session, risk question. A tuple, for it is made a dozen times a turn.
    """

    fact: str
    bar: int
    failed: tuple[str, ...]
    near: bool

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
    return _checks(profile, _ground(_locks(profile), moment))


@lru_cache(maxsize=4096)
def _checks(profile: ClientProfile, ground: "Ground") -> tuple[GateCheck, ...]:
    """Most turns stand on a ground that one before stood on, in this interview or in another."""
    locks = _locks(profile).all
    return tuple([_check(lock, ground) for lock in locks if lock.fact not in ground.open])


@dataclass(frozen=True, slots=True)
class Lock:
    """A fact's gate, as it is the same in every turn.

    `asked` is the fact where a question has to name it, OPENLY where any open question will do;
    `plain` is the fact where a risk has to be asked about plainly. Nothing stands for no condition.
    """

    fact: str
    bar: int
    needs: frozenset[str]
    asked: str
    after: str
    min_turn: int
    min_session: int
    plain: str


@dataclass(frozen=True, slots=True)
class Locks:
    """All of a profile; `marks` are the openness at which any of them changes, in order.

    After `last_turn` none waits for a turn any more.
    """

    all: tuple[Lock, ...]
    marks: tuple[int, ...]
    last_turn: int


# No slug, so no fact can have this name.
OPENLY = "*"
# Below every bar.
NEVER = -(10**9)


@dataclass(frozen=True, slots=True)
class Ground:
    """What all gates of one turn have in common, looked at once, in the words of the locks.

    `skills` were used in this turn or in one of the two before. Openness and turn are only as
    exact as the locks tell them apart: the last mark that was reached.
    """

    open: frozenset[str]
    openness: int
    asked: frozenset[str]
    skills: frozenset[str]
    turn: int
    session: int
    plain: frozenset[str]


def _ground(locks: Locks, moment: Moment) -> Ground:
    state, signals = moment.state, moment.signals
    return Ground(
        open=frozenset(state.open),
        openness=locks.marks[bisect_right(locks.marks, moment.openness) - 1],
        asked=frozenset(["", *_asked(moment)]),
        skills=frozenset(["", *skills_used(signals)]).union(*state.skills),
        turn=min(moment.turn, locks.last_turn),
        session=state.session,
        plain=frozenset(["", *_plainly_asked(moment)]),
    )


def _asked(moment: Moment) -> list[str]:
    named = [found.fact.id for found in moment.raised if found.in_question]
    return [OPENLY, *named] if moment.signals.has(Signal.EXPLORE) else named


def _plainly_asked(moment: Moment) -> list[str]:
    """Neither pushed nor advised nor leading to a no."""
    signals, raised = moment.signals, moment.raised
    if not raised or is_leading_or_pushed(signals) or is_uninvited(signals):
        return []
    asks_risk = signals.has(Signal.RISK_ASK)
    return [found.fact.id for found in raised if found.in_question or asks_risk]


_CONDITIONS = ("needs", "openness", "asked", "after", "turn", "session", "risk question")


def _check(lock: Lock, ground: Ground) -> GateCheck:
    unmet = not lock.needs <= ground.open
    failures = (
        unmet,
        ground.openness < lock.bar,
        lock.asked not in ground.asked,
        lock.after not in ground.skills,
        ground.turn < lock.min_turn,
        ground.session < lock.min_session,
        lock.plain not in ground.plain,
    )
    near = not unmet and ground.openness >= lock.bar - NEAR
    return GateCheck(lock.fact, lock.bar, tuple(compress(_CONDITIONS, failures)), near)


@lru_cache(maxsize=256)
def _locks(profile: ClientProfile) -> Locks:
    resisted = [fold(stem) for stem in profile.resistance.content]
    locks = tuple(_lock(fact, resisted) for fact in profile.facts)
    marks = {mark for lock in locks for mark in (lock.bar, lock.bar - NEAR)}
    return Locks(locks, (NEVER, *sorted(marks)), max((lock.min_turn for lock in locks), default=0))


def _lock(fact: Fact, resisted: list[str]) -> Lock:
    gate = fact.gate
    hit = any(overlap(stem, fold(topic)) for stem in resisted for topic in fact.topics)
    base = gate.direct_bar if fact.risk else gate.openness
    return Lock(
        fact=fact.id,
        bar=base + (RESISTED_SURCHARGE if hit else 0),
        needs=frozenset(gate.needs),
        asked={Asked.ANY: "", Asked.OPEN: OPENLY, Asked.DIRECT: fact.id}[gate.asked],
        after="" if gate.after is After.NONE else gate.after.value,
        min_turn=gate.min_turn,
        min_session=gate.min_session,
        plain=fact.id if fact.risk else "",
    )


def skills_used(signals: Signals) -> tuple[str, ...]:
    kinds = signals.kinds
    return tuple([skill for skill, uses in SKILLS.items() if not kinds.isdisjoint(uses)])


def is_leading_or_pushed(signals: Signals) -> bool:
    return signals.has(Signal.RISK_LEADING) or signals.has(Signal.CONFRONT)
