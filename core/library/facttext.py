"""One fact as a short YAML text that a teacher edits in a form, and back."""

from core.domain.jsonvalue import Json
from core.errors import ProfileError
from core.library.shape import check_shape, fact_validator
from core.library.write import to_yaml
from core.library.yamltext import read_yaml

USUAL: dict[str, Json] = {"risk": False, "tender": False, "weight": 1}
USUAL_GATE: dict[str, Json] = {
    "needs": [],
    "asked": "any",
    "after": "none",
    "min_turn": 0,
    "min_session": 0,
}
LEVELS = ("cover", "hint", "open")
Data = dict[str, Json]


def fact_to_text(fact: Data) -> str:
    """YAML; what has its usual value is left out."""
    shown = {key: value for key, value in fact.items() if USUAL.get(key, ...) != value}
    gate = fact.get("gate")
    if isinstance(gate, dict):
        shown["gate"] = {key: one for key, one in gate.items() if USUAL_GATE.get(key, ...) != one}
    return to_yaml(shown)


def fact_from_text(text: str) -> Data:
    """The fact; ProfileError names line and field of everything that is wrong.

    A gate may be a number, a level a list of lines: then the first line is its gist as well.
    """
    source = read_yaml(text, "fact")
    if isinstance(source.data, dict):
        source.data = full(source.data)
    check_shape(source, fact_validator())
    source.refuse()
    if not isinstance(source.data, dict):
        raise ProfileError(("fact:1: fact: must be a group of fields",))
    return source.data


def full(data: Data) -> Data:
    """With the short spellings written out, and what may be left out put in."""
    made: Data = {**USUAL, "secrets": [], "elaborations": [], **data}
    gate = made.get("gate")
    if isinstance(gate, int) and not isinstance(gate, bool):
        made["gate"] = {"openness": gate}
    for level in LEVELS:
        lines = made.get(level)
        if isinstance(lines, list) and lines:
            made[level] = {"gist": lines[0], "lines": lines}
    return made


TEMPLATE = """\
id: short-name
title: What it is about, for you
topics: [word, beginnings, that, raise, it]
gate: {openness: 400}
tender: false
secrets: [words, only, the open text, may hold]
cover: [What they say while it is locked., Another way to say so.]
hint: [A little of it shows., Another way to let it show.]
open: [What they say once it is earned., Another way to say it.]
elaborations: [More of it, when asked again.]
"""
