"""Ending the program is as orderly as running it."""

from pathlib import Path

from tests.journeys.process import Play


async def test_a_stop_right_after_the_start_is_an_orderly_one(tmp_path: Path) -> None:
    for _ in range(3):
        play = Play(tmp_path / "class.sqlite3")
        await play.start()
        assert await play.stop() == 0
