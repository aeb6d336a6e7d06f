"""The class and its channel: binding, settings, membership, and what changes the channel."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.event import ChannelChanged, Event, Fired
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Button, say
from core.domain.roster import Past, followed, rightful
from core.domain.teaching import Enrolment, Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import library
from core.services.grants import Act
from core.store import alerts, audit, people, sections
from core.store.transaction import Transaction

MOMENT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a teacher says about a class; None leaves a thing as it is."""

    name: str | None = None
    code: str | None = None
    zone: str | None = None
    enrolment: Enrolment | None = None


@cache
def zones() -> frozenset[str]:
    """Every time zone that there is."""
    return frozenset(available_timezones())


def check_zone(zone: str) -> str:
    """The zone's exact name; RefusalError when there is no such zone."""
    known = {one.casefold(): one for one in zones()}
    found = known.get(zone.strip().replace(" ", "_").casefold())
    if found is None:
        wanted = "a time zone such as America/New_York or Europe/Madrid"
        raise RefusalError(Refusal.BAD_OPTION, option="zone", wanted=wanted)
    return found


def check_name(name: str) -> str:
    """RefusalError when nothing readable is in it."""
    stripped = " ".join(name.split())
    if not stripped:
        raise RefusalError(Refusal.BAD_OPTION, option="name", wanted="the name of your class")
    return stripped


def bind(tx: Transaction, act: Act, wanted: Settings) -> tuple[Section, Effects]:
    """Make a class of this channel and its teacher of the caller; once only."""
    section = found(tx, act, wanted)
    people.enrol(tx, section.id, act.by.id, SectionRole.TEACHER, act.now)
    audit.record(tx, Entry(act.by.id, "bind", section.place, act.now, section.id))
    stocked = library.ask(act.event, section.id)
    return section, Effects(events=(reconcile_event(section, act.event), stocked))


def found(tx: Transaction, act: Act, wanted: Settings) -> Section:
    """The new class of this channel; RefusalError where there is one, or where none can be."""
    place = act.event.place
    if place.thread or not place.channel:
        raise RefusalError(Refusal.NOT_A_CHANNEL)
    name, zone = check_name(wanted.name or ""), check_zone(wanted.zone or "UTC")
    made = sections.add(tx, place, name, zone, act.now)
    if made is None:
        bound = sections.find_at(tx, place)
        raise RefusalError(Refusal.ALREADY_BOUND, name=bound.name if bound else name)
    section = replace(
        made, code=(wanted.code or "").strip(), enrolment=wanted.enrolment or made.enrolment
    )
    sections.save(tx, section)
    return section


def change(
    tx: Transaction, act: Act, section: Section, wanted: Settings
) -> tuple[Section, Effects]:
    """Change what is given; opening a class lets everybody in who waits."""
    section = sections.lock(tx, section.id) or section
    changed = replace(
        section,
        name=section.name if wanted.name is None else check_name(wanted.name),
        code=section.code if wanted.code is None else wanted.code.strip(),
        zone=section.zone if wanted.zone is None else check_zone(wanted.zone),
        enrolment=wanted.enrolment or section.enrolment,
    )
    if changed == section:
        return section, NOTHING
    sections.save(tx, changed)
    audit.record(tx, Entry(act.by.id, "settings", section.id, act.now, section.id))
    if changed.enrolment is section.enrolment:
        return changed, NOTHING
    return changed, Effects(events=(reconcile_event(changed, act.event),))


def reconcile_event(section: Section, because: Event, *, tell: bool = False) -> Event:
    """Compare the roster with the channel, in a lane of its own.

    `tell` says what came of it: in the asker's lane, behind the answer that it was begun.
    """
    payload = {"section": section.id}
    lane = f"reconcile:{section.id}"
    if tell:
        payload |= {"to": because.actor.user, "at": str(because.place), "handle": because.handle}
        lane = because.lane_key
    key = f"reconcile:{section.id}:{because.key}"[:200]
    place = Place.parse(section.place)
    return Event(key, place, Fired("reconcile", payload), because.at, lane=lane)


