"""The student's list of work, in pages: what waits, until when, and the way into each."""

from typing import Annotated

from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.paging import paged, split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Prose, Reply, Row, Rows
from core.domain.token import token
from core.language import _, gettext_noop, ngettext
from core.services import work
from core.services.work import Item, Standing

PAGE = 6
MOST_CLIENTS = 8
STANDINGS = {
    Standing.RUNNING: gettext_noop("in progress"),
    Standing.WAITING: gettext_noop("not started"),
    Standing.NOT_YET_OPEN: gettext_noop("not open yet"),
    Standing.DONE: gettext_noop("done"),
    Standing.OVER: gettext_noop("closed"),
}


def overview(call: Call, number: int = 1) -> Reply:
    """One page of work, each piece with its button; free practice where nothing is assigned."""
    found = work.sorted_items(work.items(call.tx, call.person), call.now)
    if not found:
        return nothing_assigned(call)
    paging = paged(len(found), number, PAGE)
    shown = found[paging.skip : paging.skip + PAGE]
    blocks: list[Block] = [Heading(_("Your work"))]
    blocks += [Rows(rows_of(one, call)) for one in shown]
    if paging.pages > 1:
        blocks.append(where(paging))
    starts = [start_button(one) for one in shown if work.can_start(one, call.now)]
    starts += reminders(shown, call)
    mine = Button(_("My interviews"), token("sessions"))
    return Reply(tuple(blocks), (*starts, *turning("work", "", paging), mine))


def nothing_assigned(call: Call) -> Reply:
    """The way on for a student whose teacher has published nothing yet."""
    clients = work.free_clients(call.tx)
    text = _("You can practise freely with any client, or wait until your teacher assigns work.")
    if not clients:
        text = _("Your teacher has published no client yet; there is nothing to do for now.")
    return Reply(
        (Heading(_("Nothing is assigned yet")), Prose(text)),
        tuple(
            Button(_("Talk to {name}").format(name=one.name), token("talk", one.id))
            for one in clients[:MOST_CLIENTS]
        ),
    )


def reminders(shown: tuple[Item, ...], call: Call) -> tuple[Button, ...]:
    """For each work that is not open yet: a word when it opens."""
    closed = {
        one.assignment.id: one.assignment.title
        for one in shown
        if work.standing(one, call.now) is Standing.NOT_YET_OPEN
    }
    return tuple(
        Button(_("Remind me: {title}").format(title=title)[:60], token("remind", key))
        for key, title in closed.items()
    )


def start_button(one: Item) -> Button:
    """Start, Continue or Again, with one client of one assignment."""
    if one.running:
        label = _("Continue: {name}")
    elif one.taken:
        label = _("Again: {name}")
    else:
        label = _("Start: {name}")
    target = token("talk", f"{one.client.id}.{one.assignment.id}")
    words = label.format(name=one.client.name)
    return (
        Button(words, target) if one.done and not one.running else Button(words, target, "primary")
    )


def rows_of(one: Item, call: Call) -> tuple[Row, ...]:
    """One piece of work in a few lines."""
    stands = work.standing(one, call.now)
    rows = [
        Row(one.assignment.title, one.client.name),
        Row(_("State"), f"{_(STANDINGS[stands])}, {attempts(one)}"),
    ]
    if stands is Standing.NOT_YET_OPEN and one.assignment.available_at:
        rows.append(Row(_("Opens"), one.assignment.available_at))
    if one.assignment.due_at:
        rows.append(Row(_("Due"), one.assignment.due_at))
    limit = one.assignment.time_limit
    if limit:
        text = ngettext("{n} minute for one interview", "{n} minutes for one interview", limit)
        rows.append(Row(_("Time limit"), text.format(n=limit)))
    return tuple(rows)


def attempts(one: Item) -> str:
    """How many attempts are left, or how many were made where there is no limit."""
    if one.left is None:
        return ngettext("{n} attempt", "{n} attempts", one.taken).format(n=one.taken)
    of = one.assignment.max_attempts
    return _("{left} of {of} attempts left").format(left=one.left, of=of)


@command("work", "A page of your work", Action.PRACTISE, Manner(button="page", reads=True))
def work_page(call: Call, page: Annotated[str, Option("which page", max_length=20)]) -> Answer:
    """What Next and Previous press."""
    return Answer(overview(call, split_page(page)[1]))
