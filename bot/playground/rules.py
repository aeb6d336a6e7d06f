"""Whose rules the playground plays by, as data, and what each of them refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, get_args

from core.domain.capability import Capabilities
from core.domain.reply import Button, Form, Reply

RulesName = Literal["free", "slack", "discord"]
RULE_NAMES: tuple[str, ...] = get_args(RulesName)
OPTION_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Rules:
    """One platform's limits; lengths are characters, 0 means none."""

    name: RulesName
    label: str
    capabilities: Capabilities
    max_typed: int
    max_token: int
    max_label: int
    max_title: int
    locks_closed: bool
    threads_in_channel: bool


FREE = Rules(
    name="free",
    label="Free",
    capabilities=Capabilities(
        slash_in_thread=True,
        forms=True,
        form_files=True,
        native_datetime=True,
        autocomplete=True,
        private_reply=True,
        streaming=False,
        find_by_key=True,
        max_text=40_000,
        max_buttons=25,
        max_choices=100,
        max_form_fields=100,
    ),
    max_typed=0,
    max_token=100,
    max_label=80,
    max_title=100,
    locks_closed=True,
    threads_in_channel=False,
)

SLACK = Rules(
    name="slack",
    label="Slack",
    capabilities=Capabilities(
        slash_in_thread=False,
        forms=True,
        form_files=True,
        native_datetime=True,
        autocomplete=False,
        private_reply=True,
        streaming=False,
        find_by_key=True,
        max_text=12_000,
        max_buttons=25,
        max_choices=100,
        max_form_fields=100,
    ),
    max_typed=40_000,
    max_token=255,
    max_label=75,
    max_title=24,
    locks_closed=False,
    threads_in_channel=False,
)

DISCORD = Rules(
    name="discord",
    label="Discord",
    capabilities=Capabilities(
        slash_in_thread=True,
        forms=True,
        form_files=True,
        native_datetime=False,
        autocomplete=True,
        private_reply=True,
        streaming=False,
        find_by_key=True,
        max_text=2_000,
        max_buttons=25,
        max_choices=25,
        max_form_fields=5,
    ),
    max_typed=2_000,
    max_token=100,
    max_label=80,
    max_title=45,
    locks_closed=True,
    threads_in_channel=True,
)

RULES: Mapping[str, Rules] = MappingProxyType({r.name: r for r in (FREE, SLACK, DISCORD)})


def reply_faults(rules: Rules, reply: Reply) -> tuple[str, ...]:
    """Everything about the reply that the platform would refuse."""
    caps = rules.capabilities
    found = [
        *_over(rules, "the message", len(reply.text), caps.max_text, "characters"),
        *_over(rules, "the message", len(reply.buttons), caps.max_buttons, "buttons"),
    ]
    for button in reply.buttons:
        found += _button_faults(rules, button)
    return tuple(found)


def _button_faults(rules: Rules, button: Button) -> Iterator[str]:
    yield from _over(rules, "a button's token", len(button.token), rules.max_token, "characters")
    yield from _over(rules, "a button's label", len(button.label), rules.max_label, "characters")


def fitted(rules: Rules, form: Form) -> Form:
    """The form with a title that is not too long: every adapter cuts it, so ours does too."""
    if len(form.title) <= rules.max_title:
        return form
    return replace(form, title=f"{form.title[: rules.max_title - 1]}…")


def form_faults(rules: Rules, form: Form) -> tuple[str, ...]:
    """Everything about the form that the platform would refuse."""
    caps = rules.capabilities
    found = [
        *_over(rules, "the form", len(form.fields), caps.max_form_fields, "fields"),
        *_over(rules, "the form's token", len(form.token), rules.max_token, "characters"),
        *_over(rules, "the form's title", len(form.title), rules.max_title, "characters"),
    ]
    for field in form.fields:
        found += _over(
            rules, f"the field {field.name}", len(field.choices), caps.max_choices, "choices"
        )
        if field.kind == "file" and not caps.form_files:
            found.append(f"{rules.label} takes no file in a form")
    return tuple(found)


def choice_faults(rules: Rules, count: int) -> tuple[str, ...]:
    """What is wrong with so many suggestions for one option."""
    limit = min(OPTION_CHOICES, rules.capabilities.max_choices)
    return tuple(_over(rules, "an option", count, limit, "choices"))


def typed_faults(rules: Rules, text: str) -> tuple[str, ...]:
    """What is wrong with a message that a person typed."""
    return tuple(_over(rules, "your message", len(text), rules.max_typed, "characters"))


def slash_fault(rules: Rules, command: str, *, in_thread: bool) -> str:
    """The platform's own sentence when a slash command cannot be used here, else nothing."""
    if in_thread and not rules.capabilities.slash_in_thread:
        return f"/{command.partition(' ')[0]} is not supported in threads. Sorry!"
    return ""


def _over(rules: Rules, what: str, count: int, limit: int, unit: str) -> Iterator[str]:
    if limit and count > limit:
        yield f"{rules.label} refuses {what}: {count:,} {unit}, at most {limit:,}"
