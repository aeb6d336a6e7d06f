"""How a teacher sees an assignment: its settings, its post, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.domain.assignment import Changes, label
from core.domain.dates import Moment, shown, stamp, told
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import Assignment, AssignmentState, Release, Section
from core.domain.token import token
from core.language import _, gettext_noop
from core.services import announcements
from core.services.assignments import Task
from core.services.wishes import Wish

STATES = {
    AssignmentState.DRAFT: gettext_noop("draft: only teachers see it"),
    AssignmentState.PUBLISHED: gettext_noop("published"),
    AssignmentState.CLOSED: gettext_noop("closed: no new interviews"),
}
RELEASES = {
    Release.AT_ONCE: gettext_noop("at once"),
    Release.AFTER_REVIEW: gettext_noop("after your review"),
    Release.ON_DATE: gettext_noop("on a date"),
}
MOST_OFFERS = 3


def versioned(task: Task) -> str:
    """A button's target that knows what its reader has seen."""
    return f"{task.assignment.id}.{task.assignment.version}"


def as_typed(number: int | None) -> str:
    """A limit as it stands in a form."""
    return "" if number is None else str(number)


def settings_rows(task: Task, now: datetime) -> Rows:
    """Every setting as a value or as none; dates in the class's own zone."""
    one, zone = task.assignment, task.section.zone
    rows = {
        _("State"): _(STATES[one.state]),
        _("Clients"): listed(pair.client.name for pair in task.pairs),
        _("Rubric"): listed(pair.rubric for pair in task.pairs),
        _("Due"): when(one.due_at, zone, now) or _("no due date"),
        _("Kind"): _("graded") if one.graded else _("practice"),
        _("Attempts"): as_typed(one.max_attempts) or _("as many as they like"),
        _("Scores are shown"): released(one, zone),
        _("Students may"): may(one),
        _("Available from"): when(one.available_at, zone, now),
        _("Minutes of one interview"): as_typed(one.time_limit),
        _("Publishes itself"): when(one.publish_at, zone, now),
    }
    return Rows(tuple(Row(name, text) for name, text in rows.items() if text))


def listed(names: Iterable[str]) -> str:
    """Each name once, or none."""
    return ", ".join(dict.fromkeys(filter(None, names))) or _("none")


def when(at: datetime | None, zone: str, now: datetime) -> str:
    """An instant in the class's zone; empty for none."""
    return shown(at, zone, now) if at else ""


def released(one: Assignment, zone: str) -> str:
    """When scores are shown."""
    if one.release is Release.ON_DATE and one.release_at is not None:
        return stamp(one.release_at, zone)
    return _(RELEASES[one.release])


def may(one: Assignment) -> str:
    """What students are given besides the client."""
    given = [_("see the rubric")] if one.show_rubric else []
    if one.notes_allowed:
        given.append(_("keep notes"))
    return ", ".join(given) or _("neither see the rubric nor keep notes")


def screen(task: Task, now: datetime, *notes: str) -> Reply:
    """The settings, and for a draft the post that the class will read."""
    blocks: list[Block] = [Heading(task.assignment.title), settings_rows(task, now)]
    blocks += [Note(one) for one in notes if one]
    if task.draft:
        clients = tuple(pair.client for pair in task.pairs)
        preview = announcements.announcement(task.assignment, clients)
        blocks += [Note(_("The class will read:")), *preview.blocks]
    return Reply(tuple(blocks), buttons_of(task))


def buttons_of(task: Task) -> tuple[Button, ...]:
    """What can be done in this state."""
    key = task.assignment.id
    edit = Button(_("Edit"), token("assign edit", key))
    copy = Button(_("Copy"), token("assign copy", key))
    more = Button(_("More settings"), token("assign more", key))
    if task.draft:
        return (
            Button(_("Publish"), token("assign post", versioned(task)), "primary"),
            edit,
            more,
            Button(_("Clients and rubrics"), token("assign pairs", key)),
            copy,
            Button(_("Delete"), token("assign delete", key), "danger"),
        )
    if task.assignment.state is AssignmentState.CLOSED:
        again = Button(_("Open again"), token("assign post", versioned(task)))
        return (again, edit, copy)
    return (
        edit,
        Button(_("Extension"), token("assign extend", key)),
        Button(_("Calendar"), token("calendar", key)),
        copy,
        Button(_("Unpublish"), token("assign unpublish", key)),
        Button(
            _("Close"), token("assign close", key), "danger", _("No new interviews then. Close?")
        ),
    )


