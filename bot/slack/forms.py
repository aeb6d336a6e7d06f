"""A form as Slack's modal and the modal's state as values; pure."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.slack.commands import as_typed_here
from bot.slack.text import clean, inert
from core.domain.event import Value
from core.domain.reply import Choice, Field, Form
from core.domain.token import read_token

Block = dict[str, Any]
TITLE, LABEL, HINT, OPTION, MOST_OPTIONS = 24, 150, 150, 75, 100
MAX_INPUT, MOST_FIELDS = 3_000, 50
OWN_ZONE = "In your own time zone."
LISTS = frozenset({"checkboxes", "file_input", "multi_static_select", "multi_external_select"})


def plain_text(text: str, limit: int) -> Block:
    """An element that Slack shows as it is."""
    shown = inert(as_typed_here(text)) or "–"
    return {
        "type": "plain_text",
        "text": shown if len(shown) <= limit else shown[: limit - 1] + "…",
        "emoji": False,
    }


def view_of(form: Form, metadata: str, searched: frozenset[str]) -> Block:
    """The modal; the fields in `searched` ask us for their entries as somebody types."""
    fields = form.fields[:MOST_FIELDS]
    title, intro = headed(form)
    return {
        "type": "modal",
        "callback_id": form.token,
        "private_metadata": metadata,
        "title": plain_text(title, TITLE),
        "submit": plain_text(form.submit, TITLE),
        "close": plain_text("Cancel", TITLE),
        "blocks": [*intro, *(block_of(one, searched=one.name in searched) for one in fields)],
    }


def headed(form: Form) -> tuple[str, list[Block]]:
    """Its title; one that does not fit is the first line below the command's own name."""
    named = read_token(form.token)
    if len(form.title) <= TITLE or named is None:
        return form.title, []
    intro = {"type": "context", "elements": [plain_text(form.title, LABEL)]}
    return f"/{named[0]}", [intro]


def block_of(field: Field, *, searched: bool) -> Block:
    """One input; its block is named after the field, so that an error finds it."""
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "optional": not field.required,
        "label": plain_text(field.label or field.name, LABEL),
        "element": {"action_id": f"field:{field.name}"} | element_of(field, searched=searched),
    }
    # Slack's own picker speaks the reader's zone, whatever the class's is.
    hint = field.error or (OWN_ZONE if field.kind == "date" else field.hint)
    return block | {"hint": plain_text(hint, HINT)} if hint else block


def element_of(field: Field, *, searched: bool) -> Block:
    """The native input for the field's kind."""
    if searched:
        kind = "multi_external_select" if field.kind == "multi_select" else "external_select"
        return {"type": kind, "min_query_length": 0} | initial_choices(field)
    return INPUTS.get(field.kind, text_input)(field)


def text_input(field: Field) -> Block:
    limit = min(field.max_length or MAX_INPUT, MAX_INPUT)
    long = {"multiline": field.kind == "long_text", "max_length": limit}
    return {"type": "plain_text_input"} | long | initial_text(field)


def checkbox(field: Field) -> Block:
    option = option_of(Choice("true", field.label or field.name))
    chosen = {"initial_options": [option]} if field.value else {}
    return {"type": "checkboxes", "options": [option]} | chosen


def instant(field: Field) -> Block:
    return {"type": "datetimepicker"} | initial_instant(field)


def number(field: Field) -> Block:
    return {"type": "number_input", "is_decimal_allowed": False} | initial_text(field)


def member(field: Field) -> Block:
    chosen = {"initial_user": str(field.value)} if field.value else {}
    return {"type": "users_select"} | chosen


def file(_field: Field) -> Block:
    return {"type": "file_input", "max_files": 1}


def choices_of(field: Field) -> Block:
    """A select with its entries; Slack refuses one without any."""
    options = [option_of(one) for one in field.choices[:MOST_OPTIONS]]
    kind = "multi_static_select" if field.kind == "multi_select" else "static_select"
    if not options:
        options = [option_of(Choice("", "nothing to choose"))]
    return {"type": kind, "options": options} | initial_choices(field)


INPUTS: Mapping[str, Callable[[Field], Block]] = {
    "select": choices_of,
    "multi_select": choices_of,
    "checkbox": checkbox,
    "date": instant,
    "number": number,
    "member": member,
    "file": file,
}


def initial_choices(field: Field) -> Block:
    """What is chosen already, if it is one of the entries."""
    wanted = field.value if isinstance(field.value, tuple) else (field.value,)
    chosen = [option_of(one) for one in field.choices if one.value in wanted]
    if not chosen:
        return {}
    if field.kind == "multi_select":
        return {"initial_options": chosen}
    return {"initial_option": chosen[0]}


def initial_text(field: Field) -> Block:
    if field.value in {None, ""} or isinstance(field.value, tuple):
        return {}
    return {"initial_value": str(field.value)[:MAX_INPUT]}


def initial_instant(field: Field) -> Block:
    """Seconds UTC; what is no instant stays empty rather than wrong."""
    try:
        instant = datetime.fromisoformat(str(field.value))
    except ValueError:
        return {}
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return {"initial_date_time": int(aware.timestamp())}


def option_of(choice: Choice) -> Block:
    return {"text": plain_text(choice.label, OPTION), "value": choice.value[:150] or "-"}


def read_values(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Value]:
    """What was typed, field by field; a shape that no input has is left out."""
    values: dict[str, Value] = {}
    for block in state.values():
        for action_id, element in block.items():
            value = read_value(element)
            if action_id.startswith("field:") and value is not None:
                values[action_id.removeprefix("field:")] = value
    return values


def file_fields(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[str, ...]:
    """The fields that hold a file."""
    return tuple(
        action_id.removeprefix("field:")
        for block in state.values()
        for action_id, element in block.items()
        if element.get("type") == "file_input" and element.get("files")
    )


def read_value(element: Mapping[str, Any]) -> Value:
    """The value of one input."""
    match element:
        case {
            "type": "checkboxes" | "file_input" | "multi_static_select" | "multi_external_select"
        }:
            return read_list(element)
        case {"type": "plain_text_input" | "number_input", "value": str(text)}:
            return clean(text)
        case {"type": "datetimepicker", "selected_date_time": int(seconds)} if seconds < 2**40:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        case {"type": "users_select", "selected_user": str(user)}:
            return user
        case {"selected_option": {"value": str(value)}}:
            return clean(value)
        case _:
            return None


def read_list(element: Mapping[str, Any]) -> Value:
    """The value of an input that may hold several things."""
    match element:
        case {"type": "checkboxes", "selected_options": list(options)}:
            return bool(options)
        case {"selected_options": list(options)}:
            return tuple(texts(options, "value"))
        case {"type": "file_input", "files": list(files)}:
            return next(iter(texts(files, "id")), None)
        case _:
            return None


def texts(items: list[Any], name: str) -> list[str]:
    """The named text of each object that has one."""
    found = [item.get(name) for item in items if isinstance(item, dict)]
    return [clean(one) for one in found if isinstance(one, str)]
