"""The class that a fresh playground shows: two teachers, five students, one admin."""

from bot.playground.platform import Playground
from bot.playground.rooms import Person, Room
from core.domain.place import Place

CHANNEL = "interviewing-101"

TEACHERS = (
    Person("ruth", "Dr. Ruth Adeyemi", "Teacher", email="ruth@class.example"),
    Person("ben", "Ben Lindqvist", "Teacher", email="ben@class.example"),
)
STUDENTS = (
    Person("ines", "Ines Carvalho", "Student", email="ines@class.example"),
    Person("omar", "Omar Haddad", "Student", email="omar@class.example"),
    Person("mei", "Mei Tanaka", "Student", email="mei@class.example"),
    Person("jonas", "Jonas Weber", "Student", email="jonas@class.example"),
    Person("asha", "Asha Patel", "Student", email="asha@class.example"),
)
ADMIN = Person("ada", "Ada Novak", "Admin", admin=True, email="ada@class.example")


def seed(playground: Playground) -> Place:
    """Add the class unless it is there; its channel."""
    rooms = playground.rooms
    place = rooms.at(CHANNEL)
    with playground.journal.transaction():
        people = (*STUDENTS, *TEACHERS, ADMIN)
        for person in people:
            rooms.add_person(person)
        room = Room(place, "channel", CHANNEL, "Practice interviews, autumn term")
        rooms.add(room, tuple(person.id for person in people))
        if not playground.journal.recall("title"):
            playground.journal.remember("title", "School of Social Work")
    return place
