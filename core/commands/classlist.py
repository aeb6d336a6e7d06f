"""/class: the interviews of a class in pages; who, with whom, how far, and no text of anybody."""

from typing import Annotated

from core.commands.history import attempt
from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.paging import paged, split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.session import SessionState
from core.domain.statewords import STATE_WORDS
from core.domain.teaching import Section
from core.domain.token import token
from core.language import _, ngettext
from core.services import grants
from core.store import histories, rosters
from core.store.histories import Line, Wanted

PAGE = 10


@command(
    "class",
    "The interviews of your class",
    Action.SEE_SESSIONS,
    Manner(button="page", reads=True),
)
def class_sessions(
    call: Call, page: Annotated[str | None, Option("which page", max_length=20)] = None
) -> Answer:
    """The newest first, ten a page."""
    section = grants.section_for(call.tx, call.section, Action.SEE_SESSIONS, call.act)
    wanted = Wanted(section_id=section.id)
    number = split_page(page or "")[1]
    paging = paged(histories.count(call.tx, wanted), number, PAGE)
    if not paging.total:
        return Answer(nobody_yet(call, section))
    lines = histories.page(call.tx, wanted, PAGE, paging.skip)
    blocks: tuple[Block, ...] = (Heading(section.name), table(lines), where(paging))
    report = Button(_("Report of the class"), token("report class"))
    return Answer(Reply(blocks, (*reports(lines), *turning("class", "", paging), report)))


def nobody_yet(call: Call, section: Section) -> Reply:
    """A class without interviews, and how they begin."""
    members = rosters.count(call.tx, section.id)
    said = ngettext(
        "{n} person, no interviews yet.", "{n} people, no interviews yet.", members
    ).format(n=members)
    note = _("Students start from the announcement or with /practice.")
    return Reply(
        (Heading(section.name), Prose(said), Note(note)),
        (Button(_("Who is in the class"), token("roster show")),),
    )


def table(lines: tuple[Line, ...]) -> Table:
    """One line an interview; numbers only."""
    header = (_("Student"), _("Client"), _("Attempt"), _("State"), _("Turns"), _("Openness"))
    return Table(
        header,
        tuple(
            (
                line.student,
                line.client,
                attempt(line),
                _(STATE_WORDS[line.state]),
                str(line.turns),
                f"{line.openness / 10:.0f} %",
            )
            for line in lines
        ),
    )


def reports(lines: tuple[Line, ...]) -> tuple[Button, ...]:
    """The report of each interview that is finished."""
    return tuple(
        Button(_("Report: {name}").format(name=line.student)[:60], token("feedback", line.id))
        for line in lines
        if line.state is SessionState.COMPLETED
    )
