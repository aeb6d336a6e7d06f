"""What happens without anybody asking: places open and vanish, people come and go, jobs fire."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import (
    ChannelChanged,
    Edited,
    Erased,
    Event,
    Fired,
    Joined,
    Left,
    NotOpened,
    Opened,
    Unheard,
    Vanished,
)
from core.domain.ids import new_key
from core.services import (
    alerting,
    bundles,
    clientfiles,
    coach,
    completions,
    debriefing,
    duties,
    erasure,
    exports,
    gradeable,
    grades,
    gradings,
    held,
    interview,
    library,
    listening,
    monitor,
    openings,
    passports,
    patience,
    pictures,
    practice,
    privacy,
    reconcile,
    reports,
    retention,
    rosterimport,
    rubricfiles,
    support,
)
from core.services import sections as classes
from core.services.house import House
from core.store import alerts, holds, inbox, messages, monitors, people, safety, sections, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

STALE_START, UNPOSTED_MS = timedelta(minutes=10), 600_000
BODY_LIFE_MS = 24 * 3600 * 1000
CARD_LIFE_MS = 30 * BODY_LIFE_MS


Happening = Callable[[Transaction, House, Event], Effects]


Awaited = Callable[[Database, House, Event], Awaitable[Finish]]


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Look up the kind of happening; unknown jobs leave nothing behind."""
    job = event.body.job if isinstance(event.body, Fired) else ""
    if job in AWAITED:
        return await AWAITED[job](database, house, event)
    happening = JOBS.get(job, nothing) if job else HAPPENINGS.get(type(event.body), nothing)
    return lambda tx: happening(tx.bound(event.tenant), house, event)


def nothing(_tx: Transaction, _house: House, _event: Event) -> Effects:
    """Nothing to write."""
    return NOTHING


def opened(tx: Transaction, house: House, event: Event) -> Effects:
    """A place that a session asked for is there."""
    if not isinstance(event.body, Opened):
        return NOTHING
    ref = event.body.ref
    return practice.open_place(tx, house, event, ref) + monitor.opened(tx, house, event, ref)


def not_opened(tx: Transaction, _house: House, event: Event) -> Effects:
    """The platform would not open the place: the start is undone and the student told why."""
    if not isinstance(event.body, NotOpened):
        return NOTHING
    ref, reason = event.body.ref, event.body.reason
    return practice.fail_start(tx, ref, reason) + monitor.not_opened(tx, event.place, ref, reason)


def vanished(tx: Transaction, house: House, event: Event) -> Effects:
    """The place is gone, or nobody can tell whether a post arrived there."""
    practice.interrupt(tx, event.lane_key, house.clock.now())
    monitors.end_at(tx, str(event.place))
    section = None if event.place.thread else sections.find_at(tx, event.place)
    if section is not None and not section.frozen and isinstance(event.body, Vanished):
        # Not for each event: where alerts go may be the very place that takes none.
        key = f"{event.place}@{tx.now_ms // UNPOSTED_MS}"
        text = f"a post to the class may be missing ({event.body.reason}); please look there"
        alerts.raise_once(tx, "unposted", key, text, section.id)
    return NOTHING


def joined(tx: Transaction, house: House, event: Event) -> Effects:
    """Membership of the class channel makes a student or somebody who waits, never more."""
    section = sections.find_at(tx, event.place)
    if section is None or not isinstance(event.body, Joined):
        return NOTHING
    now = house.clock.now()
    person = people.meet(tx, event.body.user, event.body.name, now)
    classes.settle(tx, section, person, now, present=True)
    return NOTHING


def left(tx: Transaction, house: House, event: Event) -> Effects:
    """The period ends, the work stays."""
    if not isinstance(event.body, Left):
        return NOTHING
    section = sections.find_at(tx, event.place)
    person = people.find_user(tx, event.body.user)
    if section is not None and person is not None:
        now = house.clock.now()
        classes.settle(tx, section, person, now, present=False)
        classes.look_after(tx, section, now)
    return NOTHING


