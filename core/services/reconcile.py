"""The scheduled comparison of rosters with channels: missed events heal."""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import say
from core.domain.roster import corrections
from core.domain.teaching import Enrolment, SectionRole
from core.errors import SendError, SendRefusedError
from core.language import _, gettext_noop
from core.ports import Member
from core.services import joining
from core.services import sections as service
from core.services.house import House
from core.store import people, sections
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

log = logging.getLogger(__name__)
UNREADABLE = gettext_noop(
    "The members of the channel could not be read just now; nothing was changed."
)
MEANING = {
    SectionRole.OUTSIDER: gettext_noop("left"),
    SectionRole.PENDING: gettext_noop("wait for approval"),
    SectionRole.STUDENT: gettext_noop("enrolled"),
    SectionRole.TA: gettext_noop("TAs"),
    SectionRole.TEACHER: gettext_noop("teachers"),
}


def every(tx: Transaction, _house: House, event: Event) -> Effects:
    """One event for each active class, in lanes of their own: a slow channel holds up no other."""
    return Effects(
        events=tuple(
            Event(
                f"reconcile:{section_id}:{event.key}",
                place,
                Fired("reconcile", {"section": section_id}),
                event.at,
                lane=f"reconcile:{section_id}",
            )
            for section_id, place in sections.every_active(tx)
        )
    )


def here(tx: Transaction, _house: House, event: Event) -> Effects:
    """The class of this channel, because something that decides who sees it has changed."""
    section = sections.find_at(tx, event.place)
    if section is None or section.frozen:
        return NOTHING
    return Effects(events=(service.reconcile_event(section, event),))


async def decide(_database: Database, house: House, event: Event) -> Finish:
    """Ask the platform outside any transaction; an answer that cannot be true changes nothing."""
    asked_at = house.clock.now()
    payload = payload_of(event)
    platform = house.platforms.get(event.place.platform)
    found: tuple[Member, ...] = ()
    unreadable = _(UNREADABLE)
    try:
        found = await platform.members(event.place.parent) if platform else ()
    except SendError as error:
        log.warning("the members of a class could not be read: %s", error)
        if isinstance(error, SendRefusedError):
            unreadable = f"{_(UNREADABLE)} ({error})"
    humans = {one.user: one for one in found if not one.bot}
    if not humans:  # an outage, not a class that all have left
        return lambda _tx: told(payload, unreadable)

    def finish(tx: Transaction) -> Effects:
        changed = compare(tx.bound(event.tenant), payload["section"], humans, asked_at)
        return told(payload, in_words(changed))

    return finish


def told(payload: Mapping[str, str], sentence: str) -> Effects:
    """Say it to whoever asked; the scheduled comparison tells nobody."""
    if not payload.get("to"):
        return NOTHING
    post = Post(say(sentence), payload["to"], payload["handle"])
    return Effects((Draft(Place.parse(payload["at"]), post),))


def in_words(changed: Counter[SectionRole]) -> str:
    """What came of the comparison."""
    if not changed:
        return _("The roster fits the channel; nothing was changed.")
    parts = [f"{number} {_(MEANING[role])}" for role, number in sorted(changed.items())]
    return _("The roster fits the channel now: {changes}.").format(changes=", ".join(parts))


def compare(
    tx: Transaction, section_id: str, humans: dict[str, Member], asked_at: datetime
) -> Counter[SectionRole]:
    """Correct what differs; what changed since the question is newer than the answer."""
    changed: Counter[SectionRole] = Counter()
    section = sections.lock(tx, section_id)
    if section is None or section.frozen:
        return changed
    pasts = people.pasts(tx, section.id)
    wanted = corrections(pasts, frozenset(humans), opens=section.enrolment is Enrolment.OPEN)
    known = people.find_users(tx, {*wanted, *humans})
    for user, role in sorted(wanted.items()):
        if not service.untouched(pasts.get(user), asked_at):
            continue
        name = humans[user].name if user in humans else ""
        person = known.get(user) or people.meet(tx, user, name, asked_at)
        service.become(tx, section, person, role, asked_at)
        changed[role] += 1
    changed[SectionRole.STUDENT] += joining.by_address(tx, section, humans, asked_at)
    rename(tx, humans, asked_at)
    service.look_after(tx, section, asked_at)
    return +changed


def rename(tx: Transaction, humans: dict[str, Member], now: datetime) -> None:
    """Take over the names that people have given themselves."""
    for user, person in people.find_users(tx, humans).items():
        if humans[user].name and humans[user].name != person.name:
            people.meet(tx, user, humans[user].name, now)
