"""Reading the forms of records, and noting what they say by the command each belongs to."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from django.conf import settings

from voronka.commands import values
from voronka.commands.client_links import link_client
from voronka.commands.clients import ClientWords, change_contact
from voronka.commands.records import (
    NewFile,
    advance_dispatch,
    note_call,
    note_consent,
    note_contract,
    note_dispatch,
    note_meeting,
    note_payment,
    note_referral,
    note_satisfaction,
)
from voronka.commands.values import Bad
from voronka.domain.criteria import MOST_SECONDS, ConsentTo, MeetingOutcome, Reached, Sendable
from voronka.domain.errors import Invalid, Problem
from voronka.domain.evidence import CallDirection, ConsentHow, RecordKind
from voronka.domain.loyalty import BEST_SCORE, ReferralAnswer
from voronka.web.due_times import reader_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from enum import StrEnum

    from voronka.queries.noting import Noting
    from voronka.web.request import AppRequest

    Chosen = TypeVar("Chosen", bound=StrEnum)

_LENGTH = re.compile(r"^(\d{1,4})(?::([0-5]\d))?$", re.ASCII)


def take(request: AppRequest, noting: Noting, kind: RecordKind) -> None:
    """Note what the form says.

    Raises:
        Invalid: also of fields of the form that can't be read.
    """
    said = Said(request)
    match kind:
        case RecordKind.CALL:
            _call(said, noting)
        case RecordKind.MEETING:
            read = said.read(outcome=said.one_of(MeetingOutcome, "outcome"), held_at=said.when)
            note_meeting(**said.who(noting), **read, place=said["place"], words=said["words"])
        case RecordKind.SENT:
            read = said.read(
                what=said.one_of(Sendable, "what"), reached=said.one_of(Reached, "reached"),
                version=said.version, sent_at=said.when,
            )  # fmt: skip
            note_dispatch(**said.who(noting), **read, subject=said["subject"], file=said.file())
        case RecordKind.CONSENT:
            _consent(said, noting)
        case RecordKind.CONTRACT:
            read = said.read(signed_on=said.day)
            note_contract(**said.who(noting), **read, number=said["number"], file=said.file())
        case RecordKind.PAYMENT:
            read = said.read(paid_on=said.day)
            note_payment(
                **said.who(noting),
                **read,
                amount=said["amount"],
                currency=said["currency"],
                words=said["words"],
            )
        case RecordKind.SATISFACTION:
            read = said.read(score=said.score, asked_at=said.when, contact=said.contact)
            note_satisfaction(**said.who(noting), **read, words=said["words"])
        case RecordKind.REFERRAL:
            read = said.read(
                answer=said.one_of(ReferralAnswer, "answer"), asked_at=said.when, contact=said.contact
            )
            _referral(said, noting, read)
        case _:
            assert_never(kind)


def take_further(request: AppRequest, dispatch: int) -> None:
    """Note how far something sent has come.

    Raises:
        Invalid
    """
    said = Said(request)
    read = said.read(reached=said.one_of(Reached, "reached"), came_at=said.when)
    advance_dispatch(
        by=request.actor, at=request.now, dispatch=dispatch, request_id=request.request_id, **read
    )


def _call(said: Said, noting: Noting) -> None:
    read = said.read(
        seconds=said.length, started_at=said.when, direction=said.one_of(CallDirection, "direction"), contact=said.contact
    )  # fmt: skip
    contact = _person(said, noting, read.pop("contact"))
    if said["decides"]:
        if contact is None:
            raise Invalid({"contact": Problem.REQUIRED})
        change_contact(
            by=said.request.actor, at=said.request.now, contact=contact, fields={"decides": "on"},
            request_id=said.request.request_id,
        )  # fmt: skip
    note_call(**said.who(noting), **read, contact=contact, words=said["words"])


def _consent(said: Said, noting: Noting) -> None:
    read = said.read(
        to=said.one_of(ConsentTo, "consent"), how=said.one_of(ConsentHow, "how"), given_at=said.when, contact=said.contact
    )  # fmt: skip
    contact = _person(said, noting, read.pop("contact"))
    note_consent(**said.who(noting), **read, contact=contact, words=said["words"])


def _referral(said: Said, noting: Noting, read: Mapping[str, Any]) -> None:
    """The form's name of whom they send is another than the contact's own."""
    try:
        note_referral(
            **said.who(noting), **read, name=said["referred"], phone=said["phone"], words=said["words"]
        )
    except Invalid as refusal:
        problems = {{"name": "referred"}.get(field, field): p for field, p in refusal.problems.items()}
        raise Invalid(problems) from None


def _person(said: Said, noting: Noting, chosen: int | None) -> int | None:
    """Who was chosen; a name given where nobody was known becomes the deal's contact."""
    if chosen is not None or noting.people or not said["name"].strip():
        return chosen
    linked = link_client(
        by=said.request.actor, at=said.request.now, deal=noting.deal.id, words=ClientWords(contact=said["name"]),
        field="name", request_id=said.request.request_id,
    )  # fmt: skip
    return linked.contact_id


