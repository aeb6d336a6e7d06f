"""Which facts a turn raises: by a stem, by a risk question, or by a word that points back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.domain.profile import ClientProfile, Fact
from core.domain.stems import find_stem, fold, holds_stem, word_at
from core.simulation.signals import Behaviour, Signal, Signals
from core.simulation.state import Action, State, count_of

_SENTENCES = re.compile(r"(?<=[.?!\n])")
_WORD = re.compile(r"[^\W_]+")
_HEAD = 3
_QUESTIONS = (Behaviour.OPEN, Behaviour.CLOSED)
_TOLD = (Action.OPEN, Action.ELABORATE, Action.HINT)
# A risk question without an author's stem reaches the fact that is about harming oneself.
SELF_HARM: Mapping[str, tuple[str, ...]] = {
    "en": ("suicid", "kill", "die", "dying", "dead", "end your life", "hurt yourself"),
    "es": ("suicid", "matar", "morir", "muert", "quitar", "hacerte daño", "hacerse daño"),
}
_EN_POINTERS = "that it this those these them they he she him her there then"
_ES_POINTERS = "eso esto ello esos esas estos estas ellos ellas allí entonces"
POINTERS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_EN_POINTERS.split()),
    "es": frozenset(_ES_POINTERS.split()),
}
_EN_GENERAL = """
a about again all am an and any anything are as at be been before being best but by can come
could day days did do does doing done else ever everything feel feeling feelings feels felt find
first for from get getting go goes going good had happen happened happening happens has have
having help here how i if in into is it just kind know lately let like little look make makes
making may maybe me mean meant mind moment more most much my myself need next now of okay on one
or other our out over part past people please really right say see share should so some something
sort start still talk tell than thank thanks that the their them then there these they thing
things think thinking this those through time to today told too understand up us very want wanted
was way we week weeks well went were what when where which while who why will with without
afternoon am best biggest bring brings brought care carry carrying cope copes coping describe
difficult easier easiest explain front hard harder hardest hello hi hold holding hope hopes hoping
important join keep keeps keeping lead leads live living long manage managing matter matters me
meet morning myself name nice normal normally often ok outcome place present ready scary share
sharing social sounds spend spending start stay strange student support supports tough typical
typically usual usually wish wishes worker worries worry worrying worst
wonder wondering don didn doesn isn wasn aren won would you your yours yourself
"""
_ES_GENERAL = """
a al algo alguna antes aquí así bien cada como cómo con cosa cosas cual cuál cuando cuándo
cuénteme cuéntame de decir del día días dice dime dígame e el ella en entonces es eso esta está
están estar este esto fue gracias ha hablar hace hacer hay hoy la las le les lo los más me mi
mucho muy nada ni no nos o para pasa pasado pasando pero piensa piensas poco por porque puede
puedes que qué quiere quieres quién se semana sentido ser si sí siente sientes sobre son su sus
también te tiene tienes todo tu tú un una usted va ve y ya yo
"""
GENERAL: Mapping[str, frozenset[str]] = {
    "en": frozenset(_EN_GENERAL.split()),
    "es": frozenset(_ES_GENERAL.split()),
}


@dataclass(frozen=True, slots=True)
class Raised:
    """A fact that the turn touches; `word` is the student's own, empty when only pointed at."""

    fact: Fact
    word: str
    in_question: bool


@lru_cache(maxsize=256)
def _stems(profile: ClientProfile) -> tuple[tuple[Fact, tuple[str, ...]], ...]:
    return tuple((fact, tuple(fold(stem) for stem in fact.topics)) for fact in profile.facts)


@lru_cache(maxsize=256)
def _by_head(profile: ClientProfile) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Stems, each with the place of its fact, by the letters that a word must begin with.

    Under no letters stand those that have to be looked for in any text.
    """
    heads: dict[str, tuple[tuple[int, str], ...]] = {}
    for place, (_, stems) in enumerate(_stems(profile)):
        for stem in stems:
            head = stem[:_HEAD] if stem[:_HEAD].isalnum() and len(stem) >= _HEAD else ""
            heads[head] = (*heads.get(head, ()), (place, stem))
    return heads


def raised_facts(profile: ClientProfile, signals: Signals) -> tuple[Raised, ...]:
    """The facts whose stems occur, in profile order."""
    folded = fold(_without_care(signals))
    hits = _hits(profile, folded)
    question = _question_part(folded, signals) if hits else ""
    found = [
        Raised(
            profile.facts[place],
            word_at(folded, *min(hits[place])),
            any(holds_stem(question, stem) for _, stem in hits[place]),
        )
        for place in sorted(hits)
    ]
    return tuple(found) + _by_risk_question(profile, signals, found)


def _hits(profile: ClientProfile, folded: str) -> dict[int, list[tuple[int, str]]]:
    """Where which stems occur, by the place of their fact."""
    heads = _by_head(profile)
    hits: dict[int, list[tuple[int, str]]] = {}
    for head in {"", *[word[:_HEAD] for word in _WORD.findall(folded)]}:
        for place, stem in heads.get(head, ()):
            at = find_stem(folded, stem)
            if at >= 0:
                hits.setdefault(place, []).append((at, stem))
    return hits


def _without_care(signals: Signals) -> str:
    """The text with its empathic phrases blanked: "that sounds exhausting" asks about nothing."""
    text = signals.normalised
    for span in signals.spans:
        if span.signal is Signal.EMPATHY:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _question_part(folded: str, signals: Signals) -> str:
    """The sentences that ask; the whole turn when it asks without a question mark."""
    if "?" in folded:
        return " ".join(part for part in _SENTENCES.split(folded) if part.endswith("?"))
    return folded if signals.behaviour in _QUESTIONS else ""


def _by_risk_question(
    profile: ClientProfile, signals: Signals, found: list[Raised]
) -> tuple[Raised, ...]:
    if not signals.has(Signal.RISK_ASK) or any(raised.fact.risk for raised in found):
        return ()
    words = SELF_HARM.get(_tongue(profile), ())
    for fact, stems in _stems(profile):
        if fact.risk and any(holds_stem(stem, word) for stem in stems for word in words):
            return (Raised(fact, "", in_question=True),)
    return ()


def pointed_at(profile: ClientProfile, state: State, signals: Signals) -> tuple[Raised, ...]:
    """The fact just told, when a question names no topic and points back ("how was that?")."""
    fact = profile.find_fact(state.last.fact)
    if fact is None or state.last.action not in _TOLD or signals.behaviour not in _QUESTIONS:
        return ()
    if fact.id in state.open and not unused_elaborations(state, fact):
        return ()
    if not _bare(signals) & POINTERS.get(_tongue(profile), frozenset()):
        return ()
    return (Raised(fact, "", in_question=False),)


def unused_elaborations(state: State, fact: Fact) -> int:
    return max(len(fact.elaborations) - count_of(state.used, f"{fact.id}:elaboration"), 0)


def is_general(profile: ClientProfile, signals: Signals) -> bool:
    """Nothing but everyday words: a question on nothing in particular."""
    return _bare(signals) <= GENERAL.get(_tongue(profile), frozenset())


def _bare(signals: Signals) -> frozenset[str]:
    """Tokens without what follows an apostrophe: "that's" is "that"."""
    return frozenset([token.partition("'")[0] for token in signals.tokens])


def _tongue(profile: ClientProfile) -> str:
    return profile.language.split("-", 1)[0]
