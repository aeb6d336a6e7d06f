"""A command is one typed function; every platform is fed from its signature."""

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Annotated, Protocol, Union

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Value, Values
from core.domain.palette import CommandInfo, OptionInfo
from core.domain.place import Place
from core.domain.policy import NO_STANDING, Action, Standing
from core.domain.reply import Choice, FieldKind, Reply
from core.domain.teaching import Person, Section, SectionRole
from core.domain.upload import MOST_CHARACTERS
from core.errors import Refusal, RefusalError
from core.language import _
from core.services.grants import Act
from core.services.house import House
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Call:
    """One call inside its transaction: who, where, when."""

    tx: Transaction
    event: Event
    person: Person
    section: Section | None
    role: SectionRole
    now: datetime
    house: House
    standing: Standing = NO_STANDING

    @property
    def place(self) -> Place:
        return self.event.place

    @property
    def act(self) -> Act:
        """The caller as the services name him."""
        return Act(self.person, self.event, self.now)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command leaves behind; `reply` goes to the caller alone unless `public`."""

    reply: Reply | None = None
    effects: Effects = NOTHING
    public: bool = False


class Complete(Protocol):
    """Offers values for an option as it is typed."""

    def __call__(self, call: Call, typed: str) -> tuple[Choice, ...]: ...


class Fill(Protocol):
    """What a form shows at first: the values as they stand now, of what was given so far."""

    def __call__(self, call: Call, given: Values, /) -> Values: ...


class Examine(Protocol):
    """What is wrong with a form's values, by field; nothing is changed."""

    def __call__(self, call: Call, values: Values, /) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Option:
    """What an option is: its one line, how it is typed, what it may be.

    A select with `complete` and no `choices` offers in a form what `complete` finds for no text.
    `code` is the form of a code that we have given out ourselves: it is nobody's own words.
    """

    about: str
    kind: FieldKind = "text"
    complete: Complete | None = None
    choices: tuple[Choice, ...] = ()
    max_length: int = 0
    hint: str = ""
    code: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option as read from the signature."""

    name: str
    option: Option
    required: bool


Run = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Command:
    """A command with everything that the platforms need to show it.

    `button` is the option that a button's id fills; `reads` says that nothing is written, so the
    call may run outside the writing thread; `asks` always shows the form first, filled by `fill`
    and examined by `examine` when it comes back.
    """

    name: str
    about: str
    action: Action
    run: Run
    parameters: tuple[Parameter, ...]
    button: str = ""
    reads: bool = False
    asks: bool = False
    fill: Fill | None = None
    examine: Examine | None = None

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a command behaves, beside its words."""

    button: str = ""
    reads: bool = False
    asks: bool = False
    fill: Fill | None = None
    examine: Examine | None = None


def command(
    name: str, about: str, action: Action, manner: Manner | None = None
) -> Callable[[Run], Command]:
    """Declare a command; the function's annotated parameters are its options."""
    manner = manner or Manner()

    def declare(run: Run) -> Command:
        return Command(
            name,
            about,
            action,
            gathering(run),
            parameters_of(run),
            manner.button,
            manner.reads,
            manner.asks,
            manner.fill,
            manner.examine,
        )

    return declare


def parameters_of(run: Callable[..., object]) -> tuple[Parameter, ...]:
    """Read the options; TypeError for one without its `Annotated[type, Option(...)]`.

    A parameter whose type is a dataclass stands for all of its fields: many options, one value.
    """
    hints = typing.get_type_hints(run, include_extras=True)
    found: list[Parameter] = []
    for parameter in list(inspect.signature(run).parameters.values())[1:]:
        hint = hints[parameter.name]
        if isinstance(hint, type) and is_dataclass(hint):
            found += fields_of(hint)
        else:
            required = parameter.default is inspect.Parameter.empty
            found.append(parameter_of(f"{run.__name__}: {parameter.name}", hint, required))
    return tuple(found)


def fields_of(group: type) -> list[Parameter]:
    """A dataclass's fields as options."""
    hints = typing.get_type_hints(group, include_extras=True)
    required = {one.name: one.default is MISSING for one in fields(group)}
    return [
        parameter_of(f"{group.__name__}: {name}", hints[name], need)
        for name, need in required.items()
    ]


