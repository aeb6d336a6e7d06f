"""What is older than the notice says goes by itself, in small parts that can be interrupted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, payload_of
from core.services.grants import Act
from core.services.house import House
from core.store import audit, delivered, files, holds, live, privacy, switches
from core.store.transaction import Transaction

JOB, SWEEP = "retention", "sweep"
PART = 500
COURSE_ENDS_AFTER = timedelta(days=30)
MONTH = timedelta(days=30)


def days_kept(tx: Transaction, house: House) -> int:
    """For how many days words are kept in this workspace: never longer than the notice allows."""
    return min(switches.kept_days(tx) or house.kept_days, house.kept_days)


def keep_for(tx: Transaction, house: House, act: Act, days: int) -> bool:
    """An administrator's word; False when it is so already."""
    if days == days_kept(tx, house):
        return False
    switches.keep_for(tx, days if days < house.kept_days else None)
    audit.record(tx, Entry(act.by.id, "workspace_retention", tx.tenant, act.now, reason=str(days)))
    return True


def nightly(tx: Transaction, house: House, event: Event) -> Effects:
    """One part a turn; while something is left the next one follows in the same commit."""
    now = house.clock.now()
    before = now - COURSE_ENDS_AFTER - timedelta(days=house.kept_days)
    purged = max(purge(tx, before, now, courses=True), purge_sooner(tx, house, now))
    files.forget_old(tx, ms(now - MONTH))
    live.forget_old(tx, ms(now - MONTH))
    more = delivered.forget_jobs(tx)
    return following(event, {}) if more or purged == PART else NOTHING


def sweep(tx: Transaction, _house: House, event: Event) -> Effects:
    """What went through the lanes: bodies after a day, rows after a month."""
    after = delivered.sweep(tx, payload_of(event).get("after", ""))
    return NOTHING if after is None else following(event, {"after": after})


def following(event: Event, payload: Mapping[str, str]) -> Effects:
    """The next part of the same night, in a turn of its own."""
    part = int(payload_of(event).get("part", "1")) + 1
    key = f"{event.key.partition('#')[0]}#{part}"
    job = event.body.job if isinstance(event.body, Fired) else ""
    again = Fired(job, {**payload, "part": str(part)})
    return Effects(events=(Event(key, event.place, again, event.at, lane=event.lane_key),))


def purge(tx: Transaction, before: datetime, now: datetime, *, courses: bool) -> int:
    """Forget the words of one part of the old interviews of all workspaces; how many they were."""
    holds.steady(tx)
    return forget(tx, privacy.old_interviews(tx, before, PART, courses=courses), now)


def purge_sooner(tx: Transaction, house: House, now: datetime) -> int:
    """The same for the classes in which words are kept for a shorter time; the most of any."""
    found = [0]
    holds.steady(tx)
    for days in privacy.shorter_lives(tx):
        before = now - COURSE_ENDS_AFTER - timedelta(days=min(days, house.kept_days))
        found.append(forget(tx, privacy.old_of_shorter(tx, before, PART, days), now))
    return max(found)


def forget(tx: Transaction, ids: list[str], now: datetime) -> int:
    """The words of these interviews; how many they were is in the audit."""
    if ids:
        privacy.forget_interviews(tx, ids)
        audit.record(tx.bound("app:retention"), Entry("", "purge", str(len(ids)), now))
    return len(ids)


def ms(at: datetime) -> int:
    """Milliseconds UTC."""
    return int(at.timestamp() * 1000)
