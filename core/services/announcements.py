"""Telling the class: one message with Start."""

from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import Assignment, ClientVersion, Section
from core.domain.token import token
from core.language import _
from core.store import assignments
from core.store.transaction import Transaction


def announce(tx: Transaction, section: Section, assignment: Assignment) -> Draft:
    """The class post of an assignment; its key is remembered so that it can be edited."""
    key = new_key()
    assignments.set_announcement(tx, assignment.id, key)
    reply = announcement(assignment, assignments.clients_of(tx, assignment.id))
    return Draft(Place.parse(section.place), Post(reply), key)


def announcement(assignment: Assignment, clients: tuple[ClientVersion, ...]) -> Reply:
    """What the class reads."""
    rows = [Row(_("Clients"), ", ".join(one.name for one in clients))]
    if assignment.due_at is not None:
        rows.append(Row(_("Due"), assignment.due_at))
    attempts = assignment.max_attempts
    rows.append(Row(_("Attempts"), str(attempts) if attempts else "as many as you like"))
    rows.append(Row(_("Kind"), "graded" if assignment.graded else "practice"))
    blocks: list[Block] = [Heading(assignment.title)]
    if assignment.briefing:
        blocks.append(Prose(assignment.briefing))
    blocks += [Rows(tuple(rows)), Note(_("Start opens a private thread that only you can see."))]
    return Reply(tuple(blocks), (Button(_("Start"), token("practice", assignment.id), "primary"),))
