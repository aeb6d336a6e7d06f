"""A form on Slack's screen as a person fills it in: what is said, over what stands there."""

import base64
from typing import Any

from core.domain.event import Value
from tests.slack_server.person import Person
from tests.slack_server.world import Opened

Element = dict[str, Any]
INITIAL = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_date_time": "selected_date_time",
    "initial_user": "selected_user",
}


async def fill(person: Person, view: Opened, values: dict[str, Value]) -> dict[str, Element]:
    """The state of every input when it is sent."""
    state = {}
    for block in view.view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        shown = {INITIAL[key]: value for key, value in element.items() if key in INITIAL}
        given = values.get(name)
        chosen = {} if given is None else await choose(person, view, block, given)
        state[name] = {"type": element["type"], **shown, **chosen}
    return state


async def choose(person: Person, view: Opened, block: Element, given: Value) -> Element:
    """What one input holds after the person has chosen."""
    kind, options = block["element"]["type"], block["element"].get("options", [])
    if kind == "static_select":
        return {"selected_option": named(options, str(given))}
    if kind == "multi_external_select":
        wanted = given if isinstance(given, tuple) else (str(given),)
        return {"selected_options": [await found(person, view, block, one) for one in wanted]}
    if kind == "external_select":
        return {"selected_option": await found(person, view, block, str(given))}
    return typed(person, block, given)


def typed(person: Person, block: Element, given: Value) -> Element:
    """What one input without a list holds."""
    match block["element"]["type"]:
        case "checkboxes":
            return {"selected_options": block["element"]["options"] if given else []}
        case "file_input":
            return {"files": [{"id": upload(person, str(given))}]}
        case "datetimepicker":
            assert "initial_date_time" in block["element"], f"not understood: {given}"
            return {}  # it was typed with the command, and the form shows it
        case _:
            return {"value": str(given)}


async def found(person: Person, view: Opened, block: Element, wanted: str) -> Element:
    """The entry that the app offers once its first word is typed."""
    answer = await person.looks_up(view, block["block_id"], wanted.partition("-")[0])
    return named(answer.answer["options"], wanted)


def named(options: list[Element], wanted: str) -> Element:
    """The entry of that value or label, or the only one that is left."""
    if len(options) == 1:
        return options[0]
    known = {key: one for one in options for key in (one["value"], one["text"]["text"])}
    assert wanted in known, options
    return known[wanted]


def upload(person: Person, data: str) -> str:
    """A file that somebody has chosen on their machine; its id."""
    world = person.server.world
    file_id = f"F{world.number():08d}"
    content = base64.b64decode(data.partition(",")[2])
    world.files[file_id] = {"content": content, "name": "chosen.csv"}
    return file_id
