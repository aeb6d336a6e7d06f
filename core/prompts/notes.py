"""The Director's notes to the Actor: fixed sentences with few slots, sent only when due."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.domain.profile import ResistanceStyle

LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class NoteOrder:
    """What a note may hold: `word` is the student's own, `granted` what may be told now."""

    action: str
    band: str
    name: str
    resistance: ResistanceStyle
    granted: str = ""
    word: str = ""
    denial: bool = False


def note_text(order: NoteOrder) -> str:
    """The note of one turn; always the same text for the same order."""
    template = _BY_ACTION[order.action]
    if order.action == "elaborate" and not order.granted:
        template = _STAY
    if order.denial:
        template = f"{template} {_DENIAL}"
    asked = f'about "{_word(order.word)}"' if order.word else "about something of yours"
    said = template.format(
        asked=asked,
        granted=_sentence(order.granted),
        manner=_MANNERS[order.resistance],
        name=order.name,
    )
    return f"{_BANDS[order.band]} {said}"


def templates() -> tuple[str, ...]:
    """Every fixed text of the notes, for the guard."""
    return (*_BY_ACTION.values(), _STAY, _DENIAL, *_BANDS.values())


def _word(text: str) -> str:
    return " ".join(text.replace('"', "").split())[:LONGEST_WORD]


def _sentence(text: str) -> str:
    told = " ".join(text.split())
    return told if not told or told[-1] in ".!?…" else f"{told}."


_BANDS: Mapping[str, str] = MappingProxyType(
    {
        "closed": "You are on your guard and give away little.",
        "wary": "You are still careful with this person.",
        "warming": "You begin to trust this person a little.",
        "open": "You feel listened to and speak more freely.",
        "trusting": "You trust this person.",
    }
)
_BY_ACTION: Mapping[str, str] = MappingProxyType(
    {
        "deflect": "That was an odd remark. React as a person would, then come back to why you "
        "are here. Nothing new about your life.",
        "bristle": "That stung. {manner} Give nothing new.",
        "guarded": "You are asked {asked}. You would rather not go into it. {granted} Neither "
        "confirm nor deny more than that.",
        "hint": "You are asked {asked}. You let a little of it show and stop there: {granted}",
        "open": "You decide to say this now, in your own words, as far as it fits into one "
        "answer: {granted}",
        "elaborate": "They want to understand more of what you told them. You may add: {granted}",
        "sustain": "Say why you would rather leave things as they are. Nothing new about your "
        "life.",
        "ambivalent": "You are torn: part of you wants it to be different, part of you does not. "
        "Nothing new about your life.",
        "change": "Say, small and concrete, what you would want to be different. Nothing new "
        "about your life.",
        "minimal": "A short answer will do. You are {name} and speak as you always do.",
        "lost": "You are asked about something that you know nothing of. Say so as a person "
        "would, or stay with what you have said.",
        "follow": "Talk on as {name}, the way you always speak. Nothing new about your life.",
    }
)
_STAY = "They want to understand more of what you told them. Stay with what you have said."
_DENIAL = "As it was asked like that, you may simply say no."
_MANNERS: Mapping[ResistanceStyle, str] = MappingProxyType(
    {
        ResistanceStyle.ARGUE: "Push back with an argument.",
        ResistanceStyle.INTERRUPT: "Cut it short.",
        ResistanceStyle.DENY: "Say that it is not like that.",
        ResistanceStyle.IGNORE: "Pass over it as if it had not been said.",
        ResistanceStyle.WITHDRAW: "Pull back into yourself.",
        ResistanceStyle.AGREE_AND_DODGE: "Agree politely and speak of something else.",
    }
)
