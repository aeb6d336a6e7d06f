"""Lints about what is said: plain speech, lengths, enough lines, no line twice."""

import re
from collections.abc import Iterator
from dataclasses import fields

from core.domain.profile import ClientProfile, Fact, Level
from core.domain.stems import fold
from core.library.finding import Finding
from core.library.lint_gates import FIRST_TIER
from core.library.texts import spoken
from core.library.yamltext import Path

GIST_WORDS = 60
DEMO_LINES = 5
OPENINGS = 3
_FORBIDDEN = {
    "asterisks or markdown": re.compile(r"[*_`#|<>]|^\s*(?:[-•+]|\d+[.)])\s"),
    "a stage direction": re.compile(r"[()\[\]{}]"),
    "a URL": re.compile(r"https?:|www\.", re.IGNORECASE),
    "a line break": re.compile(r"[\r\n]"),
    "a speaker's name in front": re.compile(r"^\s*\w{2,20}:\s"),
    "an emoji": re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"),
}
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’]|$)")
_DENIAL = re.compile(r"(?:no|nope|never|not at all|of course not|i(?:'m| am) not)\b")


def unspeakable(profile: ClientProfile) -> Iterator[Finding]:
    for path, line in spoken(profile):
        for what, pattern in _FORBIDDEN.items():
            if pattern.search(line):
                yield Finding(path, f"holds {what}", fact=_owner(profile, path))


def too_long(profile: ClientProfile) -> Iterator[Finding]:
    """A quarter above the target passes; elaborations and openings may have twice as much."""
    most_chars, most_sentences = profile.voice.chars_target[1], profile.voice.sentences_max + 1
    for path, line in spoken(profile):
        twice = 2 if path[0] == "opening" or "elaborations" in path else 1
        chars, sentences = len(line), max(len(_SENTENCE_END.findall(line)), 1)
        if chars > most_chars * max(twice, 1.25) or sentences > most_sentences * twice:
            message = f"{chars} characters, {sentences} sentences: long for this voice"
            yield Finding(path, message, blocking=False, fact=_owner(profile, path))


def said_twice(profile: ClientProfile) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path, line in spoken(profile):
        if seen.setdefault(fold(line).strip(), path) != path:
            yield Finding(path, "the same line stands elsewhere", fact=_owner(profile, path))


def long_gists(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        for level in Level:
            words = len(fact.telling(level).gist.split())
            if words > GIST_WORDS:
                path = ("facts", number, level.value, "gist")
                yield Finding(path, f"{words} words, at most {GIST_WORDS}", fact=fact.id)


def few_lines(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        yield from few_lines_of(number, fact)
    for item in fields(profile.demo):
        if len(getattr(profile.demo, item.name)) < DEMO_LINES:
            yield Finding(("demo", item.name), f"fewer than {DEMO_LINES} lines", blocking=False)
    if len(profile.opening) < OPENINGS:
        yield Finding(("opening",), f"fewer than {OPENINGS} variants", blocking=False)


def few_lines_of(number: int, fact: Fact) -> Iterator[Finding]:
    wanted = 3 if fact.gate.openness in FIRST_TIER else 2
    for level in Level:
        if len(fact.telling(level).lines) < wanted:
            path: Path = ("facts", number, level.value, "lines")
            yield Finding(path, f"fewer than {wanted} lines", blocking=False, fact=fact.id)
    for key, least in (("elaborations", 3), ("secrets", 2), ("topics", 3)):
        if len(getattr(fact, key)) < least:
            path = ("facts", number, key)
            yield Finding(path, f"fewer than {least} entries", blocking=False, fact=fact.id)


def false_denials(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        for place, line in enumerate(fact.cover.lines if fact.risk else ()):
            if _DENIAL.match(fold(line)):
                path = ("facts", number, "cover", "lines", place)
                yield Finding(path, "a risk fact is evaded, never denied", fact=fact.id)


def _owner(profile: ClientProfile, path: Path) -> str | None:
    is_fact = path[0] == "facts" and isinstance(path[1], int)
    return profile.facts[int(path[1])].id if is_fact else None
