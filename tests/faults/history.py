"""What happened on the stage, and the rules by which it is judged afterwards."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from core.domain.session import Message
from core.store import messages
from core.store.session_tables import sessions
from core.store.tables import alerts, inbox, jobs, lanes, outbox
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Posted:
    """One effect on the platform; `lag` is seconds since the sender's last look at its lease."""

    key: str
    lane: str
    text: str
    lag: float


@dataclass(slots=True)
class History:
    """What the platform saw: first deliveries, acknowledgements, posts; times are monotonic."""

    said_at: dict[str, float] = field(default_factory=dict)
    acked_at: dict[str, float] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    what: dict[str, str] = field(default_factory=dict)
    posts: list[Posted] = field(default_factory=list)
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Final:
    """What the database holds when everything has come to rest."""

    transcripts: dict[str, tuple[Message, ...]]
    sessions: dict[str, tuple[int, int]]
    lanes: dict[str, dict[str, object]]
    outbox: tuple[dict[str, object], ...]
    numbers: dict[str, int]
    parked: frozenset[str]
    alerted: int
    waiting_jobs: int


def final_state(tx: Transaction) -> Final:
    """Read everything that the checker needs."""
    rows = tx.run(select(sessions)).mappings().all()
    received = tx.run(select(inbox)).mappings().all()
    waiting = tx.run(select(jobs.c.kind).where(jobs.c.state == "waiting")).all()
    return Final(
        {row["lane"]: messages.of_session(tx, row["id"]) for row in rows},
        {row["lane"]: (row["last_seq"], row["turns"]) for row in rows},
        {row["lane"]: dict(row) for row in tx.run(select(lanes)).mappings()},
        tuple(
            dict(row)
            for row in tx.run(
                select(outbox).order_by(outbox.c.lane, outbox.c.seq, outbox.c.part)
            ).mappings()
        ),
        {row["event_key"]: row["seq"] for row in received},
        frozenset(row["event_key"] for row in received if row["parked_reason"]),
        len(tx.run(select(alerts.c.kind).where(alerts.c.kind == "parked")).all()),
        len(waiting),
    )


def violations(history: History, final: Final, lease: float) -> list[str]:
    """Every broken promise; empty when all was kept."""
    return [
        *lost_or_doubled(history, final),
        *half_turns(final),
        *out_of_order(history, final),
        *wrong_posts(history, final, lease),
        *unfinished(final),
        *wrongly_parked(history, final),
    ]


def said_by(final: Final, role: str) -> Counter[str]:
    """How often each line of a role stands in the transcripts."""
    lines = (line for lines in final.transcripts.values() for line in lines)
    return Counter(line.text for line in lines if line.role == role)


def lost_or_doubled(history: History, final: Final) -> Iterator[str]:
    counts = said_by(final, "student")
    for key in history.acked_at:
        if counts[key] == 0 and key not in final.parked:
            yield f"lost: {key} was acknowledged and never answered"
        if history.what[key] == "job" and counts[f"fired-{key}"] != 1:
            yield f"job: {key} fired {counts[f'fired-{key}']} times"
    for key, count in counts.items():
        if count > 1:
            yield f"doubled: {key} is in the transcript {count} times"


def half_turns(final: Final) -> Iterator[str]:
    for lane, lines in final.transcripts.items():
        if [line.seq for line in lines] != list(range(1, len(lines) + 1)):
            yield f"half: {lane} has gaps in its transcript"
        turns = by_turn(lines)
        for number, said in turns.items():
            if said[-1] != f"re: {' '.join(said[:-1])}":
                yield f"half: turn {number} of {lane} is {said}"
        if final.sessions[lane] != (len(lines), len(turns)):
            yield f"half: totals of {lane} are {final.sessions[lane]}"


def by_turn(lines: tuple[Message, ...]) -> dict[int, list[str]]:
    """What was said in each turn; the app's own notices belong to none."""
    turns: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.role != "app":
            turns[line.turn].append(line.text)
    return turns


def out_of_order(history: History, final: Final) -> Iterator[str]:
    """An event that was acknowledged before another was said is answered before it."""
    for lane, lines in final.transcripts.items():
        earliest = float("inf")
        for key in reversed([line.text for line in lines if line.role == "student"]):
            if key not in history.said_at:
                continue
            if earliest < history.said_at[key]:
                yield f"order: {key} was answered in {lane} before what was said earlier"
            earliest = min(earliest, history.acked_at.get(key, float("inf")))


def wrong_posts(history: History, final: Final, lease: float) -> Iterator[str]:
    """Posts equal the outbox, once each and in its order, unless a sender was held up."""
    held_up = {post.key for post in history.posts if post.lag > lease / 2}
    planned = {str(row["key"]): str(row["lane"]) for row in final.outbox}
    yield from wrongly_often(history, planned, held_up)
    yield from reordered(history, planned, held_up)


def reordered(history: History, planned: dict[str, str], held_up: set[str]) -> Iterator[str]:
    posted: dict[str, dict[str, None]] = defaultdict(dict)
    for post in history.posts:
        posted[post.lane][post.key] = None
    for lane, keys in posted.items():
        order = [key for key, home in planned.items() if home == lane and key in keys]
        if order != list(keys) and not held_up & set(order):
            yield f"order: posts of {lane} came in another order"


def wrongly_often(history: History, planned: dict[str, str], held_up: set[str]) -> Iterator[str]:
    counts = Counter(post.key for post in history.posts)
    for key, count in counts.items():
        if key not in planned:
            yield f"doubled: post {key} belongs to no turn"
        elif count > 1 and key not in held_up:
            lags = ", ".join(f"{post.lag:.3f}" for post in history.posts if post.key == key)
            yield f"doubled: {key} was posted {count} times, seconds after a look: {lags}"
    for key, lane in planned.items():
        if counts[key] == 0:
            yield f"lost: {key} of {lane} was never posted"


def unfinished(final: Final) -> Iterator[str]:
    for lane, row in final.lanes.items():
        if row["done_seq"] != row["last_seq"] or row["unsent"] or row["visible_at"] is not None:
            yield f"unfinished: {lane} is {row}"
    if final.waiting_jobs:
        yield f"unfinished: {final.waiting_jobs} jobs wait"


def wrongly_parked(history: History, final: Final) -> Iterator[str]:
    poison = {key for key in history.acked_at if history.what[key] == "poison"}
    for key in final.parked - {key for key, what in history.what.items() if what == "poison"}:
        yield f"parked: {key} did no harm"
    for key in poison - final.parked:
        yield f"parked: {key} was not set aside"
    if final.alerted != len(final.parked):
        yield f"parked: {len(final.parked)} events, {final.alerted} alerts"
    for text, count in said_by(final, "app").items():
        if count > 1:
            yield f"doubled: notice {text!r} was given {count} times"
