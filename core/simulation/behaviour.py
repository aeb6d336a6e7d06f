"""One behaviour class per turn: open or closed question, reflection, input, other.

The classes follow the coding manuals of motivational interviewing (MISC 2.5, MITI 4), reduced to
five: affirming, supporting, structuring and filling count as other.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from core.simulation.lexicon import Glanced, Lexicon, Signal, glanced

# Affirming and supporting autonomy count as other in the five classes.
_KEEPING = (Signal.AFFIRM, Signal.PERMISSION)
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_NOISE = re.compile(r"\[[^\]\n]{0,60}\]|<[^>\n]{0,60}>|\([^)\n]{0,30}\)")
_CUT = re.compile(r"-{2,}|–|—|\.\.+|¿|¡")
_TWICE = re.compile(r"\b(\w{1,20}+)(?:,? \1\b)+")
_WORD = re.compile(r"\w+(?:'\w+)?")
_RUN = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,;:] | (?:and|but|so|or) ")
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


def read_behaviour(text: str, seen: Glanced) -> Reading:
    """Class of a lower-case normalised turn, which `seen` has glanced at."""
    sentences = tuple(
        [
            _read_sentence(found, seen)
            for found in _SENTENCE.finditer(text)
            if not found.group().isspace()
        ]
    )
    behaviour = _decide(sentences, seen.lexicon)
    return Reading(behaviour, sentences, _span(behaviour, sentences))


def _read_sentence(found: re.Match[str], seen: Glanced) -> Sentence:
    sentence = found.group()
    bare = _CUT.sub(", ", _NOISE.sub(" ", sentence)).strip(" .?!…¿¡,\n\"'")
    spelled = _spelled(bare, seen.lexicon)
    if spelled != bare:
        seen = glanced(seen.lexicon, spelled)
    clean = _clean(spelled, seen)
    move = _move(clean, seen, marked="?" in sentence)
    return Sentence(found.start(), found.end(), move, len(clean.split()), clean)


def _spelled(bare: str, lexicon: Lexicon) -> str:
    if lexicon.spellings.keys().isdisjoint(_WORD.findall(bare)):
        return bare
    return _WORD.sub(lambda word: lexicon.spellings.get(word.group(), word.group()), bare)


def _clean(spelled: str, seen: Glanced) -> str:
    """What is left without fillers and without words that were said twice."""
    filler = seen.lexicon.statement.filler
    spoken = filler.sub(" ", spelled) if filler in seen.possible else spelled
    runs = _RUN.findall(spoken)
    once = spoken if len(set(runs)) == len(runs) else _TWICE.sub(r"\1", spoken)
    return " ".join(once.replace(" ,", ",").split()).strip(" ,")


def _move(clean: str, seen: Glanced, *, marked: bool) -> Move:
    body = _strip_lead(clean, seen)
    if not marked and only_fills(clean, seen.lexicon):
        return Move.FILLER
    asked = _question(body, seen, marked=marked)
    if asked is not None:
        return asked
    return _marked_statement(clean, body, seen) if marked else _statement(clean, body, seen)


def only_fills(clean: str, lexicon: Lexicon) -> bool:
    """Whether "mm-hm" and the like are all that is said."""
    place = 0
    while word := _WORD.search(clean, place):
        filled = lexicon.statement.backchannel.match(clean, word.start())
        if filled is None:
            return False
        place = filled.end()
    return True


def _strip_lead(clean: str, seen: Glanced) -> str:
    rest = clean
    while (found := seen.lexicon.statement.lead.match(rest)) and found.end() < len(rest):
        rest = rest[found.end() :].lstrip(" ,;:")
    return rest


def _question(body: str, seen: Glanced, *, marked: bool) -> Move | None:
    words = seen.lexicon.question
    if marked and words.check.fullmatch(body):
        return Move.CHECK
    if marked and words.fragment_open.fullmatch(body):
        return Move.OPEN
    frame = _framed_question(body, seen)
    if frame is not None:
        return frame
    told, _ = _split_tag(body, seen)
    clause = _marked_clause(told, seen) if marked else _plain_clause(body, seen)
    return None if clause is None else _latitude(clause, seen)


def _framed_question(body: str, seen: Glanced) -> Move | None:
    """Questions whose frame decides: an invitation, wondering aloud, advice in disguise."""
    words = seen.lexicon.question
    if seen.begins(words.invite, body) or seen.finds(words.wonder_open, body):
        return Move.OPEN
    if seen.finds(words.wonder_closed, body):
        return Move.CLOSED
    return Move.INPUT if seen.finds(words.advice, body) else None


def _marked_clause(body: str, seen: Glanced) -> str | None:
    """The asking clause of a sentence with a question mark, from its asking word on."""
    words = seen.lexicon.question
    if words.auxiliary.match(body):
        return body
    for part in reversed(_CLAUSE.split(body)):
        bare = _strip_lead(part, seen)
        if words.auxiliary.match(bare) or words.wh_start.match(bare):
            return bare
    return _last_inversion(body, seen)


def _plain_clause(body: str, seen: Glanced) -> str | None:
    """The asking clause of a sentence without a question mark: only word order can tell."""
    words = seen.lexicon.question
    if words.plain_auxiliary.match(body):
        return body
    inverted = _last_inversion(body, seen)
    if inverted is not None:
        return inverted
    if not seen.finds(words.inner_auxiliary, body):
        return None
    asked = words.inner_auxiliary.search(body)
    return body[asked.start() :] if asked else None


def _last_inversion(body: str, seen: Glanced) -> str | None:
    wh = seen.lexicon.question.wh
    asked = list(wh.finditer(body)) if wh in seen.possible else []
    return body[asked[-1].start() :] if asked else None


def _latitude(clause: str, seen: Glanced) -> Move:
    words = seen.lexicon.question
    if seen.finds(words.wide, clause):
        return Move.OPEN
    if seen.finds(words.factual, clause):
        return Move.CLOSED
    return Move.OPEN if words.latitude.match(clause) else Move.CLOSED


def _marked_statement(clean: str, body: str, seen: Glanced) -> Move:
    """A statement that was spoken as a question: a reflection when it returns meaning."""
    count = len(clean.split())
    words = seen.lexicon.statement
    told, tag = _split_tag(body, seen)
    if tag and _statement(told, told, seen) in (Move.REFLECT, Move.INPUT):
        return Move.CLOSED if seen.finds(words.concrete, told) else _statement(told, told, seen)
    if seen.finds(words.cue, body) and count >= _LONG_ADVICE and not seen.finds(words.echo, clean):
        return Move.INPUT
    return Move.REFLECT if _returns_meaning(clean, body, seen) else Move.CLOSED


def _returns_meaning(clean: str, body: str, seen: Glanced) -> bool:
    words = seen.lexicon.statement
    count = len(clean.split())
    if count < _FEW or (count < _LONG_ADVICE and seen.finds(words.concrete, body)):
        return False
    if seen.finds(words.echo, clean) or seen.finds(words.feeling, body):
        return True
    rich = count >= _RICH
    if seen.begins(words.returns, body):
        return rich or body != clean
    return rich and body != clean and seen.begins(words.reflect, body)


def _split_tag(body: str, seen: Glanced) -> tuple[str, str]:
    told, comma, tag = body.rpartition(",")
    if comma and seen.lexicon.question.check.fullmatch(tag.strip()):
        return told, tag
    return body, ""


def _statement(clean: str, body: str, seen: Glanced) -> Move:
    words = seen.lexicon.statement
    second = seen.count(words.second, clean)
    first = seen.count(words.first, clean)
    sure = 1.5 * seen.begins(words.returns, body) + 1.5 * seen.finds(words.echo, clean)
    maybe = 1.5 * seen.begins(words.reflect, body) + 0.8 * seen.begins(words.third, clean)
    told = 1.5 * seen.count(words.cue, clean) + 2.0 * seen.begins(words.command, body)
    told += 1.5 * seen.finds(words.directive, clean)
    told += len(clean.split()) >= _LONG_SENTENCE and not sure
    kept = 0.5 + 2.5 * seen.begins(words.other, body) + 0.8 * seen.begins(words.own, body)
    kept += 2.0 * (
        not told and any(seen.finds(seen.lexicon.phrases[name], clean) for name in _KEEPING)
    )
    returned = sure + maybe + 0.8 * (second > first)
    if told > max(returned, kept):
        return Move.INPUT
    if kept >= returned:
        return Move.OTHER
    return Move.REFLECT if sure else Move.MAYBE


def _decide(sentences: tuple[Sentence, ...], lexicon: Lexicon) -> Behaviour:
    asked = [place for place, part in enumerate(sentences) if part.move in _ASKED]
    if asked:
        return _asked(_ruling_question(sentences, asked, lexicon), sentences, asked[-1])
    said = _weights(sentences)
    heaviest = max(said, key=said.__getitem__)
    if said[heaviest]:
        return _BEHAVIOURS[heaviest]
    checked = any(part.move is Move.CHECK and part.words > 1 for part in sentences)
    return Behaviour.CLOSED if checked else Behaviour.OTHER


def _asked(ruling: Sentence, sentences: tuple[Sentence, ...], last: int) -> Behaviour:
    """A question rules, unless a long statement follows it or a short check closes one."""
    after = _weights(sentences[last + 1 :])
    heavy = max(after, key=after.__getitem__)
    if after[heavy] > _LONG_TAIL and heavy is not Move.OTHER:
        return _BEHAVIOURS[heavy]
    soft = ruling.move is Move.CLOSED and ruling.words <= _SHORT_CHECK
    if soft and _weights(sentences)[Move.INPUT] > _LONG_INPUT:
        return Behaviour.INPUT
    return _BEHAVIOURS[ruling.move]


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
    words = dict.fromkeys(_WEIGHED, 0.0)
    for part in sentences:
        if part.move in words:
            words[part.move] += part.words
    surrounds = Move.INPUT if words[Move.INPUT] > words[Move.REFLECT] else Move.REFLECT
    words[surrounds] += words.pop(Move.MAYBE)
    words[Move.OTHER] *= 0.5
    return words


_WEIGHED = (Move.REFLECT, Move.INPUT, Move.OTHER, Move.MAYBE)
_ASKED = (Move.OPEN, Move.CLOSED)


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
