"""A whole graded course on Slack, the product being a process that has only its environment."""

import pytest

from tests.journeys.slack_campus import COURSE, SlackCampus, slack_campus
from tests.journeys.slack_class import SIGNED, TOKENS
from tests.journeys.test_course_grades import graded_course


@pytest.mark.parametrize("tokens", [TOKENS, SIGNED], ids=["socket", "http"])
async def test_a_course_on_slack_ends_in_grades_gradebook_debrief_and_bundle(
    sqlite_url: str, tokens: dict[str, str]
) -> None:
    async with slack_campus(sqlite_url, tokens) as campus:
        await graded_course(campus)
        await take_the_dates(campus)
        posted = campus.server.world.channels[COURSE].messages.values()
        assert {file["name"] for one in posted for file in one.files} == {"criteria.png"}


async def take_the_dates(campus: SlackCampus) -> None:
    """The next work is due on a Friday; a student takes the date into their own calendar."""
    await campus.command(
        "vera", "assign create", title="Second talk", clients=("tarik-begic",), due="friday 5pm"
    )
    await campus.press("vera", "Publish")
    await campus.command("ana", "calendar")
    dates = [data.decode() for name, data in (await campus.files()).items() if ".ics" in name]
    assert "Second talk" in dates[-1]
