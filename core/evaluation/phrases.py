"""The words of a report: causes, conditions and actions; descriptive, never a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

NONE = "–"
CAUSES: Mapping[str, str] = {
    "explore": "an open question",
    "why": "a why-question",
    "reflect": "a reflection",
    "empathy": "words of empathy",
    "affirm": "an affirmation",
    "summary": "a summary",
    "permission": "asking permission",
    "repair": "mending the rupture",
    "confront": "confronting",
    "input": "advice that was not asked for",
    "reassure": "quick reassurance",
    "barrage": "three or more questions at once",
    "closed": "a closed question",
    "missed": "leaving a disclosure unanswered",
    "press": "asking about the same thing three times running",
    "abuse": "insulting words",
}
CONDITIONS: Mapping[str, str] = {
    "needs": "something else had to be told first",
    "openness": "the client was not open enough yet",
    "asked:open": "it takes an open question",
    "asked:direct": "it takes a question that names it",
    "after:reflection": "it takes a reflection shortly before",
    "after:empathy": "it takes words of empathy shortly before",
    "after:permission": "it takes asking permission shortly before",
    "turn": "it was too early in the interview",
    "session": "it belongs to a later interview",
    "risk question": "it takes a calm, direct question about safety",
}
ACTIONS: Mapping[str, str] = {
    "deflect": "was puzzled",
    "bristle": "pushed back",
    "open": "told something new",
    "hint": "let a little show and stopped there",
    "guarded": "kept it back",
    "elaborate": "told more of it",
    "sustain": "spoke for leaving things as they are",
    "ambivalent": "spoke for both sides",
    "change": "spoke for change",
    "minimal": "gave a short answer",
    "lost": "did not follow",
    "follow": "talked on",
}
BEHAVIOURS: Mapping[str, str] = {
    "open": "Open questions",
    "closed": "Closed questions",
    "reflection": "Reflections",
    "input": "Advice or information",
    "other": "Other turns",
}
SIGNALS: Mapping[str, str] = {
    "affirm": "Affirmations",
    "summary": "Summaries",
    "empathy": "Words of empathy",
    "permission": "Asking permission, leaving the choice",
    "evoke": "Inviting talk of change",
    "apology": "Apologies",
    "advice": "Advice that was not asked for",
    "confront": "Confronting",
    "reassure": "Quick reassurance",
    "barrage": "Three or more questions at once",
    "risk_leading": "Leading questions about risk",
    "abuse": "Insulting words",
}
DEPTHS: Mapping[str, str] = {
    "surface": "near the surface",
    "deeper": "deeper",
    "deepest": "deepest",
}
STEPS: Mapping[str, str] = {
    "confront": "When you want to push, say back first what the client said.",
    "input": "Before you advise, ask what they have tried and whether they want to hear it.",
    "reassure": "Stay with a worry for one turn before you soothe it.",
    "barrage": "Ask one question, then wait.",
    "closed": "Turn one closed question into an open one: begin with what or how.",
    "missed": "When something painful is told, answer that before you go on.",
    "press": "When something stays shut, leave it and come back later.",
    "abuse": "When you are angry with a client, name that you need a moment.",
    "reflect": "Before the next question, say back in your own words what you heard.",
    "risk": "Ask one calm, direct question about safety.",
    "follow": "Where the client let a little show, stay with it for one more turn.",
    "longer": "Start with one open question, and listen to where it leads.",
}


def turn_list(turns: Sequence[int], most: int = 0) -> str:
    """`turn 3`, `turns 1, 4–6`; beyond `most` parts (0: no end) how many turns are left out."""
    if not turns:
        return NONE
    parts = list(_runs(turns))
    shown = parts[: most or len(parts)]
    left = sum(last - first + 1 for first, last in parts[len(shown) :])
    words = ", ".join(_run(first, last) for first, last in shown)
    rest = f" and {left} more" if left else ""
    return f"turn{'s' if len(turns) > 1 else ''} {words}{rest}"


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def _runs(turns: Sequence[int]) -> Iterable[tuple[int, int]]:
    for _, group in groupby(enumerate(turns), key=lambda pair: pair[1] - pair[0]):
        run = [turn for _, turn in group]
        yield run[0], run[-1]


def counted(turns: Sequence[int], most: int = 0) -> str:
    """`3 (turns 1, 4, 9)`, `0`."""
    return f"{len(turns)} ({turn_list(turns, most)})" if turns else "0"


def ratio(one: int, other: int) -> str:
    return f"{one} : {other}" if other else NONE


def percent(part: int, whole: int) -> str:
    """Rounded half up."""
    return f"{(200 * part + whole) // (2 * whole)} %" if whole else NONE


def points(permille: int) -> str:
    """Openness as people read it: 0 to 100, rounded half up."""
    return str((permille + 5) // 10)


def duration(ms: int) -> str:
    if ms < 0:
        return NONE
    seconds = (ms + 500) // 1000
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def named(table: Mapping[str, str], keys: Iterable[str]) -> str:
    """The words of the keys, with commas; a key without words stands as it is."""
    return ", ".join(table.get(key, key) for key in keys)


def quoted(text: str) -> str:
    return f"“{text}”"


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
