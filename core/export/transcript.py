"""The transcript as every format gets it: one neutral value, nothing of a platform in it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.domain.curve import Curve
from core.domain.datashape import from_data, to_data
from core.domain.reply import Block
from core.domain.session import Message, Role
from core.export.cleaning import clean_data

# The end of the year 9998: one more is left for the zones ahead of UTC.
LAST_MS = 253_370_764_799_999
SLUG_MOST = 32
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `speaker` is the name as the section shows it, `at_ms` milliseconds UTC."""

    seq: int
    turn: int
    role: Role
    speaker: str
    text: str
    at_ms: int

    @property
    def is_out_of_role(self) -> bool:
        return self.role in (Role.COACH, Role.APP)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview on record; texts are empty and `chain` too where there is nothing to say.

    `report` is worded for reading, with the rubric behind it; `report_data` and `grade_data` are
    the same for machines (JSON text).
    """

    session_id: str
    title: str
    section: str
    section_code: str
    assignment: str
    attempt: int | None
    client: str
    client_version: int
    student: str
    start_ms: int
    end_ms: int | None
    zone: str
    engine: str
    lines: tuple[Line, ...]
    report: tuple[Block, ...] = ()
    report_data: str = ""
    curve: Curve | None = None
    chain: str = ""
    grade_data: str = ""


def lines_from(messages: Sequence[Message], student: str, client: str) -> tuple[Line, ...]:
    """The stored lines with the names of their speakers."""
    names = {
        Role.STUDENT: student,
        Role.CLIENT: client,
        Role.COACH: f"{student} (out of role)",
        Role.APP: "Supervisor",
    }
    return tuple(
        Line(line.seq, line.turn, line.role, names[line.role], line.text, line.at_ms)
        for line in messages
    )


def cleaned(transcript: Transcript) -> Transcript:
    """The same value with every text fit for every format."""
    return from_data(Transcript, clean_data(to_data(transcript)))


def facts_of(transcript: Transcript) -> tuple[tuple[str, str], ...]:
    """What stands at the head of every file: names and values, empty ones left out."""
    version = f"{transcript.client}, version {transcript.client_version}"
    rows = (
        ("Section", transcript.section),
        ("Assignment", transcript.assignment),
        ("Attempt", "" if transcript.attempt is None else str(transcript.attempt)),
        ("Client", version),
        ("Student", transcript.student),
        ("Start", long_time(transcript, transcript.start_ms)),
        ("End", "" if transcript.end_ms is None else long_time(transcript, transcript.end_ms)),
        ("Engine", transcript.engine),
        ("Hash chain", transcript.chain),
    )
    return tuple((name, value) for name, value in rows if value)


def long_time(transcript: Transcript, at_ms: int) -> str:
    at = local(transcript.zone, at_ms)
    return f"{at:%Y-%m-%d %H:%M:%S} {at.tzname()} ({zone_of(transcript.zone).key})"


def clock(transcript: Transcript, at_ms: int) -> str:
    """The time of day of a line, in the section's zone."""
    return f"{local(transcript.zone, at_ms):%H:%M:%S}"


def local(zone: str, at_ms: int) -> datetime:
    at = datetime.fromtimestamp(min(max(at_ms, 0), LAST_MS) / 1000, UTC)
    return at.astimezone(zone_of(zone))


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """UTC where the name is no zone; the file then says UTC."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def file_name(transcript: Transcript, suffix: str) -> str:
    """Letters a to z and digits only, such as `sw510_maria-santos_attempt-1_2026-11-20.pdf`."""
    parts = [
        _slug(transcript.section_code or transcript.section, "section"),
        _slug(transcript.student, "student"),
        f"attempt-{transcript.attempt or 0}",
        f"{local(transcript.zone, transcript.start_ms):%Y-%m-%d}",
    ]
    return f"{'_'.join(parts)}.{suffix}"


def _slug(text: str, otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain.lower())[:SLUG_MOST].strip("-") or otherwise
