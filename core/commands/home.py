"""/home: what waits for this person, whatever they are: student, teacher, administrator."""

from core.commands.spec import Answer, Call, Manner, command
from core.commands.worklist import overview
from core.domain.policy import Action, no_admin
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import SectionRole
from core.domain.token import token
from core.domain.wording import word
from core.language import _
from core.store import dashboards, people
from core.store.dashboards import Taught

DAYS = 7
WEEK_MS = DAYS * 24 * 3600 * 1000
NANO = 10**9


@command("home", "What waits for you", Action.HELP, Manner(reads=True))
def home(call: Call) -> Answer:
    """One part for each thing that the person is; somebody new reads what this is."""
    studies = SectionRole.STUDENT in people.roles_of(call.tx, call.person.id).values()
    taught = dashboards.taught(call.tx, call.person.id)
    parts = [studying(call)] if studies else []
    if taught:
        parts.append(teaching(taught))
    elif call.standing.granted:
        parts.append(first_class())
    if call.standing.admin:
        parts.append(health(call))
    parts = parts or [hello()]
    if call.standing.doubt and not studies:
        parts.append(word(no_admin(call.standing)))
    return Answer(merged(parts))


def hello() -> Reply:
    """Three sentences and one button."""
    return Reply(
        (
            Prose(
                _(
                    "Practise interviews with simulated clients. You type, the client answers in "
                    "character and opens up when you listen. Every finished interview brings you "
                    "a report with your own words."
                )
            ),
        ),
        (Button(_("See my work"), token("practice"), "primary"),),
    )


def studying(call: Call) -> Reply:
    """The work that waits."""
    return overview(call)


def teaching(taught: tuple[Taught, ...]) -> Reply:
    """The classes in numbers, and the way to what needs the teacher."""
    blocks: list[Block] = [Heading(_("Your classes"))]
    blocks.append(Rows(tuple(Row(one.name, in_numbers(one)) for one in taught)))
    if len(taught) > 1:
        text = _("/roster show and /class, typed in a class channel, show that class.")
        return Reply((*blocks, Note(text)))
    buttons = [
        Button(_("Interviews of the class"), token("class")),
        Button(_("Report of the class"), token("report class")),
        Button(_("Who is in the class"), token("roster show")),
        Button(_("Clients"), token("client list")),
    ]
    if taught[0].waiting:
        waiting = Button(_("Who waits for approval"), token("roster show", "pending.1"), "primary")
        buttons.insert(0, waiting)
    return Reply(tuple(blocks), tuple(buttons))


def in_numbers(one: Taught) -> str:
    """A class in one line."""
    text = _("students: {students}; interviews under way: {live}").format(
        students=one.students, live=one.live
    )
    return text + _("; waiting for approval: {n}").format(n=one.waiting) if one.waiting else text


def first_class() -> Reply:
    """For a teacher without a class."""
    text = _(
        "You can make a class of a channel: add me to it, or type /section setup there. A client "
        "and a rubric are ready to use."
    )
    return Reply((Heading(_("Make your first class")), Prose(text)))


def health(call: Call) -> Reply:
    """How the workspace is served, for its administrators."""
    found = dashboards.health(call.tx, int(call.now.timestamp() * 1000) - WEEK_MS)
    rows = (
        Row(_("Alerts in {days} days").format(days=DAYS), str(found.alerts)),
        Row(_("Messages on their way"), str(found.unsent)),
        Row(_("Cost in {days} days").format(days=DAYS), f"{found.cost_nusd / NANO:.2f} USD"),
        Row(_("Clients are played by"), call.house.engine),
    )
    teachers = Button(_("Teachers"), token("admin teacher list"))
    return Reply((Heading(_("This workspace")), Rows(rows)), (teachers,))


def merged(parts: list[Reply]) -> Reply:
    """The parts one below the other, each button once."""
    blocks = tuple(block for part in parts for block in part.blocks)
    buttons = {button.token: button for part in parts for button in part.buttons}
    helped = Button(_("Help"), token("help"))
    buttons.setdefault(helped.token, helped)
    small = Note(_("All clients are simulated. Never type a real client's data."))
    return Reply((*blocks, small), tuple(buttons.values()))
