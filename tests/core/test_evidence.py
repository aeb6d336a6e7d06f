"""Quotes of a grader: verbatim in the transcript, in its own characters, or not shown."""

import os
import random

import pytest

from core.domain.session import Message, Role
from core.evaluation.evidence import (
    Claim,
    Evidence,
    Source,
    proof,
    searchable,
    verify,
    verify_all,
)
from core.evaluation.prose import honest
from core.evaluation.quotes import is_verbatim
from tests.core.quoting import altered, cut, mangled, readable, transcripts

FULL, SHORT = 10_000, 1_500
SAID = (
    (Role.CLIENT, "I don't sleep. I lie awake and count the hours until morning, you know."),
    (Role.STUDENT, "It sounds like the nights are long… and you're alone with it."),
    (Role.CLIENT, "They are. The nights are long. ((is this right?)) My sister used to call."),
    (Role.STUDENT, "What would you say to her, if she “called” you tonight?"),
    (Role.CLIENT, "Yes, Anna."),
    (Role.CLIENT, "The nights are long."),
    (Role.COACH, "Try to stay with the feeling here."),
)
LINES = tuple(Message(n, (n + 1) // 2, role, text, n) for n, (role, text) in enumerate(SAID, 1))
HERE = searchable(LINES)


def volume() -> int:
    return FULL if os.environ.get("VC_SWEEP") == "full" else SHORT


def found(quote: str, line: int = 1, source: Source = Source.BOTH) -> Evidence | None:
    return verify(Claim(quote, line), source, HERE)


def shown(quote: str, line: int = 1, source: Source = Source.BOTH) -> str:
    evidence = found(quote, line, source)
    return evidence.text if evidence else ""


TRUE = (
    ("i lie awake AND count", "I lie awake and count"),
    ("“I don’t sleep. I lie awake”", "I don't sleep. I lie awake"),
    ("the nights are long... and you’re alone", "the nights are long… and you're alone"),
    ("I lie awake ... until morning", "I lie awake […] until morning"),
    ("I don't sleep [...] until morning, you know", "I don't sleep […] until morning, you know"),
    ("Yes, Anna.", "Yes, Anna."),
    ('if she "called" you', "if she “called” you"),
    ("lie\u00a0awake  and\ncount", "lie awake and count"),
)
FALSE = (
    "I lie awake and counted",
    "awake until the hours",
    "lie awake",
    "yes, Anna",
    "ie awake and count",
    "awake and coun",
    "I do not sleep. I lie awake",
    "until morning ... I lie awake",
    "I ... count ... know",
    "I don't sleep ... you're alone with it",
    "nights are long. My sister",
    "nights are long. ((is this right?)) My",
    "Try to stay with the feeling here.",
    "I don",
    "",
    "...",
    "“”",
    "\0",
)


@pytest.mark.parametrize(("quote", "characters"), TRUE)
def test_a_true_quote_is_shown_in_the_transcripts_own_characters(
    quote: str, characters: str
) -> None:
    assert shown(quote) == characters


@pytest.mark.parametrize("quote", FALSE)
def test_words_that_do_not_stand_there_so_are_not_shown(quote: str) -> None:
    assert found(quote) is None


def test_only_the_criterions_own_speaker_gives_evidence() -> None:
    assert found("I lie awake and count", source=Source.STUDENT) is None
    assert found("you're alone with it", source=Source.CLIENT) is None


def test_a_wrong_line_is_corrected_and_words_said_twice_go_to_the_nearest() -> None:
    moved = found("count the hours", line=4)
    twice = found("The nights are long", line=6, source=Source.CLIENT)
    assert moved is not None
    assert twice is not None
    assert (moved.line, moved.times) == (1, 1)
    assert (twice.line, twice.times) == (6, 2)


def test_overlapping_quotes_become_one_and_three_are_enough() -> None:
    claims = [
        Claim(quote, 1)
        for quote in (
            *("I lie awake and count", "and count the hours", "Yes, Anna.", "nobody said this"),
            *("What would you say to her", "My sister used to call"),
        )
    ]
    kept, failed = verify_all(claims, Source.BOTH, HERE)
    texts = sorted(one.text for one in kept)
    assert texts == ["I lie awake and count the hours", "What would you say to her", "Yes, Anna."]
    assert [claim.quote for claim in failed] == ["nobody said this"]


def test_a_flipped_character_of_the_transcript_breaks_the_proof() -> None:
    evidence = found("I lie awake and count")
    changed = verify(
        Claim("I lie awake and count", 1),
        Source.BOTH,
        searchable((Message(1, 1, Role.CLIENT, "I Lie awake and count the hours", 1),)),
    )
    assert evidence is not None
    assert changed is not None
    assert proof("s1", evidence) != proof("s1", changed)
    assert proof("s1", evidence) != proof("s2", evidence)


PROSE = (
    ("You stayed. You said “you're alone with it”. Good.", "said “you're alone with it”. Good."),
    ("You stayed. You said “I feel your pain”.", "You stayed."),
    ("You said 'I feel your pain'. You stayed.", "You stayed."),
    ('You stayed. You said "I feel your pain and so on.', "You stayed."),
    ("You didn't judge the client's sister.", "You didn't judge the client's sister."),
    ("You said «nothing of it». ", ""),
)


@pytest.mark.parametrize(("prose", "kept"), PROSE)
def test_a_sentence_that_quotes_what_nobody_said_is_taken_out(prose: str, kept: str) -> None:
    result = honest(prose, Source.BOTH, HERE)
    assert result.endswith(kept)
    assert "pain" not in result
    assert bool(result) == bool(kept)


def test_of_true_quotes_however_typed_none_is_lost() -> None:
    rng = random.Random(11)
    lost = []
    for _ in range(volume()):
        number = rng.randrange(len(transcripts()))
        line = rng.choice(transcripts()[number])
        quote = cut(rng, line)
        claim = Claim(mangled(rng, quote), rng.randint(1, 60))
        evidence = verify(claim, Source.BOTH, readable(number))
        verbatim = evidence and all(
            is_verbatim(part, transcripts()[number]) for part in evidence.parts
        )
        if not verbatim:
            lost.append((claim.quote, line.text))
    assert lost == []


def test_of_altered_and_invented_quotes_none_is_shown() -> None:
    rng = random.Random(12)
    accepted = []
    for _ in range(volume()):
        number = rng.randrange(len(transcripts()))
        quote = altered(rng, cut(rng, rng.choice(transcripts()[number])))
        claim = Claim(mangled(rng, quote), rng.randint(1, 60))
        if verify(claim, Source.BOTH, readable(number)) is not None:
            accepted.append(claim.quote)
    assert accepted == []
