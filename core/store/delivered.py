"""What was delivered long ago: bodies go after a day, rows after a month; lane by lane, in parts.

Nothing goes that is unfinished, and no key of a post that can still be edited.
"""

from sqlalchemy import BigInteger, bindparam, delete, or_, select, tuple_, update

from core.store.assignment_tables import announcements
from core.store.class_tables import assignments
from core.store.record_tables import monitors
from core.store.session_tables import RUNS, sessions
from core.store.tables import alerts, inbox, jobs, lanes, outbox
from core.store.transaction import Transaction

PAGE = 200
PART = 500
BODY_LIFE_MS = 24 * 3600 * 1000
ROW_LIFE_MS = 30 * BODY_LIFE_MS
NAMES = (
    select(lanes.c.lane).where(lanes.c.lane > bindparam("after")).order_by(lanes.c.lane).limit(PAGE)
)
IN_PAGE = lanes.c.lane.in_(bindparam("names", expanding=True))
DAY = bindparam("bodies_before", type_=BigInteger)
MONTH = bindparam("rows_before", type_=BigInteger)
# An interview that can still go on keeps its whole conversation, however long it pauses.
GOES_ON = (
    select(sessions.c.id)
    .where(sessions.c.tenant == lanes.c.tenant, sessions.c.lane == lanes.c.lane, RUNS)
    .exists()
)
KEPT_KEYS = (
    select(assignments.c.announcement_key).where(assignments.c.announcement_key.is_not(None)),
    select(announcements.c.post_key).where(announcements.c.post_key.is_not(None)),
    select(monitors.c.id),
)
SETTLED = outbox.c.state != "pending"

OLD_BODIES = (
    select(outbox.c.lane, outbox.c.seq, outbox.c.part)
    .join(lanes, lanes.c.lane == outbox.c.lane)
    .where(IN_PAGE, SETTLED, outbox.c.errand != "", outbox.c.created_at < DAY)
    .limit(PART)
)
OLD_POSTS = (
    select(outbox.c.lane, outbox.c.seq, outbox.c.part)
    .join(lanes, lanes.c.lane == outbox.c.lane)
    .where(IN_PAGE, SETTLED, outbox.c.created_at < MONTH, ~GOES_ON)
    .where(*(outbox.c.key.not_in(keys) for keys in KEPT_KEYS))
    .limit(PART)
)
OLD_EVENTS = (
    select(inbox.c.lane, inbox.c.seq)
    .join(lanes, lanes.c.lane == inbox.c.lane)
    .where(IN_PAGE, inbox.c.seq <= lanes.c.done_seq, inbox.c.received_at < MONTH, ~GOES_ON)
    .limit(PART)
)
STEPS = (
    update(outbox)
    .where(tuple_(outbox.c.lane, outbox.c.seq, outbox.c.part).in_(OLD_BODIES))
    .values(errand=""),
    delete(outbox).where(tuple_(outbox.c.lane, outbox.c.seq, outbox.c.part).in_(OLD_POSTS)),
    delete(inbox).where(tuple_(inbox.c.lane, inbox.c.seq).in_(OLD_EVENTS)),
)
EMPTY = delete(lanes).where(
    IN_PAGE,
    lanes.c.owner.is_(None),
    lanes.c.visible_at.is_(None),
    lanes.c.done_seq == lanes.c.last_seq,
    lanes.c.unsent == 0,
    ~GOES_ON,
    ~select(inbox.c.seq).where(inbox.c.lane == lanes.c.lane).exists(),
    ~select(outbox.c.seq).where(outbox.c.lane == lanes.c.lane).exists(),
)


def sweep(tx: Transaction, after: str) -> str | None:
    """One part, of all workspaces: the lanes that follow `after`.

    Returns after which lane to go on, the same one while it had more than a part; None at the end.
    """
    names = list(tx.run(NAMES, {"after": after}).scalars())
    if not names:
        return None
    values = {
        "names": names,
        "bodies_before": tx.now_ms - BODY_LIFE_MS,
        "rows_before": tx.now_ms - ROW_LIFE_MS,
    }
    if max(tx.run(step, values).rowcount for step in STEPS) >= PART:
        return after
    tx.run(EMPTY, {"names": names})
    return names[-1] if len(names) == PAGE else None


FIRED = (
    select(jobs.c.kind, jobs.c.dedupe_key)
    .where(jobs.c.state != "waiting", jobs.c.run_at < MONTH)
    .limit(PART)
)
TOLD = (
    select(alerts.c.kind, alerts.c.dedupe_key)
    .where(alerts.c.raised_at < MONTH, or_(alerts.c.told_ms.is_not(None), alerts.c.tenant == ""))
    .limit(PART)
)
FORGET_JOBS = delete(jobs).where(tuple_(jobs.c.kind, jobs.c.dedupe_key).in_(FIRED))
FORGET_ALERTS = delete(alerts).where(tuple_(alerts.c.kind, alerts.c.dedupe_key).in_(TOLD))


def forget_jobs(tx: Transaction) -> bool:
    """One part of the fired jobs and of the alerts that were told; True when more wait."""
    values = {"rows_before": tx.now_ms - ROW_LIFE_MS}
    return max(tx.run(one, values).rowcount for one in (FORGET_JOBS, FORGET_ALERTS)) >= PART
