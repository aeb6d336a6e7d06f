"""Blind double-marking in the chat: the teacher's level first, then the grader's; the passport."""

import threading
from collections.abc import Sequence

import pytest

from core.domain.event import Pressed
from core.domain.grading import Ruling
from core.domain.teaching import Release
from core.evaluation import passport as passport_rules
from core.evaluation.agreement import Agreement, Pair, agreement
from core.store import double_marks, evaluations
from core.store.database import Database
from tests.journeys.grading import graded_class, grading_of, interview
from tests.journeys.stage import TENANT, Stage

AFTER = Release.AFTER_REVIEW


async def mark_all(play: Stage, level: str) -> None:
    for _ in range(5):
        await play.press("ruth", level)


async def test_the_graders_level_is_hidden_until_the_teachers_is_saved(
    database: Database,
) -> None:
    async with graded_class(database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review sample")
        assert "1 was drawn." in play.last
        assert "Blind, 1 of 5" in play.last
        await mark_all(play, "3")
        assert "Opening and purpose | 3 | 2 of 3" in play.last
        made = await grading_of(play)
        assert made is not None
        found = await database.read(lambda tx: double_marks.pairs(tx, made), TENANT)
        assert found["opening"] == ((made.session_id, (3, 2)),)


async def test_every_other_way_to_a_drawn_grading_leads_to_blind_marking(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review sample")
        made = await grading_of(play)
        assert made is not None
        shown = len(play.replies())
        for verb in ("review open", "review trust", "release"):
            await play.act("ruth", Pressed(f"run|{verb}|{made.id}"))
        for verb in ("review criterion", "review confirm", "review change", "review strike"):
            await play.act("ruth", Pressed(f"run|{verb}|{made.id}.0.0"))
        assert not any("2 of 3" in one.text for one in play.replies()[shown:])


async def test_what_was_looked_into_is_never_drawn(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review queue")
        await play.press("ruth", "Ines Carvalho")
        await play.call("ruth", "review sample")
        assert "Nothing can be marked blind" in play.last


async def test_a_mark_is_given_once_and_a_confirmation_makes_no_pair(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review sample")
        made = await grading_of(play)
        assert made is not None
        for _ in range(2):
            await play.act("ruth", Pressed(f"run|review mark|{made.id}.0.1"))
        verdicts = await sqlite_database.read(
            lambda tx: evaluations.verdicts_of(tx, made.id), TENANT
        )
        assert [(one.ruling, one.level) for one in verdicts] == [(Ruling.BLIND, 1)]


async def test_a_marked_interview_is_decided_and_can_be_released(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review sample")
        await mark_all(play, "3")
        await play.press("ruth", "See the grading")
        await play.press("ruth", "Release")
        told = [one for one in play.replies() if one.text.startswith("Rubric feedback")]
        assert "100.0 of 100" in told[-1].text


async def test_the_passport_says_in_words_why_a_gate_is_shut(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review passport")
        assert "No interview was marked by both yet." in play.last
        assert "too few interviews were marked by both" in play.last
        assert "Nothing goes out without you" in play.replies("ruth")[-2].text


async def test_the_figures_are_reckoned_before_the_transaction_that_shows_them(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def heard(pairs: Sequence[Pair], salt: str, resamples: int) -> Agreement | None:
        threads.append(threading.current_thread().name)
        return agreement(pairs, salt, resamples)

    async with graded_class(sqlite_database, policy=AFTER) as play:
        await interview(play)
        await play.call("ruth", "review sample")
        await mark_all(play, "2")
        passport_rules.figures_of.cache_clear()
        monkeypatch.setattr(passport_rules, "agreement", heard)
        await play.call("ruth", "review passport")
        assert "Grader 1 of 1" in play.last
        assert threads
        assert not [one for one in threads if "writer" in one]


async def test_the_teacher_sets_the_bar(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        await play.call("ruth", "review rules", {"bar": 75, "automatic": True})
        assert "your bar is kappa 0.75" in play.last
        await play.call("ruth", "review rules", {"bar": 101})
        assert "0 to 100" in play.last
