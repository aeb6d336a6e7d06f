"""A class watched live: one message, edited in place at most twice a minute, without any text."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired, payload_of
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Edit, Open, Post
from core.domain.place import Place
from core.domain.policy import Action, Standing, allowed
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, Table, say
from core.domain.session import SessionState
from core.domain.statewords import STATE_WORDS
from core.domain.teaching import Section
from core.domain.token import token
from core.language import _
from core.services import monitorday
from core.services.grants import Act
from core.services.house import House
from core.services.monitorday import MINUTES, Day
from core.store import live, monitors, people, sections
from core.store.live import Calls, Interview
from core.store.monitors import Monitor
from core.store.transaction import Transaction

JOB = "monitor"
LIFE = timedelta(minutes=50)
EVERY_MS = 30_000
MOST = 8
USD = 10**9
NONE = "–"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is shown."""

    counts: dict[SessionState, int]
    interviews: tuple[Interview, ...]
    calls: tuple[Calls, ...]
    day: Day


def read(tx: Transaction, section: Section, now: datetime) -> Snapshot:
    """Four statements, however many interviews run."""
    local = now.astimezone(ZoneInfo(section.zone))
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Snapshot(
        live.counts(tx, section.id),
        live.interviews(tx, section.id, MOST),
        live.calls(tx, section.id, milliseconds(today)),
        monitorday.read(tx, section, now),
    )


def milliseconds(at: datetime) -> int:
    """Milliseconds UTC."""
    return int(at.timestamp() * 1000)


def board(section: Section, found: Snapshot) -> tuple[Block, ...]:
    """Numbers and names; nothing that ticks by itself, so that a quiet class is not edited."""
    rows = Rows(
        (
            Row(_("Interviews open"), str(sum(found.counts.values()))),
            Row(_("Of these paused"), str(found.counts.get(SessionState.PAUSED, 0))),
            Row(_("Of these interrupted"), str(found.counts.get(SessionState.INTERRUPTED, 0))),
            Row(_("Messages a minute"), f"{found.day.pace.said / MINUTES:.1f}"),
            Row(_("Messages, last 24 hours"), f"{monitorday.curve(found.day)} {found.day.said}"),
            Row(_("Mean time of an answer"), seconds(found.day.pace.reply_ms)),
            Row(_("Cost today"), f"${sum(one.nusd for one in found.calls) / USD:.4f}"),
            Row(_("Model errors today"), errors(found.calls)),
        )
    )
    heading = Heading(_("Live: {name}").format(name=section.name))
    if not found.interviews:
        return (heading, rows, Prose(_("No interview is open now.")))
    return (heading, rows, table(found.interviews))


def seconds(reply_ms: int | None) -> str:
    """Tenths of a second."""
    return NONE if reply_ms is None else _("{n:.1f} s").format(n=reply_ms / 1000)


def errors(calls: tuple[Calls, ...]) -> str:
    """How many of each kind."""
    failed = [one for one in calls if one.fault]
    total = sum(one.calls for one in failed)
    kinds = ", ".join(f"{one.fault} {one.calls}" for one in failed)
    return f"{total} ({kinds})" if failed else "0"


def table(interviews: tuple[Interview, ...]) -> Table:
    """The newest interviews, numbered as the buttons are."""
    header = ("", _("Student"), _("Client"), _("State"), _("Turns"), _("Openness"))
    return Table(
        header,
        tuple(
            (
                str(number),
                one.student,
                one.client,
                _(STATE_WORDS[one.state]),
                str(one.turns),
                f"{one.openness / 10:.0f} %",
            )
            for number, one in enumerate(interviews, 1)
        ),
    )


def reply_of(monitor: Monitor, section: Section, found: Snapshot) -> Reply:
    """The board with its buttons; reading a transcript says first what it means."""
    confirm = _("Open the transcript? It is noted, and the student can see that you read it.")
    reads = tuple(
        Button(_("Read {n}").format(n=number), token("monitor read", one.id), confirm=confirm)
        for number, one in enumerate(found.interviews, 1)
    )
    day = Button(_("Last 24 hours"), token("monitor day", section.id))
    stop = Button(_("Stop"), token("monitor stop", monitor.id))
    note = Note(_("Renewed when something changes, at most twice a minute, for fifty minutes."))
    return Reply((*board(section, found), note), (*reads, day, stop))


