"""The palette: the commands of the core's door as the JSON that the composer draws; pure."""

from collections.abc import Iterable

from bot.playground.render import JsonObject, choice_json
from core.domain.palette import CommandInfo, OptionInfo
from core.domain.reply import Choice


def palette_json(commands: Iterable[CommandInfo]) -> list[JsonObject]:
    """The commands in the door's order."""
    return [
        {
            "name": command.name,
            "about": command.about,
            "options": [option_json(option) for option in command.options],
        }
        for command in commands
    ]


def option_json(option: OptionInfo) -> JsonObject:
    return {
        "name": option.name,
        "about": option.about,
        "kind": option.kind,
        "required": option.required,
        "autocomplete": option.autocomplete,
        "choices": choices_json(option.choices),
    }


def choices_json(choices: Iterable[Choice]) -> list[JsonObject]:
    return [choice_json(choice) for choice in choices]
