"""A reply as Discord's messages; pure."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.discord.split import split
from bot.discord.text import defused, inert, plain
from core.domain.place import Place
from core.domain.reply import (
    Block,
    Button,
    FileRef,
    Heading,
    Note,
    Prose,
    Reply,
    Row,
    Rows,
    Speech,
    Table,
)
from core.domain.token import token
from core.language import _

Native = dict[str, Any]
CONTENT, LABEL, CUSTOM_ID, CELL = 2_000, 80, 100, 40
ROW, MOST_BUTTONS, MOST_FILES = 5, 25, 10
STYLES = {"plain": 2, "primary": 1, "danger": 4}
LINK_STYLE, BUTTON_TYPE, ROW_TYPE = 5, 2, 1
FENCE = "```"
KEPT = 1_024
REPLY = "vc|reply|"


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its content, its rows of buttons, its files."""

    content: str
    components: tuple[Native, ...] = ()
    files: tuple[FileRef, ...] = ()


def render(reply: Reply, *, typing_heard: bool = True) -> tuple[Part, ...]:
    """The messages of a reply, in order; buttons and files hang on the last one.

    Where typed words cannot be read, whoever speaks with the client gets a Reply button.
    """
    texts = packed([text for block in reply.blocks for text in native(block)])
    *before, last = texts or [""]
    first, *more = batches(reply.files)
    parts = [Part(text) for text in before]
    parts.append(Part(last, rows_of(buttons_of(reply, typing_heard=typing_heard)), first))
    parts += [Part("", (), files) for files in more]
    return tuple(one for one in parts if one.content or one.components or one.files)


def batches(files: tuple[FileRef, ...]) -> list[tuple[FileRef, ...]]:
    """Files in as many messages as they need; the first batch may be empty."""
    return [files[at : at + MOST_FILES] for at in range(0, max(len(files), 1), MOST_FILES)]


def buttons_of(reply: Reply, *, typing_heard: bool) -> list[Native]:
    """The reply's buttons, and those that Discord itself makes necessary."""
    buttons = [button(one) for one in reply.buttons[:MOST_BUTTONS]]
    if reply.goto is not None:
        buttons.append(link("Go there", address(reply.goto)))
    spoken = any(isinstance(block, Speech) for block in reply.blocks)
    return [reply_button(), *buttons] if spoken and not typing_heard else buttons


def packed(texts: list[str], room: int = CONTENT) -> list[str]:
    """Texts in as few parts as they fit into, each on a line of its own."""
    parts: list[str] = []
    for text in texts:
        if parts and len(parts[-1]) + len(text) + 1 <= room:
            parts[-1] += "\n" + text
        else:
            parts.append(text)
    return parts


def native(block: Block) -> list[str]:
    """One block as texts that each fit into a message."""
    match block:
        case Heading(text):
            return split(f"## {one_line(text)}", CONTENT)
        case Prose(text):
            return split(inert(text), CONTENT)
        case Note(text):
            return split(f"-# {one_line(text)}", CONTENT)
        case Speech(speaker, text, label):
            return split(f"{introduced(speaker, label)}\n{inert(text)}", CONTENT)
        case Rows(rows):
            return split("\n".join(row(one) for one in rows), CONTENT)
        case Table(header, cells):
            return table(header, cells)


@lru_cache(maxsize=KEPT)
def introduced(speaker: str, label: str) -> str:
    """Who speaks, the same above each line of an interview."""
    mark = f"\n-# {one_line(label)}" if label else ""
    return f"**{one_line(speaker)}**{mark}"


def one_line(text: str) -> str:
    return inert(" ".join(text.split()))


def row(one: Row) -> str:
    return f"**{one_line(one.name)}:** {instant(one.value)}"


def instant(value: str | datetime) -> str:
    """An instant in Discord's own markup, which every reader sees in their zone."""
    if isinstance(value, datetime):
        unix = int(value.timestamp())
        return f"<t:{unix}:F> (<t:{unix}:R>)"
    return inert(value)


def table(header: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> list[str]:
    """Aligned lines in code blocks, each block closed where its message ends."""
    lines = [tuple(cell(one) for one in line) for line in (header, *cells)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(header))]
    shown = [
        "  ".join(one.ljust(width) for one, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    room = CONTENT - 2 * len(FENCE) - 2
    pieces = [piece for text in shown for piece in split(text, room)]
    return [f"{FENCE}\n{part}\n{FENCE}" for part in packed(pieces, room)]


def cell(text: str) -> str:
    return plain(defused(text).replace("`", "'"), CELL) if text.strip() else ""


@lru_cache(maxsize=KEPT)
def button(one: Button) -> Native:
    """A button, the same under each line of an interview.

    One that asks first carries another prefix, as Discord itself cannot ask.
    """
    custom_id = one.token.replace("run|", "ask|", 1) if one.confirm else one.token
    return {
        "type": BUTTON_TYPE,
        "style": STYLES[one.style],
        "label": plain(one.label, LABEL),
        "custom_id": custom_id[:CUSTOM_ID],
    }


def reply_button() -> Native:
    """Opens the form in which a student answers where typed words cannot be read."""
    return {"type": BUTTON_TYPE, "style": 1, "label": "Reply", "custom_id": REPLY}


def link(label: str, url: str) -> Native:
    return {"type": BUTTON_TYPE, "style": LINK_STYLE, "label": label, "url": url}


def address(place: Place) -> str:
    """Where a client of Discord goes to."""
    direct = place.thread == place.channel
    guild = "@me" if direct else place.workspace
    return f"https://discord.com/channels/{guild}/{place.thread or place.channel}"


def rows_of(buttons: list[Native]) -> tuple[Native, ...]:
    shown = buttons[:MOST_BUTTONS]
    return tuple(
        {"type": ROW_TYPE, "components": shown[at : at + ROW]} for at in range(0, len(shown), ROW)
    )


def sure(verb: str, target: str, label: str, question: str = "") -> Reply:
    """The question before something that cannot be undone; the core's own while it is known."""
    word = plain(label, LABEL)
    asked = question or _("{label}: are you sure?").format(label=word)
    return Reply((Prose(asked),), (Button(word, token(verb, target), "danger"),))
