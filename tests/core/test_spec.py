"""Options as read from a command's signature."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from core.commands.spec import Answer, Call, Option, command, parameters_of
from core.domain.policy import Action
from core.domain.reply import say


@dataclass(frozen=True, slots=True)
class Group:
    """Two options as one value."""

    size: Annotated[int, Option("how many")]
    colour: Annotated[str | None, Option("which colour", max_length=9)] = None


def painted(call: Call, wall: Annotated[str, Option("which wall")], group: Group) -> Answer:
    del call
    return Answer(say(f"{wall} {group.size} {group.colour}"))


def test_a_dataclass_stands_for_all_of_its_fields() -> None:
    found = [(one.name, one.option.kind, one.required) for one in parameters_of(painted)]
    assert found == [
        ("wall", "text", True),
        ("size", "number", True),
        ("colour", "text", False),
    ]


def test_the_command_is_called_with_the_dataclass_filled() -> None:
    declared = command("paint", "Paint a wall", Action.HELP)(painted)
    answer = declared.run(None, wall="north", size=3)
    assert answer.reply is not None
    assert answer.reply.text == "north 3 None"


def test_an_option_that_says_nothing_of_itself_is_a_mistake_of_ours() -> None:
    def bare(call: Call, wall: str) -> Answer:
        raise NotImplementedError

    with pytest.raises(TypeError, match="wall is not Annotated"):
        parameters_of(bare)
