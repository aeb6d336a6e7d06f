"""What a typed message is for: the client, the coach, or a word that commands the app."""

import re

ASIDE = re.compile(r"\(\((?P<text>.*?)(?:\)\)|$)", re.DOTALL)
COMMAND_WORDS = {
    "pause": "pause",
    "time out": "pause",
    "timeout": "pause",
    "stop": "pause",
    "resume": "resume",
    "continue": "resume",
    "end": "done",
    "end interview": "done",
    "help": "help",
}
INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u200b\u2060\ufeff]")
MAX_INPUT = 4_000


def in_role(text: str) -> str:
    """The text without its `((asides))`."""
    return ASIDE.sub(" ", text).strip()


def asides(text: str) -> tuple[str, ...]:
    """What was said out of role, in order; an unclosed aside runs to the end."""
    found = (match["text"].strip() for match in ASIDE.finditer(text))
    return tuple(one for one in found if one)


def command_word(text: str) -> str | None:
    """The command that a message consisting of one such word stands for."""
    return COMMAND_WORDS.get(text.strip(" \t\n.!…\"'").casefold())


def visible(text: str) -> str:
    """What can be seen of a text; empty when there is nothing to answer."""
    return INVISIBLE.sub("", text).strip()
