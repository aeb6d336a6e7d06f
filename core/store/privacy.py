"""What is kept of one person, read and erased as the manifest says."""

from collections.abc import Iterator, Mapping

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from core.domain.ids import new_key
from core.store import holds
from core.store.class_tables import people, sections
from core.store.consent_tables import consents
from core.store.grade_tables import evaluations
from core.store.manifest import Declared
from core.store.manifest_tables import BY_TABLE, OWN
from core.store.memory_tables import switches
from core.store.session_tables import sessions
from core.store.tables import alerts, inbox, jobs, lanes, metadata, outbox
from core.store.transaction import Transaction

ERASED = "erased:"
Chosen = Select[tuple[str]]
# What hangs on others comes first, so that the way to the person is still there.
ORDER = {"evaluation": 0, "session": 1}
IN_TURN = tuple(sorted(OWN, key=lambda one: (ORDER.get(one.whose, 2), one.table == "sessions")))
ASSESSED = frozenset({"evaluations", "findings", "verdicts", "contests"})


def sessions_of(tx: Transaction, person_id: str) -> Chosen:
    """The interviews of one person."""
    return select(sessions.c.id).where(
        sessions.c.tenant == tx.tenant, sessions.c.student_id == person_id
    )


def through(one: Declared, chosen: Chosen) -> ColumnElement[bool]:
    """Rows that hang on the chosen interviews."""
    table = metadata.tables[one.table]
    if one.whose == "evaluation":
        held = select(evaluations.c.id).where(evaluations.c.session_id.in_(chosen))
        return table.c.evaluation_id.in_(held)
    return table.c.session_id.in_(chosen)


def of_person(tx: Transaction, one: Declared, person_id: str) -> ColumnElement[bool]:
    """Rows of one person."""
    table = metadata.tables[one.table]
    own = table.c.tenant == tx.tenant
    if one.whose in ORDER:
        return own & through(one, sessions_of(tx, person_id))
    return own & (table.c[one.whose] == person_id)


def counts(tx: Transaction, person_id: str) -> dict[str, int]:
    """How many rows there are of a person, by table; tables without any are left out."""
    found = {}
    for one in OWN:
        table = metadata.tables[one.table]
        query = select(func.count()).select_from(table).where(of_person(tx, one, person_id))
        found[one.table] = int(tx.run(query).scalar_one())
    return {name: number for name, number in found.items() if number}


