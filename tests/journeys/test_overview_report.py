"""/report and /progress: a class, a student, oneself; the empty case of each."""

import pytest

from core.domain.event import Called
from core.domain.place import Place
from core.domain.reply import Reply, Table
from core.domain.teaching import SectionRole
from core.store import files, people, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import TENANT, Stage, stage
from tests.journeys.test_class_roster import fill
from tests.journeys.test_overview_measures import interviewed

OTHER = Place("play", "school", "other")
PNG = b"\x89PNG"


def table(reply: Reply) -> Table:
    return next(block for block in reply.blocks if isinstance(block, Table))


def with_files(play: Stage, user: str) -> Reply:
    return [reply for reply in play.replies(user) if reply.files][-1]


async def bytes_of(play: Stage, reply: Reply) -> bytes:
    ref = reply.files[0]
    found = await play.database.read(lambda tx: files.content(tx, ref.id), TENANT)
    assert found is not None
    return found


async def other_class(play: Stage, teacher: str, *students: str) -> None:
    """A second class of the same workspace."""

    def work(tx: Transaction) -> None:
        now = play.clock.now()
        section = sections.add(tx, OTHER, "Another class", "UTC", now)
        assert section is not None
        person = people.meet(tx, teacher, teacher, now)
        people.enrol(tx, section.id, person.id, SectionRole.TEACHER, now)
        for user in students:
            person = people.meet(tx, user, "", now)
            people.enrol(tx, section.id, person.id, SectionRole.STUDENT, now)

    await play.database.write(work, TENANT)


async def test_the_report_of_a_class_that_did_nothing_prints_zeros(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "report class")
        first = next(reply for reply in play.replies("ruth") if "Report of" in reply.text)
        assert "Interviews finished: 0" in first.text
        assert "Facts opened: 0 of 0" in first.text
        assert table(first).cells[0][1:] == ("0", "–", "0 min", "–", "0/0", "–")


async def test_the_report_of_a_class_without_students_has_a_way_on(database: Database) -> None:
    async with stage(database) as play:
        await other_class(play, "vera")
        await play.act("vera", Called("report class"), OTHER)
        assert "There are no students yet" in play.last
        assert [one.label for one in play.replies("vera")[-1].buttons] == ["Who is in the class"]


async def test_the_report_counts_who_did_what(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ruth", "report class")
        first = next(reply for reply in play.replies("ruth") if "Report of" in reply.text)
        names = {line[0]: line[1] for line in table(first).cells}
        assert names == {"Ines Carvalho": "1", "Omar Haddad": "0"}
        assert "Have finished an interview: 1" in first.text


async def test_the_picture_of_a_class_says_its_numbers_in_words(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ruth", "report class")
        picture = with_files(play, "ruth")
        assert "Ines Carvalho: 1 × First interviews" in picture.files[0].description
        assert (await bytes_of(play, picture)).startswith(PNG)


async def test_a_class_of_many_is_read_in_pages(database: Database) -> None:
    async with stage(database) as play:
        await fill(play, 25)
        await play.call("ruth", "report class", {"page": "1"})
        seen = [line[0] for line in table(play.replies("ruth")[-1]).cells]
        while any(one.label == "Next" for one in play.replies("ruth")[-1].buttons):
            await play.press("ruth", "Next")
            seen += [line[0] for line in table(play.replies("ruth")[-1]).cells]
        assert len(seen) == len(set(seen)) == 27


async def test_a_student_is_shown_interview_by_interview(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ruth", "report student", {"member": "ines"})
        shown = [reply for reply in play.replies("ruth") if "in Interviewing 101" in reply.text][-1]
        assert table(shown).cells[0][2:5] == ("First interviews", "1", "finished")
        assert "Openness at the end" in with_files(play, "ruth").files[0].description


async def test_a_student_without_interviews_is_an_empty_page(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "report student", {"member": "omar"})
        assert "No interviews yet" in play.last
        assert "Facts opened: 0 of 0" in play.last


async def test_who_left_can_still_be_looked_at(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await play.call("ruth", "roster remove", {"member": "ines"})
        await play.press("ruth", "Remove Ines")
        await play.call("ruth", "report student", {"member": "ines"})
        assert any("in Interviewing 101" in reply.text for reply in play.replies("ruth"))


@pytest.mark.parametrize("member", ["nobody", "vera", "ines.9", ""])
async def test_others_read_as_not_found(database: Database, member: str) -> None:
    async with stage(database) as play:
        await other_class(play, "vera")
        await play.act("vera", Called("report student", {"member": member or "omar"}), OTHER)
        assert "Interviewing" not in play.replies("vera")[-1].text
        assert not any(reply.files for reply in play.replies("vera"))


async def test_a_teacher_sees_only_what_was_done_in_the_own_class(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await other_class(play, "vera", "ines")
        await play.act("vera", Called("report student", {"member": "ines"}), OTHER)
        assert "No interviews yet" in play.last
        assert "Attempts: 0" in play.last


@pytest.mark.parametrize("command", ["report class", "report student", "class"])
async def test_students_are_refused(sqlite_database: Database, command: str) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ines", command, {"member": "omar"} if "student" in command else {})
        assert "for teachers" in play.last


async def test_progress_begins_with_one_interview(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ines", "progress")
        assert "begins with your first finished interview" in play.last
        await interviewed(play)
        await play.call("ines", "progress")
        shown = next(one for one in play.replies("ines") if "Your progress" in one.text)
        assert len(table(shown).cells) == 1
        assert (await bytes_of(play, with_files(play, "ines"))).startswith(PNG)
