"""Telling the class something: previewed, posted now or at a time, changed, called off."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, payload_of
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Button, Note, Prose, Reply
from core.domain.teaching import Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import deadlines, grants
from core.services.grants import Act
from core.services.house import House
from core.store import jobs, notices, people, sections
from core.store.notices import Notice, NoticeState
from core.store.transaction import Transaction

JOB = "announcement"
STILL_USEFUL = timedelta(hours=24)
WAITING = frozenset({NoticeState.DRAFT, NoticeState.SCHEDULED, NoticeState.SKIPPED})


@dataclass(frozen=True, slots=True)
class Word:
    """An announcement with its class."""

    section: Section
    notice: Notice


def load(tx: Transaction, act: Act, target: str) -> Word:
    """By id; a version behind it must be the present one, or the button is out of date."""
    key, _dot, version = target.partition(".")
    notice = notices.find(tx, key)
    if notice is None:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(tx, Action.ANNOUNCE, notice.section_id, act)
    section = sections.find(tx, notice.section_id)
    stale = version not in {"", str(notice.version)}
    if section is None or stale or notice.state not in WAITING:
        raise RefusalError(Refusal.STALE_BUTTON)
    return Word(section, notice)


def write(tx: Transaction, act: Act, section: Section, text: str) -> Word:
    """A draft that nobody has read."""
    if section.frozen:
        raise RefusalError(Refusal.FROZEN)
    made = Notice(new_key(), tx.tenant, section.id, text, None, NoticeState.DRAFT)
    notices.add(tx, made, act.by.id, act.now)
    return Word(section, made)


def save(tx: Transaction, word: Word, changed: Notice) -> Word:
    """Write the next version and call off what was planned for the one before."""
    saved = replace(changed, version=changed.version + 1)
    if not notices.save(tx, saved):
        raise RefusalError(Refusal.STALE_BUTTON)
    if word.notice.state is NoticeState.SCHEDULED and word.notice.at is not None:
        jobs.cancel(tx, JOB, key_of(word.notice))
    return replace(word, notice=saved)


def key_of(notice: Notice) -> str:
    """The job of one version."""
    return f"{notice.id}@{notice.version}"


def rewrite(tx: Transaction, word: Word, text: str) -> Word:
    """Another text; it is a draft again until it is scheduled or posted."""
    return save(tx, word, replace(word.notice, text=text, state=NoticeState.DRAFT))


def schedule(tx: Transaction, word: Word, at: datetime, now: datetime) -> Word:
    """Post it at a time to come."""
    if at <= now:
        raise RefusalError(Refusal.BAD_DATE, option="when", typed=at.isoformat())
    saved = save(tx, word, replace(word.notice, at=at, state=NoticeState.SCHEDULED))
    payload = {"notice": saved.notice.id, "version": str(saved.notice.version)}
    jobs.replan(tx, deadlines.draft(JOB, word.section, key_of(saved.notice), at, payload))
    return saved


def cancel(tx: Transaction, word: Word) -> None:
    """It is never posted."""
    save(tx, word, replace(word.notice, state=NoticeState.CANCELLED))


def post(tx: Transaction, word: Word) -> Effects:
    """Once, in the class channel."""
    key = new_key()
    save(tx, word, replace(word.notice, state=NoticeState.POSTED, post_key=key))
    return Effects((Draft(Place.parse(word.section.place), Post(shown(word.notice)), key),))


def shown(notice: Notice) -> Reply:
    """What the class reads."""
    return Reply((Prose(notice.text),))


def due(tx: Transaction, house: House, event: Event) -> Effects:
    """A scheduled one whose time has come; a day too late it is skipped and said so."""
    payload = payload_of(event)
    notice = notices.find(tx, payload.get("notice", ""))
    if notice is None or notice.at is None:
        return NOTHING
    section = sections.find(tx, notice.section_id)
    as_planned = (notice.state, str(notice.version)) == (NoticeState.SCHEDULED, payload["version"])
    if section is None or section.frozen or not as_planned:
        return NOTHING
    word = Word(section, notice)
    if house.clock.now() - notice.at <= STILL_USEFUL:
        return post(tx, word)
    skipped = save(tx, word, replace(notice, state=NoticeState.SKIPPED))
    return tell(tx, skipped)


def tell(tx: Transaction, word: Word) -> Effects:
    """The teachers read that it was missed, and may post it still."""
    text = _("This was to be posted while I was not running, so it was skipped:")
    target = f"{word.notice.id}.{word.notice.version}"
    button = Button(_("Post now"), token("announce post", target), "primary")
    reply = Reply((Note(text), Prose(word.notice.text)), (button,))
    place = Place.parse(word.section.place).direct
    return Effects(
        tuple(
            Draft(place, Post(reply, person.user))
            for person, role in people.members(tx, word.section.id)
            if role is SectionRole.TEACHER
        )
    )
