"""Graders without a model: they read the request as a model would and answer by their rule."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from core.domain.jsonvalue import Json
from core.errors import ModelError
from core.ports import Completion, Prompt, Turn

NONSENSE = ("I understand your purple bridge", "you are seventeen times braver than Tuesday")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a grader reads it."""

    criterion: dict[str, object]
    lines: tuple[tuple[int, str, str], ...]

    @property
    def id(self) -> str:
        return str(self.criterion["criterion"])

    def of(self, who: str) -> list[tuple[int, str]]:
        return [(number, text) for number, speaker, text in self.lines if speaker == who]


def asked(prompt: Prompt) -> Asked:
    """Interview and criterion out of a prompt."""
    data = json.loads(prompt.turns[0].text)
    lines = tuple((one["n"], one["who"], one["text"]) for one in data["interview"])
    return Asked(json.loads(prompt.turns[0].note), lines)


def asked_on_the_wire(body: dict[str, Json]) -> Asked | None:
    """The same out of a request's body; None when it asks for anything else."""
    messages = [as_object(one) for one in as_list(body["messages"])]
    parts = [as_object(part) for one in messages for part in as_list(one["content"])]
    exhibit, *notes = [str(part["text"]) for part in parts]
    if '"interview"' not in exhibit or not notes:
        return None
    criterion = notes[0].removeprefix("<note>\n").removesuffix("\n</note>")
    return asked(Prompt("grader", "", (Turn("user", exhibit, criterion),)))


def as_object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def answer(
    request: Asked, level: str, quotes: list[tuple[int, str]], step: dict[str, object] | None = None
) -> str:
    """The answer in its shape."""
    evidence = [{"quote": text, "line": number} for number, text in quotes]
    made = {"criterion": request.id, "level": level, "evidence": evidence}
    made |= {"rationale": "You asked and then waited.", "strength": "You stayed with it."}
    return json.dumps(made | {"next_step": step}, ensure_ascii=False)


def honest(request: Asked) -> str:
    """Level 2 with the student's first line for evidence."""
    return answer(request, "2", request.of("student")[:1])


@dataclass(slots=True)
class Grader:
    """Answers by rule; `faults` are raised first, one a call."""

    rule: Callable[[Asked], str] = honest
    name: str = "fake:grader"
    faults: list[ModelError] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> Completion:
        self.prompts.append(prompt)
        if self.faults:
            raise self.faults.pop(0)
        return Completion(self.rule(asked(prompt)), self.name)


@dataclass(slots=True)
class Fabricator:
    """Half of its quotes are the student's words, half nobody has said."""

    rng: random.Random
    true: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def __call__(self, request: Asked) -> str:
        said = request.of("student")
        quotes = []
        for _ in range(3):
            number, text = self.rng.choice(said)
            if self.rng.random() < 0.5:
                self.true.append(text)
            else:
                text = f"{self.rng.choice(NONSENSE)} {self.rng.randint(0, 999)}"
                self.false.append(text)
            quotes.append((number, text))
        return answer(request, self.rng.choice("0123"), quotes)
