"""The ledger on the store: each step is one transaction, the same for any number of processes.

Days and months are UTC: a workspace has sections in many zones, and one bill.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from core.domain.ids import new_key
from core.domain.ledger import NO_TOKENS, CallPlan, CallRecord, Cost, TokenCounts
from core.domain.limits import Limits
from core.domain.session import Session
from core.errors import ModelError, ModelFault, Refusal, RefusalError
from core.store import alerts, switches, usage
from core.store.database import Database
from core.store.switches import Cap
from core.store.transaction import Transaction
from core.store.usage import OpenCall, Scope

# These belong to an interview that runs: the money for them was kept back when it began.
RUNNING = frozenset({"client", "rewrite"})
STEPS = (50, 80, 100)
USD = 10**9


def day_of(at_ms: int) -> str:
    """The UTC day of an instant."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


DAY, MONTH, STUDENT = "workspace-day", "section-month", "student-day"


def caps_for(limits: Limits, found: tuple[Cap, ...]) -> dict[str, int]:
    """The lowest of the operator's, the workspace's and the section's own, by scope."""
    lowest = {
        DAY: limits.day_nusd,
        MONTH: limits.section_month_nusd,
        STUDENT: limits.student_day_nusd,
    }
    for cap in found:
        lowest[cap.scope] = min(lowest[cap.scope], cap.nusd)
    return lowest


def shared_scopes(plan: CallPlan, day: str, caps: dict[str, int] | None) -> tuple[Scope, ...]:
    """Totals that many interviews share, always in the same order, so that nothing deadlocks."""
    caps = caps or {}
    scopes = [Scope("day", day, caps.get("day"))]
    if plan.tenant:
        scopes.append(Scope(DAY, f"{plan.tenant} {day}", caps.get(DAY)))
    if plan.section:
        scopes.append(Scope(MONTH, f"{plan.tenant} {plan.section} {day[:7]}", caps.get(MONTH)))
    if plan.person:
        scopes.append(Scope(STUDENT, f"{plan.tenant} {plan.person} {day}", caps.get(STUDENT)))
    return tuple(scopes)


def all_caps(tx: Transaction, limits: Limits, section_id: str) -> dict[str, int]:
    """What holds for a call or a start, the operator's day over all workspaces among it."""
    found = switches.caps_of(tx, section_id)
    return {"day": limits.day_nusd, **caps_for(limits, found)}


def session_scope(limits: Limits, tenant: str, session: str) -> Scope:
    """The total of one interview."""
    return Scope("session", f"{tenant} {session}", limits.session_nusd)


def take(tx: Transaction, scopes: tuple[Scope, ...], nusd: int) -> None:
    """Move all totals, or raise ModelError(BUDGET) so that the transaction moves none."""
    for scope in scopes:
        if usage.book(tx, scope, nusd) is None:
            raise ModelError(ModelFault.BUDGET, f"the limit of the {scope.scope} is reached")


class StoreLedger:
    """Satisfies the gateway's ledger; `failed` hears the session of each attempt that failed."""

    def __init__(
        self,
        database: Database,
        limits: Limits,
        failed: Callable[[str], None] = lambda _session: None,
    ) -> None:
        self._database = database
        self._limits = limits
        self._failed = failed
        self._sessions: dict[str, str] = {}

    async def reserve(self, plan: CallPlan) -> str:
        """Take the most that the call can cost; ModelError(BUDGET) when it does not fit."""
        call = new_key()

        def work(tx: Transaction) -> None:
            reserve(tx, self._limits, call, plan)

        await self._database.write(work, plan.tenant)
        self._sessions[call] = plan.session
        return call

    async def settle(self, reservation: str, record: CallRecord) -> None:
        """Put the real cost in place of the reserved amount, and alert where a line is crossed."""

        def work(tx: Transaction) -> None:
            settle(tx, self._limits, reservation, record)

        await self._database.write(work, record.plan.tenant)
        session = self._sessions.pop(reservation, "")
        if record.fault:
            self._failed(session)

    async def release(self, reservation: str) -> None:
        """It never reached the server."""

        def work(tx: Transaction) -> None:
            if move(tx, reservation, 0) is not None:
                usage.forget(tx, reservation)

        await self._database.write(work)
        self._failed(self._sessions.pop(reservation, ""))

    async def spoil(self, reservation: str) -> None:
        """The totals hold the whole reservation already."""
        self._sessions.pop(reservation, "")
        await self._database.write(lambda tx: usage.spoil(tx, reservation))


def reserve(tx: Transaction, limits: Limits, call: str, plan: CallPlan) -> None:
    """Draw on the interview's own money first; what goes beyond it never cuts a running one."""
    if plan.tenant and switches.find(tx).paused_ms is not None:
        raise ModelError(ModelFault.STOPPED, "paused by an administrator")
    day, running = day_of(tx.now_ms), plan.purpose in RUNNING and bool(plan.session)
    caps = None if running else all_caps(tx, limits, plan.section)
    scopes = shared_scopes(plan, day, caps)
    # The day's row is locked first, so calls of all processes pass here one after the other.
    take(tx, scopes[:1], 0)
    calls, wait_ms = usage.hour(tx)
    if calls >= limits.calls_per_hour:
        raise ModelError(
            ModelFault.BUDGET, "the hour's calls are used", retry_after=max(1.0, wait_ms / 1000)
        )
    if plan.session:
        take(tx, (session_scope(limits, plan.tenant, plan.session),), plan.upper_nusd)
    drawn = 0
    if running:
        drawn = min(plan.upper_nusd, usage.hold_left(tx, plan.session, day))
        usage.change_hold(tx, plan.session, -drawn)
    take(tx, scopes, plan.upper_nusd - drawn)
    usage.add(tx, call, plan, drawn)


