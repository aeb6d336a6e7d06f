"""Button tokens: `run|verb|id`; they hold ids, never text, and are trusted no further."""

SEPARATOR = "|"
PARTS = 3


def token(verb: str, target: str = "") -> str:
    """Make a token."""
    return SEPARATOR.join(("run", verb, target))


def read_token(text: str) -> tuple[str, str] | None:
    """Verb and id, or None when the token is not one of ours."""
    parts = text.split(SEPARATOR, PARTS - 1)
    if len(parts) != PARTS or parts[0] != "run":
        return None
    return parts[1], parts[2]
