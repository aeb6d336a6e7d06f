"""What an administrator does about models and money: pause, go on, limits, where alerts go."""

from dataclasses import dataclass, replace

from core.domain.audit import Entry
from core.domain.effects import Effects
from core.domain.event import Event
from core.domain.limits import Limits
from core.errors import Refusal, RefusalError
from core.services import held
from core.services.grants import Act
from core.services.usage import DAY, MONTH, STUDENT, caps_for, day_of
from core.store import audit, sessions, switches, usage
from core.store.switches import Cap
from core.store.transaction import Transaction
from core.store.usage import Scope

USD = 10**9
CENTS = 100
SCOPES = (DAY, MONTH, STUDENT)


def set_pause(tx: Transaction, act: Act, *, paused: bool) -> bool:
    """Stop or let on every model of the workspace; False when it is so already."""
    now = switches.find(tx)
    if (now.paused_ms is not None) == paused:
        return False
    by = act.by.id if paused else ""
    wanted = replace(now, paused_ms=tx.now_ms if paused else None, paused_by=by)
    switches.save(tx, wanted)
    action = "pause_models" if paused else "resume_models"
    audit.record(tx, Entry(act.by.id, action, tx.tenant, act.now))
    return True


def wake(tx: Transaction, event: Event) -> Effects:
    """Everybody whose words wait gets another try now, in the lane of the interview."""
    total = Effects()
    for session in sessions.with_waiting_words(tx):
        total = total + held.wish(session, f"resume:{event.key}", event.at)
    return total


def set_alert_place(tx: Transaction, act: Act, place: str) -> None:
    """Where the workspace's alerts go from now on; empty: nowhere."""
    switches.save(tx, replace(switches.find(tx), alert_place=place))
    audit.record(tx, Entry(act.by.id, "alert_place", place or "none", act.now))


@dataclass(frozen=True, slots=True)
class Standing:
    """One limit: what holds, what is spent or kept back now; nano-USD."""

    scope: str
    cap_nusd: int
    spent_nusd: int


def standings(tx: Transaction, limits: Limits, section_id: str = "") -> tuple[Standing, ...]:
    """The limits that hold here; a student's has no total of its own."""
    caps = caps_for(limits, switches.caps_of(tx, section_id))
    day = day_of(tx.now_ms)
    totals = {DAY: usage.booked(tx, Scope(DAY, f"{tx.tenant} {day}")), MONTH: 0, STUDENT: 0}
    if section_id:
        month = Scope(MONTH, f"{tx.tenant} {section_id} {day[:7]}")
        totals[MONTH] = usage.booked(tx, month)
    return tuple(Standing(scope, caps[scope], totals[scope]) for scope in SCOPES)


def set_limit(tx: Transaction, act: Act, limits: Limits, cap: Cap) -> None:
    """Lower a limit, or raise it again up to what stands above it; RefusalError beyond that."""
    above = caps_for(limits, switches.caps_of(tx, "") if cap.section_id else ())
    most = above[cap.scope]
    if not 0 <= cap.nusd <= most:
        wanted = f"an amount from 0 to {most / USD:.2f} US dollars"
        raise RefusalError(Refusal.BAD_OPTION, option=cap.scope, wanted=wanted)
    if cap.nusd == most:
        switches.drop_cap(tx, cap.scope, cap.section_id)
    else:
        switches.set_cap(tx, cap, act.by.id)
    reason = f"{cap.scope} {cap.nusd * CENTS // USD} cents"
    entry = Entry(act.by.id, "set_limit", tx.tenant, act.now, cap.section_id, reason=reason)
    audit.record(tx, entry)


def nusd_of(text: str, option: str) -> int:
    """An amount such as 2.50 as nano-USD; RefusalError for anything else."""
    whole, dot, part = text.strip().removeprefix("$").partition(".")
    digits = whole + part
    if not digits.isascii() or not digits.isdigit() or len(part) > len("00") or (dot and not part):
        raise RefusalError(Refusal.BAD_OPTION, option=option, wanted="an amount such as 2.50")
    return int(whole[:9] or "0") * USD + int((part + "00")[:2]) * (USD // CENTS)
