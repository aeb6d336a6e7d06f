"""How fast and how long an interview may become; what is too fast or too long is told in time."""

from core.domain.limits import Limits
from core.domain.reply import Note, Reply
from core.domain.session import Role
from core.language import _, gettext_noop
from core.services.actor import Past
from core.store import sessions
from core.store.transaction import Transaction

CHARS_PER_TOKEN = 4
SPOKEN = frozenset({Role.STUDENT, Role.CLIENT})
NEARLY = 80
FULL = 100
MINUTE_MS = 60_000
NEARLY_OVER = gettext_noop(
    "Out of role: this interview is near its greatest length. "
    "There is room to bring it to a good end."
)
OVER = gettext_noop("Out of role: this interview has reached its greatest length and ends here.")


def notice(text: str) -> Reply:
    """One of the two, in the reader's language."""
    return Reply((Note(_(text)),))


def tokens(past: Past) -> int:
    """Length of the conversation in tokens, notes included; words out of role do not count."""
    said = sum(len(line.text) for line in past.lines if line.role in SPOKEN)
    return (said + sum(map(len, past.notes.values()))) // CHARS_PER_TOKEN


def percent(limits: Limits, past: Past) -> int:
    """How much of the greatest length is used."""
    return 100 * tokens(past) // limits.session_tokens


def wait_seconds(tx: Transaction, limits: Limits, student: str, at_ms: int) -> float:
    """Seconds until the student's next turn is within the rate; 0 when it is now."""
    times = sessions.turn_times(tx, student, at_ms - MINUTE_MS)
    if len(times) < limits.turns_per_minute:
        return 0.0
    return max(1.0, (times[-limits.turns_per_minute] + MINUTE_MS - at_ms) / 1000)
