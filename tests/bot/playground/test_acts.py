"""What an action does, and what it leaves when something fails in the middle."""

import json
from pathlib import Path

import pytest

from bot.playground.acts import Acts
from core.domain.event import Called, Edited, Erased, Joined, Left, Pressed, Submitted, Vanished
from core.domain.outgoing import Close, Open, Post
from core.domain.place import Place
from core.domain.reply import Choice, Field, FileRef, Form, Reply
from core.errors import Refusal, RefusalError, SendRefusedError, StoreBusyError, StoreError
from tests.bot.playground.world import Command, Option, World, client_line, keys, open_world

PAUSE = "run|pause|s1"
FORM = Form("New assignment", "run|save|a1", (Field("title", "Title", required=True),))


async def shown(world: World, person: str) -> list[dict]:
    """What the person sees of their own line to the app."""
    async with world.tab(person) as tab:
        init = (await tab.next()).body
    place = str(world.playground.rooms.dm(person))
    return [message for message in init["messages"] if message["place"] == place]


async def post_buttons(world: World, place: Place) -> str:
    return (await world.send(place, Post(client_line()))).platform_id


async def test_a_command_arrives_with_its_options(world: World) -> None:
    options = {"client": "maria", "count": 2, "graded": True}
    await world.act("ines", "command", command="practice", options=options)
    assert world.door.events[0].body == Called("practice", options)


async def test_a_command_that_needs_a_form_opens_it_and_does_nothing_else(world: World) -> None:
    world.door.form = FORM
    answer = await world.act("ines", "command", command="assign")
    assert answer["modal"]["fields"][0]["required"] is True
    assert world.door.events == []


async def test_errors_of_a_form_come_back_beside_their_fields(world: World) -> None:
    world.door.errors = {"title": "A title is needed"}
    answer = await world.act("ines", "modal", token=FORM.token, values={"title": ""})
    assert answer["errors"] == {"title": "A title is needed"}
    assert world.door.events == []


async def test_a_good_form_is_handed_in(world: World) -> None:
    values = {"title": "Week 1", "clients": ["maria", "tarik"]}
    await world.act("ines", "modal", token=FORM.token, values=values)
    wanted = {"title": "Week 1", "clients": ("maria", "tarik")}
    assert world.door.events[0].body == Submitted("run|save|a1", wanted)


async def test_a_refusal_is_a_private_line_in_the_core_s_words(world: World) -> None:
    world.door.refusal = RefusalError(Refusal.NOT_ALLOWED)
    for _ in range(2):
        answer = await world.act("ines", "command", id="again", command="assign")
    assert answer["notice"] == "That does not work here."
    assert [message["private"] for message in await shown(world, "ines")] == [True]


async def test_a_repeated_command_is_absorbed_before_anybody_is_asked_again(world: World) -> None:
    await world.act("ines", "command", id="once", command="practice")
    world.door.refusal = RefusalError(Refusal.ALREADY_DONE)
    answer = await world.act("ines", "command", id="once", command="practice")
    assert answer == {"status": 200}
    assert await shown(world, "ines") == []


async def test_a_pressed_button_arrives_with_its_message(world: World) -> None:
    message = await post_buttons(world, world.channel)
    place = str(world.channel)
    await world.act("ines", "button", token=PAUSE, message=message, place=place)
    assert world.door.events[0].body == Pressed("run|pause|s1", message)


async def test_a_button_of_somebody_else_s_line_is_not_there(world: World) -> None:
    await world.send(world.channel, Post(client_line(), to="omar"), key="omars")
    message = world.playground.messages.find_key("omars")
    place = str(world.channel)
    pressed = {"token": "run|pause|s1", "message": str(message.id), "place": place}
    assert (await world.act("ines", "button", **pressed))["status"] == 403
    assert world.door.events == []


async def test_one_s_own_message_can_be_changed_and_deleted(world: World) -> None:
    await world.act("ines", "say", text="Helo")
    message = str((await shown(world, "ines"))[0]["id"])
    await world.act("ines", "edit", text="Hello", message=message)
    assert (await shown(world, "ines"))[0]["text"] == "Hello"
    await world.act("ines", "delete", message=message)
    assert await shown(world, "ines") == []
    assert [event.body for event in world.door.events[1:]] == [
        Edited(message, "Hello"),
        Erased(message),
    ]


@pytest.mark.parametrize("kind", ["edit", "delete"])
async def test_nobody_else_can_change_a_message(world: World, kind: str) -> None:
    await world.act("omar", "say", text="Mine", place=str(world.channel))
    message = str(world.playground.messages.history(world.channel, "omar")[0].id)
    fields = {"message": message, "place": str(world.channel)}
    fields |= {"text": "Yours"} if kind == "edit" else {}
    assert (await world.act("ines", kind, **fields))["status"] == 403
    assert world.playground.messages.find(message).edited is False


async def test_what_people_say_to_one_another_is_not_the_app_s_concern(world: World) -> None:
    await world.act("omar", "say", text="Lunch?", place=str(world.channel))
    assert len(world.playground.messages.history(world.channel, "ines")) == 1
    assert world.door.events == []


