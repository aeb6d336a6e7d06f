"""A reply as Slack's messages: untrusted text only in elements that Slack does not parse; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.slack.commands import as_typed_here
from bot.slack.forms import plain_text
from bot.slack.interactions import LINK, MENU
from bot.slack.text import escaped, inert
from core.domain.parts import split
from core.domain.place import Place
from core.domain.reply import (
    Block,
    Button,
    Heading,
    Note,
    Prose,
    Reply,
    Row,
    Rows,
    Speech,
    Table,
    words,
)

Native = dict[str, Any]
# A block and about how many characters it shows.
Weighed = tuple[Native, int]
HEADER, BUTTON, PART, FALLBACK, NOTE = 150, 75, 3_000, 3_000, 2_000
MOST_BLOCKS, MOST_CHARACTERS, MOST_BUTTONS, MOST_MENU = 45, 11_000, 25, 5
KEPT = 1_024
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 100, 20, 1_000
DATE = "{date_long_pretty} {time}"


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its blocks and the line that notifications show."""

    blocks: tuple[Native, ...]
    text: str


def render(reply: Reply, link: Callable[[Place], str]) -> tuple[Part, ...]:
    """The messages of a reply, in order; `link` makes the address of a place."""
    blocks = [weighed(native) for block in reply.blocks for native in natives(block)]
    spoken = any(isinstance(block, Speech) for block in reply.blocks)
    blocks += controls(reply.buttons, menu=spoken)
    if reply.goto is not None:
        blocks.append(weighed(actions([link_button(link(reply.goto))])))
    for file in reply.files:
        shown = f"{file.name}: {file.description}" if file.description else file.name
        blocks.append(weighed(note(shown)))
    text = fallback(reply)
    return tuple(Part(tuple(group), text) for group in grouped(blocks))


