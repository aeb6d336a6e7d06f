"""What was said in the playground: kept, changed and told to those who may see it."""

import json
import sqlite3
from dataclasses import dataclass

from bot.playground.journal import Journal, Json, dump
from bot.playground.rooms import APP_ID, APP_NAME, Rooms, person_json
from core.domain.place import Place

HISTORY = 300


@dataclass(frozen=True, slots=True)
class Message:
    """One kept message; `to` is the only person who sees it, if any; `content` is JSON text."""

    id: int
    key: str
    place: Place
    author: str
    to: str
    content: str
    at: str
    edited: bool
    edit_key: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message on its way into the journal."""

    key: str
    place: Place
    author: str
    content: Json
    to: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as some message shows it."""

    id: str
    name: str
    media_type: str


class Messages:
    """The messages of all places."""

    def __init__(self, journal: Journal, rooms: Rooms) -> None:
        self._journal = journal
        self._rooms = rooms

    def post(self, draft: Draft) -> Message:
        """Keep and tell a message once; the same key gives the message that is there."""
        with self._journal.transaction():
            found = self.find_key(draft.key)
            if found:
                return found
            message_id = self._journal.insert(
                "INSERT INTO message (key, place, author, addressee, content, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                draft.key,
                str(draft.place),
                draft.author,
                draft.to,
                dump(draft.content),
                self._journal.clock.now().isoformat(timespec="milliseconds"),
            )
            self._keep_files(message_id, draft.content)
            message = self.get(message_id)
            self._tell(message, "private" if draft.to else "message")
            return message

    def edit(self, message: Message, content: Json, key: str = "") -> None:
        """Replace the content; nothing is told when it is what it was."""
        frozen = dump(content)
        with self._journal.transaction():
            self._journal.write(
                "UPDATE message SET content = ?, edited = edited OR content != ?, edit_key = ?"
                " WHERE id = ?",
                frozen,
                frozen,
                key,
                message.id,
            )
            self._journal.write("DELETE FROM file WHERE message = ?", message.id)
            self._keep_files(message.id, content)
            if frozen != message.content:
                self._tell(self.get(message.id), "edit")

    def erase(self, message: Message) -> None:
        with self._journal.transaction():
            self._journal.write("DELETE FROM message WHERE id = ?", message.id)
            body = {"id": message.id, "place": str(message.place)}
            self._journal.emit(self._viewers(message), "remove", body)

    def get(self, message_id: int) -> Message:
        """The message; LookupError when it is gone."""
        row = self._journal.row("SELECT * FROM message WHERE id = ?", message_id)
        if row is None:
            raise LookupError(f"no message {message_id}")
        return _message(row)

    def find(self, message_id: str) -> Message | None:
        row = self._journal.row("SELECT * FROM message WHERE id = ?", message_id)
        return _message(row) if row else None

    def find_key(self, key: str) -> Message | None:
        row = self._journal.row("SELECT * FROM message WHERE key = ?", key)
        return _message(row) if row else None

    def visible(self, person: str, message: Message) -> bool:
        return person in self._viewers(message)

    def history(self, place: Place, person: str) -> list[Message]:
        """The newest messages of the place that the person may see, oldest first."""
        found = self._journal.rows(
            "SELECT * FROM message WHERE place = ? AND addressee IN ('', ?)"
            " ORDER BY id DESC LIMIT ?",
            str(place),
            person,
            HISTORY,
        )
        return [_message(row) for row in reversed(found)]

    def file_for(self, person: str, file_id: str) -> KeptFile | None:
        """The file, if a message that the person may see shows it."""
        for row in self._journal.rows("SELECT * FROM file WHERE id = ?", file_id):
            if self.visible(person, self.get(row["message"])):
                return KeptFile(row["id"], row["name"], row["media_type"])
        return None

    def show(self, message: Message) -> dict[str, object]:
        """The message as the page gets it."""
        content: dict[str, object] = json.loads(message.content)
        return {
            "id": message.id,
            "place": str(message.place),
            "author": self._author(message.author),
            "at": message.at,
            "private": bool(message.to),
            "edited": message.edited,
        } | content

    def _author(self, author: str) -> Json:
        if author == APP_ID:
            return {"id": APP_ID, "name": APP_NAME, "role": "App"}
        person = self._rooms.person(author)
        return person_json(person) if person else {"id": author, "name": author, "role": ""}

    def _viewers(self, message: Message) -> tuple[str, ...]:
        return self._rooms.viewers(message.place, message.to)

    def _tell(self, message: Message, kind: str) -> None:
        self._journal.emit(self._viewers(message), kind, self.show(message))

    def _keep_files(self, message_id: int, content: Json) -> None:
        files = content.get("files", ())
        if isinstance(files, list | tuple):
            for file in files:
                self._journal.write(
                    "INSERT INTO file VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    file["id"],
                    message_id,
                    file["name"],
                    file["media_type"],
                )


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        key=row["key"],
        place=Place.parse(row["place"]),
        author=row["author"],
        to=row["addressee"],
        content=row["content"],
        at=row["at"],
        edited=bool(row["edited"]),
        edit_key=row["edit_key"],
    )
