"""An interview as the report reads it: in-role lines by turn, with the Director's trace rows."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.jsonvalue import JsonReader, as_text, as_whole
from core.domain.session import Message, Role

_ASIDE = re.compile(r"\(\([\s\S]*?\)\)")


@dataclass(frozen=True, slots=True)
class GateRead:
    """One locked fact in one turn."""

    fact: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicRead:
    fact: str
    in_question: bool


@dataclass(frozen=True, slots=True)
class TurnRead:
    """One trace row; `places` are where signals were read, `costs` what each cause took."""

    turn: int
    behaviour: str
    places: tuple[tuple[str, int], ...]
    context: tuple[str, ...]
    topics: tuple[TopicRead, ...]
    gains: tuple[tuple[str, int], ...]
    costs: tuple[tuple[str, int], ...]
    loss: int
    before: int
    after: int
    band: str
    gates: tuple[GateRead, ...]
    action: str
    fact: str
    risk_asked: bool
    lexicon: str

    def has(self, *signals: str) -> bool:
        return any(name in signals for name, _ in self.places)

    def place(self, signal: str) -> int:
        return next((start for name, start in self.places if name == signal), 0)

    def topic(self, fact: str) -> TopicRead | None:
        return next((topic for topic in self.topics if topic.fact == fact), None)

    def failed(self, fact: str) -> tuple[str, ...]:
        return next((gate.failed for gate in self.gates if gate.fact == fact), ())

    @property
    def is_leading(self) -> bool:
        return self.has("risk_leading", "confront")


def read_trace(row: str) -> TurnRead:
    """Raise JsonShapeError (a ValueError) for a row that no Director wrote."""
    top = JsonReader(json.loads(row))
    return TurnRead(
        turn=top.whole("turn"),
        behaviour=top.text("behaviour"),
        places=_pairs(top, "signals"),
        context=top.texts("context"),
        topics=tuple(
            TopicRead(item.text("fact"), item.flag("in_question"))
            for item in top.children("topics")
        ),
        gains=_by_size(_pairs(top, "gains")),
        costs=_by_size(_pairs(top, "losses")),
        loss=top.whole("loss"),
        before=top.whole("before"),
        after=top.whole("after"),
        band=top.text("band"),
        gates=tuple(_gate(item) for item in top.children("gates")),
        action=top.text("action"),
        fact=top.text("fact"),
        risk_asked=top.flag("risk_asked"),
        lexicon=top.child("versions").text("lexicon", ""),
    )


def _pairs(top: JsonReader, key: str) -> tuple[tuple[str, int], ...]:
    rows = (item for item in top.items(key) if isinstance(item, list))
    return tuple((as_text(row[0]), as_whole(row[1])) for row in rows)


def _by_size(pairs: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _gate(row: JsonReader) -> GateRead:
    # Version 1 of the Director wrote every condition with whether it passed.
    found = [item for item in row.items("conditions") if isinstance(item, list)]
    failed = tuple(as_text(item[0]) for item in found if item[1] is False)
    return GateRead(row.text("fact"), row.texts("failed") or failed)


@dataclass(frozen=True, slots=True)
class Interview:
    """In-role lines and trace rows, both in order."""

    lines: tuple[Message, ...]
    reads: tuple[TurnRead, ...]

    def said_by(self, role: Role) -> tuple[Message, ...]:
        return tuple(line for line in self.lines if line.role is role)

    def lines_of(self, turn: int, role: Role) -> tuple[Message, ...]:
        return tuple(line for line in self.lines if line.turn == turn and line.role is role)


def read_interview(messages: Sequence[Message], traces: Sequence[str]) -> Interview:
    """Coach and app left out, and lines that are one `((aside))` only."""
    lines = (
        line
        for line in messages
        if line.role in (Role.STUDENT, Role.CLIENT) and in_role(line.text).strip()
    )
    return Interview(
        tuple(sorted(lines, key=lambda line: line.seq)),
        tuple(sorted((read_trace(row) for row in traces), key=lambda read: read.turn)),
    )


def in_role(text: str) -> str:
    """The text with every `((aside))` turned into blanks; all positions stay."""
    return _ASIDE.sub(lambda found: " " * len(found.group()), text)