def channel_changed(tx: Transaction, house: House, event: Event) -> Effects:
    """The class follows its channel."""
    section = sections.find_at(tx, event.place)
    if section is None or not isinstance(event.body, ChannelChanged):
        return NOTHING
    return classes.channel_changed(tx, section, event.body, event, house.clock.now())


def edited(tx: Transaction, _house: House, event: Event) -> Effects:
    """An answered message keeps its text; the change is kept beside it."""
    session = sessions.find_lane(tx, event.lane_key)
    if session is not None and isinstance(event.body, Edited):
        messages.revise(tx, session.id, event.body.message_id, event.body.text, event.at)
    return NOTHING


def erased(tx: Transaction, _house: House, event: Event) -> Effects:
    """The words leave the transcript, and the report where it quoted them; not during a hold."""
    session = sessions.find_lane(tx, event.lane_key)
    if session is None or not isinstance(event.body, Erased):
        return NOTHING
    holds.steady(tx)
    section = sections.find(tx, session.section_id)
    if section is not None and section.held_at is not None:
        return tomorrow(tx, event)
    if messages.erase(tx, session.id, event.body.message_id):
        reports.unquote(tx, session.id)
    return NOTHING


def tomorrow(tx: Transaction, event: Event) -> Effects:
    """The same again in a day, in the same lane."""
    key = f"again:{new_key()}"
    again = replace(event, key=key, natural="")
    return Effects(jobs=(JobDraft("again", key, tx.now_ms + BODY_LIFE_MS, again),))


def housekeeping(tx: Transaction, house: House, event: Event) -> Effects:
    """Starts that never came, and bodies of finished events; it goes on in a turn of its own."""
    practice.fail_stale_starts(tx, house.clock.now() - STALE_START)
    safety.forget_old(tx, tx.now_ms - BODY_LIFE_MS, tx.now_ms - CARD_LIFE_MS)
    if not inbox.blank_bodies(tx, tx.now_ms - BODY_LIFE_MS, inbox.SLICE):
        return NOTHING
    key, _sign, number = event.key.partition("+")
    return Effects(events=(replace(event, key=f"{key}+{int(number or 0) + 1}"),))


AWAITED: dict[str, Awaited] = {
    clientfiles.IMPORT: clientfiles.bring,
    clientfiles.EXPORT: clientfiles.hand_out,
    rubricfiles.IMPORT: rubricfiles.bring,
    rubricfiles.EXPORT: rubricfiles.hand_out,
    library.JOB: library.decide,
    exports.JOB: exports.decide,
    erasure.JOB: erasure.decide,
    erasure.GO_ON: erasure.resume,
    privacy.JOB: privacy.decide,
    rosterimport.JOB: rosterimport.decide,
    bundles.JOB: bundles.decide,
    debriefing.JOB: debriefing.decide,
    passports.SHOW: passports.show,
    passports.TRUST: passports.trust,
    pictures.JOB: pictures.decide,
    completions.JOB: completions.decide,
    gradeable.JOB: gradings.begin,
    gradings.CRITERION: gradings.assess,
    grades.DATE_JOB: gradings.on_date,
    "report": reports.decide,
    "reconcile": reconcile.decide,
    held.JOB: interview.answer_again,
    support.JOB: interview.speak_in_role,
    coach.JOB: coach.decide,
}
JOBS: dict[str, Happening] = {
    patience.JOB: patience.moment,
    monitor.JOB: monitor.look,
    openings.JOB: openings.opens_now,
    alerting.EVERY: alerting.every,
    alerting.TELL: alerting.tell,
    "housekeeping": housekeeping,
    retention.JOB: retention.nightly,
    retention.SWEEP: retention.sweep,
    **duties.JOBS,
    "reconcile_all": reconcile.every,
    "reconcile_here": reconcile.here,
}
HAPPENINGS: dict[type, Happening] = {
    Opened: opened,
    NotOpened: not_opened,
    Vanished: vanished,
    Joined: joined,
    Left: left,
    ChannelChanged: channel_changed,
    Edited: edited,
    Erased: erased,
    Unheard: listening.unheard,
}
