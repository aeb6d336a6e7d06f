"""The grader's answer about one criterion: its shape, read and checked by code."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.jsonvalue import Json, JsonReader, JsonShapeError, canonical
from core.domain.rubric import Criterion
from core.errors import CoreError
from core.evaluation.evidence import Claim

NOT_OBSERVED = "not_observed"
MOST_LETTERS = 20_000
MOST_QUOTES = 6
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(?P<body>.*?)\n?\s*```\s*$", re.DOTALL)


class AnswerError(CoreError):
    """An answer that is not of the shape; the message says what is wrong, for the repair."""


@dataclass(frozen=True, slots=True)
class Step:
    """A better line; `claim` are the words that it stands in for, if any."""

    claim: Claim | None
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`level` None: not observed."""

    level: int | None
    claims: tuple[Claim, ...]
    rationale: str
    strength: str
    step: Step | None


def answer_schema(criteria: Sequence[Criterion]) -> str:
    """One schema for all criteria of a rubric, so that the prompt cache outlives a criterion."""
    most = max(len(one.levels) for one in criteria)
    levels: list[Json] = [*map(str, range(most)), NOT_OBSERVED]
    ids: list[Json] = [*sorted(one.id for one in criteria)]
    quote = _object({"quote": _text(), "line": {"type": "integer"}})
    step = _object({"quote": _text(), "line": {"type": "integer"}, "try": _text(), "why": _text()})
    return canonical(
        _object(
            {
                "criterion": {"type": "string", "enum": ids},
                "level": {"type": "string", "enum": levels},
                "evidence": {"type": "array", "items": quote},
                "rationale": _text(),
                "strength": _text(),
                "next_step": {"anyOf": [step, {"type": "null"}]},
            }
        )
    )


def _text() -> Json:
    return {"type": "string"}


def _object(properties: dict[str, Json]) -> Json:
    required: list[Json] = list(properties)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def read_answer(text: str, criterion: Criterion) -> Answer:
    """AnswerError for whatever is not an answer about this criterion."""
    try:
        top = JsonReader(_parsed(text))
        return _answer(top, criterion)
    except JsonShapeError as error:
        raise AnswerError(str(error)) from None


def _parsed(text: str) -> Json:
    if len(text) > MOST_LETTERS:
        raise JsonShapeError("the answer is too long")
    fenced = _FENCE.match(text)
    try:
        data: Json = json.loads(fenced["body"] if fenced else text)
    except (ValueError, RecursionError):
        raise JsonShapeError("the answer is no JSON") from None
    return data


def _answer(top: JsonReader, criterion: Criterion) -> Answer:
    if top.text("criterion") != criterion.id:
        raise JsonShapeError(f"criterion: expected {criterion.id}")
    step = top.value.get("next_step")
    return Answer(
        level=_level(top.text("level"), criterion),
        claims=tuple(_claim(one) for one in top.children("evidence")[:MOST_QUOTES]),
        rationale=top.text("rationale"),
        strength=top.text("strength", ""),
        step=None if step is None else _step(JsonReader(step)),
    )


def _level(text: str, criterion: Criterion) -> int | None:
    if text == NOT_OBSERVED:
        return None
    known = [str(number) for number in range(len(criterion.levels))]
    if text not in known:
        raise JsonShapeError(f"level: expected one of {', '.join(known)}, {NOT_OBSERVED}")
    return int(text)


def _claim(one: JsonReader) -> Claim:
    return Claim(one.text("quote"), one.whole("line"))


def _step(one: JsonReader) -> Step:
    quote = one.text("quote", "")
    claim = Claim(quote, one.whole("line", 0)) if quote else None
    return Step(claim, one.text("try"), one.text("why", ""))
