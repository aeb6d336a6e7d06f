"""Every text of a profile with the path of its field, as the lints walk them."""

from collections.abc import Iterator
from dataclasses import fields

from core.domain.profile import ClientProfile, Fact, Level
from core.library.yamltext import Path

Placed = tuple[Path, str]


def _listed(path: Path, texts: tuple[str, ...]) -> Iterator[Placed]:
    return (((*path, number), text) for number, text in enumerate(texts))


def surface(profile: ClientProfile) -> Iterator[Placed]:
    """What the student or the Actor may read before anything is earned."""
    yield ("brief",), profile.brief
    for item in fields(profile.identity):
        yield ("identity", item.name), str(getattr(profile.identity, item.name))
    yield ("setting", "agency"), profile.setting.agency
    yield ("setting", "referral"), profile.setting.referral
    yield ("presenting_problem",), profile.presenting_problem
    yield ("voice", "communication_style"), profile.voice.communication_style
    yield ("stage", "target"), profile.stage.target
    lists = {
        ("tags",): profile.tags,
        ("objectives",): profile.objectives,
        ("content_warnings",): profile.content_warnings,
        ("opening",): profile.opening,
        ("voice", "traits"): profile.voice.traits,
        ("voice", "quirks"): profile.voice.quirks,
        ("bounds",): profile.bounds,
    }
    for path, texts in lists.items():
        yield from _listed(path, texts)
    yield from demo_lines(profile)


def demo_lines(profile: ClientProfile) -> Iterator[Placed]:
    for item in fields(profile.demo):
        yield from _listed(("demo", item.name), getattr(profile.demo, item.name))


def before_open(number: int, fact: Fact) -> Iterator[Placed]:
    """Title, topics and the two levels that are told while the fact is locked."""
    yield ("facts", number, "title"), fact.title
    yield from _listed(("facts", number, "topics"), fact.topics)
    for level in (Level.COVER, Level.HINT):
        yield from _telling(number, fact, level)


def once_open(number: int, fact: Fact) -> Iterator[Placed]:
    yield from _telling(number, fact, Level.OPEN)
    yield from _listed(("facts", number, "elaborations"), fact.elaborations)


def _telling(number: int, fact: Fact, level: Level) -> Iterator[Placed]:
    path = ("facts", number, level.value)
    yield (*path, "gist"), fact.telling(level).gist
    yield from _listed((*path, "lines"), fact.telling(level).lines)


def spoken(profile: ClientProfile) -> Iterator[Placed]:
    """What the scripted client can say, word for word."""
    yield from _listed(("opening",), profile.opening)
    yield from demo_lines(profile)
    for number, fact in enumerate(profile.facts):
        for path, text in (*before_open(number, fact), *once_open(number, fact)):
            if "lines" in path or "elaborations" in path:
                yield path, text
