"""A browser's action as a core event; pure, validated, unknown shapes raise ActError only."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from core.domain.event import (
    Actor,
    Body,
    Called,
    Edited,
    Erased,
    Event,
    Joined,
    Left,
    Pressed,
    Said,
    Submitted,
    Value,
    Values,
    Vanished,
)
from core.domain.place import Place

Json = Mapping[str, Any]

MAX_TEXT = 200_000
MAX_FILE_TEXT = 2_000_000
MAX_NAME = 300
MAX_LANGUAGE = 35
MAX_FIELDS = 100
MAX_INTEGER = 2**53
TOO_BROAD = re.compile("[\x00\ud800-\udfff]")
ACT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMAND = re.compile(r"[a-z][a-z0-9_-]{0,31}( [a-z][a-z0-9_-]{0,31}){0,2}")


class ActError(Exception):
    """The action is not one of ours; nothing was done, the message names the field."""


@dataclass(frozen=True, slots=True)
class Act:
    """One valid action of one person; `id` is the browser's own, the same on every retry."""

    id: str
    kind: str
    person: str
    place: Place
    text: str = ""
    attachments: tuple[str, ...] = ()
    message: str = ""
    command: str = ""
    token: str = ""
    values: Values = field(default_factory=dict)
    language: str = ""

    @property
    def key(self) -> str:
        """What a redelivery repeats."""
        return f"{self.person}:{self.id}"


def clean(text: str) -> str:
    """One kind of line end; what no database or encoder can hold becomes U+FFFD."""
    return TOO_BROAD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_act(payload: object) -> Act:
    """Return the action; ActError names what is wrong with it."""
    if not isinstance(payload, dict):
        raise ActError("an action is a JSON object")
    kind = _text(payload, "kind", MAX_NAME)
    reader = READERS.get(kind)
    if reader is None:
        raise ActError("kind: not one that the playground knows")
    act_id = _text(payload, "id", MAX_NAME)
    if not ACT_ID.fullmatch(act_id):
        raise ActError("id: 1 to 64 letters, digits, - and _")
    allowed = {"kind", "id", "as", "place", "language"}
    parts = reader(payload)
    unknown = set(payload) - allowed - FIELDS[kind]
    if unknown:
        raise ActError("the action has a field that the playground does not know")
    return Act(
        id=act_id,
        kind=kind,
        person=_text(payload, "as", MAX_NAME),
        place=_place(payload),
        language=_text(payload, "language", MAX_LANGUAGE),
        **parts,
    )


def to_event(act: Act, actor: Actor, at: int, message_id: str = "") -> Event:
    """Return the core's event; `at` is milliseconds UTC, `message_id` that of a new message."""
    return Event(
        key=act.key,
        place=act.place,
        body=_body(act, message_id or act.message),
        at=at,
        actor=actor,
        handle=act.id,
    )


def _body(act: Act, message_id: str) -> Body:
    bodies: Mapping[str, Callable[[], Body]] = {
        "say": lambda: Said(message_id, act.text, len(act.attachments)),
        "edit": lambda: Edited(message_id, act.text),
        "delete": lambda: Erased(message_id),
        "command": lambda: Called(act.command, act.values),
        "button": lambda: Pressed(act.token, message_id),
        "modal": lambda: Submitted(act.token, act.values),
        "join": lambda: Joined(act.person),
        "leave": lambda: Left(act.person),
        "vanish": lambda: Vanished("deleted"),
    }
    return bodies[act.kind]()


def _text(payload: Json, name: str, limit: int) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > limit:
        raise ActError(f"{name}: text of at most {limit:,} characters")
    return clean(value)


def _place(payload: Json) -> Place:
    try:
        return Place.parse(_text(payload, "place", MAX_NAME))
    except ValueError:
        raise ActError("place: not one of ours") from None


def _say(payload: Json) -> dict[str, Any]:
    names = payload.get("attachments", [])
    if not isinstance(names, list) or len(names) > MAX_FIELDS:
        raise ActError("attachments: a list of file names")
    files = tuple(_text({"attachments": name}, "attachments", MAX_NAME) for name in names)
    text = _text(payload, "text", MAX_TEXT)
    if not text.strip() and not files:
        raise ActError("text: an empty message is not sent")
    return {"text": text, "attachments": files}


def _edit(payload: Json) -> dict[str, Any]:
    text = _text(payload, "text", MAX_TEXT)
    if not text.strip():
        raise ActError("text: a message cannot become empty, delete it instead")
    return {"text": text} | _message(payload)


def _message(payload: Json) -> dict[str, Any]:
    message = _text(payload, "message", MAX_NAME)
    if not message.isascii() or not message.isdigit() or int(message) > MAX_INTEGER:
        raise ActError("message: the number of a message")
    return {"message": message}


def _command(payload: Json) -> dict[str, Any]:
    command = _text(payload, "command", MAX_NAME)
    if not COMMAND.fullmatch(command):
        raise ActError("command: one to three small words")
    return {"command": command, "values": _values(payload, "options")}


def _button(payload: Json) -> dict[str, Any]:
    return _token(payload) | _message(payload)


def _modal(payload: Json) -> dict[str, Any]:
    return _token(payload) | {"values": _values(payload, "values")}


def _token(payload: Json) -> dict[str, Any]:
    token = _text(payload, "token", MAX_NAME)
    if not token:
        raise ActError("token: missing")
    return {"token": token}


def _values(payload: Json, name: str) -> Values:
    found = payload.get(name, {})
    if not isinstance(found, dict) or len(found) > MAX_FIELDS:
        raise ActError(f"{name}: a small object")
    return {_text({name: key}, name, MAX_NAME): _value(name, value) for key, value in found.items()}


def _value(name: str, value: object) -> Value:
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= MAX_INTEGER:
            return value
        case str() if len(value) <= MAX_FILE_TEXT:
            return clean(value)
        case list() if len(value) <= MAX_FIELDS:
            return tuple(_text({name: item}, name, MAX_NAME) for item in value)
        case _:
            raise ActError(f"{name}: text, a whole number, yes or no, or a list of texts")


def _nothing(payload: Json) -> dict[str, Any]:  # noqa: ARG001  one shape for all readers
    return {}


READERS: Mapping[str, Callable[[Json], dict[str, Any]]] = MappingProxyType(
    {
        "say": _say,
        "edit": _edit,
        "delete": _message,
        "command": _command,
        "button": _button,
        "modal": _modal,
        "join": _nothing,
        "leave": _nothing,
        "vanish": _nothing,
    }
)
FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "say": frozenset({"text", "attachments"}),
        "edit": frozenset({"text", "message"}),
        "delete": frozenset({"message"}),
        "command": frozenset({"command", "options"}),
        "button": frozenset({"token", "message"}),
        "modal": frozenset({"token", "values"}),
        "join": frozenset(),
        "leave": frozenset(),
        "vanish": frozenset(),
    }
)
