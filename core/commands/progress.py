"""/progress: how one gets on, as a table and as a picture; works with a single interview."""

from core.commands.spec import Answer, Call, Manner, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.token import token
from core.language import _, ngettext
from core.services import pictures, progress
from core.services.progress import Progress, share
from core.store.measures import Step

NONE = "–"


@command(
    "progress", "How you get on, interview by interview", Action.OWN_RECORDS, Manner(reads=True)
)
def own_progress(call: Call) -> Answer:
    """The last twelve interviews that were counted in the same way."""
    found = progress.read(call.tx, call.person.id)
    if not found.steps:
        start = Button(_("See my work"), token("practice"), "primary")
        words = _("There is nothing to show yet: it begins with your first finished interview.")
        return Answer(Reply((Prose(words),), (start,)))
    picture = pictures.ask(call.event, "progress")
    return Answer(
        Reply(blocks_of(found), (Button(_("My interviews"), token("sessions")),)), picture
    )


def blocks_of(found: Progress) -> tuple[Block, ...]:
    """The table, with what has to be said of it."""
    header = (
        *("", _("Client"), _("Day"), _("Openness"), _("Facts"), _("Open questions")),
        *(_("Reflections"), _("Score")),
    )
    rows = tuple(cells(number, one, found) for number, one in enumerate(found.steps, 1))
    blocks: list[Block] = [Heading(_("Your progress")), Table(header, rows)]
    if len(found.steps) == 1:
        blocks.append(Note(_("One interview is a beginning, not yet a trend.")))
    if found.left_out:
        said = ngettext(
            "{n} older interview was counted in another way and is left out.",
            "{n} older interviews were counted in another way and are left out.",
            found.left_out,
        )
        blocks.append(Note(said.format(n=found.left_out)))
    return tuple(blocks)


def cells(number: int, one: Step, found: Progress) -> tuple[str, ...]:
    """One interview."""
    made = one.measure
    score = found.percents.get(made.session_id)
    asked = share(made.open_questions, made.questions)
    return (
        str(number),
        one.client,
        made.ended_at.date().isoformat(),
        f"{made.openness / 10:.0f} %",
        f"{made.facts_opened}/{made.facts}",
        NONE if asked is None else f"{asked} %",
        str(made.reflections),
        NONE if score is None else f"{score:.0f}",
    )
