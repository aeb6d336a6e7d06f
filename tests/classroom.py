"""Whole workspaces of classes, written by a few large statements, for screens and benchmarks."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from core.domain.place import Place
from core.store.transaction import Transaction

TENANT = "play:school"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
CLIENTS = 6
WORKS = 8
EVERY_LIVE = 5
EVERY_BUSY = 50


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; students, works, calls and reads are those of one section."""

    sections: int = 1
    students: int = 1
    interviews: int = 1
    works: int = WORKS
    calls: int = 50


def class_place(number: int) -> Place:
    """Where section `number` lives."""
    return Place("play", "school", f"c{number}")


def numbers(name: str, most: str) -> str:
    """A table of one column `i` that counts from 0."""
    counting = "{name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM {name} WHERE i + 1 < {most})"
    return counting.format(name=name, most=most)


# A date some minutes before NOW, as each engine keeps it.
BEFORE = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-11-20 09:00:00', "
    "'-' || ({minutes}) || ' minutes')",
    "postgresql": "(TIMESTAMPTZ '2026-11-20 09:00:00+00' - ({minutes}) * INTERVAL '1 minute')",
}
STATE = {
    "sqlite": "replace(hex(zeroblob(750)), '0', '7')",
    "postgresql": "repeat('7', 1500)",
}
PEOPLE = """INSERT INTO people (id, tenant, "user", name, created_at)
    WITH RECURSIVE {students} SELECT 'p' || i, :tenant, 'u' || i, 'Student ' || i, {now} FROM n"""
TEACHERS = """INSERT INTO people (id, tenant, "user", name, created_at)
    WITH RECURSIVE {sections} SELECT 't' || i, :tenant, 'teacher' || i, 'Dr. ' || i, {now} FROM n"""
SECTIONS = """INSERT INTO sections (id, tenant, place, name, zone, created_at)
    WITH RECURSIVE {sections} SELECT 'c' || i, :tenant, 'play:school:c' || i || ':', 'Class ' || i,
    'UTC', {now} FROM n"""
ENROLMENTS = """INSERT INTO enrolments (id, tenant, section_id, person_id, role, since)
    WITH RECURSIVE {students} SELECT 'e' || i, :tenant, 'c' || (i % :sections), 'p' || i,
    'student', {now} FROM n"""
TEACHING = """INSERT INTO enrolments (id, tenant, section_id, person_id, role, since)
    WITH RECURSIVE {sections} SELECT 'et' || i, :tenant, 'c' || i, 't' || i, 'teacher', {now}
    FROM n"""
CLIENT_ROWS = """INSERT INTO clients (id, tenant, slug, version, status, name, language, sha256,
    profile, created_at)
    WITH RECURSIVE {clients} SELECT 'k' || i, :tenant, 'k' || i, 1, 'published', 'Client ' || i,
    'en', '0', '{{}}', {now} FROM n"""
ASSIGNMENTS = """INSERT INTO assignments (id, tenant, section_id, title, graded, state, due_at,
    max_attempts, created_at)
    WITH RECURSIVE {sections}, {works} SELECT 'a' || n.i || '.' || w.i, :tenant, 'c' || n.i,
    'Work ' || w.i, {false}, 'published', {due}, 90, {now} FROM n CROSS JOIN w"""
PAIRS = """INSERT INTO assignment_clients (assignment_id, client_id, tenant, position)
    SELECT a.id, k.id, :tenant, 0 FROM assignments a JOIN clients k
    ON k.id IN ('k0', 'k1', 'k2')"""
# One student in five is in an interview; of one class in fifty everybody is.
LIVE = """w.i = 0 AND (n.i / :sections % :every = 0 OR n.i % :sections % :busy = :busy - 1)"""
SESSIONS = """INSERT INTO sessions (id, tenant, section_id, assignment_id, client_id, student_id,
    work, state, engine, attempt, lane, place, origin, salt, director, last_seq, turns, openness,
    created_at, began_at, last_at, ended_at)
    WITH RECURSIVE {students}, {interviews}
    SELECT 's' || n.i || '.' || w.i, :tenant, 'c' || (n.i % :sections),
    'a' || (n.i % :sections) || '.' || (w.i % :works), 'k' || ((w.i / :works) % 3), 'p' || n.i,
    'a' || (n.i % :sections) || '.' || (w.i % :works),
    CASE WHEN {live} THEN 'active' ELSE 'completed' END, 'demo', w.i + 1,
    'play:school:c:' || n.i || '.' || w.i, 'play:school:c:' || n.i || '.' || w.i,
    'play:school:c:', 'salt', {state}, 30, 15, (n.i * 7 + w.i * 13) % 1000, {began},
    {began}, {ended}, CASE WHEN {live} THEN NULL ELSE {ended} END
    FROM n CROSS JOIN w"""
MEASURES = """INSERT INTO measures (session_id, tenant, section_id, student_id, assignment_id,
    client_id, metrics, turns, active_ms, openness, facts_opened, facts, open_questions, questions,
    reflections, ended_at)
    SELECT id, tenant, section_id, student_id, assignment_id, client_id, 1, turns, 900000, openness,
    attempt % 9, 12, 5, 9, 3, ended_at FROM sessions WHERE state = 'completed'"""