def settle(tx: Transaction, limits: Limits, call: str, record: CallRecord) -> None:
    """Write the record and move every total by the difference."""
    opened = move(tx, call, record.cost.booked_nusd)
    if opened is None:
        return
    usage.settle(tx, call, record)
    alert(tx, limits, opened)


def move(tx: Transaction, call: str, cost_nusd: int) -> OpenCall | None:
    """Put the cost in place of the reservation; what was drawn and not used goes back."""
    opened = usage.find_open(tx, call)
    if opened is None:
        return None
    day = day_of(opened.at_ms)
    plan = CallPlan(
        opened.purpose,
        "",
        0,
        0,
        opened.tenant,
        opened.section_id,
        opened.person_id,
        opened.session_id,
    )
    change = cost_nusd - opened.reserved_nusd
    beyond = opened.reserved_nusd - opened.held_nusd
    back = max(0, -change - beyond)
    if back and not usage.change_hold(tx, opened.session_id, back):
        back = 0
    for scope in shared_scopes(plan, day, None):
        usage.book(tx, scope, change + back)
    if opened.session_id:
        own = Scope("session", f"{opened.tenant} {opened.session_id}")
        usage.book(tx, own, change)
    return opened


def alert(tx: Transaction, limits: Limits, call: OpenCall) -> None:
    """Say once that an interview or a day has crossed a line."""
    day = day_of(call.at_ms)
    own = all_caps(tx, limits, call.section_id)
    lines = [("cost-day", Scope("day", day), limits.day_nusd, "daily limit", day)]
    if call.tenant and own[DAY] < limits.day_nusd:
        name = f"{call.tenant} {day}"
        lines.append((f"cost-{DAY}", Scope(DAY, name), own[DAY], "workspace's day limit", name))
    for kind, scope, cap, words, key in lines:
        spent = usage.booked(tx, scope)
        for step in STEPS:
            if spent * 100 >= cap * step:
                text = f"{step} % of the {words} is spent or kept back ({spent / USD:.2f} USD)"
                alerts.raise_once(tx, kind, f"{key}:{step}", text)
    if call.session_id:
        alert_session(tx, limits, call)


def alert_session(tx: Transaction, limits: Limits, call: OpenCall) -> None:
    """The two lines of one interview, for the teachers of its class."""
    cost = usage.booked(tx, Scope("session", f"{call.tenant} {call.session_id}"))
    lines = (("warning", limits.warning_nusd), ("critical", limits.critical_nusd))
    for name, line in lines:
        if cost >= line > 0:
            text = f"an interview has cost {cost / USD:.2f} USD ({name}); it goes on"
            key = f"{call.tenant}:{call.session_id}"
            alerts.raise_once(tx, f"cost-{name}", key, text, call.section_id)


def hold_money(tx: Transaction, limits: Limits | None, session: Session) -> None:
    """Keep back what an interview will need; RefusalError when the day has no room for it."""
    if limits is None:
        return
    plan = CallPlan(
        "start", "", 0, 0, session.tenant, session.section_id, session.student_id, session.id
    )
    day = day_of(tx.now_ms)
    scopes = shared_scopes(plan, day, all_caps(tx, limits, session.section_id))
    for done, scope in enumerate(scopes):
        if usage.book(tx, scope, limits.start_nusd) is None:
            for taken in scopes[:done]:
                usage.book(tx, Scope(taken.scope, taken.name), -limits.start_nusd)
            raise RefusalError(Refusal.LIMIT_REACHED)
    usage.add_hold(tx, session.id, day, limits.start_nusd)


def free_money(tx: Transaction, session: Session) -> None:
    """The interview is over: what it did not use is free again."""
    day, left = usage.end_hold(tx, session.id)
    if not day:
        return
    plan = CallPlan(
        "end", "", 0, 0, session.tenant, session.section_id, session.student_id, session.id
    )
    for scope in shared_scopes(plan, day, None):
        usage.book(tx, scope, -left)


Price = Callable[[str, TokenCounts, datetime], Cost]


def recompute(tx: Transaction, price: Price, since_ms: int) -> tuple[int, int]:
    """Price settled calls anew from their counters; how many were looked at, how many changed."""
    calls = usage.settled_since(tx, since_ms)
    changed = 0
    for call in calls:
        cost = price(call.model, call.tokens, datetime.fromtimestamp(call.at_ms / 1000, UTC))
        if call.tokens == NO_TOKENS or (cost.nusd, cost.booked_nusd) == (
            call.cost_nusd,
            call.booked_nusd,
        ):
            continue
        changed += 1
        usage.reprice(tx, call.id, cost)
        correct(tx, call, cost.booked_nusd - call.booked_nusd)
    return len(calls), changed


def correct(tx: Transaction, call: usage.Settled, nusd: int) -> None:
    """Move the totals that the call is in."""
    plan = CallPlan("", call.model, 0, 0, call.tenant, call.section_id, call.person_id)
    for scope in shared_scopes(plan, day_of(call.at_ms), None):
        usage.book(tx, scope, nusd)
    if call.session_id:
        usage.book(tx, Scope("session", f"{call.tenant} {call.session_id}"), nusd)