def parameter_of(where: str, hint: object, required: bool) -> Parameter:  # noqa: FBT001 - as read
    """One option; TypeError when it is not Annotated."""
    if typing.get_origin(hint) is not Annotated:
        message = f"{where} is not Annotated"
        raise TypeError(message)
    kind, *notes = typing.get_args(hint)
    option = next(one for one in notes if isinstance(one, Option))
    return Parameter(where.rpartition(" ")[2], with_kind(option, kind), required)


def gathering(run: Run) -> Run:
    """The function as called with every option by its name: dataclasses are filled on the way."""
    hints = typing.get_type_hints(run)
    names = list(inspect.signature(run).parameters)[1:]
    groups = {name: hints[name] for name in names if is_dataclass(hints[name])}
    if not groups:
        return run

    def gathered(call: Call, **values: Value) -> Answer:
        for name, group in groups.items():
            own = {field.name for field in fields(group)} & values.keys()
            values[name] = group(**{key: values.pop(key) for key in own})
        return run(call, **values)

    return gathered


KINDS: dict[object, FieldKind] = {str: "text", int: "number", bool: "checkbox", datetime: "date"}


def with_kind(option: Option, hint: object) -> Option:
    """Take the kind from the type where the option does not say it."""
    if option.kind != "text":
        return option
    if typing.get_origin(hint) in {types.UnionType, Union}:
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
    return replace(option, kind=KINDS.get(hint, "text"))


def bind(declared: Command, values: Mapping[str, Value]) -> dict[str, Value]:
    """Check the options; RefusalError names the first that is missing or wrong."""
    bound: dict[str, Value] = {}
    for parameter in declared.parameters:
        value = values.get(parameter.name)
        if is_left_out(parameter, value):
            if parameter.required:
                raise RefusalError(
                    Refusal.MISSING_OPTION, option=parameter.name, usage=usage(declared)
                )
            continue
        bound[parameter.name] = convert(parameter, value)
    return bound


def is_left_out(parameter: Parameter, value: Value) -> bool:
    """Nothing was said; nothing chosen of several is an answer where one may choose nothing."""
    may_be_empty = parameter.option.kind == "multi_select" and not parameter.required
    return value is None or value == "" or (value == () and not may_be_empty)


def convert(parameter: Parameter, value: Value) -> Value:
    """Bring a platform's value to the option's type."""
    match parameter.option.kind:
        case "number":
            return whole(parameter.name, value)
        case "checkbox":
            return value in {True, "true", "on", "yes", "1"}
        case "multi_select":
            return value if isinstance(value, tuple) else listed(str(value))
        case _:
            text = str(value)
            limit = parameter.option.max_length or most_characters(parameter.option.kind)
            if len(text) > limit:
                raise RefusalError(Refusal.TOO_LONG, option=parameter.name, limit=str(limit))
            return text


def listed(text: str) -> tuple[str, ...]:
    """Several values typed with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def most_characters(kind: FieldKind) -> int:
    """A file comes as one long text (`core.domain.upload`)."""
    return MOST_CHARACTERS if kind == "file" else 4000


def whole(name: str, value: Value) -> int:
    """A whole number."""
    try:
        return int(str(value))
    except ValueError as error:
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted="a whole number") from error


def usage(declared: Command) -> str:
    """How the command is typed: `/practice [client] [assignment]`."""
    options = (
        f"{one.name}:…" if one.required else f"[{one.name}:…]" for one in declared.parameters
    )
    return " ".join((f"/{declared.name}", *options))


Registry = Mapping[str, Command]


def translated(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Declared choices in the reader's language."""
    return tuple(Choice(one.value, _(one.label)) for one in choices)


def info(declared: Command) -> CommandInfo:
    """What a platform shows of the command."""
    return CommandInfo(
        declared.name,
        _(declared.about),
        tuple(
            OptionInfo(
                one.name,
                _(one.option.about),
                one.option.kind,
                one.required,
                one.option.complete is not None,
                translated(one.option.choices),
            )
            for one in declared.parameters
        ),
    )