@pytest.mark.parametrize("failure", [StoreBusyError("full"), StoreError("disk full")])
async def test_a_message_that_the_core_cannot_take_is_not_shown(
    world: World, failure: StoreError
) -> None:
    world.door.failure = failure
    answer = await world.act("ines", "say", id="late", text="Hello")
    assert answer["status"] == 503
    assert "nothing was sent" in answer["error"]
    assert await shown(world, "ines") == []
    world.door.failure = None
    assert (await world.act("ines", "say", id="late", text="Hello"))["status"] == 200
    assert len(await shown(world, "ines")) == 1


async def test_what_a_crash_left_is_handed_in_at_the_next_start(tmp_path: Path) -> None:
    body = {"kind": "say", "as": "ines", "id": "lost", "text": "Still here?"}
    async with open_world(tmp_path / "p.sqlite3") as world:
        body["place"] = str(world.playground.rooms.dm("ines"))
        world.playground.journal.write(
            "INSERT INTO act (person, id, body, at) VALUES ('ines', 'lost', ?, 1)",
            json.dumps(body),
        )
    async with open_world(tmp_path / "p.sqlite3") as world:
        assert [event.key for event in world.door.events] == ["ines:lost"]
        await world.act("ines", "say", id="lost", text="Still here?")
        assert len(world.door.events) == 1


async def test_an_action_that_nobody_can_read_does_not_keep_the_class_closed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_world(tmp_path / "p.sqlite3") as world:
        world.playground.journal.write(
            "INSERT INTO act (person, id, body, at) VALUES ('ines', 'odd', '{}', 1)"
        )
    async with open_world(tmp_path / "p.sqlite3") as world:
        assert (await world.act("ines", "say", text="Hello"))["status"] == 200
    assert "could not be handed in" in caplog.text


async def test_members_come_and_go(world: World) -> None:
    place = str(world.channel)
    await world.act("ines", "leave", place=place)
    assert "ines" not in {member.user for member in await world.playground.members(world.channel)}
    await world.act("ines", "join", place=place)
    assert "ines" in {member.user for member in await world.playground.members(world.channel)}
    assert [event.body for event in world.door.events] == [Left("ines"), Joined("ines")]


async def test_a_deleted_thread_is_gone_for_the_app_and_its_owner(world: World) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    async with world.tab("ines") as tab:
        await tab.next()
        await world.act("ines", "vanish", place=str(opened.place))
        assert (await tab.until("gone")).body == {"id": str(opened.place)}
    with pytest.raises(SendRefusedError):
        await world.send(opened.place, Post(client_line()))
    assert [event.body for event in world.door.events] == [Vanished("deleted")]
    again = await world.send(world.channel, Open("s2", "ines", "Maria"))
    assert again.place != opened.place


async def test_only_threads_can_be_deleted(world: World) -> None:
    assert (await world.act("ines", "vanish", place=str(world.channel)))["status"] == 403


async def test_the_palette_shows_what_the_door_offers(world: World) -> None:
    option = Option("client", required=True, choices=(Choice("maria", "Maria"),))
    world.door.commands = (Command("practice", "Start an interview", (option,)),)
    place = str(world.playground.rooms.dm("ines"))
    response = await world.http.get(f"{world.base}/palette?as=ines&place={place}")
    command = (await response.json())["commands"][0]
    assert command["options"][0]["choices"] == [{"value": "maria", "label": "Maria"}]


async def test_suggestions_are_narrowed_by_what_is_typed(world: World) -> None:
    world.door.choices = (Choice("maria", "Maria Delgado"), Choice("tarik", "Tarik Begić"))
    place = str(world.playground.rooms.dm("ines"))
    query = f"as=ines&place={place}&command=practice&option=client&q=tar"
    response = await world.http.get(f"{world.base}/complete?{query}")
    assert await response.json() == {"choices": [{"value": "tarik", "label": "Tarik Begić"}]}


@pytest.mark.parametrize(("person", "status"), [("ines", 200), ("omar", 404), ("ruth", 404)])
async def test_a_file_is_only_for_those_who_see_its_message(
    world: World, person: str, status: int
) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    file = FileRef("f1", "tran\u202escript/..\r\n.md", "text/markdown")
    await world.send(opened.place, Post(Reply(files=(file,))))
    response = await world.http.get(f"{world.base}/file/f1?as={person}")
    assert response.status == status
    if status == 200:
        assert await response.read() == b"bytes of f1"
        wanted = "attachment; filename*=UTF-8''tran_script_.._.md"
        assert response.headers["Content-Disposition"] == wanted


async def test_a_closed_thread_takes_no_words(world: World) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    await world.send(opened.place, Close())
    answer = await world.act("ines", "say", text="One more thing", place=str(opened.place))
    assert "closed" in answer["notice"]
    assert world.door.events == []


async def test_unknown_actions_are_counted(world: World) -> None:
    acts = Acts(world.playground, world.door, world.playground.journal.clock)
    for _ in range(3):
        with pytest.raises(Exception, match="kind"):
            await acts.take({"kind": "shout", "id": f"a{next(keys)}"})
    assert acts.refused == 3


async def test_a_form_that_the_platform_refuses_is_not_shown(world: World) -> None:
    world.playground.switch("discord")
    world.door.form = Form("Big", "run|x|1", tuple(Field(f"f{n}", "Field") for n in range(6)))
    answer = await world.act("ines", "command", command="assign")
    assert answer["notice"] == "Discord refuses the form: 6 fields, at most 5"
