"""A graded course on Discord, the product being a process that has only its environment."""

from tests.journeys.discord_campus import DiscordCampus, discord_campus
from tests.journeys.test_course_grades import STUDENTS, held_course, open_the_class

NEWS = "Bring your notes on Thursday."


async def let_them_in(campus: DiscordCampus) -> None:
    """Discord tells no address, so nobody is matched with the list: the teacher approves."""
    for user in STUDENTS:
        await campus.command("vera", "roster approve", member=user)


async def tell_them(campus: DiscordCampus) -> None:
    """Written on a form, seen by its writer alone, posted by a button."""
    await campus.command("vera", "announce", text=NEWS)
    assert NEWS not in campus.read("ana")
    await campus.press("vera", "Post now")
    assert campus.read("ana").count(NEWS) == 1


async def test_a_course_ends_in_grades_gradebook_debrief_and_bundle(sqlite_url: str) -> None:
    async with discord_campus(sqlite_url) as campus:
        await open_the_class(campus)
        await let_them_in(campus)
        await tell_them(campus)
        await held_course(campus)
