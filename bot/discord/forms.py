"""A form of ours as Discord's modal, and what comes back as plain values."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.discord.events import Json
from bot.discord.text import clean, plain
from core.domain.event import Value
from core.domain.reply import Choice, Field, Form

TITLE, LABEL, HINT, LONGEST, MOST_FIELDS, MOST_OPTIONS = 45, 45, 100, 4_000, 5, 25
YES = "yes"
LISTS = frozenset({3, 5, 19, 22})


def modal(form: Form, custom_id: str) -> ui.Modal:
    """The modal; it is never kept by the library, so it outlives a restart as well as a button."""
    made = ui.Modal(title=plain(form.title, TITLE), custom_id=custom_id, timeout=None)
    for field in shown(form):
        made.add_item(
            ui.Label(
                text=plain(field.label, LABEL),
                description=plain(field.hint, HINT) if field.hint else None,
                component=component(field),
            )
        )
    made.stop()
    return made


def shown(form: Form) -> tuple[Field, ...]:
    """Five fields fit: those that must be filled first, then the others in order."""
    needed = [one for one in form.fields if one.required]
    others = [one for one in form.fields if not one.required]
    chosen = (needed + others)[:MOST_FIELDS]
    return tuple(one for one in form.fields if one in chosen)


def kept(form: Form) -> dict[str, Value]:
    """Values that were given before and do not show in the modal."""
    there = {one.name for one in shown(form)}
    return {
        one.name: one.value
        for one in form.fields
        if one.name not in there and one.value not in (None, "")
    }


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
            return ui.FileUpload(custom_id=field.name, required=field.required)
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