def start(tx: Transaction, act: Act, section: Section) -> tuple[Reply, Effects]:
    """Open a private place for the board, or lead to the one that is open."""
    running = monitors.find_running(tx, section.id, act.by.id)
    if running is not None and running.until > act.now:
        goto = Place.parse(running.place) if running.place else None
        return replace(say(_("You are watching this class already.")), goto=goto), NOTHING
    if running is not None:
        monitors.save(tx, replace(running, state="ended"))
    until = act.now + LIFE
    made = Monitor(new_key(), section.id, act.by.id, "opening", None, "", until, act.now)
    monitors.add(tx, made)
    title = _("Live: {name}").format(name=section.name)
    draft = Draft(act.event.place.parent, Open(made.id, act.by.user, title))
    return say(_("Opening a private place for it…")), Effects((draft,))


def opened(tx: Transaction, house: House, event: Event, ref: str) -> Effects:
    """The place is there: the first board, and the job that renews it."""
    monitor = monitors.find(tx, ref)
    section = sections.find(tx, monitor.section_id) if monitor else None
    if monitor is None or section is None or monitor.state == "ended":
        return NOTHING
    reply = reply_of(monitor, section, read(tx, section, house.clock.now()))
    known = replace(monitor, state="open", place=str(event.place), shown=digest(reply))
    monitors.save(tx, known)
    post = Draft(event.place, Post(reply), monitor.id)
    return Effects((post,), jobs=(next_look(tx, known, 1),))


def not_opened(tx: Transaction, place: Place, ref: str, reason: str) -> Effects:
    """The platform would not open the place: nobody watches, and the teacher hears why."""
    monitor = monitors.find(tx, ref)
    person = people.find(tx, monitor.person_id) if monitor else None
    if monitor is None or person is None:
        return NOTHING
    monitors.save(tx, replace(monitor, state="ended"))
    reply = say(_("No place could be opened for it: {reason}.").format(reason=reason))
    return Effects((Draft(place, Post(reply, person.user)),))


def digest(reply: Reply) -> str:
    """What two boards that read the same have in common."""
    labels = (f"{one.label} {one.token}" for one in reply.buttons)
    return hashlib.sha256("\n".join((reply.text, *labels)).encode()).hexdigest()


def next_look(tx: Transaction, monitor: Monitor, number: int) -> JobDraft:
    """Half a minute from now, in the lane of the place."""
    key = f"{monitor.id}:{number}"
    fired = Fired(JOB, {"monitor": monitor.id, "number": str(number)})
    place = Place.parse(monitor.place or "")
    run_at = tx.now_ms + EVERY_MS
    return JobDraft(JOB, key, run_at, Event(f"monitor:{key}", place, fired, run_at))


def look(tx: Transaction, house: House, event: Event) -> Effects:
    """Edit the board where something changed, and come again; end when its time is over."""
    payload = payload_of(event)
    monitor = monitors.find(tx, payload["monitor"])
    section = sections.find(tx, monitor.section_id) if monitor else None
    if monitor is None or section is None or monitor.state != "open":
        return NOTHING
    now = house.clock.now()
    if now >= monitor.until or not may_watch(tx, monitor):
        return end(tx, monitor, section)
    coming = Effects(jobs=(next_look(tx, monitor, int(payload["number"]) + 1),))
    return renew(tx, monitor, reply_of(monitor, section, read(tx, section, now))) + coming


def renew(tx: Transaction, monitor: Monitor, reply: Reply) -> Effects:
    """An edit where the board reads otherwise than before."""
    if digest(reply) == monitor.shown:
        return NOTHING
    monitors.save(tx, replace(monitor, shown=digest(reply)))
    return Effects((Draft(Place.parse(monitor.place or ""), Edit(monitor.id, reply)),))


def may_watch(tx: Transaction, monitor: Monitor) -> bool:
    """Whoever stopped teaching the class stops watching it."""
    role = people.role_of(tx, monitor.section_id, monitor.person_id)
    return allowed(Action.MONITOR, Standing(role))


def end(tx: Transaction, monitor: Monitor, section: Section) -> Effects:
    """The board says that it is over and how to begin again."""
    monitors.save(tx, replace(monitor, state="ended"))
    reply = say(
        _("You do not watch {name} any more.").format(name=section.name),
        buttons=(Button(_("Watch again"), token("monitor")),),
    )
    return Effects((Draft(Place.parse(monitor.place or ""), Edit(monitor.id, reply)),))