def settle(
    tx: Transaction, section: Section, person: Person, now: datetime, *, present: bool
) -> SectionRole:
    """Bring one person's enrolment to what the rule says; an archived class stays as it is."""
    section = sections.lock(tx, section.id) or section
    past = people.past(tx, section.id, person.id)
    current = past.now if past else SectionRole.OUTSIDER
    if section.frozen:
        return current
    wanted = rightful(past, present=present, opens=section.enrolment is Enrolment.OPEN)
    become(tx, section, person, wanted, now)
    return wanted


def become(
    tx: Transaction, section: Section, person: Person, wanted: SectionRole, now: datetime
) -> None:
    """Begin or end a period; nothing when it is so already."""
    if wanted is SectionRole.OUTSIDER:
        people.withdraw(tx, section.id, person.id, now)
    else:
        people.let_in(tx, section.id, person.id, wanted, now)


def look_after(tx: Transaction, section: Section, now: datetime) -> Section:
    """Notice that the last teacher went, or that there is one again."""
    taught = people.has_teacher(tx, section.id)
    if taught == (section.orphaned_at is None):
        return section
    if not taught:
        text = f"class {section.id} has no teacher; an administrator can name one there"
        alerts.raise_once(tx, "orphaned", f"{section.id}@{now.date()}", text)
    return sections.orphan(tx, section, None if taught else now)


def reassign(tx: Transaction, act: Act, section: Section, person: Person) -> None:
    """Give a class a teacher; it opens no transcript to the administrator who does it."""
    people.enrol(tx, section.id, person.id, SectionRole.TEACHER, act.now)
    look_after(tx, section, act.now)
    audit.record(tx, Entry(act.by.id, "reassign", person.id, act.now, section.id))


def channel_changed(
    tx: Transaction, section: Section, said: ChannelChanged, event: Event, now: datetime
) -> Effects:
    """Keep what follows; who waits is let in, or the teachers asked, in the same commit."""
    section = sections.lock(tx, section.id) or section
    changed = followed(section, said)
    if changed == section:
        return NOTHING
    sections.save(tx, changed)
    effects = NOTHING
    if section.frozen and not changed.frozen:
        effects += Effects(events=(reconcile_event(changed, event),))
    if changed.enrolment is not section.enrolment:
        effects += ask_to_confirm(tx, changed, take_back(tx, changed, event, now))
    return effects


def take_back(tx: Transaction, section: Section, opening: Event, now: datetime) -> int:
    """Who came in while the channel opened waits after all; how many they are.

    The channel may have been open, and its members read, before we are told of it.
    """
    opened = datetime.fromtimestamp(opening.at / 1000, UTC)
    newcomers = people.let_in_since(tx, section.id, opened - MOMENT)
    for person_id in newcomers:
        people.let_in(tx, section.id, person_id, SectionRole.PENDING, now)
    return len(newcomers)


def ask_to_confirm(tx: Transaction, section: Section, waiting: int) -> Effects:
    """Everybody can enter now: tell the teachers that newcomers wait for them."""
    lines = [
        _(
            "The channel of {name} is public now, so anybody can join it. "
            "From now on newcomers wait until you approve them; who is "
            "enrolled stays enrolled. Change it back if everybody shall "
            "come in by joining."
        ).format(name=section.name)
    ]
    if waiting:
        text = ngettext(
            "{n} person came in just before and waits as well.",
            "{n} people came in just before and wait as well.",
            waiting,
        )
        lines.append(text.format(n=waiting))
    reply = say(
        *lines,
        buttons=(Button(_("Class settings"), token("section settings"), "primary"),),
    )
    place = Place.parse(section.place)
    return Effects(
        tuple(
            Draft(place, Post(reply, person.user))
            for person, role in people.members(tx, section.id)
            if role is SectionRole.TEACHER
        )
    )


def untouched(past: Past | None, since: datetime) -> bool:
    """Whether nobody has changed the enrolment after that instant."""
    return past is None or past.touched_at is None or past.touched_at < since
