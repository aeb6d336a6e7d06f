"""The character guard: looks at a model's draft before anybody reads it.

Pure and cheap. It returns the names of the checks that failed, never the words, so that a name can
be logged and a rewrite can be asked for without telling the model what must stay hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.domain.stems import fold, holds_stem
from core.simulation import guard_form, guard_phrases
from core.simulation.guard_pins import breaks_pins
from core.simulation.guard_words import containment, is_foreign, runs, similarity, words

LONGEST = 4_000
RECENT = 6
FEWEST_TO_REPEAT = 4
LONG_REPLY = 8
HALF = 0.5
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Frame:
    """What a draft is held against.

    `opened` are the facts that may be spoken of, `heard` all that the student said, `told` the
    client's latest replies, `plan` the fixed texts that the model was given.
    """

    profile: ClientProfile
    opened: tuple[str, ...] = ()
    heard: str = ""
    told: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()


Check = Callable[[str, Frame], bool]


def failed_checks(draft: str, frame: Frame) -> tuple[str, ...]:
    """Names of the checks that the draft fails, in a fixed order; empty when it may be posted."""
    shown = draft[:LONGEST]
    return tuple(name for name, fails in CHECKS if fails(shown, frame))


def _form(draft: str, frame: Frame) -> bool:
    voice = frame.profile.voice
    return guard_form.breaks_form(draft, voice.sentences_max + 2, voice.chars_target[1] * 3)


def _narration(draft: str, frame: Frame) -> bool:
    return guard_form.narrates(draft, frame.profile.identity.name)


def _reversal(draft: str, _frame: Frame) -> bool:
    if guard_phrases.COUNSELS.search(draft):
        return True
    return len(guard_phrases.ASKS_BACK.findall(draft)) > 1


def _leak(draft: str, frame: Frame) -> bool:
    """Four words in a row, in both directions: a block in the reply, or the reply in a block."""
    if guard_phrases.PLAN.search(draft):
        return True
    said = runs(draft)
    if any(containment(runs(block), said) >= HALF for block in frame.plan):
        return True
    together = runs("\n".join(frame.plan))
    return len(words(draft)) > LONG_REPLY and containment(said, together) >= HALF


def _locked(draft: str, frame: Frame) -> bool:
    folded, heard = fold(draft), fold(frame.heard)
    return any(
        holds_stem(folded, stem) and not holds_stem(heard, stem)
        for fact in frame.profile.facts
        if fact.id not in frame.opened
        for stem in map(fold, fact.secrets)
    )


def _repeat(draft: str, frame: Frame) -> bool:
    said = frozenset(words(draft))
    if len(said) < FEWEST_TO_REPEAT:
        return False
    return any(similarity(said, frozenset(words(old))) >= ALIKE for old in frame.told[-RECENT:])


CHECKS: tuple[tuple[str, Check], ...] = (
    ("empty", lambda draft, _frame: not words(draft) and not guard_form.is_silence(draft)),
    ("assistant", lambda draft, _frame: bool(guard_phrases.ASSISTANT.search(draft))),
    ("form", _form),
    ("narration", _narration),
    ("student", lambda draft, _frame: bool(guard_form.SPEAKER.search(draft))),
    ("reversal", _reversal),
    ("leak", _leak),
    ("locked", _locked),
    ("pins", lambda draft, frame: breaks_pins(draft, frame.profile)),
    ("repeat", _repeat),
    ("harm", lambda draft, _frame: bool(guard_phrases.HARM.search(draft))),
    ("language", lambda draft, frame: is_foreign(draft, frame.profile.language)),
)
