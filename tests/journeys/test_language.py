"""A made-up language shows every text that was forgotten, and the room that longer ones need."""

import gettext
import re

import pytest

from core.domain.event import Called
from core.domain.place import Place
from core.domain.reply import Button, Heading, Note, Prose, Reply
from core.language import using
from core.store.database import Database
from tests.journeys.stage import CLASS, Stage, stage

MARK = re.compile(r"⟦[^⟦⟧]*⟧")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
LONGEST_BUTTON = 75
SCREENS = {
    "ines": ("help", "practice", "sessions", "feedback", "progress", "privacy show", "home"),
    "ruth": ("class", "roster show", "report class", "client list", "rubric list", "review queue"),
}


class Pseudo(gettext.NullTranslations):
    """Every text in brackets, and a third longer, as German or Spanish would be."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}{'~' * (len(message) // 3)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def own_words(reply: Reply) -> list[str]:
    """What the app itself says in a reply; a person's words and names are in no such block."""
    blocks = [one.text for one in reply.blocks if isinstance(one, Heading | Prose | Note)]
    return [*blocks, *(one.label for one in reply.buttons), *(one.confirm for one in reply.buttons)]


def outside(text: str) -> str:
    """What stands in no bracket; one text may stand inside another."""
    while (less := MARK.sub("", text)) != text:
        text = less
    return text


def forgotten(reply: Reply) -> list[str]:
    """Sentences of the app that nobody can translate."""
    return [text for text in own_words(reply) if SENTENCE.search(outside(text))]


async def screens(play: Stage, user: str) -> list[Reply]:
    """Everything that somebody sees who opens one screen after the other."""
    for command in SCREENS[user]:
        await play.act(user, Called(command), CLASS)
    return play.replies(user)


@pytest.mark.parametrize("user", SCREENS)
async def test_every_screen_speaks_the_readers_language(
    sqlite_database: Database, user: str
) -> None:
    with using(Pseudo()):
        async with stage(sqlite_database) as play:
            shown = await screens(play, user)
    assert len(shown) >= len(SCREENS[user])
    assert [text for reply in shown for text in forgotten(reply)] == []


async def test_buttons_have_room_for_a_longer_language(sqlite_database: Database) -> None:
    with using(Pseudo()):
        async with stage(sqlite_database) as play:
            shown = [*await screens(play, "ines"), *await screens(play, "ruth")]
    labels: list[Button] = [button for reply in shown for button in reply.buttons]
    assert [one.label for one in labels if len(one.label) > LONGEST_BUTTON] == []


async def test_an_interview_is_led_through_in_the_readers_language(
    sqlite_database: Database,
) -> None:
    """Briefing, pause, report: what the client says stays the client's."""
    with using(Pseudo()):
        async with stage(sqlite_database) as play:
            await play.press("ines", "⟦Start")
            place = Place.parse((await play.sessions_of("ines"))[0].place or "")
            await play.say("ines", "How have you been these weeks?", place)
            await play.press("ines", "⟦Pause", place)
            await play.press("ines", "⟦Resume", place)
            await play.press("ines", "⟦End", place)
            session = (await play.sessions_of("ines"))[0]
            profile = play.house.profiles[session.tenant, session.client_id]
    ours = {profile.brief.strip(), "Meet a client for the first time. Listen before you solve."}
    left = [text for reply in play.replies() for text in forgotten(reply) if text not in ours]
    assert left == []


async def test_a_spanish_reader_is_answered_in_spanish_to_the_last_line(
    database: Database,
) -> None:
    """The report comes by itself; its reader's language was remembered."""
    async with stage(database) as play:
        play.locale = "es-MX"
        place = await play.start("ines")
        await play.say("ines", "How have you been these weeks?", place)
        await play.press("ines", "Terminar", place)
        said = [reply.text for reply in play.replies()]
    assert any("Tu entrevista con" in text and "Próximo paso" in text for text in said)


async def test_each_reader_has_a_language_of_its_own(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        play.locale = "es"
        await play.act("ines", Called("sessions"), CLASS)
        play.locale = "en-GB"
        await play.act("omar", Called("sessions"), CLASS)
    spanish, english = play.replies("ines")[-1].text, play.replies("omar")[-1].text
    assert ("entrevistas" in spanish, "interviews" in english) == (True, True)