def fallback(reply: Reply) -> str:
    """The first words, escaped: Slack parses this field."""
    text = reply.text
    first = ours(text[:FALLBACK])
    line = escaped(first)
    if max(len(text), len(line)) > FALLBACK:
        line = escaped(first[: FALLBACK // 6]) + " …"
    return line or "…"


def ours(text: str) -> str:
    """Our own words, inert, with commands as they are typed here; never somebody's speech."""
    return inert(as_typed_here(text))


def natives(block: Block) -> list[Native]:
    """One block of ours as Slack's."""
    match block:
        case Heading(text):
            return heading(text)
        case Prose(text):
            return prose(ours(text))
        case Speech(speaker, text, label):
            return speech(speaker, text, label)
        case Rows(rows):
            return rows_block(rows)
        case Table(header, cells):
            return table(header, cells)
        case Note(text):
            return notes(ours(text))


def heading(text: str) -> list[Native]:
    """A header where it fits into one, else bold words."""
    shown = ours(text)
    if len(shown) > HEADER or not shown.strip():
        return rich([bold(shown)])
    return [{"type": "header", "text": plain_text(text, HEADER)}]


def prose(text: str) -> list[Native]:
    return [one for part in split(text, PART) for one in rich([plain(part)])]


def speech(speaker: str, text: str, label: str) -> list[Native]:
    """Somebody's words behind a bold name; the label stays with the name."""
    parts = split(inert(text), PART)
    head = rich([*introduced(speaker, label), plain(parts[0])])
    return head + prose("".join(parts[1:])) if parts[1:] else head


@lru_cache(maxsize=KEPT)
def introduced(speaker: str, label: str) -> tuple[Native, ...]:
    """Who speaks, the same above every line of an interview."""
    name, end = bold(inert(speaker)), plain("\n")
    if not label:
        return (name, end)
    return (name, {"type": "text", "text": f"  {inert(label)}", "style": {"italic": True}}, end)


def notes(text: str) -> list[Native]:
    return [note(part) for part in split(text, NOTE)]


def rows_block(rows: tuple[Row, ...]) -> list[Native]:
    return rich([element for row in rows for element in row_elements(row)])


def row_elements(row: Row) -> list[Native]:
    name = bold(f"{ours(row.name)}: ")
    if isinstance(row.value, datetime):
        instant = row.value.astimezone(UTC)
        shown = instant.strftime("%Y-%m-%d %H:%M UTC")
        value: Native = {
            "type": "date",
            "timestamp": int(instant.timestamp()),
            "format": DATE,
            "fallback": shown,
        }
        return [name, value, plain("\n")]
    return [name, plain(f"{ours(row.value)[:PART]}\n")]


def table(header: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> list[Native]:
    """Slack's own table, or its lines where it would be too large for one."""
    lines = (header, *cells)
    text = inert(words(Table(header, cells)))
    if len(lines) > MOST_ROWS or len(header) > MOST_COLUMNS or len(text) > MOST_CHARACTERS // 2:
        return prose(text)
    rows = [
        [{"type": "raw_text", "text": ours(cell)[:MOST_CELL] or " "} for cell in line]
        for line in lines
    ]
    return [{"type": "table", "rows": rows}]


@lru_cache(maxsize=KEPT)
def controls(buttons: tuple[Button, ...], *, menu: bool) -> tuple[Weighed, ...]:
    """Buttons, which stay the same under every line of an interview.

    Under somebody's words the plain ones fold into a menu, what asks stays a button.
    """
    folded = menu_of(buttons) if menu else []
    elements = [button(one) for one in buttons if one not in folded]
    if folded:
        elements.append(overflow(folded))
    groups: list[list[Native]] = []
    for element in elements:
        room = next((one for one in groups if fits(one, element)), None)
        if room is None:
            room = []
            groups.append(room)
        room.append(element)
    return tuple(weighed(actions(group)) for group in groups)


def menu_of(buttons: tuple[Button, ...]) -> list[Button]:
    """What folds: the plain ones, where they are a few."""
    plain_ones = [one for one in buttons if not one.confirm and one.style == "plain"]
    return plain_ones if 1 < len(plain_ones) <= MOST_MENU else []


def fits(group: list[Native], element: Native) -> bool:
    """Whether an element may join: at most 25, and no action twice."""
    known = {one["action_id"] for one in group}
    return len(group) < MOST_BUTTONS and element["action_id"] not in known


def button(one: Button) -> Native:
    native: Native = {
        "type": "button",
        "action_id": one.token,
        "text": plain_text(one.label, BUTTON),
    }
    if one.style != "plain":
        native["style"] = one.style
    if one.confirm:
        native["confirm"] = {
            "title": plain_text(one.label, 100),
            "text": plain_text(one.confirm, 300),
            "confirm": plain_text(one.label, 30),
            "deny": plain_text("Not now", 30),
        }
    return native


def overflow(buttons: list[Button]) -> Native:
    options = [{"text": plain_text(one.label, BUTTON), "value": one.token} for one in buttons]
    return {"type": "overflow", "action_id": MENU, "options": options}


def link_button(address: str) -> Native:
    text = plain_text("Go there", BUTTON)
    return {"type": "button", "action_id": LINK, "text": text, "url": address, "style": "primary"}


def actions(elements: list[Native]) -> Native:
    return {"type": "actions", "elements": elements}


def note(text: str) -> Native:
    return {"type": "context", "elements": [plain_text(text, NOTE + HEADER)]}


def rich(elements: list[Native]) -> list[Native]:
    """One rich text block; an element without text would be refused."""
    filled = [one for one in elements if one.get("text", "x")]
    if not filled:
        return []
    section = {"type": "rich_text_section", "elements": filled}
    return [{"type": "rich_text", "elements": [section]}]


def plain(text: str) -> Native:
    return {"type": "text", "text": text}


def bold(text: str) -> Native:
    return {"type": "text", "text": text, "style": {"bold": True}}


def weighed(block: Native) -> Weighed:
    size = len(str(block)) if block["type"] != "rich_text" else shown_length(block)
    return block, size


def shown_length(block: Native) -> int:
    size = 0
    for section in block["elements"]:
        for one in section["elements"]:
            size += len(one["text"] if "text" in one else one.get("fallback", ""))
    return size


def grouped(blocks: list[Weighed]) -> list[list[Native]]:
    """Blocks in messages that Slack takes: so many blocks, so many characters, one table."""
    groups: list[list[Native]] = [[]]
    size = 0
    for block, more in blocks:
        tables = block["type"] == "table" and any(one["type"] == "table" for one in groups[-1])
        full = len(groups[-1]) >= MOST_BLOCKS or size + more > MOST_CHARACTERS
        if groups[-1] and (tables or full):
            groups.append([])
            size = 0
        groups[-1].append(block)
        size += more
    return groups
