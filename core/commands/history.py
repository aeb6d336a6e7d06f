"""/sessions: one's own interviews in pages, each with the way into it or its report."""

from typing import Annotated

from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.paging import paged, split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Table
from core.domain.statewords import STATE_WORDS
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop
from core.store import audit, histories
from core.store.histories import Line, Wanted

PAGE = 5
MINUTE_MS = 60_000
LABELS = {
    "all": gettext_noop("All"),
    "active": gettext_noop("Open ones"),
    "finished": gettext_noop("Finished ones"),
}
WHICH = tuple(Choice(key, label) for key, label in LABELS.items())


@command(
    "sessions",
    "Your interviews, past and open",
    Action.OWN_RECORDS,
    Manner(button="page", reads=True),
)
def own_sessions(
    call: Call,
    show: Annotated[
        str | None, Option("which of them", kind="select", choices=WHICH, max_length=20)
    ] = None,
    page: Annotated[str | None, Option("which page", max_length=30)] = None,
) -> Answer:
    """Newest first, five a page."""
    which, number = read_page(show, page)
    wanted_ones = Wanted(student_id=call.person.id, which=which)
    paging = paged(histories.count(call.tx, wanted_ones), number, PAGE)
    if not paging.total:
        return Answer(nothing(which))
    lines = histories.page(call.tx, wanted_ones, PAGE, paging.skip)
    blocks: list[Block] = [Heading(_("Your interviews")), table(lines, paging.skip)]
    if paging.pages > 1:
        blocks.append(where(paging))
    blocks += read_by(call, lines, paging.skip)
    buttons = [
        button
        for number, line in enumerate(lines, paging.skip + 1)
        for button in ways(number, line)
    ]
    return Answer(
        Reply(tuple(blocks), (*buttons, *turning("sessions", which, paging), *other(which)))
    )


def read_page(show: str | None, page: str | None) -> tuple[str, int]:
    """`finished.2`; RefusalError for a list that there is not."""
    name, number = split_page(page or "")
    which = show or name or "all"
    if which not in LABELS:
        raise RefusalError(Refusal.BAD_OPTION, option="show", wanted=", ".join(LABELS))
    return which, number


def nothing(which: str) -> Reply:
    """An empty list and the way on."""
    start = Button(_("See my work"), token("practice"), "primary")
    if which == "all":
        return Reply((Prose(_("No interviews yet.")),), (start,))
    return Reply((Prose(_("None of these now.")),), (start, *other(which)))


def other(which: str) -> tuple[Button, ...]:
    """The same list, cut otherwise."""
    return tuple(
        Button(_(label), token("sessions", f"{key}.1"))
        for key, label in LABELS.items()
        if key != which
    )


def table(lines: tuple[Line, ...], skip: int) -> Table:
    """Numbers that the buttons name; how open the client became is the report's to tell."""
    header = (
        "",
        _("Client"),
        _("Work"),
        _("Attempt"),
        _("State"),
        _("Turns"),
        _("Minutes"),
        _("Day"),
    )
    return Table(header, tuple(cells(number, line) for number, line in enumerate(lines, skip + 1)))


def cells(number: int, line: Line) -> tuple[str, ...]:
    """One interview."""
    return (
        str(number),
        line.client,
        _("TEST") if line.test else line.assignment or _("free practice"),
        attempt(line),
        _(STATE_WORDS[line.state]),
        str(line.turns),
        minutes(line),
        (line.last_at or line.created_at).date().isoformat(),
    )


def attempt(line: Line) -> str:
    """`2 of 3`."""
    if line.attempt is None or line.test:
        return "–"
    if line.max_attempts is None:
        return str(line.attempt)
    return _("{n} of {of}").format(n=line.attempt, of=line.max_attempts)


def minutes(line: Line) -> str:
    """The time really spent, as the report measures it."""
    return "–" if line.active_ms is None else str(round(line.active_ms / MINUTE_MS))


def ways(number: int, line: Line) -> tuple[Button, ...]:
    """Open what runs; read or take what is over."""
    if line.state.runs:
        return (Button(_("Open {n}").format(n=number), token("open", line.id), "primary"),)
    return (
        Button(_("Feedback {n}").format(n=number), token("feedback", line.id)),
        Button(_("Export {n}").format(n=number), token("export", line.id)),
    )


def read_by(call: Call, lines: tuple[Line, ...], skip: int) -> tuple[Note, ...]:
    """Who else has read them: the student's right to know."""
    numbers = {line.id: number for number, line in enumerate(lines, skip + 1)}
    return tuple(
        Note(
            _("Interview {n} was read by {name}, last on {day}.").format(
                n=numbers[one.session_id], name=one.name, day=one.at.date().isoformat()
            )
        )
        for one in audit.readers(call.tx, numbers)
    )