def others(task: Task, wish: Wish) -> tuple[Button, ...]:
    """Buttons for the other readings of a typed due date."""
    offers = wish.offers if wish.typed else ()
    return tuple(
        Button(
            _("Rather {date}").format(date=stamp(one.at, one.zone)),
            token("assign due", f"{task.assignment.id}.{int(one.at.timestamp())}"),
        )
        for one in offers[1:MOST_OFFERS]
    )


def oddity(offers: tuple[Moment, ...]) -> str:
    """Why the taken instant is not the wall time that was typed."""
    return told(offers[0]) if offers else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The readings that somebody must choose from, kept as a proposal."""

    proposal: str
    offers: tuple[Moment, ...]


def change_rows(section: Section, stands: Assignment, changes: Changes) -> tuple[Rows, ...]:
    """What stands and what is wished, one below the other; nothing where nothing is."""
    rows = tuple(
        Row(label(name), change_text(section, getattr(stands, name, None), value))
        for name, value in changes.items()
    )
    return (Rows(rows),) if rows else ()


def change_text(section: Section, old: object, new: object) -> str:
    """`attempts: 2 → 3`; lists of clients are only said to differ."""
    if isinstance(new, tuple):
        return _("changed")
    return _("{old} → {new}").format(old=value_text(old, section), new=value_text(new, section))


def value_text(value: object, section: Section) -> str:
    """A setting as people read it."""
    if value is None or value == "":
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return stamp(value, section.zone)
    return _(RELEASES[value]) if isinstance(value, Release) else str(value)


def conflict(task: Task, changes: Changes, who: str, proposal: str) -> Reply:
    """Somebody else was first: what stands now beside what was wished; nothing is lost."""
    text = _("{who} changed this while your form was open. Nothing of yours was saved yet.")
    blocks: tuple[Block, ...] = (
        Heading(task.assignment.title),
        Prose(text.format(who=who)),
        *change_rows(task.section, task.assignment, changes),
    )
    buttons = (
        Button(_("Save mine"), token("assign save", f"{proposal}.0"), "primary"),
        Button(_("Keep theirs"), token("assign show", task.assignment.id)),
    )
    return Reply(blocks, buttons)


def confirm(task: Task, changes: Changes, asked: Asked, now: datetime) -> Reply:
    """A typed date as concrete instants, before anything happens."""
    rest = {name: value for name, value in changes.items() if name != "due_at"}
    rows = change_rows(task.section, task.assignment, rest)
    blocks: tuple[Block, ...] = (
        Heading(task.assignment.title),
        *offered(asked.offers, now),
        *rows,
    )
    cancel = Button(_("Cancel"), token("assign show", task.assignment.id))
    return Reply(blocks, (*save_buttons(asked, "assign save"), cancel))


def offered(offers: tuple[Moment, ...], now: datetime) -> tuple[Block, ...]:
    """The readings of a date, and why one is not what was typed."""
    rows = tuple(Row(_("Due"), shown(one.at, one.zone, now)) for one in offers)
    first = Prose(_("Which moment do you mean? Nothing is saved before you choose."))
    return (first, Rows(rows), *(Note(told(one)) for one in offers if one.odd))


def save_buttons(asked: Asked, verb: str) -> tuple[Button, ...]:
    """One button for each reading, the likeliest first."""
    return tuple(
        Button(
            _("Save: {date}").format(date=stamp(one.at, one.zone)),
            token(verb, f"{asked.proposal}.{index}"),
            "primary" if index == 0 else "plain",
        )
        for index, one in enumerate(asked.offers)
    )
