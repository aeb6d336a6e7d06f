"""Storage faults in words that say what to do."""

from core.errors import StoreError

REMEDIES = (
    ("full", "the disk is full; free some space, nothing acknowledged was lost"),
    ("disk I/O", "the disk cannot be written; check its space, quota and health"),
    ("readonly", "the database file is read-only; make it writable for this user"),
    ("unable to open", "the file cannot be opened; check the folder and its permissions"),
    ("locked", "another process holds the database for too long; stop it or wait"),
    ("malformed", "the database file is damaged; restore the last backup"),
    ("not a database", "the file is not a SQLite database; check DATABASE_URL"),
)


def explain(error: BaseException) -> StoreError:
    """Put a storage fault into words that say what to do."""
    if isinstance(error, StoreError):
        return error
    text = str(getattr(error, "orig", None) or error)
    remedy = next((words for sign, words in REMEDIES if sign in text), "see the log")
    return StoreError(f"{text}: {remedy}")
