"""What the client does this turn: thirteen rules, the first that fits decides."""

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.profile import ClientProfile, Fact, Stage
from core.simulation.gates import GateCheck, Moment, is_leading_or_pushed
from core.simulation.openness import is_uninvited
from core.simulation.signals import Signal
from core.simulation.state import Action, Band
from core.simulation.topics import is_general

_UNDERSTOOD = (Signal.REFLECT, Signal.EMPATHY, Signal.SUMMARY)
_TOLD = (Action.OPEN, Action.ELABORATE, Action.HINT)
_STAYING = (Stage.PRECONTEMPLATION, Stage.CONTEMPLATION)


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn, read: everything a rule may look at, with the new openness."""

    profile: ClientProfile
    moment: Moment
    band: Band
    gates: tuple[GateCheck, ...]
    is_repeat: bool

    def has(self, *signals: Signal) -> bool:
        return not self.moment.signals.kinds.isdisjoint(signals)

    def gate(self, fact_id: str) -> GateCheck | None:
        return next((gate for gate in self.gates if gate.fact == fact_id), None)

    def fact(self, fact_id: str) -> Fact | None:
        return self.profile.find_fact(fact_id)

    @property
    def asked(self) -> tuple[GateCheck, ...]:
        """Gates of the locked facts that this turn raises, in profile order."""
        raised = {found.fact.id for found in self.moment.raised}
        return tuple(gate for gate in self.gates if gate.fact in raised) if raised else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An action and its fact; `denial` allows a plain no, `boundary` calls the app."""

    action: Action
    fact: str = ""
    denial: bool = False
    boundary: bool = False


Rule = Callable[[Scene], Choice | None]


def odd_remark(scene: Scene) -> Choice | None:
    return Choice(Action.DEFLECT) if scene.has(Signal.INJECT, Signal.ASSIST) else None


def abuse(scene: Scene) -> Choice | None:
    if not scene.has(Signal.ABUSE):
        return None
    return Choice(Action.BRISTLE, boundary=scene.moment.state.abuses > 0)


def pushed(scene: Scene) -> Choice | None:
    advised = is_uninvited(scene.moment.signals) and scene.profile.resistance.quantity >= 2  # noqa: PLR2004 - the reference's own bar
    if scene.has(Signal.CONFRONT) or (advised and scene.band.rank <= Band.WARY.rank):
        return Choice(Action.BRISTLE)
    return None


def earned(scene: Scene) -> Choice | None:
    gate = next((gate for gate in scene.asked if gate.is_open), None)
    return Choice(Action.OPEN, gate.fact) if gate else None


def not_yet(scene: Scene) -> Choice | None:
    if not scene.asked:
        return None
    gate = next((gate for gate in scene.asked if gate.near), scene.asked[0])
    fact = scene.fact(gate.fact)
    denial = bool(fact and fact.risk) and is_leading_or_pushed(scene.moment.signals)
    if gate.near and not denial:
        return Choice(Action.HINT, gate.fact)
    return Choice(Action.GUARDED, gate.fact, denial=denial)


def asked_again(scene: Scene) -> Choice | None:
    raised = {found.fact.id for found in scene.moment.raised}
    latest = [fact_id for fact_id in scene.moment.state.open if fact_id in raised]
    return Choice(Action.ELABORATE, latest[-1]) if latest else None


def understood_hint(scene: Scene) -> Choice | None:
    last = scene.moment.state.last
    if last.action != Action.HINT or not _is_understood(scene):
        return None
    gate = scene.gate(last.fact)
    if gate is None or not last.asked or not is_harmless(scene, gate):
        return None
    return Choice(Action.OPEN, gate.fact) if gate.passes_all_but("asked") else None


def understood(scene: Scene) -> Choice | None:
    last = scene.moment.state.last
    if last.action not in _TOLD or not scene.has(*_UNDERSTOOD):
        return None
    for gate in scene.gates if _is_understood(scene) else ():
        fact = scene.fact(gate.fact)
        if fact and not fact.risk and last.fact in fact.gate.needs and gate.is_open:
            return Choice(Action.OPEN, gate.fact)
    is_locked = scene.gate(last.fact) is not None
    return Choice(Action.HINT if is_locked else Action.ELABORATE, last.fact)


def broad_question(scene: Scene) -> Choice | None:
    if not scene.has(Signal.BROAD) or scene.moment.raised or scene.is_repeat:
        return None
    found = next((gate for gate in scene.gates if gate.is_open and is_harmless(scene, gate)), None)
    return Choice(Action.OPEN, found.fact) if found else None


def is_harmless(scene: Scene, gate: GateCheck) -> bool:
    """Whether it is a fact that nobody has to be asked about by name: no risk."""
    fact = scene.fact(gate.fact)
    return fact is not None and not fact.risk


def change_talk(scene: Scene) -> Choice | None:
    stage = scene.moment.state.stage
    pressure = scene.has(Signal.INPUT)
    if pressure and stage in _STAYING:
        return Choice(Action.SUSTAIN)
    if pressure or scene.has(Signal.EVOKE):
        return Choice(stage_talk(stage, scene.band))
    return None


def closed_question(scene: Scene) -> Choice | None:
    return Choice(Action.MINIMAL) if scene.has(Signal.CLOSED) else None


def unknown_topic(scene: Scene) -> Choice | None:
    plain = scene.has(Signal.BROAD) or is_general(scene.profile, scene.moment.signals)
    return Choice(Action.LOST) if scene.has(Signal.EXPLORE) and not plain else None


def anything_else(_scene: Scene) -> Choice | None:
    return Choice(Action.FOLLOW)


RULES: tuple[Rule, ...] = (
    odd_remark,
    abuse,
    pushed,
    earned,
    not_yet,
    asked_again,
    understood_hint,
    understood,
    broad_question,
    change_talk,
    closed_question,
    unknown_topic,
    anything_else,
)


def choose(scene: Scene) -> tuple[int, Choice]:
    """The number of the rule that fits first (from 1), and what it says."""
    for number, rule in enumerate(RULES, start=1):
        choice = rule(scene)
        if choice is not None:
            return number, choice
    raise AssertionError("the last rule always fits")


def _is_understood(scene: Scene) -> bool:
    """A sentence said before earns no new fact."""
    return scene.has(*_UNDERSTOOD) and not scene.is_repeat


_FROM = {
    Stage.PRECONTEMPLATION: (Band.OPEN, None),
    Stage.CONTEMPLATION: (Band.WARMING, Band.OPEN),
    Stage.PREPARATION: (Band.CLOSED, Band.WARMING),
    Stage.ACTION: (Band.CLOSED, Band.CLOSED),
    Stage.MAINTENANCE: (Band.CLOSED, Band.CLOSED),
}


def stage_talk(stage: Stage, band: Band) -> Action:
    """Sustain, then both sides from the first band of the pair, then change from the second."""
    both, change = _FROM[stage]
    if change is not None and band.rank >= change.rank:
        return Action.CHANGE
    return Action.AMBIVALENT if band.rank >= both.rank else Action.SUSTAIN
