"""A command as the platforms show it: names, one-liners, option kinds."""

from dataclasses import dataclass

from core.domain.reply import Choice, FieldKind


@dataclass(frozen=True, slots=True)
class OptionInfo:
    """An option of a command."""

    name: str
    about: str
    kind: FieldKind
    required: bool
    autocomplete: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """A command with its options."""

    name: str
    about: str
    options: tuple[OptionInfo, ...]
