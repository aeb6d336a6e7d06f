"""/report: a class and its students in numbers, as a table and as a picture."""

from typing import Annotated

from core.commands.history import attempt, minutes
from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.assignment import late_minutes
from core.domain.paging import split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, Table
from core.domain.statewords import STATE_WORDS
from core.domain.teaching import Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants, overviews, pictures
from core.services.overviews import ClassPage, StudentPage
from core.store.histories import Line
from core.store.measures import Totals

PAGE = 10
STUDENT_PAGE = 6
FEWEST_RATINGS = 5
MINUTE_MS = 60_000
USD = 10**9
HOUR_MINUTES = 60
NONE = "–"


def section_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.SEE_SESSIONS, call.act)


@command(
    "report class",
    "How far your class is, in numbers and as a picture",
    Action.SEE_SESSIONS,
    Manner(button="page", reads=True),
)
def report_class(
    call: Call, page: Annotated[str | None, Option("which page", max_length=20)] = None
) -> Answer:
    """Ten students a page; the picture follows the first request only."""
    section = section_of(call)
    found = overviews.read_class(call.tx, section, split_page(page or "")[1], PAGE)
    reply = class_reply(found)
    if page or not found.rows:
        return Answer(reply)
    drawn = pictures.ask(call.event, "class", section.id)
    return Answer(reply, drawn + pictures.ask(call.event, "criteria", section.id))


def class_reply(found: ClassPage) -> Reply:
    """Sums, then one line a student."""
    whole = found.whole
    rows = [
        Row(_("Students"), str(whole.students)),
        Row(_("Have finished an interview"), str(whole.active)),
        Row(_("Interviews finished"), str(whole.totals.finished)),
        Row(_("Open now"), str(whole.live)),
        *totals_rows(whole.totals),
    ]
    if whole.rating is not None and whole.ratings >= FEWEST_RATINGS:
        said = _("{mean:.1f} of 10, from {n}").format(mean=whole.rating, n=whole.ratings)
        rows.append(Row(_("Practice rated by students"), said))
    blocks: list[Block] = [
        Heading(_("Report of {name}").format(name=found.section.name)),
        Rows(tuple(rows)),
    ]
    if not found.rows:
        way = Button(_("Who is in the class"), token("roster show"))
        return Reply((*blocks, Prose(_("There are no students yet."))), (way,))
    blocks += [class_table(found), where(found.paging)]
    students = tuple(
        Button(shown(row.person.name, row.person.user), token("report student", row.person.id))
        for row in found.rows
    )
    return Reply(tuple(blocks), (*students, *turning("report class", "", found.paging)))


def totals_rows(totals: Totals) -> tuple[Row, ...]:
    """Time, openness, facts; zero of zero where nothing was done."""
    return (
        Row(_("Time spent"), duration(totals.active_ms)),
        Row(_("Mean openness reached"), percent(totals.openness)),
        Row(_("Facts opened"), _("{n} of {of}").format(n=totals.facts_opened, of=totals.facts)),
    )


def duration(active_ms: int) -> str:
    """`2 h 05 min`."""
    whole = round(active_ms / MINUTE_MS)
    hours, left = divmod(whole, HOUR_MINUTES)
    return _("{h} h {m:02} min").format(h=hours, m=left) if hours else f"{left} min"


def percent(openness: int | None) -> str:
    """Permille as percent."""
    return NONE if openness is None else f"{openness / 10:.0f} %"


def shown(name: str, user: str) -> str:
    """The best name that we have, as long as a button takes it."""
    return (name or user)[:60]


def class_table(found: ClassPage) -> Table:
    """One line a student."""
    header = (
        *(_("Student"), _("Attempts"), _("Last active"), _("Time"), _("Openness")),
        *(_("Facts"), _("Score")),
    )
    return Table(
        header,
        tuple(
            (
                row.person.name or row.person.user,
                str(row.attempts),
                row.last_at.date().isoformat() if row.last_at else NONE,
                duration(row.totals.active_ms),
                percent(row.totals.openness),
                f"{row.totals.facts_opened}/{row.totals.facts}",
                NONE if row.score is None else f"{row.score:.0f}",
            )
            for row in found.rows
        ),
    )


@command(
    "report student",
    "One student of your class, interview by interview",
    Action.SEE_SESSIONS,
    Manner(button="member", reads=True),
)
def report_student(
    call: Call, member: Annotated[str, Option("whom", kind="member", max_length=80)]
) -> Answer:
    """Whoever is, or once was, in the class; anybody else reads as not found."""
    section = section_of(call)
    student = overviews.find_student(call.tx, section, member)
    name, number = split_page(member)
    turned = student is None
    student = student or overviews.find_student(call.tx, section, name)
    if student is None:
        raise RefusalError(Refusal.NOT_FOUND)
    found = overviews.read_student(call.tx, section, student, number, STUDENT_PAGE)
    if turned or not found.lines:
        return Answer(student_reply(found))
    picture = pictures.ask(call.event, "student", section.id, student.id)
    return Answer(student_reply(found), picture)


def student_reply(found: StudentPage) -> Reply:
    """Sums, then one line an interview with the way to its report."""
    person, row = found.row.person, found.row
    rows = [
        Row(_("Attempts"), str(row.attempts)),
        Row(_("Last active"), row.last_at or NONE),
        *totals_rows(row.totals),
    ]
    if row.score is not None:
        rows.append(Row(_("Mean score"), _("{n:.0f} of 100").format(n=row.score)))
    blocks: list[Block] = [
        Heading(
            _("{name} in {section}").format(
                name=person.name or person.user, section=found.section.name
            )
        ),
        Rows(tuple(rows)),
    ]
    if not found.lines:
        return Reply((*blocks, Prose(_("No interviews yet."))), (back(),))
    cost = _("These interviews cost ${usd:.4f}.").format(usd=found.cost_nusd / USD)
    blocks += [student_table(found), Note(cost), where(found.paging)]
    reports = tuple(
        Button(_("Feedback {n}").format(n=number), token("feedback", line.id))
        for number, line in enumerate(found.lines, found.paging.skip + 1)
        if not line.state.runs
    )
    turns = turning("report student", person.id, found.paging)
    return Reply(tuple(blocks), (*reports, *turns, back()))


def back() -> Button:
    """The way to the class."""
    return Button(_("Report of the class"), token("report class"))


def student_table(found: StudentPage) -> Table:
    """One line an interview; numbers only."""
    header = (
        *("", _("Client"), _("Work"), _("Attempt"), _("State"), _("Turns"), _("Minutes")),
        *(_("Openness"), _("Facts"), _("Score")),
    )
    numbered = enumerate(found.lines, found.paging.skip + 1)
    return Table(header, tuple(cells(number, line, found) for number, line in numbered))


def cells(number: int, line: Line, found: StudentPage) -> tuple[str, ...]:
    """One interview."""
    score = found.percents.get(line.id)
    facts = NONE if line.facts is None else f"{line.facts_opened}/{line.facts}"
    return (
        str(number),
        line.client,
        work_of(line, found.section.grace_minutes),
        attempt(line),
        _(STATE_WORDS[line.state]),
        str(line.turns),
        minutes(line),
        percent(line.openness),
        facts,
        NONE if score is None else f"{score:.0f}",
    )


def work_of(line: Line, grace: int) -> str:
    """The work's title, with a mark where the interview went on after its due date."""
    if line.assignment is None:
        return _("free practice")
    late = late_minutes(line.due_at, line.ended_at or line.last_at, grace)
    return _("{work} (late)").format(work=line.assignment) if late else line.assignment
