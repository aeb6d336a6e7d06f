"""/client preview and test: what the model would read, and a talk outside every record."""

from core.commands.client import Client
from core.commands.spec import Answer, Call, Manner, command
from core.domain.policy import Action
from core.domain.profile import Fact
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.token import token
from core.language import _
from core.services import clients as service
from core.services import grants, practice
from core.services import preview as previews
from core.store import files


@command(
    "client preview",
    "What the model would read, and every fact with its gate",
    Action.WRITE_MATERIAL,
    Manner(button="client"),
)
def client_preview(call: Call, client: Client) -> Answer:
    """The prompt and the facts apart; what is locked is in no prompt."""
    version = service.find(call.tx, call.act, client)
    profile = call.house.profile(call.tx, version.id)
    seen = previews.preview(profile)
    text = previews.as_text(profile)
    name = f"{version.slug}_v{version.version}_preview.md"
    about = _("The prompt of {name}, and all facts with their gates").format(name=version.name)
    file = files.put(call.tx, name, "text/markdown", text.encode(), about)
    files.own(call.tx, (file,), call.person.id)
    blocks: list[Block] = [
        Heading(_("{name}: what the model reads before the first word").format(name=version.name)),
        Prose(seen.prompt),
    ]
    if seen.early:
        blocks += [Heading(_("Facts that a first question may bring")), table(seen.early)]
    if seen.locked:
        blocks += [Heading(_("Locked facts")), table(seen.locked)]
    blocks.append(Note(_("Locked facts are in no prompt until they are earned.")))
    test = Button(_("Test"), token("client test", version.id), "primary")
    return Answer(Reply(tuple(blocks), (test,), (file,)))


def table(facts: tuple[Fact, ...]) -> Table:
    """Titles and gates."""
    cells = tuple((one.title, previews.gate_words(one)) for one in facts)
    return Table((_("Fact"), _("Opens at")), cells)


@command(
    "client test",
    "Talk with a client yourself: marked TEST, in no list and no grade",
    Action.TEST_CLIENT,
    Manner(button="client"),
)
def client_test(call: Call, client: Client) -> Answer:
    """An interview of the caller's own, with a draft too."""
    version = service.find(call.tx, call.act, client)
    section = grants.section_for(call.tx, call.section, Action.TEST_CLIENT, call.act)
    wish = practice.Start(call.person, section, version, None, call.event, call.now, test=True)
    reply, effects = practice.start(call.tx, call.house, wish)
    return Answer(reply, effects)
