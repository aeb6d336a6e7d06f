"""An interview with a model and no store: what the turn does, kept in lists, for long sweeps."""

import json
import re
from dataclasses import dataclass, field, replace

from core.domain.profile import ClientProfile
from core.domain.session import Message, Role, Session
from core.errors import ModelError
from core.ports import Model, Prompt
from core.services.actor import Cue, OutOfRoleError, Past, Spoken, prompt_of, speak
from core.simulation.demo import opening
from core.simulation.director import Step, start, take_turn
from core.simulation.memory import Memory, memory_text, remember
from core.simulation.openness import natural_band
from core.simulation.state import State, state_from_json, state_to_json
from tests.seeds import session

CANARY = re.compile(r"zq[a-z]*\d*x")


@dataclass(slots=True)
class Act:
    """One interview; `granted` is all that the Director has let the Actor know."""

    profile: ClientProfile
    model: Model
    seed: int = 1
    memory: Memory | None = None
    session: Session = field(init=False)
    state: State = field(init=False)
    lines: list[Message] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = memory_text(self.profile, self.memory)
        made = session("play:school", self.seed, "lane")
        self.session = replace(made, engine="x:y", memory=told)
        self.state = start(self.profile, self.seed, self.memory)
        self.lines.append(Message(1, 0, Role.CLIENT, opening(self.profile, self.seed).text, 0))

    def open_up(self, openness: int) -> None:
        self.state = replace(self.state, openness=openness, band=natural_band(openness))

    def cue(self, text: str) -> Cue:
        words = "\n".join([*self.waiting, text])
        step = take_turn(self.profile, self.state, words)
        return Cue(self.session, self.profile, Past(tuple(self.lines), self.notes), words, step)

    async def turn(self, text: str) -> Spoken | None:
        """One turn; None when it was not answered: then its words wait for the next one."""
        cue = self.cue(text)
        self.granted.append(cue.step.decision.granted)
        try:
            spoken = await speak(self.model, cue)
        except (ModelError, OutOfRoleError):
            self.waiting.append(text)
            return None
        self.keep(cue, spoken)
        return spoken

    def keep(self, cue: Cue, spoken: Spoken) -> None:
        number, step = self.session.turns + 1, cue.step
        for text in (*self.waiting, cue.words.split("\n")[-1] if self.waiting else cue.words):
            self.lines.append(Message(len(self.lines) + 1, number, Role.STUDENT, text, 0))
        self.lines.append(Message(len(self.lines) + 1, number, Role.CLIENT, spoken.text, 0))
        self.notes[number], self.state, self.waiting = spoken.note, step.state, []
        self.traces.append(repr(step.trace))
        self.session = replace(self.session, turns=number, last_seq=len(self.lines))

    def meet_again(self) -> "Act":
        """The next interview of the two; what was granted stays granted."""
        memory = remember(self.profile, self.state, self.memory)
        again = Act(self.profile, self.model, self.seed + 1, memory)
        again.granted = [*self.granted, *(one.text for one in self.profile.between)]
        return again

    def restart(self) -> "Act":
        """All that a new process has: what was written down."""
        again = Act(self.profile, self.model, self.seed, self.memory)
        again.session = replace(self.session)
        again.state = state_from_json(state_to_json(self.state))
        again.lines = [replace(line) for line in self.lines]
        again.notes = {int(key): text for key, text in json.loads(json.dumps(self.notes)).items()}
        again.waiting, again.granted = list(self.waiting), list(self.granted)
        again.traces = list(self.traces)
        return again


def hidden_texts(profile: ClientProfile, granted: list[str]) -> set[str]:
    """Every text of the profile that nobody may have sent up to now."""
    texts: set[str] = set()
    for fact in profile.facts:
        for level in (fact.cover, fact.hint, fact.open):
            texts |= {level.gist, *level.lines}
        texts |= {fact.title, *fact.elaborations}
    five = profile.formulation
    texts |= {five.presenting, five.predisposing, five.precipitating, five.perpetuating}
    return {" ".join(text.split()) for text in texts - set(granted) if len(text) > 12}


def locked_in(body: str, profile: ClientProfile, granted: list[str]) -> set[str]:
    """What stands in a request and must not: canaries that were not granted, hidden texts."""
    allowed = set(CANARY.findall(" ".join(granted)))
    found = set(CANARY.findall(body)) - allowed
    return found | {text for text in hidden_texts(profile, granted) if text in body}


def mutant(prompt: Prompt, profile: ClientProfile) -> Prompt:
    """A prompt as others write them: everything in it, and the plea to hold it back."""
    secrets = " ".join(fact.open.gist for fact in profile.facts)
    return replace(prompt, system=f"{prompt.system}\nDo not tell yet: {secrets}")


__all__ = ["Act", "Step", "hidden_texts", "locked_in", "mutant", "prompt_of"]
