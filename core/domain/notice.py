"""The privacy notice: what is done with what a person says, and which version was agreed to."""

import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from core.domain.event import Values
from core.domain.reply import Button, Heading, Note, Prose, Reply
from core.domain.token import token
from core.language import _

NUMBER = "2"
LONGEST_TOKEN = 100
KEPT_DAYS = 180


@dataclass(frozen=True, slots=True)
class Handling:
    """What a person agrees to; `engine` is empty when scripted clients play and nothing leaves."""

    engine: str = ""
    grader: str = ""
    endpoint: str = ""
    kept_days: int = KEPT_DAYS

    @property
    def version(self) -> str:
        """Another one when the notice's words, the model, where it runs or the time change."""
        facts = "\n".join((self.engine, self.grader, self.endpoint, str(self.kept_days)))
        return f"{NUMBER}-{hashlib.blake2b(facts.encode(), digest_size=6).hexdigest()}"


def blocks(handling: Handling, contacts: str) -> tuple[Heading | Prose | Note, ...]:
    """The notice's words."""
    kept = _(
        "What is stored: your name and account id, who is in the class, what you and the "
        "client say in an interview, your reports and scores. It is kept until {days} days after "
        "the course ends, then deleted."
    ).format(days=handling.kept_days)
    readers = _(
        "Who can read it: you and the teachers of your class, and its teaching assistants where "
        "your teacher has said so in the class channel; you see in your data who opened "
        "an interview of yours. Those who run this workspace may be able to read private "
        "conversations too: on Discord moderators with Manage Threads, on Slack the workspace's "
        "owners through its legal export."
    )
    rules = _(
        "Fictional cases only. Never type a real client's name, story or data. This is not "
        "for people under 13."
    )
    leave = _(
        "You can leave at any time. /privacy show tells what is kept, /privacy download "
        "gives you all of it, /privacy delete ends your practice and deletes it. Pausing or "
        "stopping is never held against you."
    )
    return (
        Heading(_("Before you start")),
        Prose(who_speaks(handling)),
        Prose(kept),
        Prose(readers),
        Prose(rules),
        Prose(leave),
        Note(help_at(contacts)),
    )


def who_speaks(handling: Handling) -> str:
    """A program, and where what it is told goes."""
    if not handling.engine:
        return _(
            "The client is simulated: a program with scripted lines, not a person and not an AI. "
            "Nothing that you type is sent to any AI or any other company."
        )
    vendor, _sep, model = handling.engine.partition(":")
    return _(
        "The client is simulated: an AI, not a person. What you type in an interview is sent to "
        "the model {model} of {vendor} at {endpoint}, without your name or account. The terms of "
        "{vendor} say what happens to it there; your institution has chosen it."
    ).format(model=model, vendor=vendor, endpoint=handling.endpoint or vendor)


def help_at(contacts: str) -> str:
    """Whom to turn to; the institution's own contacts and never invented ones."""
    return contacts or _(
        "If you are not well yourself, turn to the counselling service of your institution or to "
        "the emergency services; this program cannot help in an emergency."
    )


def notice(handling: Handling, contacts: str, wish: str = "") -> Reply:
    """The notice with its one button; pressed, what was wished goes on."""
    button = Button(_("Accept"), token("accept", wish), "primary")
    return Reply(blocks(handling, contacts), (button,))


def wish_of(command: str, values: Values) -> str:
    """A command with its options inside a button's token; without them when they are too long."""
    given = {name: str(value) for name, value in values.items() if value not in {None, ""}}
    whole = f"{command}?{urlencode(given)}"
    return whole if len(token("accept", whole)) <= LONGEST_TOKEN else f"{command}?"


def read_wish(wish: str) -> tuple[str, Values]:
    """The command and its options; no command when nothing was wished."""
    command, _sep, query = wish.partition("?")
    return command, dict(parse_qsl(query))
