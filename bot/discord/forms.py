"""A form of ours as Discord's modal, and what comes back as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.discord.drafts import Draft
from bot.discord.events import Json
from bot.discord.text import clean, plain
from core.domain.event import Value
from core.domain.reply import Choice, Field, Form
from core.domain.token import read_token

TITLE, LABEL, HINT, LONGEST, CUSTOM_ID, MOST_OPTIONS = 45, 45, 100, 4_000, 100, 25
STEP = "~"
YES = "yes"
LISTS = frozenset({3, 5, 19, 22})


def modal(draft: Draft, step: int) -> ui.Modal:
    """One step; it is never kept by the library, so it outlives a restart as well as a button."""
    form, count = draft.form, len(draft.steps)
    mark = f" ({step + 1}/{count})" if count > 1 else ""
    custom_id = f"{form.token}{STEP}{step}" if count > 1 else form.token
    title = titled(form, TITLE - len(mark)) + mark
    made = ui.Modal(title=title, custom_id=custom_id[:CUSTOM_ID], timeout=None)
    for field in draft.steps[step]:
        label, about = headed(field)
        made.add_item(
            ui.Label(
                text=plain(label, LABEL),
                description=plain(about, HINT) if about else None,
                component=component(replace(field, value=draft.values.get(field.name))),
            )
        )
    made.stop()
    return made


def titled(form: Form, room: int) -> str:
    """The form's title, or the command's own name where that does not fit."""
    named = read_token(form.token)
    if named is None or len(form.title) <= room:
        return plain(form.title, room)
    return plain(f"/{named[0]}", room)


def headed(field: Field) -> tuple[str, str]:
    """Label and the line below it; a label that does not fit is that line, below the name."""
    if len(field.label) <= LABEL:
        return field.label, field.hint
    about = field.label if not field.hint else f"{field.label}. {field.hint}"
    return field.name.replace("_", " ").capitalize(), about


def component(field: Field) -> ui.Item[Any]:
    """One input."""
    match field.kind:
        case "select" | "multi_select" if field.choices:
            return select(field)
        case "checkbox":
            yes = discord.CheckboxGroupOption(label="Yes", value=YES, default=field.value is True)
            return ui.CheckboxGroup(
                custom_id=field.name, required=False, min_values=0, max_values=1, options=[yes]
            )
        case "file":
            return ui.FileUpload(custom_id=field.name, required=field.required and not field.value)
        case "member":
            return ui.UserSelect(custom_id=field.name, required=field.required)
        case _:
            return text_input(field)


def select(field: Field) -> ui.Select[Any]:
    chosen = field.value if isinstance(field.value, tuple) else (str(field.value or ""),)
    choices = field.choices[:MOST_OPTIONS]
    many = field.kind == "multi_select"
    return ui.Select(
        custom_id=field.name,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=len(choices) if many else 1,
        options=[option(one, default=one.value in chosen) for one in choices],
    )


def option(one: Choice, *, default: bool) -> discord.SelectOption:
    return discord.SelectOption(label=plain(one.label, 100), value=one.value[:100], default=default)


def text_input(field: Field) -> ui.TextInput[Any]:
    style = discord.TextStyle.paragraph if field.kind == "long_text" else discord.TextStyle.short
    limit = min(field.max_length or LONGEST, LONGEST)
    value = "" if field.value is None else str(field.value)[:limit]
    return ui.TextInput(
        custom_id=field.name,
        style=style,
        required=field.required,
        default=value or None,
        max_length=limit,
    )


def read_values(components: object) -> dict[str, Value]:
    """Every field of a submission; whatever has another shape is left out."""
    return dict(pairs(components))


def pairs(components: object) -> Iterator[tuple[str, Value]]:
    for one in items(components):
        yield from pairs(one.get("components"))
        inner = one.get("component")
        if isinstance(inner, Mapping):
            yield from pairs([inner])
        name = one.get("custom_id")
        if isinstance(name, str):
            yield name, value_of(one)


def value_of(one: Json) -> Value:
    """Several chosen stay several; one chosen is one."""
    values = one.get("values")
    if isinstance(values, list):
        texts = tuple(clean(item) for item in values if isinstance(item, str))
        if one.get("type") == 22:  # noqa: PLR2004 - a group of checkboxes
            return YES in texts
        if one.get("type") == 3 and not texts:  # noqa: PLR2004 - a select without a choice
            return ()
        return texts if len(texts) > 1 else (texts[0] if texts else None)
    value = one.get("value")
    return clean(value) if isinstance(value, str) else None


def items(components: object) -> list[Json]:
    if not isinstance(components, list):
        return []
    return [one for one in components if isinstance(one, Mapping)]
