"""What the app says, before any platform renders it; all text in it is inert."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.domain.place import Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A title."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Prose:
    """The app's own sentences; blank lines part paragraphs."""

    text: str
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody's words, shown as theirs; `label` marks what must be said of the speaker."""

    speaker: str
    text: str
    label: str = ""
    kind: Literal["speech"] = "speech"


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its value; an instant is shown in the reader's own zone."""

    name: str
    value: str | datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """Names and values, one below the other."""

    rows: tuple[Row, ...]
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; every row has as many cells as the header."""

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Note:
    """A quiet line: context, labels, small print."""

    text: str
    kind: Literal["note"] = "note"


Block = Heading | Prose | Speech | Rows | Table | Note


@dataclass(frozen=True, slots=True)
class Button:
    """A press that comes back as `token` = `run|verb|id` (at most 100 characters)."""

    label: str
    token: str
    style: Literal["plain", "primary", "danger"] = "plain"
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a select or an autocomplete list."""

    value: str
    label: str


FieldKind = Literal[
    "text", "long_text", "number", "date", "select", "multi_select", "checkbox", "file", "member"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form; `error` is shown beside it when the form comes back."""

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    value: str | int | bool | tuple[str, ...] | None = None
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    error: str = ""
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A modal: it comes back as a submission with the same token."""

    title: str
    token: str
    fields: tuple[Field, ...]
    submit: str = "Save"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that we keep; `description` is its text equivalent."""

    id: str
    name: str
    media_type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of the app."""

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    files: tuple[FileRef, ...] = ()
    goto: Place | None = None

    @property
    def text(self) -> str:
        """All words in reading order, for logs of tests and for fallbacks."""
        return "\n\n".join(words(block) for block in self.blocks)


def words(block: Block) -> str:
    """The block as plain text."""
    match block:
        case Heading(text) | Prose(text) | Note(text):
            return text
        case Speech(speaker, text):
            return f"{speaker}: {text}"
        case Rows(rows):
            return "\n".join(f"{row.name}: {row.value}" for row in rows)
        case Table(header, cells):
            return "\n".join(" | ".join(line) for line in (header, *cells))


def say(*lines: str, buttons: tuple[Button, ...] = ()) -> Reply:
    """Return a reply of the app's own sentences."""
    return Reply(tuple(Prose(line) for line in lines), buttons)
