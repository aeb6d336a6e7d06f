"""Try again from here: a sibling interview from one turn on, and both side by side."""

from dataclasses import replace

from core.domain.effects import NOTHING, Effects
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Open
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Note, Reply, Row, Rows, Speech, Table, say
from core.domain.session import Message, Role, Session, SessionState
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.phrases import SIGNALS, points
from core.evaluation.values import Report
from core.language import _
from core.services import forking, usage
from core.services.grants import Act
from core.services.house import House
from core.simulation import demo
from core.store import forks, messages, sections, sessions
from core.store.forks import Fork
from core.store.transaction import Transaction

COMPARED = ("reflection", "open", "closed", "advice", "empathy")


def buttons(session: Session, report: Report, fork: Fork | None = None) -> tuple[Button, ...]:
    """One for each moment that the report names, at most three; for a fork also the comparison."""
    again = (
        Button(
            _("Try again from turn {turn}").format(turn=one.turn),
            token("replay", f"{session.id}.{one.turn}"),
        )
        for one in report.moments
    )
    if fork is None:
        return tuple(again)
    return (Button(_("Side by side"), token("compare", session.id), "primary"), *again)


def start(
    tx: Transaction, house: House, act: Act, session_id: str, turn: int
) -> tuple[Reply, Effects]:
    """Open a place for the sibling, or lead to the one that runs already."""
    parent = sessions.find(tx, session_id)
    if parent is None or parent.student_id != act.by.id:
        raise RefusalError(Refusal.NOT_FOUND)
    if parent.state.runs:
        raise RefusalError(Refusal.ILLEGAL_MOVE, state=parent.state.value)
    running = sessions.find_running(tx, act.by.id, parent.id, parent.client_id)
    if running is not None:
        return lead_to(running, act, turn)
    check_class(tx, parent)
    forking.point(tx, house, parent, turn)
    made = sibling(act, parent)
    if made.engine != demo.ENGINE:
        usage.hold_money(tx, house.limits, made)
    if not sessions.add(tx, made, work=parent.id):
        usage.free_money(tx, made)
        raise RefusalError(Refusal.SESSION_STARTING)
    forks.add(tx, Fork(made.id, parent.id, turn))
    title = _("Again from turn {turn}").format(turn=turn)
    errand = Open(made.id, act.by.user, title)
    reply = say(_("Opening the moment again…"))
    return reply, Effects((Draft(act.event.place.parent, errand),))


def check_class(tx: Transaction, parent: Session) -> None:
    """RefusalError where nothing new begins."""
    section = sections.find(tx, parent.section_id)
    if section is None:
        raise RefusalError(Refusal.NOT_FOUND)
    if section.frozen:
        raise RefusalError(Refusal.FROZEN)


def lead_to(running: Session, act: Act, turn: int) -> tuple[Reply, Effects]:
    """The way into the try that runs; a lost place is opened anew."""
    if running.state is SessionState.INTERRUPTED:
        title = _("Again from turn {turn}").format(turn=turn)
        errand = Open(running.id, act.by.user, title)
        reply = say(_("That try lost its place. Opening a new one; it goes on."))
        return reply, Effects((Draft(act.event.place.parent, errand),))
    if running.place is None:
        raise RefusalError(Refusal.SESSION_STARTING)
    reply = say(_("Another try of this interview is still open; end it first."))
    return replace(reply, goto=Place.parse(running.place)), NOTHING


def sibling(act: Act, parent: Session) -> Session:
    """The same client, engine, seed and wording; outside every assignment."""
    return replace(
        parent,
        id=new_key(),
        assignment_id=None,
        state=SessionState.STARTING,
        attempt=None,
        lane=None,
        place=None,
        origin=str(act.event.place),
        origin_handle=act.event.handle,
        director="",
        last_seq=0,
        turns=0,
        openness=0,
        created_at=act.now,
        began_at=None,
        last_at=None,
        ended_at=None,
    )


def side_by_side(tx: Transaction, fork: Fork) -> Reply:
    """The same turn twice, and what followed each time, in the report's own counts."""
    texts = (messages.report_of(tx, fork.parent_id), messages.report_of(tx, fork.session_id))
    if texts[0] is None or texts[1] is None:
        return say(_("There is nothing to compare yet: it comes when the interview ends."))
    then, now = Report.from_json(texts[0]), Report.from_json(texts[1])
    heads = (_("then"), _("now"))
    blocks: list[Block] = [Heading(_("Side by side from turn {turn}").format(turn=fork.turn))]
    for head, session_id in zip(heads, (fork.parent_id, fork.session_id), strict=True):
        blocks += moment(messages.of_session(tx, session_id), fork.turn, head)
    blocks.append(Table(("", *heads), tuple(cells(then, now, fork.turn))))
    blocks.append(Note(_("Counted from that turn on. Neither is a grade.")))
    again = Button(_("Once more"), token("replay", f"{fork.parent_id}.{fork.turn}"))
    return Reply(tuple(blocks), (again,))


def moment(lines: tuple[Message, ...], turn: int, head: str) -> list[Block]:
    """What was said in that turn."""
    found = [one for one in lines if one.turn == turn]
    names = {Role.STUDENT: _("You"), Role.CLIENT: _("Client")}
    said: list[Block] = [
        Speech(f"{names[one.role]}, {head}", one.text) for one in found if one.role in names
    ]
    return said or [Rows((Row(head, _("nothing was said")),))]


def cells(then: Report, now: Report, turn: int) -> list[tuple[str, str, str]]:
    """Rows of the comparison."""
    words = {"open": _("Open questions"), "closed": _("Closed questions")}
    labels = [words.get(name) or _(SIGNALS.get(name, name)) for name in COMPARED]
    names = (_("Turns"), *labels, _("Facts told"), _("Openness at the end"))
    return list(zip(names, values(then, turn), values(now, turn), strict=True))


def values(report: Report, turn: int) -> tuple[str, ...]:
    """The figures of one interview from that turn on."""
    turns = max(report.read_turns - turn + 1, 0)
    counts = [sum(one >= turn for one in report.turns_of(name)) for name in COMPARED]
    told = sum(row.reached.is_open and row.turn >= turn for row in report.facts)
    return (*map(str, (turns, *counts, told)), points(report.openness.end))
