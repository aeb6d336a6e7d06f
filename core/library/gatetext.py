"""The gates of all facts as lines: `sleep | 250 | needs work; after empathy; turn 3`.

The order of the lines is the order of the facts; a line that is gone takes its fact away.
"""

import copy
from collections.abc import Callable

from core.domain.gate import After, Asked
from core.domain.jsonvalue import Json

Data = dict[str, Json]
PARTS = 3
BARE = {"risk": "risk", "tender": "tender"}
NUMBERS = {"turn": "min_turn", "session": "min_session", "direct": "direct"}
WORDS = {"asked": tuple(one.value for one in Asked), "after": tuple(one.value for one in After)}
Complain = Callable[[str], None]


def gates_to_text(facts: list[Data]) -> str:
    """One line for each fact."""
    return "\n".join(" | ".join(filter(None, parts(one))) for one in facts)


def parts(fact: Data) -> tuple[str, str, str]:
    """Name, openness, conditions."""
    gate = fact.get("gate")
    if not isinstance(gate, dict):
        return str(fact.get("id")), "", ""
    words = [*conditions(gate), *(word for word in BARE if fact.get(word) is True)]
    if fact.get("weight", 1) != 1:
        words.append(f"weight {fact['weight']}")
    return str(fact.get("id")), str(gate.get("openness")), "; ".join(words)


def conditions(gate: Data) -> list[str]:
    """What a gate asks for beside openness, each as it is typed."""
    needs = as_list(gate.get("needs"))
    words = [f"needs {', '.join(map(str, needs))}"] if needs else []
    words += [f"{key} {gate[key]}" for key in WORDS if gate.get(key) not in {None, "any", "none"}]
    words += [f"{short} {gate[key]}" for short, key in NUMBERS.items() if given(gate, key)]
    return words


def given(gate: Data, key: str) -> bool:
    """Whether a number says something; 0 is the usual one but for `direct`."""
    return gate.get(key) is not None if key == "direct" else bool(gate.get(key))


def as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def gates_from_text(facts: list[Data], text: str) -> tuple[list[Data], tuple[str, ...]]:
    """The facts with the gates as written, and what is wrong, by line and field."""
    known = {str(one["id"]): one for one in facts}
    found: list[Data] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue

        def complain(what: str, at: int = number) -> None:
            wrong.append(f"line {at}: {what}")

        name, openness, conditions = (*map(str.strip, line.split("|", PARTS - 1)), "", "")[:PARTS]
        fact = known.pop(name, None)
        if fact is None:
            complain(f"id: no fact is called {name[:40]}, or it stands here twice")
            continue
        found.append(with_gate(fact, openness, conditions, complain))
    return found, tuple(wrong)


def with_gate(fact: Data, openness: str, conditions: str, complain: Complain) -> Data:
    """A copy with the gate of one line; everything that a line does not say is usual."""
    made = copy.deepcopy(fact)
    made |= {"risk": False, "tender": False, "weight": 1}
    gate: Data = {"openness": whole("openness", openness, complain)}
    made["gate"] = gate
    for condition in filter(None, map(str.strip, conditions.split(";"))):
        word, _space, rest = condition.partition(" ")
        take(made, gate, (word, rest.strip()), complain)
    return made


def take(fact: Data, gate: Data, said: tuple[str, str], complain: Complain) -> None:
    """One condition."""
    word, rest = said
    if word == "weight":
        fact["weight"] = whole(word, rest, complain)
    elif word in BARE and not rest:
        fact[word] = True
    elif word in WORDS or word in NUMBERS or word == "needs":
        gate[NUMBERS.get(word, word)] = asked(word, rest, complain)
    else:
        complain(f"{word[:20]}: is no condition; there are needs, asked, after, turn, session, …")


def asked(word: str, rest: str, complain: Complain) -> Json:
    """What a condition of the gate asks for: facts, one word of a few, or a number."""
    if word == "needs":
        return [one.strip() for one in rest.split(",") if one.strip()]
    if word in NUMBERS:
        return whole(word, rest, complain)
    if rest not in WORDS[word]:
        complain(f"{word}: must be one of {', '.join(WORDS[word])}")
    return rest


def whole(field: str, text: str, complain: Complain) -> int:
    """A whole number."""
    if text.isascii() and text.isdigit() and len(text) <= 6:  # noqa: PLR2004 - far above any bound
        return int(text)
    complain(f"{field}: please give a whole number, not “{text[:20]}”")
    return 0
