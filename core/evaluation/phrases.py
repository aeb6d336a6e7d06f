"""The words of a report: causes, conditions and actions; descriptive, never a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from core.language import _, gettext_noop, ngettext

NONE = "–"
CAUSES: Mapping[str, str] = {
    "explore": gettext_noop("an open question"),
    "why": gettext_noop("a why-question"),
    "reflect": gettext_noop("a reflection"),
    "empathy": gettext_noop("words of empathy"),
    "affirm": gettext_noop("an affirmation"),
    "summary": gettext_noop("a summary"),
    "permission": gettext_noop("asking permission"),
    "repair": gettext_noop("mending the rupture"),
    "confront": gettext_noop("confronting"),
    "input": gettext_noop("advice that was not asked for"),
    "reassure": gettext_noop("quick reassurance"),
    "barrage": gettext_noop("three or more questions at once"),
    "closed": gettext_noop("a closed question"),
    "missed": gettext_noop("leaving a disclosure unanswered"),
    "press": gettext_noop("asking about the same thing three times running"),
    "abuse": gettext_noop("insulting words"),
}
CONDITIONS: Mapping[str, str] = {
    "needs": gettext_noop("something else had to be told first"),
    "openness": gettext_noop("the client was not open enough yet"),
    "asked:open": gettext_noop("it takes an open question"),
    "asked:direct": gettext_noop("it takes a question that names it"),
    "after:reflection": gettext_noop("it takes a reflection shortly before"),
    "after:empathy": gettext_noop("it takes words of empathy shortly before"),
    "after:permission": gettext_noop("it takes asking permission shortly before"),
    "turn": gettext_noop("it was too early in the interview"),
    "session": gettext_noop("it belongs to a later interview"),
    "risk question": gettext_noop("it takes a calm, direct question about safety"),
}
ACTIONS: Mapping[str, str] = {
    "deflect": gettext_noop("was puzzled"),
    "bristle": gettext_noop("pushed back"),
    "open": gettext_noop("told something new"),
    "hint": gettext_noop("let a little show and stopped there"),
    "guarded": gettext_noop("kept it back"),
    "elaborate": gettext_noop("told more of it"),
    "sustain": gettext_noop("spoke for leaving things as they are"),
    "ambivalent": gettext_noop("spoke for both sides"),
    "change": gettext_noop("spoke for change"),
    "minimal": gettext_noop("gave a short answer"),
    "lost": gettext_noop("did not follow"),
    "follow": gettext_noop("talked on"),
}
BEHAVIOURS: Mapping[str, str] = {
    "open": gettext_noop("Open questions"),
    "closed": gettext_noop("Closed questions"),
    "reflection": gettext_noop("Reflections"),
    "input": gettext_noop("Advice or information"),
    "other": gettext_noop("Other turns"),
}
SIGNALS: Mapping[str, str] = {
    "affirm": gettext_noop("Affirmations"),
    "summary": gettext_noop("Summaries"),
    "empathy": gettext_noop("Words of empathy"),
    "permission": gettext_noop("Asking permission, leaving the choice"),
    "evoke": gettext_noop("Inviting talk of change"),
    "apology": gettext_noop("Apologies"),
    "advice": gettext_noop("Advice that was not asked for"),
    "confront": gettext_noop("Confronting"),
    "reassure": gettext_noop("Quick reassurance"),
    "barrage": gettext_noop("Three or more questions at once"),
    "risk_leading": gettext_noop("Leading questions about risk"),
    "abuse": gettext_noop("Insulting words"),
}
DEPTHS: Mapping[str, str] = {
    "surface": gettext_noop("near the surface"),
    "deeper": gettext_noop("deeper"),
    "deepest": gettext_noop("deepest"),
}
STEPS: Mapping[str, str] = {
    "confront": gettext_noop("When you want to push, say back first what the client said."),
    "input": gettext_noop(
        "Before you advise, ask what they have tried and whether they want to hear it."
    ),
    "reassure": gettext_noop("Stay with a worry for one turn before you soothe it."),
    "barrage": gettext_noop("Ask one question, then wait."),
    "closed": gettext_noop("Turn one closed question into an open one: begin with what or how."),
    "missed": gettext_noop("When something painful is told, answer that before you go on."),
    "press": gettext_noop("When something stays shut, leave it and come back later."),
    "abuse": gettext_noop("When you are angry with a client, name that you need a moment."),
    "reflect": gettext_noop("Before the next question, say back in your own words what you heard."),
    "risk": gettext_noop("Ask one calm, direct question about safety."),
    "follow": gettext_noop("Where the client let a little show, stay with it for one more turn."),
    "longer": gettext_noop("Start with one open question, and listen to where it leads."),
}


def turn_list(turns: Sequence[int], most: int = 0) -> str:
    """`turn 3`, `turns 1, 4–6`; beyond `most` parts (0: no end) how many turns are left out."""
    if not turns:
        return NONE
    parts = list(_runs(turns))
    shown = parts[: most or len(parts)]
    left = sum(last - first + 1 for first, last in parts[len(shown) :])
    words = ", ".join(_run(first, last) for first, last in shown)
    shown_words = ngettext("turn {words}", "turns {words}", len(turns)).format(words=words)
    return (
        _("{turns} and {left} more").format(turns=shown_words, left=left) if left else shown_words
    )


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def _runs(turns: Sequence[int]) -> Iterable[tuple[int, int]]:
    for _key, group in groupby(enumerate(turns), key=lambda pair: pair[1] - pair[0]):
        run = [turn for _index, turn in group]
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
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds % 60)
    return _("{seconds} s").format(seconds=seconds)


def named(table: Mapping[str, str], keys: Iterable[str]) -> str:
    """The words of the keys, with commas; a key without words stands as it is."""
    return ", ".join(_(table.get(key, key)) for key in keys)


def quoted(text: str) -> str:
    return f"“{text}”"