RATINGS = """INSERT INTO ratings (session_id, tenant, section_id, score, at)
    SELECT id, tenant, section_id, 1 + attempt % 10, ended_at FROM sessions
    WHERE state = 'completed' AND attempt % 4 = 0"""
MESSAGES = """INSERT INTO messages (session_id, seq, tenant, turn, role, text, at_ms)
    WITH RECURSIVE {lines} SELECT s.id, n.i + 1, s.tenant, (n.i + 1) / 2,
    CASE WHEN n.i % 2 = 0 THEN 'client' ELSE 'student' END, 'I see, and how was that for you?',
    :now_ms - 1000 * (60 - n.i) FROM sessions s CROSS JOIN n WHERE s.state = 'active'"""
PULSES = """INSERT INTO pulses (section_id, at_ms, tenant, said, interviews)
    WITH RECURSIVE {sections}, {interviews} SELECT 'c' || n.i, :now_ms - 3600000 * w.i, :tenant,
    30 * :each, :each FROM n CROSS JOIN w"""
CALLS = """INSERT INTO model_calls (id, tenant, section_id, state, purpose, model, attempt, fault,
    reserved_nusd, booked_nusd, cost_nusd, at_ms)
    WITH RECURSIVE {sections}, {calls} SELECT 'm' || n.i || '.' || w.i, :tenant, 'c' || n.i,
    'settled', 'client', 'model', 1, CASE WHEN w.i % 20 = 0 THEN 'overloaded' ELSE '' END,
    1000000, 800000, 700000, :now_ms - w.i * 600000 FROM n CROSS JOIN w"""
READS = """INSERT INTO audit (tenant, seq, actor_id, action, target, section_id, outcome, reason,
    at, hash)
    WITH RECURSIVE {students} SELECT :tenant, i + 1, 't' || (i % :sections), 'read_transcript',
    's' || i || '.0', 'c' || (i % :sections), 'done', '', {now}, '' FROM n"""
RUBRIC = """INSERT INTO rubrics (id, tenant, slug, version, name, criteria, created_at)
    VALUES ('r', :tenant, 'r', 1, 'Rubric', '{{}}', {now})"""
EVALUATIONS = """INSERT INTO evaluations (id, tenant, session_id, section_id, assignment_id,
    rubric_id, criteria, grader, prompt, transcript, profile, language, done, policy, created_at,
    released_at, total)
    SELECT 'g' || substr(id, 2), tenant, id, section_id, assignment_id, 'r', '', 'grader', '1',
    '', '', 'en', {true}, 'at_once', ended_at, ended_at, '77' FROM sessions
    WHERE state = 'completed' AND attempt % 5 = 0"""
ALL = (
    *(PEOPLE, TEACHERS, SECTIONS, ENROLMENTS, TEACHING, CLIENT_ROWS, ASSIGNMENTS, PAIRS),
    *(SESSIONS, MEASURES, RATINGS, MESSAGES, PULSES, CALLS, READS, RUBRIC, EVALUATIONS),
)


def furnish(tx: Transaction, size: Size) -> None:
    """Fill an empty database with classes of one size."""
    kind = tx.connection.dialect.name
    if kind == "postgresql":
        tx.run(text("SET LOCAL statement_timeout = 0"))
        # Millions of look-ups of rows that are known to be there; SQLite looks them up in tests.
        tx.run(text("SET LOCAL session_replication_role = replica"))
    else:
        # Each row goes into places all over several indexes, which are larger than the usual cache.
        tx.connection.exec_driver_sql("PRAGMA cache_size=-600000")
    before = BEFORE[kind]
    parts = {
        "students": numbers("n", ":students"),
        "sections": numbers("n", ":sections"),
        "clients": numbers("n", ":clients"),
        "works": numbers("w", ":works"),
        "interviews": numbers("w", ":interviews"),
        "lines": numbers("n", ":lines"),
        "calls": numbers("w", ":calls"),
        "live": LIVE,
        "now": before.format(minutes="0"),
        "due": before.format(minutes="-10000 - w.i"),
        "began": before.format(minutes="60 * w.i + 30 + n.i % 60"),
        "ended": before.format(minutes="60 * w.i + 5 + n.i % 60"),
        "state": STATE[kind],
        "true": "TRUE" if kind == "postgresql" else "1",
        "false": "FALSE" if kind == "postgresql" else "0",
    }
    values = {
        "tenant": TENANT,
        "sections": size.sections,
        "students": size.sections * size.students,
        "interviews": size.interviews,
        "works": size.works,
        "calls": size.calls,
        "clients": CLIENTS,
        "every": EVERY_LIVE,
        "busy": EVERY_BUSY,
        "each": size.students,
        "lines": 30,
        "now_ms": NOW_MS,
    }
    for statement in ALL:
        tx.run(text(statement.format(**parts)), values)
    if kind == "sqlite":
        tx.connection.exec_driver_sql("PRAGMA cache_size=-16384")
