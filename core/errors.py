"""The core's own exceptions; an expected refusal is one of them, a bug is not."""

from collections.abc import Mapping
from enum import StrEnum


class CoreError(Exception):
    """Base of everything that the core raises on purpose."""


class Refusal(StrEnum):
    """An expected "no"; each member is worded once, in `core.domain.wording`."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_COMMAND = "unknown_command"
    NEARLY_A_COMMAND = "nearly_a_command"
    BAD_OPTION = "bad_option"
    BAD_FILE = "bad_file"
    MISSING_OPTION = "missing_option"
    NO_SECTION = "no_section"
    NO_CONSENT = "no_consent"
    NO_CODE = "no_code"
    NEEDS_ADMIN = "needs_admin"
    NOT_TOLD_WHO = "not_told_who"
    MAY_NOT_ASK_WHO = "may_not_ask_who"
    NEEDS_GRANT = "needs_grant"
    ALREADY_BOUND = "already_bound"
    NOT_A_CHANNEL = "not_a_channel"
    WHICH_SECTION = "which_section"
    FROZEN = "frozen"
    NOT_YET_OPEN = "not_yet_open"
    PAST_DUE = "past_due"
    ATTEMPTS_USED = "attempts_used"
    BAD_DATE = "bad_date"
    NOT_READY = "not_ready"
    FIXED_FIELDS = "fixed_fields"
    HAS_WORK = "has_work"
    STALE_BUTTON = "stale_button"
    ALREADY_DONE = "already_done"
    NOTHING_TO_LIMIT = "nothing_to_limit"
    NOT_IN_INTERVIEW = "not_in_interview"
    SESSION_OVER = "session_over"
    NOT_YOUR_SESSION = "not_your_session"
    SESSION_PAUSED = "session_paused"
    SESSION_STARTING = "session_starting"
    ILLEGAL_MOVE = "illegal_move"
    TEXT_ONLY = "text_only"
    TOO_LONG = "too_long"
    LIMIT_REACHED = "limit_reached"
    MODEL_DOWN = "model_down"
    LIBRARY = "library"
    UNFIT = "unfit"
    TOO_LONG_TO_EDIT = "too_long_to_edit"
    NOTHING_NEW = "nothing_new"
    OVERTAKEN = "overtaken"
    MARK_BLIND_FIRST = "mark_blind_first"
    TOO_FEW = "too_few"
    CANNOT_REPLAY = "cannot_replay"
    UNDECIDED = "undecided"
    COULD_NOT_DO = "could_not_do"


class RefusalError(CoreError):
    """An expected "no" on its way to a person; `values` fill the wording's placeholders."""

    def __init__(self, refusal: Refusal, **values: str) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.values: Mapping[str, str] = values


class ProfileError(CoreError):
    """A client file that cannot be used; `findings` name file, line and field, all at once."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class StoreError(CoreError):
    """The database cannot be used; the message says what to do."""


class StoreBusyError(StoreError):
    """The store takes no more work just now; nothing was written."""


class FencedError(StoreError):
    """The lease was lost: another worker owns the lane, this work is thrown away."""


class DuplicateError(StoreError):
    """The event was accepted before."""


class SendError(CoreError):
    """A platform did not take a message."""


class SendRefusedError(SendError):
    """The platform said no for good (gone, forbidden); nothing more is sent to that place."""


class SendLaterError(SendError):
    """The platform certainly did not take it and asks to wait `seconds`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class SendUnknownError(SendError):
    """Nobody knows whether the platform took it; look before sending again."""


class ModelFault(StrEnum):
    """Why a model call gave no usable answer (reference: model gateway, faults)."""

    RATE_LIMITED = "rate_limited"
    BUSY_UNTIL = "busy_until"
    BILLING = "billing"
    OVERLOADED = "overloaded"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    EMPTY = "empty"
    REFUSAL = "refusal"
    TOO_LONG = "too_long"
    BAD_REQUEST = "bad_request"
    AUTH = "auth"
    CIRCUIT_OPEN = "circuit_open"
    BUDGET = "budget"
    STOPPED = "stopped"


class ModelError(CoreError):
    """A model call that failed for good; `retry_at_seconds` is a hint from now, or None."""

    def __init__(
        self, fault: ModelFault, detail: str = "", *, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.retry_after = retry_after
