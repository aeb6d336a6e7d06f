"""Alerts reach somebody: the place that an administrator has named, and a class's own teachers.

An alert is one row, raised once. Every minute the rows that nobody was told of are posted; one
that has nobody to go to waits a week for a place and can be read with /admin health until then.
"""

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired
from core.domain.outgoing import Draft, Post
from core.domain.place import SEPARATOR, Place
from core.domain.reply import Button, Heading, Prose, Reply
from core.domain.teaching import SectionRole
from core.domain.token import token
from core.language import _
from core.services.house import House
from core.store import alerts, people, sections, switches
from core.store.alerts import Alert
from core.store.transaction import Transaction

EVERY, TELL = "alerts", "tell_alerts"
A_WEEK_MS = 7 * 24 * 3600 * 1000
MOST = 20


def every(tx: Transaction, _house: House, event: Event) -> Effects:
    """One event for each workspace of which somebody should be told something."""
    tenants = alerts.waiting_tenants(tx, tx.now_ms - A_WEEK_MS)
    return Effects(events=tuple(telling(tenant, event) for tenant in tenants))


def telling(tenant: str, because: Event) -> Event:
    """In a lane of the workspace's own."""
    platform, _colon, workspace = tenant.partition(SEPARATOR)
    place = Place(platform, workspace, "alerts")
    key = f"{TELL}:{tenant}:{because.at}"[:200]
    return Event(key, place, Fired(TELL), because.at, lane=f"{TELL}:{tenant}")


def tell(tx: Transaction, _house: House, _event: Event) -> Effects:
    """Post what waits; what has nobody to go to goes on waiting."""
    place = switches.find(tx).alert_place
    total = NOTHING
    for alert in reversed(alerts.of_tenant(tx, tx.now_ms - A_WEEK_MS, MOST, untold=True)):
        drafts = (*to_place(alert, place), *to_teachers(tx, alert))
        if drafts:
            alerts.mark_told(tx, alert)
            total = total + Effects(drafts)
    return total


def to_place(alert: Alert, place: str) -> tuple[Draft, ...]:
    """Where the administrators read."""
    if not place:
        return ()
    buttons = (
        Button(_("Health"), token("admin health")),
        Button(_("Cost"), token("admin cost")),
    )
    reply = Reply((Heading(_("Alert: {kind}").format(kind=alert.kind)), Prose(alert.text)), buttons)
    return (Draft(Place.parse(place), Post(reply)),)


def to_teachers(tx: Transaction, alert: Alert) -> tuple[Draft, ...]:
    """Privately, in their own class channel, for what is about their class."""
    section = sections.find(tx, alert.section_id) if alert.section_id else None
    if section is None:
        return ()
    words = _("In {name}: {text}.").format(name=section.name, text=alert.text)
    reply = Reply((Prose(words),))
    return tuple(
        Draft(Place.parse(section.place), Post(reply, person.user))
        for person, role in people.members(tx, section.id)
        if role is SectionRole.TEACHER
    )