class Said:
    """A submitted form. What reads one field gives its value or raises `Bad`."""

    def __init__(self, request: AppRequest) -> None:
        self.request = request

    def __getitem__(self, name: str) -> str:
        return self.request.POST.get(name, "").replace("\x00", "")

    def who(self, noting: Noting) -> dict[str, Any]:
        """Who notes what when, as every command takes it."""
        request = self.request
        return {
            "by": request.actor, "at": request.now, "deal": noting.deal.id, "request_id": request.request_id
        }  # fmt: skip

    def read(self, **readers: Callable[[], object]) -> dict[str, Any]:
        """Every value, or all problems at once, by the names of the form's fields.

        Raises:
            Invalid
        """
        named: Mapping[str, str] = {name: _FIELDS.get(name, name) for name in readers}
        clean = values.checked({named[name]: reader for name, reader in readers.items()})
        return {name: clean[named[name]] for name in readers}

    def one_of(self, kinds: type[Chosen], name: str) -> Callable[[], Chosen]:
        """One member of an enumeration."""

        def read() -> Chosen:
            try:
                return kinds(self[name])
            except ValueError:
                raise Bad(Problem.UNKNOWN_CHOICE if self[name] else Problem.REQUIRED) from None

        return read

    def when(self) -> datetime:
        """A moment by the reader's clock. The present minute is this very moment, not its beginning."""
        text, now = self["when"].strip(), self.request.now
        if not text:
            raise Bad(Problem.REQUIRED)
        try:
            said = datetime.fromisoformat(text).replace(tzinfo=reader_zone(), second=0, microsecond=0)
        except ValueError:
            raise Bad(Problem.NOT_A_TIME) from None
        if not 1970 < said.year < 2200:
            raise Bad(Problem.NOT_A_TIME)
        if said > now:
            raise Bad(Problem.IN_THE_FUTURE)
        return now if said == now.replace(second=0, microsecond=0) else said

    def day(self) -> date:
        """A day."""
        found = values.day(self["day"])
        if found is None:
            raise Bad(Problem.REQUIRED)
        return found

    def length(self) -> int:
        """Seconds, of `4:10` or of minutes alone."""
        text = self["length"].strip()
        if not text:
            raise Bad(Problem.REQUIRED)
        found = _LENGTH.match(text)
        if found is None:
            raise Bad(Problem.NOT_A_LENGTH)
        seconds = int(found[1]) * 60 + int(found[2] or 0)
        if seconds > MOST_SECONDS:
            raise Bad(Problem.OUT_OF_RANGE)
        return seconds

    def score(self) -> int:
        """A score from 0 to 10."""
        found = values.whole(self["score"], 0, BEST_SCORE)
        if found is None:
            raise Bad(Problem.REQUIRED)
        return found

    def version(self) -> int | None:
        """The number of a version; empty: none."""
        return values.whole(self["version"], 1, 999)

    def contact(self) -> int | None:
        """Somebody of the client's; empty: nobody in particular."""
        return values.whole_id(self["contact"]) if self["contact"].strip() else None

    def file(self) -> NewFile | None:
        """The file that came along."""
        upload = self.request.FILES.get("file")
        return None if upload is None else NewFile(upload, settings.FILES_DIR, settings.UPLOAD_MAX_BYTES)


# What the commands call a value, and the form's field that says it.
_FIELDS = {
    "held_at": "when",
    "sent_at": "when",
    "came_at": "when",
    "started_at": "when",
    "given_at": "when",
    "asked_at": "when",
    "signed_on": "day",
    "paid_on": "day",
    "seconds": "length",
    "to": "consent",
}
