"""What the states of an interview are called where people read them."""

from core.domain.session import SessionState
from core.language import gettext_noop

STATE_WORDS = {
    SessionState.STARTING: gettext_noop("starting"),
    SessionState.ACTIVE: gettext_noop("open"),
    SessionState.PAUSED: gettext_noop("paused"),
    SessionState.INTERRUPTED: gettext_noop("interrupted"),
    SessionState.COMPLETED: gettext_noop("finished"),
    SessionState.ABANDONED: gettext_noop("abandoned"),
    SessionState.EXPIRED: gettext_noop("expired"),
    SessionState.FAILED: gettext_noop("did not start"),
}
