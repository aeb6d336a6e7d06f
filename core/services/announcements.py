"""Telling the class of its work: one message with Start, edited in place as things change."""

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, payload_of
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Edit, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import Assignment, AssignmentState, ClientVersion, Section
from core.domain.token import token
from core.language import _
from core.store import assignments, sections
from core.store.transaction import Transaction

JOB = "announce"


def refresh(section: Section, assignment: Assignment, because: Event) -> Effects:
    """Post or edit in the next turn of the class's own lane, as things stand then.

    One lane for all posts of a class: no edit overtakes the post that it belongs to.
    """
    key = f"{JOB}:{assignment.id}:{assignment.version}"
    return Effects(events=(in_lane(section, key, {"assignment": assignment.id}, because.at),))


def withdraw(section: Section, assignment: Assignment, because: Event) -> Effects:
    """The assignment is deleted: its post says so."""
    if assignment.announcement_key is None:
        return NOTHING
    payload = {"gone": assignment.announcement_key, "title": assignment.title}
    key = f"{JOB}:{assignment.id}:gone"
    return Effects(events=(in_lane(section, key, payload, because.at),))


def in_lane(section: Section, key: str, payload: dict[str, str], at: int) -> Event:
    """An event of the class's posts."""
    place = Place.parse(section.place)
    return Event(key, place, Fired(JOB, payload), at, lane=f"class:{section.id}")


def tell(tx: Transaction, event: Event) -> Effects:
    """Bring the class's post to how things stand; nothing for a draft that was never shown."""
    payload = payload_of(event)
    if "gone" in payload:
        gone = withdrawn(payload["title"])
        return Effects((Draft(event.place, Edit(payload["gone"], gone)),))
    assignment = assignments.find(tx, payload.get("assignment", ""))
    section = sections.find(tx, assignment.section_id) if assignment else None
    if assignment is None or section is None:
        return NOTHING
    reply = post_of(assignment, assignments.clients_of(tx, assignment.id))
    return Effects(shown(tx, Place.parse(section.place), assignment, reply))


def shown(tx: Transaction, place: Place, assignment: Assignment, reply: Reply) -> tuple[Draft, ...]:
    """An edit of the post that is there, else the post; its key is remembered."""
    if assignment.announcement_key is not None:
        return (Draft(place, Edit(assignment.announcement_key, reply)),)
    if assignment.state is AssignmentState.DRAFT:
        return ()
    key = new_key()
    assignments.set_announcement(tx, assignment.id, key)
    return (Draft(place, Post(reply), key),)


def post_of(assignment: Assignment, clients: tuple[ClientVersion, ...]) -> Reply:
    """What the class reads of an assignment in its present state."""
    if assignment.state is AssignmentState.DRAFT:
        return withdrawn(assignment.title)
    return announcement(assignment, clients)


def announcement(assignment: Assignment, clients: tuple[ClientVersion, ...]) -> Reply:
    """What the class reads: no names but the clients', no scores."""
    blocks: list[Block] = [Heading(assignment.title)]
    if assignment.briefing:
        blocks.append(Prose(assignment.briefing))
    blocks.append(Rows(rows_of(assignment, clients)))
    if assignment.state is AssignmentState.CLOSED:
        closed = _("Closed: no new interviews. What you did stays readable: /sessions")
        return Reply((*blocks, Note(closed)))
    blocks.append(Note(_("Start opens a private thread that only you can see.")))
    start = Button(_("Start"), token("practice", assignment.id), "primary")
    return Reply(tuple(blocks), (start, Button(_("Calendar"), token("calendar", assignment.id))))


def rows_of(assignment: Assignment, clients: tuple[ClientVersion, ...]) -> tuple[Row, ...]:
    """The terms; instants are shown in each reader's own zone."""
    attempts = assignment.max_attempts
    rows = [Row(_("Clients"), ", ".join(one.name for one in clients))]
    dates = {_("Opens"): assignment.available_at, _("Due"): assignment.due_at}
    rows += [Row(name, at) for name, at in dates.items() if at is not None]
    rows.append(Row(_("Attempts"), str(attempts) if attempts else _("as many as you like")))
    if assignment.time_limit is not None:
        limit = _("{n} min").format(n=assignment.time_limit)
        rows.append(Row(_("Time limit"), limit))
    return (*rows, Row(_("Kind"), _("graded") if assignment.graded else _("practice")))


def withdrawn(title: str) -> Reply:
    """What is left of a post whose work was taken back."""
    return Reply((Heading(title), Note(_("This work was taken back by the teacher."))))
