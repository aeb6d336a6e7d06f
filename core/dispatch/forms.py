"""A command's options as a form."""

from collections.abc import Mapping

from core.commands.intent import Intent
from core.commands.spec import Call, Command, translated
from core.domain.reply import Choice, Field, Form
from core.domain.token import token
from core.language import _

MOST_CHOICES = 25
MOST_TARGET = 60
Offers = Mapping[str, tuple[Choice, ...]]


def offers(call: Call, declared: Command) -> Offers:
    """The entries of selects that are looked up."""
    return {
        one.name: one.option.complete(call, "")[:MOST_CHOICES]
        for one in declared.parameters
        if one.option.complete is not None and one.option.kind in {"select", "multi_select"}
    }


def form_of(intent: Intent, offered: Offers | None = None) -> Form:
    """A form with the command's options, filled with what is known; its target is no field."""
    declared, values = intent.command, intent.values
    target = target_of(intent)
    hidden = declared.button if target else ""
    fields = tuple(
        Field(
            one.name,
            capital(_(one.option.about)),
            one.option.kind,
            one.required,
            values.get(one.name),
            translated(one.option.choices) or (offered or {}).get(one.name, ()),
            _(one.option.hint),
            max_length=one.option.max_length,
        )
        for one in declared.parameters
        if one.name != hidden
    )
    submit = _("Show") if declared.reads else _("Save")
    return Form(_(declared.about), token(declared.name, target), fields, submit)


def capital(text: str) -> str:
    """A label begins with a capital letter, an option's line in a list of options does not."""
    return text[:1].upper() + text[1:]


def target_of(intent: Intent) -> str:
    """What the form is about, as its token carries it; nothing when that is too long for one."""
    named = intent.values.get(intent.command.button)
    return named if isinstance(named, str) and len(named) <= MOST_TARGET else ""
