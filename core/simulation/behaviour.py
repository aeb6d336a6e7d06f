"""One behaviour class per turn: open or closed question, reflection, input, other.

The classes follow the coding manuals of motivational interviewing (MISC 2.5, MITI 4), reduced to
five: affirming, supporting, structuring and filling count as other.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from core.simulation.lexicon import Lexicon, Signal

# Affirming and supporting autonomy count as other in the five classes.
_KEEPING = (Signal.AFFIRM, Signal.PERMISSION)
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_NOISE = re.compile(r"\[[^\]\n]{0,60}\]|<[^>\n]{0,60}>|\([^)\n]{0,30}\)")
_CUT = re.compile(r"-{2,}|–|—|\.\.+|¿|¡")
_TWICE = re.compile(r"\b(\w{1,20}+)(?:,? \1\b)+")
_WORD = re.compile(r"\w+(?:'\w+)?")
_CLAUSE = re.compile(r"[,;:] | (?:and|but|so|or) ")
_BLANKS = re.compile(r"\s+")
_LONG_INPUT = 35
_SHORT_CHECK = 9
_LONG_ADVICE = 10
_RICH = 8
_FEW = 4
_LONG_TAIL = 15
_LONG_SENTENCE = 20


class Behaviour(StrEnum):
    """The class of a whole turn."""

    OPEN = "open"
    CLOSED = "closed"
    REFLECTION = "reflection"
    INPUT = "input"
    OTHER = "other"


class Move(StrEnum):
    """What one sentence does."""

    OPEN = auto()
    CLOSED = auto()
    CHECK = auto()
    REFLECT = auto()
    MAYBE = auto()
    INPUT = auto()
    OTHER = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the turn and its move; positions are in the normalised text."""

    start: int
    end: int
    move: Move
    words: int
    clean: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The class of a turn and the sentences it was read from."""

    behaviour: Behaviour
    sentences: tuple[Sentence, ...]
    deciding: tuple[int, int]


def read_behaviour(text: str, lexicon: Lexicon) -> Reading:
    """Class of a lower-case normalised turn."""
    sentences = tuple(
        _read_sentence(found, lexicon)
        for found in _SENTENCE.finditer(text)
        if found.group().strip()
    )
    behaviour = _decide(sentences, lexicon)
    return Reading(behaviour, sentences, _span(behaviour, sentences))


def _read_sentence(found: re.Match[str], lexicon: Lexicon) -> Sentence:
    marked = "?" in found.group()
    clean = _clean(found.group(), lexicon)
    return Sentence(
        found.start(), found.end(), _move(clean, lexicon, marked=marked), len(clean.split()), clean
    )


def _clean(sentence: str, lexicon: Lexicon) -> str:
    bare = _CUT.sub(", ", _NOISE.sub(" ", sentence)).strip(" .?!…¿¡,\n\"'")
    spelled = _spelled(bare, lexicon)
    spoken = _TWICE.sub(r"\1", lexicon.statement.filler.sub(" ", spelled))
    return _BLANKS.sub(" ", spoken.replace(" ,", ",")).strip(" ,")


def _spelled(bare: str, lexicon: Lexicon) -> str:
    if lexicon.spellings.keys().isdisjoint(_WORD.findall(bare)):
        return bare
    return _WORD.sub(lambda word: lexicon.spellings.get(word.group(), word.group()), bare)


def _move(clean: str, lexicon: Lexicon, *, marked: bool) -> Move:
    body = _strip_lead(clean, lexicon)
    if not marked and only_fills(clean, lexicon):
        return Move.FILLER
    asked = _question(body, lexicon, marked=marked)
    if asked is not None:
        return asked
    return _marked_statement(clean, body, lexicon) if marked else _statement(clean, body, lexicon)


def only_fills(clean: str, lexicon: Lexicon) -> bool:
    """Whether "mm-hm" and the like are all that is said."""
    place = 0
    while word := _WORD.search(clean, place):
        filled = lexicon.statement.backchannel.match(clean, word.start())
        if filled is None:
            return False
        place = filled.end()
    return True


def _strip_lead(clean: str, lexicon: Lexicon) -> str:
    rest = clean
    while (found := lexicon.statement.lead.match(rest)) and found.end() < len(rest):
        rest = rest[found.end() :].lstrip(" ,;:")
    return rest


def _question(body: str, lexicon: Lexicon, *, marked: bool) -> Move | None:
    words = lexicon.question
    if marked and words.check.fullmatch(body):
        return Move.CHECK
    if marked and words.fragment_open.fullmatch(body):
        return Move.OPEN
    frame = _framed_question(body, lexicon)
    if frame is not None:
        return frame
    told, _ = _split_tag(body, lexicon)
    clause = _marked_clause(told, lexicon) if marked else _plain_clause(body, lexicon)
    return None if clause is None else _latitude(clause, lexicon)


def _framed_question(body: str, lexicon: Lexicon) -> Move | None:
    """Questions whose frame decides: an invitation, wondering aloud, advice in disguise."""
    words = lexicon.question
    if words.invite.match(body) or words.wonder_open.search(body):
        return Move.OPEN
    if words.wonder_closed.search(body):
        return Move.CLOSED
    return Move.INPUT if words.advice.search(body) else None


def _marked_clause(body: str, lexicon: Lexicon) -> str | None:
    """The asking clause of a sentence with a question mark, from its asking word on."""
    words = lexicon.question
    if words.auxiliary.match(body):
        return body
    for part in reversed(_CLAUSE.split(body)):
        bare = _strip_lead(part, lexicon)
        if words.auxiliary.match(bare) or words.wh_start.match(bare):
            return bare
    return _last_inversion(body, lexicon)


def _plain_clause(body: str, lexicon: Lexicon) -> str | None:
    """The asking clause of a sentence without a question mark: only word order can tell."""
    words = lexicon.question
    if words.plain_auxiliary.match(body):
        return body
    inverted = _last_inversion(body, lexicon)
    if inverted is not None:
        return inverted
    asked = words.inner_auxiliary.search(body)
    return body[asked.start() :] if asked else None


def _last_inversion(body: str, lexicon: Lexicon) -> str | None:
    asked = list(lexicon.question.wh.finditer(body))
    return body[asked[-1].start() :] if asked else None


def _latitude(clause: str, lexicon: Lexicon) -> Move:
    words = lexicon.question
    if words.wide.search(clause):
        return Move.OPEN
    if words.factual.search(clause):
        return Move.CLOSED
    return Move.OPEN if words.latitude.match(clause) else Move.CLOSED


def _marked_statement(clean: str, body: str, lexicon: Lexicon) -> Move:
    """A statement that was spoken as a question: a reflection when it returns meaning."""
    count = len(clean.split())
    words = lexicon.statement
    told, tag = _split_tag(body, lexicon)
    if tag and _statement(told, told, lexicon) in (Move.REFLECT, Move.INPUT):
        return Move.CLOSED if words.concrete.search(told) else _statement(told, told, lexicon)
    if words.cue.search(body) and count >= _LONG_ADVICE and not words.echo.search(clean):
        return Move.INPUT
    return Move.REFLECT if _returns_meaning(clean, body, lexicon) else Move.CLOSED


def _returns_meaning(clean: str, body: str, lexicon: Lexicon) -> bool:
    words = lexicon.statement
    count = len(clean.split())
    if count < _FEW or (count < _LONG_ADVICE and words.concrete.search(body)):
        return False
    if words.echo.search(clean) or words.feeling.search(body):
        return True
    rich = count >= _RICH
    if words.returns.match(body):
        return rich or body != clean
    return rich and body != clean and bool(words.reflect.match(body))


def _split_tag(body: str, lexicon: Lexicon) -> tuple[str, str]:
    told, comma, tag = body.rpartition(",")
    if comma and lexicon.question.check.fullmatch(tag.strip()):
        return told, tag
    return body, ""


def _statement(clean: str, body: str, lexicon: Lexicon) -> Move:
    words = lexicon.statement
    second = len(words.second.findall(clean))
    first = len(words.first.findall(clean))
    sure = 1.5 * bool(words.returns.match(body)) + 1.5 * bool(words.echo.search(clean))
    maybe = 1.5 * bool(words.reflect.match(body)) + 0.8 * bool(words.third.match(clean))
    told = 1.5 * len(words.cue.findall(clean)) + 2.0 * bool(words.command.match(body))
    told += 1.5 * bool(words.directive.search(clean))
    told += len(clean.split()) >= _LONG_SENTENCE and not sure
    kept = 0.5 + 2.5 * bool(words.other.match(body)) + 0.8 * bool(words.own.match(body))
    kept += 2.0 * (not told and any(lexicon.phrases[name].search(clean) for name in _KEEPING))
    returned = sure + maybe + 0.8 * (second > first)
    if told > max(returned, kept):
        return Move.INPUT
    if kept >= returned:
        return Move.OTHER
    return Move.REFLECT if sure else Move.MAYBE


def _decide(sentences: tuple[Sentence, ...], lexicon: Lexicon) -> Behaviour:
    asked = [place for place, part in enumerate(sentences) if part.move in (Move.OPEN, Move.CLOSED)]
    said = _weights(sentences)
    if asked:
        last = _ruling_question(sentences, asked, lexicon)
        return _asked(last, said, _weights(sentences[asked[-1] + 1 :]))
    heaviest = max(said, key=lambda move: said[move])
    if said[heaviest]:
        return _BEHAVIOURS[heaviest]
    checked = any(part.move is Move.CHECK and part.words > 1 for part in sentences)
    return Behaviour.CLOSED if checked else Behaviour.OTHER


def _asked(last: Sentence, said: dict[Move, float], after: dict[Move, float]) -> Behaviour:
    """A question rules, unless a long statement follows it or a short check closes one."""
    heavy = max(after, key=lambda move: after[move])
    if after[heavy] > _LONG_TAIL and heavy is not Move.OTHER:
        return _BEHAVIOURS[heavy]
    soft = last.move is Move.CLOSED and last.words <= _SHORT_CHECK
    if soft and said[Move.INPUT] > _LONG_INPUT:
        return Behaviour.INPUT
    return _BEHAVIOURS[last.move]


def _ruling_question(
    sentences: tuple[Sentence, ...], asked: list[int], lexicon: Lexicon
) -> Sentence:
    """The last question, unless it only offers examples to the open one right before it."""
    last = sentences[asked[-1]]
    if len(asked) > 1 and asked[-2] == asked[-1] - 1:
        before = sentences[asked[-2]]
        short = last.words <= _FEW or lexicon.question.rephrase.match(last.clean)
        if before.move is Move.OPEN and last.move is Move.CLOSED and short:
            return before
    return last


def _weights(sentences: tuple[Sentence, ...]) -> dict[Move, float]:
    """Words per kind of statement; a doubtful reflection goes with what surrounds it."""
    reflected, told, other, doubtful = (_count(sentences, move) for move in _WEIGHED)
    if told > reflected:
        told += doubtful
    else:
        reflected += doubtful
    return {Move.REFLECT: reflected, Move.INPUT: told, Move.OTHER: other * 0.5}


_WEIGHED = (Move.REFLECT, Move.INPUT, Move.OTHER, Move.MAYBE)


def _count(sentences: tuple[Sentence, ...], move: Move) -> float:
    return float(sum(part.words for part in sentences if part.move is move))


_BEHAVIOURS = {
    Move.OPEN: Behaviour.OPEN,
    Move.CLOSED: Behaviour.CLOSED,
    Move.REFLECT: Behaviour.REFLECTION,
    Move.MAYBE: Behaviour.REFLECTION,
    Move.INPUT: Behaviour.INPUT,
    Move.OTHER: Behaviour.OTHER,
}


def _span(behaviour: Behaviour, sentences: tuple[Sentence, ...]) -> tuple[int, int]:
    for part in reversed(sentences):
        if _BEHAVIOURS.get(part.move) is behaviour:
            return part.start, part.end
    return (sentences[0].start, sentences[-1].end) if sentences else (0, 0)
