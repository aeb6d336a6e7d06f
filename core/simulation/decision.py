"""A decision: what the client does this turn, with all that a note to the Actor may hold."""

from dataclasses import dataclass

from core.domain.profile import ClientProfile, Fact, Level
from core.simulation.lines import Draw
from core.simulation.reading import Reading
from core.simulation.rules import Choice
from core.simulation.state import Action, Band

ANCHOR_TURNS = 12
SKILL_TURNS = 2
_LEVELS = {
    Action.OPEN: Level.OPEN,
    Action.ELABORATE: Level.OPEN,
    Action.HINT: Level.HINT,
    Action.GUARDED: Level.COVER,
}
_QUIET = (Action.FOLLOW, Action.MINIMAL)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the client does, and all that a note to the Actor may hold.

    `granted` is the text of the level granted this turn (an elaboration, or nothing when the
    client stays with what was said), `word` the student's own matched word, `draw` names the
    scripted client's line.
    """

    rule: int
    action: Action
    fact: str
    level: Level | None
    granted: str
    word: str
    denial: bool
    boundary: bool
    band: Band
    note_due: bool
    draw: Draw


def decide(
    profile: ClientProfile, reading: Reading, chosen: tuple[int, Choice], draw: Draw
) -> Decision:
    rule, choice = chosen
    fact = profile.find_fact(choice.fact)
    found = reading.moment.find_raised(choice.fact)
    turn = reading.moment.turn
    changed = reading.band is not reading.moment.state.band
    return Decision(
        rule=rule,
        action=choice.action,
        fact=choice.fact,
        level=_LEVELS.get(choice.action) if fact else None,
        granted=_granted(fact, choice.action, draw) if fact else "",
        word=found.word if found else "",
        denial=choice.denial,
        boundary=choice.boundary,
        band=reading.band,
        note_due=changed or choice.action not in _QUIET or turn % ANCHOR_TURNS == 0,
        draw=draw,
    )


def _granted(fact: Fact, action: Action, draw: Draw) -> str:
    if action is Action.ELABORATE:
        return fact.elaborations[draw.nth] if draw.is_elaboration else ""
    return fact.telling(_LEVELS[action]).gist
