"""A teacher makes work for the class, changes it, takes it back: what is shown, what is saved."""

from datetime import UTC, datetime

import pytest

from core.domain.event import Called
from core.domain.teaching import AssignmentState
from core.store import files, people, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage
from tests.journeys.teaching import Hand, class_posts, course, every, the

TITLE = "Second talk"


async def test_an_assignment_takes_at_most_five_interactions_from_zero(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        form = await hand.ask(Called("assign create"))
        assert form is not None
        client = next(one for one in form.fields if one.name == "clients").choices[0]
        await hand.send(form, {"title": TITLE, "clients": (client.value,)})
        await hand.press("Publish")
        assert (await the(play, TITLE)).state is AssignmentState.PUBLISHED
        assert hand.moves <= 5


async def test_the_draft_shows_the_post_before_the_class_reads_it(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="friday 5pm")
        assert "Fri 7 Mar 2031, 5:00 PM EST, in 4 days" in play.last
        assert "The class will read:" in play.last
        assert class_posts(play, TITLE) == []


async def test_publishing_posts_once_and_changes_edit_that_post(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await play.act("ruth", hand.pressed("Edit"))
        await hand.call("assign edit", assignment=made.id, briefing="Listen first.")
        await hand.call("assign edit", assignment=made.id, attempts="2")
        (post,) = class_posts(play, TITLE)
        assert "Listen first." in post.text
        assert "Attempts: 2" in post.text


async def test_closing_and_taking_back_are_said_in_the_post(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        await hand.call("assign close", assignment=made.id)
        assert "Closed" in class_posts(play, TITLE)[0].text
        await hand.call("assign unpublish", assignment=made.id)
        (post,) = class_posts(play, TITLE)
        assert "taken back" in post.text
        assert not post.buttons


async def test_publishing_again_is_one_more_post(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        await hand.call("assign unpublish", assignment=made.id)
        await hand.press("Publish")
        assert ["taken back" in post.text for post in class_posts(play, TITLE)] == [True, False]


async def test_a_refused_publication_names_what_is_missing(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="tomorrow")
        play.clock.advance(3 * 86_400)
        await hand.press("Publish")
        assert "Missing: a due date that is still to come" in play.last
        assert (await the(play, TITLE)).state is AssignmentState.DRAFT


async def test_a_mixed_edit_of_a_published_one_saves_nothing_and_names_each_field(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        options = {"assignment": made.id, "title": "Other", "attempts": "3", "settings": "graded"}
        await hand.call("assign edit", **options)
        for name in ("title", "practice or graded", "notes allowed", "rubric shown"):
            assert name in play.last
        assert await the(play, TITLE) == made


@pytest.mark.parametrize(
    ("said", "expected"),
    [({}, datetime(2031, 3, 7, 22, tzinfo=UTC)), ({"due": "none"}, None)],
)
async def test_leaving_a_date_out_and_taking_it_away_differ(
    database: Database, said: dict[str, str], expected: datetime | None
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await hand.call("assign edit", assignment=made.id, briefing="New", **said)
        changed = await the(play, TITLE)
        assert (changed.briefing, changed.due_at) == ("New", expected)


async def test_attempts_and_time_limit_are_taken_away_by_a_word(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",))
        await hand.fill(hand.pressed("More settings"), time_limit="30")
        await hand.fill(hand.pressed("Edit"), attempts="2")
        made = await the(play, TITLE)
        assert (made.time_limit, made.max_attempts) == (30, 2)
        await hand.fill(hand.pressed("More settings"), time_limit="none")
        await hand.fill(hand.pressed("Edit"), attempts="none")
        made = await the(play, TITLE)
        assert (made.time_limit, made.max_attempts) == (None, None)


async def test_a_typed_date_of_a_published_one_is_shown_before_it_is_saved(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await hand.call("assign edit", assignment=made.id, due="thursday 5pm")
        assert "Thu 6 Mar 2031, 5:00 PM EST, in 3 days" in play.last
        assert await the(play, TITLE) == made
        await hand.press("Save: Thu 13 Mar 2031")
        assert (await the(play, TITLE)).due_at == datetime(2031, 3, 13, 21, tzinfo=UTC)


async def test_a_time_that_the_clocks_skip_is_told(database: Database) -> None:
    async with course(database) as play:
        await Hand(play).fill(
            Called("assign create"), title=TITLE, clients=("tarik",), due="9 Mar 2031 2:30am"
        )
        assert "The clocks skip 02:30 on that day" in play.last
        assert (await the(play, TITLE)).due_at == datetime(2031, 3, 9, 7, tzinfo=UTC)


async def test_another_reading_of_a_date_is_one_press_away(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="monday 5pm")
        await hand.press("Rather Mon 10 Mar")
        assert (await the(play, TITLE)).due_at == datetime(2031, 3, 10, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due": "yesterday 5pm"}, "due"),
        ({"due": "sometime"}, "due"),
        ({"clients": ("nobody",)}, "clients"),
        ({"clients": ()}, "clients"),
        ({"title": "   "}, "title"),
        ({"rubric": "nothing like it"}, "rubric"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(
    database: Database, values: dict[str, str], field: str
) -> None:
    async with course(database) as play:
        before = await every(play)
        said = {"title": TITLE, "clients": ("tarik",), **values}
        wrong = await Hand(play).fill(Called("assign create"), **said)
        assert list(wrong) == [field]
        assert await every(play) == before


async def test_a_due_date_before_the_opening_is_refused(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="friday 5pm")
        await hand.fill(hand.pressed("More settings"), available="next monday 9am")
        assert "a date after the opening" in play.last
        assert (await the(play, TITLE)).available_at is None


async def test_the_second_of_two_teachers_sees_what_the_first_has_changed(
    database: Database,
) -> None:
    async with course(database) as play:
        await make_teacher(play, "omar")
        hand, other = Hand(play), Hand(play, "omar")
        made = await hand.create()
        first = await hand.ask(Called("assign edit", {"assignment": made.id}))
        second = await other.ask(Called("assign edit", {"assignment": made.id}))
        assert first is not None
        assert second is not None
        await hand.send(first, {"attempts": "2"})
        await other.send(second, {"attempts": "3", "briefing": "Listen."})
        assert "Dr. Ruth Adeyemi changed this" in play.last
        assert "attempts: 2 → 3" in play.last
        assert (await the(play, TITLE)).max_attempts == 2
        await other.press("Save mine")
        saved = await the(play, TITLE)
        assert (saved.max_attempts, saved.briefing) == (3, "Listen.")


async def make_teacher(play: Stage, user: str) -> None:
    await appoint(play, user, "teacher")


async def appoint(play: Stage, user: str, role: str) -> None:
    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        person = people.find_user(tx, user)
        assert section is not None
        assert person is not None
        people.enrol(tx, section.id, person.id, people.SectionRole(role), play.clock.now())

    await play.database.write(work, TENANT)


async def test_a_teacher_who_was_removed_cannot_send_the_open_form(database: Database) -> None:
    async with course(database) as play:
        await make_teacher(play, "omar")
        hand = Hand(play, "omar")
        form = await hand.ask(Called("assign create"))
        assert form is not None
        await appoint(play, "omar", "student")
        before = await every(play)
        await hand.send(form, {"title": TITLE, "clients": ("tarik",)})
        assert "for teachers of this class" in play.last
        assert await every(play) == before


async def test_another_classs_assignment_reads_as_not_found(database: Database) -> None:
    async with course(database) as play:
        made = await Hand(play).create()
        await Hand(play, "ines").call("assign show", assignment=made.id)
        student = play.last
        await Hand(play, "ines").call("assign show", assignment="nonsense")
        assert play.last == student


async def test_several_clients_each_have_their_rubric_and_keep_their_order(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",))
        lines = "Mena D'Souza | Basic interviewing\nTarik Begic\n"
        await hand.fill(hand.pressed("Clients and rubrics"), pairs=lines)
        assert "Clients: Mena" in play.last
        assert ", Tarik" in play.last


async def test_a_copy_is_a_draft_without_dates(database: Database) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await Hand(play).call("assign copy", assignment=made.id)
        copies = [one for one in await every(play) if one.title == TITLE and one.id != made.id]
        assert [(one.state, one.due_at) for one in copies] == [(AssignmentState.DRAFT, None)]


async def test_work_is_deleted_only_while_nobody_has_worked_on_it(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made, other = await hand.create(), await hand.create("Third talk")
        await play.act("ines", Called("practice", {"assignment": made.id}))
        await hand.call("assign delete", assignment=made.id)
        assert "cannot be deleted" in play.last
        await hand.call("assign delete", assignment=other.id)
        await hand.press("Delete it")
        assert [one.title for one in await every(play) if one.id in {made.id, other.id}] == [TITLE]
        assert "taken back" in class_posts(play, "Third talk")[0].text


async def test_taking_back_asks_first_and_names_how_many_interviews_there_are(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        await play.act("ines", Called("practice", {"assignment": made.id}))
        await hand.call("assign unpublish", assignment=made.id)
        assert "There is 1 interview already" in play.last
        assert (await the(play, TITLE)).state is AssignmentState.PUBLISHED
        await hand.press("Take it back")
        assert (await the(play, TITLE)).state is AssignmentState.DRAFT


async def test_the_list_is_paged_and_leads_to_each(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        for number in range(9):
            await hand.fill(Called("assign create"), title=f"Talk {number}", clients=("tarik",))
        await hand.call("assign list")
        assert "10 in all, page 1 of 2" in play.last
        await hand.press("Next")
        assert "page 2 of 2" in play.last
        await hand.press("Talk")
        assert "The class will read:" in play.last


async def test_the_calendar_holds_ones_own_dates_and_what_was_taken_back(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        own = "2031-03-09T17:00-04:00"
        await hand.call("assign extend", assignment=made.id, member="omar", due=own)
        await play.act("omar", Called("calendar", {"assignment": made.id}))
        assert "DTSTART:20310309T210000Z" in await newest_file(play)
        await hand.call("assign unpublish", assignment=made.id)
        await play.act("ines", Called("calendar"))
        text = await newest_file(play)
        assert f"UID:{made.id}@virtual-client" in text
        assert "STATUS:CANCELLED" in text


async def newest_file(play: Stage) -> str:
    """The file of the last reply that had one."""
    ref = next(ref for reply in reversed(play.replies()) for ref in reply.files)
    content = await play.database.read(lambda tx: files.content(tx, ref.id), TENANT)
    return (content or b"").decode()


@pytest.mark.parametrize(
    ("deed", "answer"),
    [
        ("assign close", "closed for new interviews"),
        ("assign unpublish", "nothing like that"),
        ("", "nothing like that"),
    ],
)
async def test_closed_taken_back_and_unknown_work_cannot_be_started(
    database: Database, deed: str, answer: str
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        if deed:
            await hand.call(deed, assignment=made.id)
        target = made.id if deed else "nonsense"
        await play.act("ines", Called("practice", {"assignment": target}))
        assert answer in play.last
        assert await play.sessions_of("ines") == ()


async def test_graded_work_keeps_scores_until_the_review_unless_a_date_is_said(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        values = {"title": TITLE, "clients": ("tarik",), "settings": ("graded",)}
        await hand.fill(Called("assign create"), **values)
        assert "after your review" in play.last
        wrong = await hand.fill(hand.pressed("More settings"), release="on_date")
        assert list(wrong) == ["release_on"]
        await hand.fill(hand.pressed("More settings"), release_on="14 Mar 2031 9am")
        assert "Scores are shown: Fri 14 Mar 2031, 9:00 AM EDT" in play.last


async def test_closed_work_is_opened_again_in_its_own_post(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create()
        await hand.call("assign close", assignment=made.id)
        await hand.call("assign publish", assignment=made.id)
        await hand.press("Open again")
        (post,) = class_posts(play, TITLE)
        assert [button.label for button in post.buttons] == ["Start", "Calendar"]
