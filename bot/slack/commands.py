"""A line typed after a slash command as a core call; pure, and never an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.text import plain, straight
from core.commands.spec import Command
from core.dispatch import REGISTRY
from core.domain.event import Called, Value

PAIR = re.compile(r"(?<!\S)(?P<name>[a-z_]{1,32}):(?P<value>\"[^\"]*\"|'[^']*'|\S*)", re.DOTALL)
WHO = re.compile(r"<@(?P<user>[A-Z0-9]{2,32})(?:\|[^>]*)?>")
TOP = ("practice", "assign", "roster")
CATCH_ALL = "vc"
# A command of ours where somebody reads about it; addresses and dates are none.
NAMED = re.compile(r"(?<![\w/.:])/(?P<first>[a-z]{2,32})(?![\w/])")
# What a group means when nothing else is typed.
ALONE = {
    "admin": "admin health",
    "assign": "assign create",
    "client": "client list",
    "memory": "memory show",
    "privacy": "privacy show",
    "report": "report class",
    "review": "review queue",
    "roster": "roster show",
    "rubric": "rubric list",
    "section": "section settings",
}
TEXTUAL = {"text", "long_text", "select", "member", "date"}


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed: `free` is the text that no option was named for, put into option `first`."""

    called: Called
    free: str = ""
    first: str = ""


def read_line(command: str, text: str) -> Line:
    """`/vc word word name:value …`: the longest known name wins, the rest is options."""
    top = command.lstrip("/").casefold()
    words = straight(WHO.sub(lambda match: match["user"], text)).strip()
    prefix = [] if top == CATCH_ALL else [top]
    name, rest = longest_name(prefix, words)
    declared = REGISTRY.get(name)
    if declared is None:
        return Line(Called(name))
    return with_options(declared, rest)


def longest_name(prefix: list[str], words: str) -> tuple[str, str]:
    """The known command that the words begin with, and what is left of them."""
    parts = words.split()
    for count in range(min(3, len(parts)), -1, -1):
        name = " ".join((*prefix, *(part.casefold() for part in parts[:count])))
        if name in REGISTRY:
            return name, after_words(words, count)
    typed = [*prefix, *(part.casefold() for part in parts[:2])]
    if not typed:
        return "help", ""
    if prefix or len(typed) == 1:
        return ALONE.get(typed[0], typed[0]), words if prefix else ""
    return " ".join(typed), ""


def after_words(text: str, count: int) -> str:
    """The text behind its first words, its own spaces kept."""
    found = re.match(r"\s*" + r"\S+\s*" * count, text)
    return text[found.end() :] if found else text


def with_options(declared: Command, rest: str) -> Line:
    """Named options of the command; every other word goes whole into its first text option."""
    values: dict[str, Value] = {}
    known = {one.name for one in declared.parameters}

    def take(match: re.Match[str]) -> str:
        if match["name"] not in known or match["name"] in values:
            return match[0]
        values[match["name"]] = plain(unquoted(match["value"]))
        return ""

    free = plain(unquoted(" ".join(PAIR.sub(take, rest).split())))
    open_ones = [
        one.name
        for one in declared.parameters
        if one.option.kind in TEXTUAL and one.name not in values
    ]
    if not free or not open_ones:
        return Line(Called(declared.name, values))
    return Line(Called(declared.name, {**values, open_ones[0]: free}), free, open_ones[0])


def unquoted(value: str) -> str:
    """The value without the pair of quotes around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def must_ask(line: Line) -> bool:
    """Whether free text must be shown in a form before it acts: there were several options."""
    declared = REGISTRY.get(line.called.command)
    return bool(line.free) and declared is not None and len(declared.parameters) > 1


def resolved(line: Line, values: Mapping[str, Value]) -> Line:
    """The line with its free text settled."""
    return Line(Called(line.called.command, {**line.called.options, **values}))


def as_typed_here(text: str) -> str:
    """Sentences that name commands, with each as it is typed on Slack: `/vc sessions`."""
    return NAMED.sub(_registered, text) if "/" in text else text


def _registered(match: re.Match[str]) -> str:
    known = match["first"] in FIRST_WORDS and match["first"] not in TOP
    return f"/{CATCH_ALL} {match['first']}" if known else match[0]


FIRST_WORDS = frozenset(name.partition(" ")[0] for name in REGISTRY)
