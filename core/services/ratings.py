"""Quick feedback on the practice itself."""

from datetime import datetime

from core.domain.reply import Button, Prose, Reply
from core.domain.session import Session
from core.domain.token import token
from core.language import _
from core.store import ratings
from core.store.ratings import HIGHEST, LOWEST, Rating
from core.store.transaction import Transaction


def question(session: Session) -> Reply:
    """Ten buttons; asked after each interview."""
    return Reply(
        (Prose(_("How useful was this practice for you, 1 to 10? It is never part of a grade.")),),
        tuple(
            Button(str(score), token("rated", f"{session.id}.{score}"))
            for score in range(LOWEST, HIGHEST + 1)
        ),
    )


def given(tx: Transaction, session: Session) -> Rating | None:
    """What was said of an interview."""
    return ratings.find(tx, session.id)


def rate(tx: Transaction, session: Session, score: int, line: str | None, now: datetime) -> Rating:
    """One for each interview: a new number keeps the line, a new line replaces the old one."""
    before = ratings.find(tx, session.id)
    words = line if line is not None else before.line if before else ""
    kept = Rating(score, words.strip())
    ratings.put(tx, session, kept, now)
    return kept
