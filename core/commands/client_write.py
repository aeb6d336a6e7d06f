"""/client new, edit, person: a client from a short form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated

from core.commands.client import OwnClient, saved_reply
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Button, Choice, Heading, Prose, Reply, Table
from core.domain.token import token
from core.language import _
from core.library.starter import languages
from core.services import clientform as forms
from core.services import clients as service
from core.services.clientform import Edited, Wanted
from core.store import clients

QUICK = ("name", "age", "situation", "traits", "style", "tags", "difficulty")
PERSON = ("pronouns", "gender", "ethnicity", "household", "occupation")
SPOKEN = {"en": "English", "es": "español"}
LANGUAGES = tuple(Choice(one, SPOKEN.get(one, one)) for one in languages())
HARDEST = 5


def styles_like(_call: Call, typed: str) -> tuple[Choice, ...]:
    """How a client can talk."""
    folded = typed.casefold()
    return tuple(
        Choice(value, f"{value}: {words}"[:75])
        for value, words in forms.styles().items()
        if folded in value or folded in words.casefold()
    )


Name = Annotated[str, Option("name", max_length=80)]
Age = Annotated[int, Option("age")]
Situation = Annotated[
    str,
    Option(
        "why they come, as your students may read it",
        kind="long_text",
        max_length=1200,
        hint="No secrets here: those are facts, which open during the interview.",
    ),
]
Traits = Annotated[
    str, Option("2 to 5 traits, with commas between", max_length=300, hint="dry, warm, proud")
]
Style = Annotated[str, Option("how they talk", kind="select", complete=styles_like, max_length=20)]
Tags = Annotated[str | None, Option("tags, with commas between; - for none", max_length=300)]
Difficulty = Annotated[int | None, Option("how hard, 1 to 5")]


def given(values: Values, fields: tuple[str, ...]) -> Wanted:
    """What a form gave for these fields."""
    found: dict[str, str | int | None] = {}
    for field in fields:
        value = values.get(field)
        if isinstance(value, str | int) and not isinstance(value, bool):
            found[field] = value
    return found


def examine_new(call: Call, values: Values) -> Mapping[str, str]:
    """What is wrong with a new client, by field."""
    language = str(values.get("language") or "en")
    return forms.examine(forms.begin(language, given(values, QUICK), call.person.name))


@dataclass(frozen=True, slots=True)
class Quick:
    """The short form."""

    name: Name
    age: Age
    situation: Situation
    traits: Traits
    style: Style
    language: Annotated[
        str, Option("what they speak", kind="select", choices=LANGUAGES, max_length=10)
    ] = "en"
    tags: Tags = None
    difficulty: Difficulty = None


@command(
    "client new",
    "Make a client from a short form; facts and gates come with it",
    Action.WRITE_MATERIAL,
    Manner(asks=True, examine=examine_new),
)
def client_new(call: Call, quick: Quick) -> Answer:
    """Usable at once: five gated facts that fit nearly anybody, for the teacher to replace."""
    data = forms.begin(quick.language, given(asdict(quick), QUICK), call.person.name)
    forms.refuse(forms.examine(data))
    saved = service.add(call.tx, call.act, data)
    first = _(
        "{name} is made, with five facts that fit nearly anybody. Replace them by their own: "
        "press Facts."
    )
    return Answer(saved_reply(saved, first.format(name=saved.version.name)))


def fill_quick(call: Call, given: Values) -> Values:
    """The short form as it stands."""
    return filled(call, given, QUICK)


def fill_person(call: Call, given: Values) -> Values:
    """What else is known of the person."""
    return filled(call, given, PERSON)


def filled(call: Call, given: Values, fields: tuple[str, ...]) -> Values:
    """The fields of the newest version, whose id the form brings back."""
    found = service.own(call.tx, call.act, str(given.get("client") or ""))
    values = forms.shown(service.data_of(call.tx, found), fields)
    return {**values, "client": found.id}


def examine_edit(call: Call, values: Values) -> Mapping[str, str]:
    """What would be wrong after the change, by field."""
    found = service.own(call.tx, call.act, str(values.get("client") or ""))
    data = forms.changed(service.data_of(call.tx, found), given(values, (*QUICK, *PERSON)))
    return forms.examine(data)


@dataclass(frozen=True, slots=True)
class Changes:
    """The short form when the client is there already."""

    name: Annotated[str | None, Option("name", max_length=80)] = None
    age: Annotated[int | None, Option("age")] = None
    situation: Annotated[
        str | None,
        Option("why they come, as your students may read it", kind="long_text", max_length=1200),
    ] = None
    traits: Annotated[str | None, Option("2 to 5 traits, with commas between")] = None
    style: Annotated[
        str | None, Option("how they talk", kind="select", complete=styles_like, max_length=20)
    ] = None
    tags: Tags = None
    difficulty: Difficulty = None


@command(
    "client edit",
    "Change a client of yours; a new version is made",
    Action.WRITE_MATERIAL,
    Manner(button="client", asks=True, fill=fill_quick, examine=examine_edit),
)
def client_edit(call: Call, client: OwnClient, changes: Changes) -> Answer:
    """What is not given stays; interviews and assignments keep the version that they have."""
    return edited(call, client, forms.edit(call.tx, call.act, client, asdict(changes)))


@dataclass(frozen=True, slots=True)
class Surface:
    """What anybody would know of a person."""

    pronouns: Annotated[str | None, Option("pronouns", max_length=40)] = None
    gender: Annotated[str | None, Option("gender", max_length=60)] = None
    ethnicity: Annotated[str | None, Option("ethnicity", max_length=120)] = None
    household: Annotated[str | None, Option("who lives at home", max_length=300)] = None
    occupation: Annotated[str | None, Option("work, or what fills the day", max_length=200)] = None


@command(
    "client person",
    "Say more about a client: pronouns, gender, background, home, work",
    Action.WRITE_MATERIAL,
    Manner(button="client", asks=True, fill=fill_person, examine=examine_edit),
)
def client_person(call: Call, client: OwnClient, surface: Surface) -> Answer:
    """Surface only; what is hard to say is a fact."""
    return edited(call, client, forms.edit(call.tx, call.act, client, asdict(surface)))


def edited(call: Call, ref: str, result: Edited) -> Answer:
    """The new version, or what stands against it."""
    if result.saved is None:
        return Answer(clashing(call, ref, result))
    first = _("Saved as version {n}.").format(n=result.saved.version.version)
    if result.joined:
        first += " " + _("Somebody had changed {fields} meanwhile; that is kept as well.").format(
            fields=", ".join(result.joined)
        )
    if clients.uses(call.tx, result.saved.version.slug):
        first += " " + _("Assignments keep the version that they have.")
    return Answer(saved_reply(result.saved, first))


def clashing(call: Call, ref: str, result: Edited) -> Reply:
    """Nothing was saved: both texts, so that nobody types anything twice."""
    newest = service.own(call.tx, call.act, ref)
    cells = tuple((one.field, one.theirs, one.yours) for one in result.clashes)
    return Reply(
        (
            Heading(_("{name} was changed meanwhile").format(name=newest.name)),
            Prose(_("Nothing was saved. These fields were changed twice:")),
            Table((_("Field"), _("Now"), _("Yours")), cells),
        ),
        (Button(_("Edit the newest"), token("client edit", newest.slug), "primary"),),
    )
