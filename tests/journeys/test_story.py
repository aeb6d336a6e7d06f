"""The main job over the playground's protocol, against the real process."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.process import Play
from tests.pace import slowness

LINES = (
    "Hello, I am Ines. What would you like to talk about today?",
    "It sounds as if you have carried this alone for a while.",
    "What worries you most at the moment?",
)


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    running = Play(tmp_path / "class.sqlite3")
    await running.start()
    yield running
    await running.stop()


def texts(message: dict) -> str:
    return " ".join(block.get("text", "") for block in message["blocks"])


async def test_an_interview_goes_from_start_to_report_and_transcript(play: Play) -> None:
    async with play.visitor("ines") as ines:
        first = await ines.begin()
        place = first["place"]
        assert first["blocks"][0]["label"] == "demo client (scripted, no AI)"
        for line in LINES:
            await ines.act("say", place, text=line)
            answer = await ines.message(where=place, kind="speech")
            assert answer["blocks"][0]["text"]
        await ines.press(answer, "Pause")
        paused = await ines.message(where=place)
        assert "Paused" in texts(paused)
        await ines.act("say", place, text="Are you there?")
        assert (await ines.message(where=place))["private"]
        await ines.press(paused, "Resume")
        await ines.message(where=place)
        await ines.press(paused, "End")
        report = await ines.message(where=place, kind="heading")
        assert "Your interview with" in texts(report)
        files = {file["media_type"].partition(";")[0]: file for file in report["files"]}
        assert files["image/png"]["description"]
        url = (ines.origin / "file" / files["text/markdown"]["id"]).with_query({"as": "ines"})
        transcript = (await (await ines.http.get(url)).text()).replace("\\", "")
        assert all(line in transcript for line in LINES)
        assert "Are you there?" not in transcript
        assert (await ines.tab.until("place")).body["closed"]
        assert await ines.act("say", place, text="One more thing") == {
            "notice": "This thread is closed. You can still read it."
        }


@pytest.mark.slow
async def test_the_first_line_comes_within_three_seconds_of_the_command(tmp_path: Path) -> None:
    """The best of three: what else the machine does meanwhile is not the command's doing."""
    times = []
    for number in range(3):
        play = Play(tmp_path / f"{number}.sqlite3")
        began = time.monotonic()
        await play.start()
        async with play.visitor("ines") as ines:
            await ines.begin()
        times.append(time.monotonic() - began)
        await play.stop()
        if times[-1] < 3:
            break
    assert min(times) < 3 * slowness()


async def test_an_interview_survives_the_deletion_of_its_thread(play: Play) -> None:
    async with play.visitor("ines") as ines:
        announcement = await ines.announcement()
        first = await ines.begin()
        await ines.act("say", first["place"], text=LINES[0])
        await ines.message(where=first["place"], kind="speech")
        await ines.act("vanish", first["place"])
        await ines.tab.until("gone")
        await ines.press(announcement, "Start")
        again = await ines.message(kind="speech")
        assert again["place"] != first["place"]
        await ines.act("say", again["place"], text=LINES[1])
        assert (await ines.message(where=again["place"], kind="speech"))["id"] > again["id"]


async def test_nobody_else_sees_the_interview(play: Play) -> None:
    async with play.visitor("ines") as ines, play.visitor("omar") as omar:
        await omar.announcement()
        first = await ines.begin()
        places = {place["id"] for place in omar.init["places"]}
        assert first["place"] not in places
        assert await omar.act("say", first["place"], text="Me too?") == {
            "error": "this place is not yours to see"
        }
        assert await omar.tab.silent(0.3)


@pytest.mark.parametrize("delay", [0, 0.01, 0.05, 0.3, 0.5])
async def test_a_kill_after_a_message_loses_and_doubles_nothing(play: Play, delay: float) -> None:
    async with play.visitor("ines") as ines:
        place = (await ines.begin())["place"]
        await ines.act("say", place, text=LINES[0])
        await asyncio.sleep(delay)
        await play.kill()
    await play.start()
    async with play.visitor("ines") as ines:
        seen = [each for each in ines.init["messages"] if each["place"] == place]
        if sum("blocks" in each and each["blocks"][0]["kind"] == "speech" for each in seen) < 2:
            seen.append(await ines.message(where=place, kind="speech"))
        assert await ines.tab.silent(1.0)
    own = [each for each in seen if each.get("text") == LINES[0]]
    client = [each for each in seen if each.get("blocks", [{}])[0].get("kind") == "speech"]
    assert (len(own), len(client)) == (1, 2)


@pytest.mark.parametrize("rules", ["free", "slack", "discord"])
async def test_every_command_is_answered_privately_under_all_rules(play: Play, rules: str) -> None:
    async with play.visitor("omar") as omar:
        headers = {"Origin": str(omar.origin)}
        await omar.http.post(omar.origin / "rules", json={"rules": rules}, headers=headers)
        home = omar.init["places"][0]["id"]
        query = {"as": "omar", "place": home}
        listed = await omar.http.get((omar.origin / "palette").with_query(query))
        names = [command["name"] for command in (await listed.json())["commands"]]
        assert {"help", "practice", "done"} <= set(names)
        for name in names:
            answer = await omar.act("command", home, command=name)
            assert answer.get("error") is None
            assert "modal" in answer or (await omar.message(where=home))["private"]


async def test_an_option_of_a_command_is_heard(play: Play) -> None:
    async with play.visitor("mei") as mei:
        home = mei.init["places"][0]["id"]
        await mei.act("command", home, command="practice", options={"client": "tarik"})
        assert "Tarik" in (await mei.first_line())["blocks"][0]["speaker"]


@pytest.mark.slow
async def test_stopping_is_quick_and_says_goodbye(play: Play) -> None:
    async with play.visitor("ines") as ines:
        began = time.monotonic()
        stopping = asyncio.create_task(play.stop())
        assert (await ines.tab.until("bye")).kind == "bye"
        assert await stopping == 0
        took = time.monotonic() - began
    assert took < 2.5 * slowness()
