"""A graded course to its end: released grades, a gradebook, a debrief, and a section bundle."""

import csv
import io
import json
import zipfile

from core.store.database import Database
from tests.fakes import FakeModel
from tests.grader import Grader
from tests.journeys.campus import Campus, core_campus
from tests.journeys.test_course import TITLE, data_url

STUDENTS = {
    "ana": "Ana Ruiz",
    "ben": "Ben Okafor",
    "cem": "Cem Yildiz",
    "dua": "Dua Rahman",
    "eva": "Eva Lindgren",
}
CRITERIA = 5
SAID = "Tell me, what has been on your mind most of all?"
SCORE = "66.7"
CHANGED = "75.0"


async def open_the_class(campus: Campus) -> None:
    """A class of five with one piece of work, whose grades a person decides."""
    await campus.admin("dean", "admin teacher add", member="vera")
    await campus.join("vera", "Vera Lindqvist")
    await campus.command("vera", "section setup", name="Social Work 101", zone="America/New_York")
    for user, name in STUDENTS.items():
        await campus.join(user, name)
    lines = "".join(f"{name},{user}@example.edu\n" for user, name in STUDENTS.items())
    await campus.command("vera", "roster import", file=data_url(f"Name,Email\n{lines}"))
    await campus.press("vera", "Confirm")
    await campus.command("vera", "assign create", title=TITLE, clients=("tarik-begic",))
    await campus.press("vera", "More", release="after_review")
    await campus.press("vera", "Publish")


async def practise(campus: Campus) -> None:
    """Everybody finishes an interview; nobody reads a grade yet."""
    for user, name in STUDENTS.items():
        await campus.press(user, "Start")
        await campus.say(user, f"{SAID} I am {name}.")
        await campus.say(user, "That sounds really hard for you.")
        await campus.end(user)
        await campus.command(user, "grade")
        assert SCORE not in campus.read(user)


async def review(campus: Campus) -> None:
    """The teacher rules on every criterion, changes one level, and lets all grades out."""
    for name in STUDENTS.values():
        await campus.command("vera", "review queue")
        await campus.press("vera", name)
        await campus.press("vera", "Opening")
        for _ in range(CRITERIA):
            await campus.press("vera", "Confirm")
    await campus.command("vera", "review queue")
    await campus.press("vera", STUDENTS["eva"])
    await campus.press("vera", "Open questions")
    await campus.press("vera", "Change", level=3, comment="All of them were open.")
    await campus.command("vera", "review release", assignment=TITLE)
    assert "5 grades are released." in campus.read("vera")


async def read_the_grades(campus: Campus) -> None:
    """Each student has their own grade; the one that was changed is the teacher's."""
    for user in STUDENTS:
        score = f"{CHANGED if user == 'eva' else SCORE} of 100"
        before = campus.read(user).count(score)
        await campus.command(user, "grade")
        assert campus.read(user).count(score) == before + 1


async def take_the_gradebook(campus: Campus) -> None:
    """The file has the scores that the students read."""
    await campus.command("vera", "report gradebook", assignment=TITLE, lms="canvas")
    data = (await campus.files())["gradebook-canvas.csv"].decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(data)) if row]
    scores = {row[0]: float(row[-1]) for row in rows if "," in row[0]}
    others = (name for user, name in STUDENTS.items() if user != "eva")
    wanted = {", ".join(reversed(name.split())): float(SCORE) for name in others}
    assert scores == wanted | {"Lindgren, Eva": float(CHANGED)}


async def debrief(campus: Campus) -> None:
    """The class reads what it did together, and no name."""
    await campus.command("vera", "debrief", assignment=TITLE)
    assert "Preview: only you see this." in campus.read("vera")
    await campus.press("vera", "Post to the class")
    told = campus.read("ana").rpartition("5 interviews, one of each student")
    assert told[1]
    assert not any(name.split()[0] in told[2] for name in STUDENTS.values())


async def take_everything(campus: Campus) -> None:
    """The whole section leaves as a ZIP, each interview with its released grade."""
    await campus.command("vera", "bundle", assignment=TITLE, formats="json csv")
    assert "5 of 5 interviews." in campus.read("vera")
    found = [data for name, data in (await campus.files()).items() if name.endswith(".zip")]
    package = zipfile.ZipFile(io.BytesIO(found[-1]))
    names = [name for name in package.namelist() if name.endswith(".json")]
    texts = [json.loads(package.read(name))["transcript"]["grade_data"] for name in names]
    totals = [json.loads(text)["evaluation"]["total"] for text in texts]
    assert sorted(totals) == [SCORE] * 4 + [CHANGED]


async def graded_course(campus: Campus) -> None:
    """All of it, in order."""
    await open_the_class(campus)
    await held_course(campus)


async def held_course(campus: Campus) -> None:
    """What comes once the students are in the class."""
    await practise(campus)
    await review(campus)
    await read_the_grades(campus)
    await take_the_gradebook(campus)
    await debrief(campus)
    await take_everything(campus)


async def test_a_course_ends_in_grades_gradebook_debrief_and_bundle(database: Database) -> None:
    model = FakeModel(["Since my sister left, I would say."])
    async with core_campus(database, model, Grader()) as campus:
        await graded_course(campus)
