"""Long text in parts that Discord takes: a backslash stays with what it makes harmless."""

from core.domain import parts


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` characters; joined they are the text again."""
    return parts.split(text, limit, joins)


def joins(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to what is before it."""
    slashes = len(text[:at]) - len(text[:at].rstrip("\\"))
    return at < len(text) and (slashes % 2 == 1 or parts.joins(text, at))
