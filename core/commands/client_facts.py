"""/client facts, gates, fact: what a client holds back, as text."""

from collections.abc import Mapping
from typing import Annotated

from core.commands.client import Client, OwnClient, saved_reply
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.library.facttext import TEMPLATE
from core.services import clientfacts as service
from core.services import clients
from core.services.clientfacts import Written
from core.services.materials import listed
from core.services.preview import gate_words

LONGEST = 3000
MOST_BUTTONS = 20
GATES_HINT = "id | openness | needs other-id; asked open; after empathy; turn 3; direct 400; risk"
FACT_HINT = "YAML: id, title, topics, gate, secrets, cover, hint, open, elaborations"


@command(
    "client facts",
    "The facts of a client, their gates, and the way to change them",
    Action.WRITE_MATERIAL,
    Manner(button="client", reads=True),
)
def client_facts(call: Call, client: Client) -> Answer:
    """One row and one button for each fact."""
    version = clients.newest(call.tx, call.act, client)
    facts = call.house.profile(call.tx, version.id).facts
    cells = tuple((one.id, one.title, gate_words(one)) for one in facts)
    blocks: list[Block] = [
        Heading(_("Facts of {name}").format(name=version.name)),
        Table((_("Fact"), _("About"), _("Opens at")), cells),
    ]
    if version.owner_id is None:
        blocks.append(Note(_("The library stays as it is; adapt the client to change its facts.")))
        return Answer(
            Reply(tuple(blocks), (Button(_("Adapt"), token("client adapt", version.id)),))
        )
    buttons = [
        Button(_("All gates as text"), token("client gates", version.id), "primary"),
        Button(_("Add a fact"), token("client fact", f"{version.id}.{service.NEW}")),
    ]
    for number, one in enumerate(facts[:MOST_BUTTONS]):
        label = _("Edit: {fact}").format(fact=one.title)[:60]
        buttons.append(Button(label, token("client fact", f"{version.id}.{number}")))
    return Answer(Reply(tuple(blocks), tuple(buttons)))


def fill_gates(call: Call, given: Values) -> Values:
    """The gates as lines."""
    found = clients.own(call.tx, call.act, str(given.get("client") or ""))
    return {"client": found.id, "gates": service.gates_text(call.tx, found)}


def examine_gates(call: Call, values: Values) -> Mapping[str, str]:
    """What is wrong, by line."""
    found = clients.own(call.tx, call.act, str(values.get("client") or ""))
    data = clients.data_of(call.tx, found)
    wrong = service.gate_errors(data, str(values.get("gates") or ""))
    return {"gates": listed(wrong)} if wrong else {}


@command(
    "client gates",
    "All gates of a client of yours, one fact a line",
    Action.WRITE_MATERIAL,
    Manner(button="client", asks=True, fill=fill_gates, examine=examine_gates),
)
def client_gates(
    call: Call,
    client: OwnClient,
    gates: Annotated[
        str,
        Option("one fact a line", kind="long_text", max_length=LONGEST, hint=GATES_HINT),
    ],
) -> Answer:
    """A line that is gone takes its fact away; older versions keep it."""
    return written(call, client, service.write_gates(call.tx, call.act, client, gates), gates)


def fill_fact(call: Call, given: Values) -> Values:
    """One fact as it stands, or one to begin with; RefusalError when it is too long for a form."""
    name = str(given.get("fact") or "")
    place = service.locate(call.tx, call.act, str(given.get("client") or ""), name)
    text = service.fact_text(call.tx, place) or TEMPLATE
    if len(text) > LONGEST:
        name = place.version.name
        raise RefusalError(Refusal.TOO_LONG_TO_EDIT, name=name, command="/client")
    number = service.NEW if place.number is None else str(place.number)
    return {"client": f"{place.version.id}.{number}", "text": text}


def examine_fact(call: Call, values: Values) -> Mapping[str, str]:
    """What is wrong, by line and field."""
    name = str(values.get("fact") or "")
    place = service.locate(call.tx, call.act, str(values.get("client") or ""), name)
    data = clients.data_of(call.tx, place.version)
    wrong = service.errors(data, str(values.get("text") or ""), place.number)
    return {"text": listed(wrong)} if wrong else {}


@command(
    "client fact",
    "Write one fact of a client of yours, or a new one",
    Action.WRITE_MATERIAL,
    Manner(button="client", asks=True, fill=fill_fact, examine=examine_fact),
)
def client_fact(
    call: Call,
    client: OwnClient,
    text: Annotated[str, Option("the fact", kind="long_text", max_length=LONGEST, hint=FACT_HINT)],
    fact: Annotated[str | None, Option("which fact; nothing: a new one", max_length=64)] = None,
) -> Answer:
    """Everything that is wrong is named with its line and field."""
    place = service.locate(call.tx, call.act, client, fact or "")
    return written(call, client, service.write_fact(call.tx, call.act, place, text), text)


def written(call: Call, ref: str, result: Written, mine: str) -> Answer:
    """The new version; or both texts, so that nobody types anything twice."""
    if result.saved is not None:
        first = _("Saved as version {n}.").format(n=result.saved.version.version)
        if result.removed:
            first += " " + _("Taken away: {facts}.").format(facts=", ".join(result.removed))
        return Answer(saved_reply(result.saved, first))
    newest = clients.own(call.tx, call.act, ref.partition(".")[0])
    blocks = (
        Heading(_("{name} was changed meanwhile").format(name=newest.name)),
        Prose(_("Nothing was saved. This is how it stands now:")),
        Prose(result.now),
        Prose(_("And this is your text:")),
        Prose(mine),
    )
    again = Button(_("Facts"), token("client facts", newest.id), "primary")
    return Answer(Reply(blocks, (again,)))
