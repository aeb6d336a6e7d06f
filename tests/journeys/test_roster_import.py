"""A class list is compared, shown and only then carried out; who is expected comes with a code."""

import base64
import csv
import io
from dataclasses import replace

import pytest

from core.domain.event import Submitted
from core.domain.teaching import SectionRole
from core.domain.token import token
from core.ports import Member
from core.store import files, people, rosterlines, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_class_roster import role
from tests.journeys.test_consent_story import kept

LIST = "Name,Email,Password\nInes Carvalho,ines@x.edu,kiwisecret\nAna Ruiz,ana@x.edu,p\n"
ROSTER = (
    Member("ruth", "Dr. Ruth Adeyemi", email="ruth@x.edu"),
    Member("ines", "Ines Carvalho", email="Ines@X.edu"),
    Member("omar", "Omar Haddad"),
)


async def upload(play: Stage, text: str, *, remove: bool = False, by: str = "ruth") -> str:
    """Hand a list in; what the teacher reads then."""
    data = base64.b64encode(text.encode()).decode()
    values = {"file": f"data:text/csv;base64,{data}", "remove": remove}
    await play.act(by, Submitted(token("roster import"), values))
    return play.replies(by)[-1].text


async def codes(play: Stage) -> dict[str, str]:
    def work(tx: Transaction) -> dict[str, str]:
        section = sections.find_at(tx, CLASS)
        assert section
        return {one.shown: one.code for one in rosterlines.waiting(tx, section.id)}

    return await play.database.read(work, TENANT)


async def test_the_difference_is_shown_before_anything_changes(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = ROSTER
        shown = await upload(play, LIST)
        assert "Unchanged: 1" in shown
        assert "get a code for /join: 1" in shown
        assert "in the class, not in the file: 1".lower() in shown.lower()
        assert await codes(play) == {}


async def test_confirmed_it_invites_whom_it_does_not_find_and_removes_nobody(
    database: Database,
) -> None:
    async with stage(database) as play:
        play.platform.roster = ROSTER
        await upload(play, LIST)
        await play.press("ruth", "Confirm")
        assert list(await codes(play)) == ["Ana Ruiz"]
        assert await role(play, "omar") is SectionRole.STUDENT


async def test_the_same_list_twice_changes_nothing(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = ROSTER
        await upload(play, LIST)
        await play.press("ruth", "Confirm")
        before = await codes(play)
        assert "Nothing would change" in await upload(play, LIST)
        await play.press("ruth", "Confirm")
        assert "out of date" in play.replies("ruth")[-1].text
        assert await codes(play) == before


async def test_only_a_ticked_box_removes_and_the_work_stays(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = ROSTER
        assert "Will be removed: Omar" in await upload(play, LIST, remove=True)
        await play.press("ruth", "Confirm")
        assert await role(play, "omar") is SectionRole.OUTSIDER
        assert await role(play, "ines") is SectionRole.STUDENT


async def test_a_code_enrols_once_and_reads_like_none_afterwards(database: Database) -> None:
    async with stage(database) as play:
        await upload(play, LIST)
        await play.press("ruth", "Confirm")
        code = (await codes(play))["Ana Ruiz"]
        await play.call("ana", "join", {"code": f"{code[:4].lower()}-{code[4:]}"})
        assert await role(play, "ana") is SectionRole.STUDENT
        await play.call("eve", "join", {"code": code})
        used = play.replies("eve")[-1]
        await play.call("eve", "join", {"code": "AAAABBBB"})
        assert play.replies("eve")[-1] == used


async def test_who_joins_the_channel_under_the_same_address_is_enrolled(
    database: Database,
) -> None:
    async with stage(database) as play:
        play.platform.roster = ROSTER
        await upload(play, LIST)
        await play.press("ruth", "Confirm")
        play.platform.roster = (*ROSTER, Member("ana", "Ana", email="ana@x.edu"))
        play.clock.advance(60)
        await play.call("ruth", "roster sync")
        assert await role(play, "ana") is SectionRole.STUDENT
        assert await codes(play) == {}


async def test_a_teacher_says_who_a_line_is(database: Database) -> None:
    async with stage(database) as play:
        await upload(play, "name\nAna Ruiz\n")
        await play.press("ruth", "Confirm")

        def first(tx: Transaction) -> str:
            section = sections.find_at(tx, CLASS)
            assert section
            return rosterlines.waiting(tx, section.id)[0].id

        line = await play.database.read(first, TENANT)
        await play.call("ruth", "roster match", {"line": line, "member": "ana"})
        assert await role(play, "ana") is SectionRole.STUDENT


async def test_neither_the_file_nor_a_password_is_kept(database: Database) -> None:
    async with stage(database) as play:
        await upload(play, LIST)
        data = base64.b64encode(LIST.encode()).decode()
        assert await kept(play, "kiwisecret") == []
        assert await kept(play, data[:40]) == []


async def test_a_student_imports_nothing_and_a_list_of_another_is_out_of_date(
    database: Database,
) -> None:
    async with stage(database) as play:
        await upload(play, LIST, by="ines")
        assert await codes(play) == {}
        await upload(play, LIST)
        pressed = play.button("Confirm")
        await play.act("ines", replace(Submitted(""), token=pressed.token))
        assert await codes(play) == {}


async def test_a_teacher_removed_between_preview_and_confirm_changes_nothing(
    database: Database,
) -> None:
    async with stage(database) as play:
        await upload(play, LIST)

        def unmake(tx: Transaction) -> None:
            section, ruth = sections.find_at(tx, CLASS), people.find_user(tx, "ruth")
            assert section
            assert ruth
            people.withdraw(tx, section.id, ruth.id, play.clock.now(), "removed")

        await play.database.write(unmake, TENANT)
        await play.press("ruth", "Confirm")
        assert await codes(play) == {}


@pytest.mark.parametrize("text", ["", "colour\nred\n", "name\n" + "x\n" * 6_000])
async def test_a_bad_file_is_named_and_changes_nothing(
    sqlite_database: Database, text: str
) -> None:
    async with stage(sqlite_database) as play:
        assert "cannot be used" in await upload(play, text)
        assert await codes(play) == {}


async def test_the_export_holds_everybody_and_no_formula(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:

        def rename(tx: Transaction) -> None:
            people.meet(tx, "ines", '=HYPERLINK("http://evil")', play.clock.now())

        await play.database.write(rename, TENANT)
        await play.call("ruth", "roster export")
        ref = play.replies("ruth")[-1].files[0]
        data = await play.database.read(lambda tx: files.content(tx, ref.id), TENANT)
        assert data
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) == 4
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
