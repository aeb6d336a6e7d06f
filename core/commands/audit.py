"""The audit for whom it concerns: who did what and when; never what was said."""

from typing import Annotated

from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.deedwords import deed_words
from core.domain.paging import paged, split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Prose, Reply, Row, Rows
from core.domain.token import token
from core.language import _
from core.services import grants
from core.store import deeds
from core.store.deeds import Deed, Wanted

PAGE = 10
# Reasons that administrators read; a teacher and a student learn of a hold and not why.
REASONED = frozenset({"hold", "hold_back", "workspace_retention"})
Page = Annotated[str | None, Option("which page", max_length=20)]


@command(
    "privacy audit",
    "Who did what with your data, and when",
    Action.OWN_AUDIT,
    Manner(button="page", reads=True),
)
def own_audit(call: Call, page: Page = None) -> Answer:
    """Every single time; /privacy show tells the last one of each reader."""
    back = Button(_("Your data"), token("privacy show"))
    title = Heading(_("Who did what with your data"))
    shown = listed(call, "privacy audit", Wanted(person_id=call.person.id), page)
    return Answer(Reply((title, *shown.blocks), (*shown.buttons, back)))


@command(
    "section audit",
    "Who did what in your class, and when",
    Action.SECTION_AUDIT,
    Manner(button="page", reads=True),
)
def section_audit(call: Call, page: Page = None) -> Answer:
    """Reading, scores, exports, settings, people."""
    section = grants.section_for(call.tx, call.section, Action.SECTION_AUDIT, call.act)
    back = Button(_("Class settings"), token("section settings"))
    shown = listed(call, "section audit", Wanted(section_id=section.id), page)
    return Answer(Reply((Heading(section.name), *shown.blocks), (*shown.buttons, back)))


@command(
    "admin audit",
    "Who did what in this workspace, and when",
    Action.TENANT_AUDIT,
    Manner(button="page", reads=True),
)
def admin_audit(call: Call, page: Page = None) -> Answer:
    """All classes, and what administrators do."""
    title = Heading(_("Who did what in this workspace"))
    shown = listed(call, "admin audit", Wanted(), page)
    back = Button(_("Health"), token("admin health"))
    return Answer(Reply((title, *shown.blocks), (*shown.buttons, back)))


def listed(call: Call, verb: str, wanted: Wanted, page: str | None) -> Reply:
    """One page of entries, the newest first."""
    paging = paged(deeds.count(call.tx, wanted), split_page(page or "")[1], PAGE)
    if not paging.total:
        return Reply((Prose(_("Nothing yet.")),))
    found = deeds.page(call.tx, wanted, PAGE, paging.skip)
    everywhere = wanted.section_id is None
    blocks: list[Block] = [Rows(tuple(row(one, everywhere=everywhere) for one in found))]
    if paging.pages > 1:
        blocks.append(where(paging))
    return Reply(tuple(blocks), turning(verb, "", paging))


def row(deed: Deed, *, everywhere: bool) -> Row:
    """`Ruth: opened an interview (Ines, First talk)`, with its time."""
    who = _("The app") if deed.who is None else named(deed.who)
    whom = "" if deed.whom is None else named(deed.whom)
    section = deed.section if everywhere else ""
    reason = deed.reason if everywhere and deed.action in REASONED else ""
    about = ", ".join(part for part in (whom, deed.title, section, reason) if part)
    told = f"{who}: {deed_words(deed.action)}"
    return Row(f"{told} ({about})" if about else told, deed.at)


def named(name: str) -> str:
    """A person's name, or that there is none any more."""
    return name or _("a deleted account")