def rows(tx: Transaction, person_id: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Everything that the person's own export shows; assessments only when they are released."""
    for one in OWN:
        if not one.shown:
            continue
        table = metadata.tables[one.table]
        query = select(*(table.c[name] for name in one.shown)).where(of_person(tx, one, person_id))
        if one.table in ASSESSED:
            query = query.where(released(table))
        for row in tx.run(query.order_by(*table.primary_key.columns)).mappings():
            yield one.table, dict(row)


def released(table: Table) -> ColumnElement[bool]:
    """Assessments that the student may see."""
    if table is evaluations:
        return evaluations.c.released_at.is_not(None)
    shown = select(evaluations.c.id).where(evaluations.c.released_at.is_not(None))
    return table.c.evaluation_id.in_(shown)


def forget(tx: Transaction, one: Declared, which: ColumnElement[bool]) -> None:
    """Delete the rows, or empty their columns, as declared."""
    table = metadata.tables[one.table]
    if one.delete:
        tx.run(delete(table).where(which))
    elif one.blank:
        empty = {name: None if table.c[name].nullable else "" for name in one.blank}
        tx.run(update(table).where(which).values(empty))


def forget_rows(tx: Transaction, person_id: str) -> None:
    """Everything of the person but the account and what belongs to a class on hold."""
    for one in IN_TURN:
        if one.whose != "id":
            held = holds.held(metadata.tables[one.table])
            forget(tx, one, of_person(tx, one, person_id) & ~held)


def forget_interviews(tx: Transaction, ids: list[str]) -> None:
    """The words of these interviews and everything that hangs on them."""
    chosen = select(sessions.c.id).where(sessions.c.id.in_(ids))
    for one in IN_TURN:
        if one.whose in ORDER or (one.delete and "session_id" in one.columns):
            forget(tx, one, through(one, chosen))
    forget(tx, BY_TABLE["sessions"], sessions.c.id.in_(ids))


def forget_account(tx: Transaction, person_id: str, proof: str, *, named: bool) -> None:
    """The row stays under its random id, which leads to nobody; consents keep their proof.

    `named`: the name stays as well, for the words of a class on hold.
    """
    whose = (people.c.tenant == tx.tenant) & (people.c.id == person_id)
    fresh = ~people.c.user.startswith(ERASED)
    gone = {"user": f"{ERASED}{new_key()}", "locale": ""}
    tx.run(update(people).where(whose, fresh).values(gone))
    if not named:
        tx.run(update(people).where(whose).values(name=""))
    tx.run(
        update(consents)
        .where(consents.c.tenant == tx.tenant, consents.c.person_id == person_id)
        .where(consents.c.proof == "")
        .values(proof=proof)
    )


def like(user: str, key: str) -> str:
    """How a user stands in a stored event or errand, for LIKE."""
    plain = user.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f'%"{key}":"{plain}"%'


def forget_delivery(tx: Transaction, person_id: str, user: str) -> None:
    """Empty what waited or went through the lanes of a person, and call off what would come."""
    own = select(sessions.c.lane).where(
        sessions.c.tenant == tx.tenant,
        sessions.c.student_id == person_id,
        sessions.c.lane.is_not(None),
    )
    done = select(lanes.c.done_seq).where(lanes.c.lane == inbox.c.lane).scalar_subquery()
    spoke = inbox.c.event.like(like(user, "user"), escape="\\")
    mine = or_(inbox.c.lane.in_(own), spoke) & (inbox.c.tenant == tx.tenant)
    tx.run(update(inbox).where(mine, inbox.c.seq <= done).values(event=""))
    told = or_(
        outbox.c.errand.like(like(user, "to"), escape="\\"),
        outbox.c.errand.like(like(user, "user"), escape="\\"),
    )
    ours = outbox.c.tenant == tx.tenant
    waits = outbox.c.state == "pending"
    in_lane = outbox.c.lane.in_(own)
    tx.run(update(outbox).where(ours, in_lane, waits).values(state="cancelled", errand=""))
    tx.run(update(outbox).where(ours, or_(in_lane, told), ~waits).values(errand=""))
    tx.run(update(lanes).where(lanes.c.tenant == tx.tenant, lanes.c.lane.in_(own)).values(unsent=0))
    planned = jobs.c.event.like(like(user, "user"), escape="\\")
    owned = (jobs.c.tenant == tx.tenant) & planned
    tx.run(update(jobs).where(owned, jobs.c.state == "waiting").values(state="cancelled"))
    tx.run(update(jobs).where(owned).values(event=""))
    forget_lines(tx, user)
    named = alerts.c.text.contains(f"#{user}", autoescape=True)
    tx.run(delete(alerts).where(alerts.c.tenant == tx.tenant, named))


def forget_lines(tx: Transaction, user: str) -> None:
    """Delete what is settled of the conversations that are named after the account.

    The one in which the last answer goes out is still in use; it goes by age.
    """
    named = select(lanes.c.lane).where(
        lanes.c.tenant == tx.tenant, lanes.c.lane.endswith(f"#{user}", autoescape=True)
    )
    done = select(lanes.c.done_seq).where(lanes.c.lane == inbox.c.lane).scalar_subquery()
    tx.run(delete(outbox).where(outbox.c.lane.in_(named), outbox.c.state != "pending"))
    tx.run(delete(inbox).where(inbox.c.lane.in_(named), inbox.c.seq <= done))
    rests = lanes.c.owner.is_(None) & lanes.c.visible_at.is_(None) & (lanes.c.unsent == 0)
    tx.run(delete(lanes).where(lanes.c.lane.in_(named), rests))


AGED = select(sessions.c.id).where(
    sessions.c.salt != "",
    func.coalesce(sessions.c.ended_at, sessions.c.last_at, sessions.c.created_at)
    < bindparam("before", type_=sessions.c.created_at.type),
)
HELD_BACK = select(func.count()).select_from(AGED.where(holds.held(sessions)).subquery())
OLD = AGED.where(~holds.held(sessions)).order_by(sessions.c.id).limit(bindparam("most"))
last = sessions.alias("last")
# A course ends 30 days after the last thing that happened in it.
OVER = OLD.where(
    sessions.c.section_id.not_in(
        select(last.c.section_id).where(
            func.coalesce(last.c.ended_at, last.c.last_at, last.c.created_at)
            >= bindparam("before", type_=sessions.c.created_at.type)
        )
    )
)


# The shorter of what a teacher and an administrator have said; nothing where neither has.
SAID = case(
    (switches.c.kept_days < sections.c.kept_days, switches.c.kept_days),
    else_=func.coalesce(sections.c.kept_days, switches.c.kept_days),
)
BESIDE = sections.c.tenant == switches.c.tenant
SHORTER = select(SAID).select_from(sections).outerjoin(switches, BESIDE).distinct()
OVER_SOONER = OVER.where(
    sessions.c.section_id.in_(
        select(sections.c.id).outerjoin(switches, BESIDE).where(bindparam("days") == SAID)
    )
)


def shorter_lives(tx: Transaction) -> tuple[int, ...]:
    """For how many days words are kept where somebody has said so, all workspaces together."""
    return tuple(int(one) for one in tx.run(SHORTER).scalars() if one is not None)


def old_of_shorter(tx: Transaction, before: object, most: int, days: int) -> list[str]:
    """The same as `old_interviews` of courses, in the classes that keep words so many days."""
    values = {"before": before, "most": most, "days": days}
    return [str(one) for one in tx.run(OVER_SOONER, values).scalars()]


def old_interviews(tx: Transaction, before: object, most: int, *, courses: bool) -> list[str]:
    """Interviews older than that whose words are still kept, or only those of whole courses."""
    values = {"before": before, "most": most}
    return [str(one) for one in tx.run(OVER if courses else OLD, values).scalars()]


def held_back(tx: Transaction, before: object) -> int:
    """How many interviews older than that are kept by a legal hold, all workspaces together."""
    return int(tx.run(HELD_BACK, {"before": before}).scalar_one())
