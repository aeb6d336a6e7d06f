"""Who there is in the playground, and which places they see."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from bot.playground.journal import Journal
from core.domain.place import Place

PLATFORM = "playground"
APP_ID = "app"
APP_NAME = "Virtual Client"

RoomKind = Literal["channel", "dm", "thread"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the page may act as; `role` is a label, it grants nothing."""

    id: str
    name: str
    role: str
    admin: bool = False
    email: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A place with what the sidebar shows of it."""

    place: Place
    kind: RoomKind
    title: str
    about: str = ""
    closed: bool = False


class Rooms:
    """People, places and memberships."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def at(self, channel: str, thread: str = "") -> Place:
        return Place(PLATFORM, self._journal.workspace, channel, thread)

    def dm(self, person: str) -> Place:
        return self.at(f"dm-{person}")

    def add_person(self, person: Person) -> None:
        """Add somebody together with their direct line to the app; a known id is left alone."""
        with self._journal.transaction():
            new = self._journal.write(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                person.id,
                person.name,
                person.role,
                person.admin,
                person.email,
            )
            if new:
                self.add(Room(self.dm(person.id), "dm", APP_NAME), (person.id,))

    def people(self) -> tuple[Person, ...]:
        return tuple(map(_person, self._journal.rows("SELECT * FROM person ORDER BY rowid")))

    def person(self, person_id: str) -> Person | None:
        row = self._journal.row("SELECT * FROM person WHERE id = ?", person_id)
        return _person(row) if row else None

    def add(self, room: Room, members: tuple[str, ...], key: str | None = None) -> bool:
        """Add the place unless it is there; True when it is new."""
        with self._journal.transaction():
            new = self._journal.write(
                "INSERT INTO place (id, kind, title, about, key) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                str(room.place),
                room.kind,
                room.title,
                room.about,
                key,
            )
            if new:
                for person in members:
                    self.join(room.place, person)
        return bool(new)

    def open_thread(self, parent: Place, title: str, person: str, key: str) -> Room:
        """Open a private thread for one person; the same key gives the same thread."""
        with self._journal.transaction():
            found = self._journal.row("SELECT * FROM place WHERE key = ?", key)
            if found:
                return _room(found)
            count = self._journal.row("SELECT count(*) + 1 AS n FROM place WHERE key IS NOT NULL")
            thread = f"t{count['n'] if count else 1}"
            room = Room(self.at(parent.channel, thread), "thread", title)
            self.add(room, (person,), key)
            return room

    def find_key(self, key: str) -> Room | None:
        row = self._journal.row("SELECT * FROM place WHERE key = ?", key)
        return _room(row) if row else None

    def find(self, place: Place) -> Room | None:
        row = self._journal.row("SELECT * FROM place WHERE id = ? AND kind != 'gone'", str(place))
        return _room(row) if row else None

    def of(self, person: str) -> tuple[Room, ...]:
        """Every place that the person sees, in the order of their making."""
        found = self._journal.rows(
            "SELECT place.* FROM place JOIN member ON member.place = place.id"
            " WHERE member.person = ? ORDER BY place.rowid",
            person,
        )
        return tuple(map(_room, found))

    def close(self, place: Place) -> None:
        """Archive the place and tell its members, once."""
        with self._journal.transaction():
            if self._journal.write(
                "UPDATE place SET closed = 1 WHERE id = ? AND closed = 0", str(place)
            ):
                self.announce(place)

    def members(self, place: Place) -> tuple[Person, ...]:
        found = self._journal.rows(
            "SELECT person.* FROM person JOIN member ON member.person = person.id"
            " WHERE member.place = ? ORDER BY person.rowid",
            str(place),
        )
        return tuple(map(_person, found))

    def viewers(self, place: Place, to: str = "") -> tuple[str, ...]:
        """Who sees what is said there; `to` narrows it to one of them."""
        everyone = (member.id for member in self.members(place))
        return tuple(person for person in everyone if to in ("", person))

    def sees(self, person: str, place: Place) -> bool:
        return bool(
            self._journal.row(
                "SELECT 1 FROM member WHERE place = ? AND person = ?", str(place), person
            )
        )

    def join(self, place: Place, person: str) -> None:
        with self._journal.transaction():
            self._journal.write(
                "INSERT INTO member VALUES (?, ?) ON CONFLICT DO NOTHING", str(place), person
            )
            self.announce(place)

    def leave(self, place: Place, person: str) -> None:
        with self._journal.transaction():
            self._journal.write(
                "DELETE FROM member WHERE place = ? AND person = ?", str(place), person
            )
            self._journal.emit((person,), "gone", {"id": str(place)})

    def vanish(self, place: Place) -> None:
        """Delete the place for everybody; its row stays, so that its name is never used again."""
        with self._journal.transaction():
            self._journal.emit(self.viewers(place), "gone", {"id": str(place)})
            self._journal.write("DELETE FROM member WHERE place = ?", str(place))
            self._journal.write("UPDATE place SET kind = 'gone' WHERE id = ?", str(place))

    def announce(self, place: Place) -> None:
        """Tell everybody in the place what it looks like now."""
        room = self.find(place)
        if room:
            self._journal.emit(self.viewers(place), "place", room_json(room))


def room_json(room: Room) -> dict[str, object]:
    return {
        "id": str(room.place),
        "kind": room.kind,
        "parent": str(room.place.parent) if room.place.thread else "",
        "title": room.title,
        "about": room.about,
        "closed": room.closed,
    }


def person_json(person: Person) -> dict[str, object]:
    return {"id": person.id, "name": person.name, "role": person.role}


def _person(row: sqlite3.Row) -> Person:
    return Person(row["id"], row["name"], row["role"], bool(row["admin"]), row["email"])


def _room(row: sqlite3.Row) -> Room:
    return Room(
        Place.parse(row["id"]), row["kind"], row["title"], row["about"], bool(row["closed"])
    )
