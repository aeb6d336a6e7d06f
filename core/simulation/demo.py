"""The scripted client: the Director's decision, said in the author's own lines."""

from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.simulation.decision import Decision
from core.simulation.lines import DEMO, line_for, lines_of

DEMO_LABEL = "demo client (scripted, no AI)"
ENGINE = "scripted"


@dataclass(frozen=True, slots=True)
class Line:
    """What the client says; `key` names the author's list it comes from."""

    text: str
    key: str


def realise(profile: ClientProfile, decision: Decision, seed: int) -> Line:
    """`seed` is the session's own (`State.seed`): same seed and decision, same line."""
    draw = decision.draw
    lines = lines_of(profile, draw.key)
    if draw.is_elaboration:
        return Line(lines[draw.nth], draw.key)
    return Line(line_for(lines, draw.key, seed, draw.nth), draw.key)


def opening(profile: ClientProfile, seed: int) -> Line:
    return Line(line_for(profile.opening, "opening", seed, 0), "opening")


def closing(profile: ClientProfile, seed: int) -> Line:
    key = f"{DEMO}:closing"
    return Line(line_for(profile.demo.closing, key, seed, 0), key)
