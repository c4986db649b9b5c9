"""Every kind of event has a sentence of its own, and the sentences say what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest
from django.utils import translation

from voronka.domain.events import SANCTIONS, EventKind
from voronka.domain.pipeline import Pipeline, PipelineKind
from voronka.domain.robot import RobotStep
from voronka.domain.robot_form import name_of
from voronka.domain.robot_runs import Why
from voronka.queries.persons import Person
from voronka.queries.timeline_names import FileNow, Names, NoteNow
from voronka.queries.told.event import told_by
from voronka.web.event_words import told_words

if TYPE_CHECKING:
    from voronka.web.telling import Words

pytestmark = pytest.mark.once

EMPTY_PIPELINE = Pipeline(id=1, name="New equipment", kind=PipelineKind.SALE, version=1, stages=())  # type: ignore[arg-type]
OFFERED = {"offer": 3, "hand_over": 1, "to_owner": 1, "to_name": "Hana", "pipeline_name": "Delivery"}
TASK = {
    "task": 5,
    "kind": "meeting",
    "title": "Walk through the offer",
    "due_at": "2026-11-24T09:00:00+00:00",
    "assignee": 1,
}
MOVED = {
    "from": 2,
    "to": 3,
    "from_name": "Qualify",
    "to_name": "Propose",
    "how": "forward",
    "reason": "",
    "exception": "",
    "waived": [],
    "evidence": [
        {
            "criterion": 1,
            "title": "Need is known",
            "by_hand": False,
            "evidence": {"label": "Ice", "source": "field"},
        },
        {"criterion": 2, "title": "They are sure", "by_hand": True, "evidence": None},
    ],
    "seconds_at_stage": 3 * 86_400,
    "lost_reason": None,
    "until": None,
    "before": {},
    "made": [],
    "cancelled": [],
}
ASSIGNED = {"from_owner": 1, "to_owner": 2, "from_team": 1, "to_team": 1, "to_name": "Bob", "tasks": [5, 6]}

SAID = {"feedback": 28, "title": "Faster cooling", "feedback_kind": "idea", "state": "new", "answer": ""}

# What each kind's payload looks like as the commands write it.
PAYLOADS: dict[EventKind, dict[str, Any]] = {
    EventKind.DEAL_CREATED: {
        "title": "Ice plant",
        "stage": 2,
        "owner": 1,
        "team": 1,
        "amount": "41500.00",
        "currency": "USD",
        "amount_base": "41500.00",
        "source": "web form",
        "task": 5,
    },
    EventKind.DEAL_MOVED: MOVED,
    EventKind.DEAL_ASSIGNED: ASSIGNED,
    EventKind.DEAL_CHANGED: {
        "changes": {"amount": ["10.00", "88000.00"], "amount_base": ["10.00", "88000.00"]}
    },
    EventKind.NEXT_STEP_CHANGED: TASK,
    EventKind.TASK_ADDED: TASK,
    EventKind.TASK_DONE: {
        **TASK,
        "outcome": "They like it.",
        "next": {**TASK, "task": 6, "title": "Send the draft"},
    },
    EventKind.TASK_CHANGED: {**TASK, "was": {**TASK, "title": "Call"}, "reason": "They are away"},
    EventKind.TASK_CANCELLED: {**TASK, "outcome": "Not needed", "next": None},
    EventKind.NOTE_ADDED: {"note": 7, "kind": "decision", "text": "They take it", "mentions": []},
    EventKind.NOTE_CHANGED: {"note": 7, "text": "They take it", "was": "They think"},
    EventKind.NOTE_REMOVED: {"note": 7, "was": "They take it"},
    EventKind.FILE_ATTACHED: {"file": 8, "name": "Offer.pdf", "kind": "offer", "size": 1200},
    EventKind.FILE_REMOVED: {"file": 8, "name": "Offer.pdf"},
    EventKind.CALL_NOTED: {
        "call": 20,
        "contact_name": "Ika",
        "direction": "out",
        "seconds": 250,
        "happened_at": "2026-11-23T10:00:00+00:00",
        "words": "They want three rooms",
    },
    EventKind.MEETING_NOTED: {
        "meeting": 21,
        "outcome": "needs",
        "place": "At their plant",
        "happened_at": "2026-11-23T10:00:00+00:00",
        "words": "",
    },
    EventKind.DISPATCH_NOTED: {
        "dispatch": 22,
        "what": "offer",
        "subject": "Offer 7",
        "version": 2,
        "reached": "delivered",
        "happened_at": "2026-11-23T10:00:00+00:00",
    },
    EventKind.DISPATCH_CAME_FURTHER: {
        "dispatch": 22,
        "what": "offer",
        "subject": "Offer 7",
        "version": 2,
        "reached": "opened",
        "happened_at": "2026-11-23T11:00:00+00:00",
    },
    EventKind.PAYMENT_NOTED: {
        "payment": 23,
        "amount": "5000.00",
        "currency": "USD",
        "day": "2026-11-20",
        "words": "Invoice 12",
    },
    EventKind.CONSENT_NOTED: {
        "consent": 24,
        "contact_name": "Ika",
        "to": "meeting",
        "how": "oral",
        "happened_at": "2026-11-23T10:00:00+00:00",
        "words": "",
    },
    EventKind.CONTRACT_NOTED: {"contract": 25, "number": "K-12", "day": "2026-11-20"},
    EventKind.SATISFACTION_NOTED: {
        "satisfaction": 26,
        "contact_name": "Ika",
        "score": 9,
        "happened_at": "2026-11-24T09:00:00+00:00",
        "words": "Cold by noon",
    },
    EventKind.REFERRAL_ASKED: {
        "referral": 27,
        "contact_name": "Ika",
        "answer": "gave",
        "name": "Dewi",
        "phone": "+62811223344",
        "happened_at": "2026-11-24T09:00:00+00:00",
        "words": "",
    },
    EventKind.FEEDBACK_GIVEN: {**SAID, "voice": 29, "words": "We wait for hours"},
    EventKind.FEEDBACK_MOVED: {
        **SAID,
        "state": "planned",
        "answer": "In spring",
        "before": {"state": "new", "answer": ""},
    },
    EventKind.FEEDBACK_MERGED: {
        **SAID,
        "into": 30,
        "into_title": "Cooling",
        "voices": [],
        "is_parted": False,
    },
    EventKind.FEEDBACK_CHANGED: {**SAID, "was": {"title": "Cool", "words": "", "kind": "idea"}},
    EventKind.OBJECTION_NOTED: {
        "objection": 40,
        "kind": 1,
        "kind_name": "Too expensive",
        "stage": 3,
        "stage_name": "Propose",
        "words": "12% above",
        "answer": "",
        "outcome": "open",
    },
    EventKind.OBJECTION_CHANGED: {
        "objection": 40,
        "kind_name": "Too expensive",
        "was": {"words": "", "answer": "", "outcome": "open", "settled_at": None},
        "words": "12% above",
        "answer": "Count a year",
        "outcome": "answered",
        "settled_at": "2026-11-24T09:00:00+00:00",
    },
    EventKind.REASON_VERIFIED: {
        "verified": 41,
        "replaced": None,
        "lost_reason": 9,
        "stated": 9,
        "how": "client",
        "competitor": "Frigoline",
        "words": "They told me",
    },
    EventKind.CRITERION_CONFIRMED: {"criterion": 2, "title": "They are sure", "reason": "Said on the phone"},
    EventKind.CONFIRMATION_WITHDRAWN: {"criterion": 2, "title": "They are sure", "was": "Said on the phone"},
    EventKind.EXCEPTION_ASKED: {"to": 3, "to_name": "Propose", "reason": "Old friends"},
    EventKind.LIMIT_NEAR: {"limit_at": "2026-11-24T15:00:00+00:00"},
    EventKind.REVIEW_ASKED: {
        "review": 7,
        "number": 2,
        "limit_at": "2026-11-24T15:00:00+00:00",
        "assignee": 1,
    },
    EventKind.REVIEW_PUT_OFF: {
        "review": 7,
        "until": "2026-11-25T15:00:00+00:00",
        "times": 2,
        "reason": "Alice is ill",
    },
    EventKind.REVIEW_DECIDED: {
        "review": 7,
        "cause": 3,
        "cause_name": "No answer",
        "decision": "go_on",
        "until": "2026-11-25T15:00:00+00:00",
        "words": "Call the director",
    },
    EventKind.REVIEW_MOVED_ON: {"review": 7, "assignee": 1},
    **{
        kind: {
            "sanction": 3,
            "seller": 1,
            "owner": 1,
            "rule": "Late step",
            "unit": "money",
            "amount": "50.00",
            "currency": "USD",
            "words": "He was at a fair",
        }
        for kind in SANCTIONS
    },
    EventKind.EXPLANATION_ASKED: {
        "explanation": 2,
        "owner": 1,
        "question": "Why no call?",
        "due_at": "2026-11-25T15:00:00+00:00",
    },
    EventKind.EXPLANATION_GIVEN: {
        "explanation": 2,
        "question": "Why no call?",
        "answer": "He was away",
        "is_late": True,
    },
    EventKind.HAND_OVER_OFFERED: {**OFFERED, "words": "They close at six"},
    EventKind.HAND_OVER_ACCEPTED: OFFERED,
    EventKind.HAND_OVER_DECLINED: {**OFFERED, "reason": "I am away"},
    EventKind.HAND_OVER_WITHDRAWN: OFFERED,
    EventKind.REQUEST_CAME: {"request": 4, "name": "Site", "source_kind": "form", "is_more": False},
    EventKind.DEAL_TAKEN_BACK: {"title": "Reefer dock refit"},
    EventKind.DEAL_LINKED: {"link": "repeat", "other": 30, "is_origin": True},
    EventKind.TERM_SET: {"begins_on": "2027-01-01", "ends_on": "2027-12-31", "remind_days": 30},
    EventKind.TENDER_CHANGED: {"part": "document", "how": "done", "text": "Licence"},
    EventKind.RELATION_REACHED: {"relation": "client", "contact_name": "Ika", "company_name": "PT Samudra"},
    EventKind.PRIORITY_SET: {"from": "normal", "to": "low", "reason": "Nobody answers."},
    EventKind.TAGS_CHANGED: {"added": "cold"},
    EventKind.ROBOT_RAN: {
        "robot": 1,
        "name": "Call back",
        "run": 4,
        "state": "failed",
        "why": "",
        "cause": 7,
        "steps": [
            {"is": "add_task", "state": "done", "title": "Call back", "error": ""},
            {
                "is": "move_to",
                "state": "refused",
                "why": "gate",
                "stage": "Sign",
                "criteria": ["Paid", "Signed"],
            },
            {"is": "call_webhook", "state": "failed", "why": "error", "error": "No answer."},
        ],
    },
    EventKind.RELATION_TAKEN_BACK: {"relation": "client", "company_name": "PT Samudra"},
    EventKind.CHECKLIST_ANSWERED: {
        "question": 31,
        "asked": "They have a budget",
        "fit": "fit",
        "words": "Told at the meeting",
        "was": {"fit": "unknown", "words": ""},
    },
    EventKind.CLIENT_CRITERION_SET: {
        "client_criterion": 32,
        "text": "Service within a day",
        "match": "partly",
        "words": "",
        "was": None,
    },
    EventKind.CLIENT_CRITERION_GONE: {
        "client_criterion": 32,
        "text": "Service within a day",
        "match": "partly",
        "words": "",
        "was": None,
    },
    EventKind.UNDONE: {"event": 1, "kind": "deal_moved", "told": MOVED, "state": {}},
    EventKind.CONTACT_CREATED: {"name": "Bagus Hartanto"},
    EventKind.CONTACT_CHANGED: {"changes": {"phones": [["+1"], ["+2"]], "decides": [False, True]}},
    EventKind.COMPANY_CREATED: {"name": "PT Samudra Teduh"},
    EventKind.COMPANY_CHANGED: {"changes": {"site": ["", "samudra.example"]}},
    EventKind.CLIENT_MERGED: {"merge": 1, "name": "Dewi Lestari"},
    EventKind.CLIENT_PARTED: {"merge": 1, "name": "Dewi Lestari"},
    EventKind.CONTACT_ERASED: {"name": "#12"},
    EventKind.SETUP_CHANGED: {"name": "New equipment"},
    EventKind.LIST_EXPORTED: {"rows": "contacts", "count": 3, "form": "csv"},
}
NAMES = Names(
    persons={1: Person(1, "Alice"), 2: Person(2, "Bob")},
    notes={7: NoteNow("They take it", 1, "decision", (), is_changed=False, is_removed=False)},
    files={8: FileNow("offer", 1200, is_removed=False)},
    reasons={9: "Too expensive", 10: "Can’t pay now"},
    contacts={11: "Bagus", 12: "Dewi"},
    deals={30: "Second cold room"},
)


def words(kind: EventKind, /, **changed: Any) -> Words:
    return told_words(kind, told_by(kind, {**PAYLOADS[kind], **changed}, NAMES, EMPTY_PIPELINE))


def everything(said: Words) -> str:
    return " | ".join([said.title, *said.facts, *(tag.text for tag in said.tags), *said.lines])


def test_payloads_of_all_kinds_are_tried_here() -> None:
    assert PAYLOADS.keys() == set(EventKind)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence_and_a_picture(kind: EventKind) -> None:
    said = words(kind)
    assert said.title.strip()
    assert said.icon
    assert "%(" not in everything(said)


def test_no_two_kinds_say_the_same() -> None:
    titles = [words(kind).title for kind in EventKind]
    assert len(set(titles)) == len(titles)


def test_a_move_tells_the_way_the_time_and_the_criteria() -> None:
    said = words(EventKind.DEAL_MOVED)
    assert said.title == "Qualify → Propose"
    assert said.spoken == "Moved from Qualify to Propose"
    assert said.facts == ("after 3 days", "1 of 2 criteria met")


def test_a_move_back_tells_its_reason() -> None:
    said = words(EventKind.DEAL_MOVED, how="back", reason="They want another offer")
    assert "They want another offer" in said.lines
    assert "back" in [tag.text for tag in said.tags]


def test_an_exception_tells_its_reason_and_what_was_not_met() -> None:
    said = words(EventKind.DEAL_MOVED, exception="Letter of intent", waived=["They are sure"])
    assert said.lines == ("Reason for the exception: Letter of intent", "Not met: They are sure.")
    assert "let through" in [tag.text for tag in said.tags]


def test_a_lost_deal_tells_the_reason_and_the_competitor() -> None:
    said = words(
        EventKind.DEAL_MOVED, how="lost", to_name="Lost", lost_reason=9, competitor="Frigoline", cancelled=[5]
    )
    assert [tag.text for tag in said.tags] == ["Too expensive"]
    assert said.lines == ("Competitor: Frigoline.", "1 open task ended.")


def test_a_postponed_deal_tells_the_reason_and_the_day() -> None:
    said = words(
        EventKind.DEAL_MOVED, how="postponed", to_name="Postponed", postpone_reason=10, until="2027-02-01"
    )
    assert [tag.text for tag in said.tags] == ["Can’t pay now"]
    assert said.lines == ("Comes back on 1 Feb 2027.",)


def test_a_changed_field_tells_old_and_new_in_words() -> None:
    assert words(EventKind.DEAL_CHANGED).title == "Changed: Amount"
    assert words(EventKind.DEAL_CHANGED).lines == ("10 → 88,000",)
    emptied = words(EventKind.DEAL_CHANGED, changes={"expected_close_on": ["2026-12-18", None]})
    assert emptied.lines == ("18 Dec 2026 → empty",)
    several = words(EventKind.DEAL_CHANGED, changes={"contact_id": [11, 12], "need": ["", "Ice"]})
    assert several.lines == ("Contact: Bagus → Dewi", "Need: Ice")


@pytest.mark.parametrize(
    ("language", "of_a_person", "of_a_company"), [("ru", "Имя", "Название"), ("uk", "Ім’я", "Назва")]
)
def test_a_company_is_not_named_like_a_person(language: str, of_a_person: str, of_a_company: str) -> None:
    renamed = {"name": ["Teduh", "Samudra"]}
    with translation.override(language):
        assert words(EventKind.CONTACT_CHANGED, changes=renamed).lines == (f"{of_a_person}: Teduh → Samudra",)
        assert words(EventKind.COMPANY_CHANGED, changes=renamed).lines == (
            f"{of_a_company}: Teduh → Samudra",
        )


def test_what_is_taken_and_what_is_given_are_told_apart() -> None:
    assert words(EventKind.DEAL_ASSIGNED).title == "Given to Bob"
    assert words(EventKind.DEAL_ASSIGNED).facts == ("from Alice", "with 2 tasks")
    assert words(EventKind.DEAL_ASSIGNED, from_owner=None).title == "Taken by Bob"


def test_a_done_task_tells_the_outcome_and_the_next_step() -> None:
    said = words(EventKind.TASK_DONE)
    assert said.lines[0] == "They like it."
    assert said.lines[1].startswith("Next step: Send the draft")


def test_a_changed_task_tells_only_what_changed() -> None:
    assert words(EventKind.TASK_CHANGED).lines == ("Title: Call → Walk through the offer", "They are away")


def test_a_call_tells_with_whom_how_long_and_what_was_said() -> None:
    said = words(EventKind.CALL_NOTED)
    assert (said.title, said.facts[0], said.lines) == ("Call with Ika", "4:10", ("They want three rooms",))
    assert words(EventKind.CALL_NOTED, direction="in").title == "Call from Ika"
    assert words(EventKind.CALL_NOTED, contact_name="", seconds=60).facts[0] == "1 minute"


def test_a_call_that_nobody_answered_says_so() -> None:
    told: tuple[dict[str, str], ...] = (
        {"direction": "in"},
        {"direction": "in", "contact_name": ""},
        {},
        {"contact_name": ""},
    )
    assert [words(EventKind.CALL_NOTED, seconds=0, **one).title for one in told] == [
        "Missed call from Ika", "Missed call", "Called Ika, no answer", "Called, no answer",
    ]  # fmt: skip


def test_a_meeting_tells_how_it_ended() -> None:
    assert [tag.text for tag in words(EventKind.MEETING_NOTED).tags] == ["Back to the needs"]


def test_what_was_sent_tells_how_far_it_has_come() -> None:
    assert words(EventKind.DISPATCH_NOTED).title == "Sent: Offer, Offer 7"
    assert words(EventKind.DISPATCH_NOTED).facts[0] == "version 2"
    assert [tag.text for tag in words(EventKind.DISPATCH_CAME_FURTHER).tags] == ["opened"]
    assert words(EventKind.DISPATCH_NOTED, reached="sent").tags == ()


def test_a_payment_a_consent_and_a_contract_tell_what_they_are_worth() -> None:
    assert words(EventKind.PAYMENT_NOTED).title == "Payment received: $5,000"
    assert words(EventKind.CONSENT_NOTED).facts[:2] == ("Ika", "By word of mouth")
    assert words(EventKind.CONTRACT_NOTED).facts == ("K-12", "20 Nov 2026")


def test_a_link_names_the_other_deal_only_to_who_may_see_it() -> None:
    assert words(EventKind.DEAL_LINKED).title == "Repeat order: Second cold room"
    assert words(EventKind.DEAL_LINKED, is_origin=False).title == "Repeat order after: Second cold room"
    assert words(EventKind.DEAL_LINKED, other=31).title == "Repeat order: another deal"


def test_an_undoing_tells_what_was_undone() -> None:
    assert words(EventKind.UNDONE).title == "Undone: Qualify → Propose"
    of_task = words(EventKind.UNDONE, kind="task_done", told=PAYLOADS[EventKind.TASK_DONE])
    assert of_task.title == "Open again: Walk through the offer"


def test_an_unreadable_old_value_is_shown_as_it_is() -> None:
    assert words(EventKind.DEAL_CHANGED, changes={"amount": ["much", "more"]}).lines == ("much → more",)


def test_a_robot_tells_what_it_did_and_why_it_did_not() -> None:
    said = words(EventKind.ROBOT_RAN)
    assert said.title == "Robot: Call back"
    assert said.lines == (
        "Task planned: Call back",
        "Not done: Move to Sign (2 criteria open: Paid, Signed)",
        "Failed: a call of an address outside (No answer.)",
    )
    assert [tag.text for tag in said.tags] == ["failed"]


@pytest.mark.parametrize("why", Why)
def test_a_robot_that_did_nothing_says_why(why: Why) -> None:
    said = words(EventKind.ROBOT_RAN, state="refused", why=why.value, steps=[])
    assert said.lines[0].startswith("Did nothing: ")


@pytest.mark.parametrize("kind", sorted({name_of(kind) for kind in get_args(RobotStep)}))
def test_every_kind_of_step_is_told_done_and_not_done(kind: str) -> None:
    done = words(EventKind.ROBOT_RAN, steps=[{"is": kind, "state": "done"}])
    not_done = words(EventKind.ROBOT_RAN, steps=[{"is": kind, "state": "refused", "why": "not_there"}])
    assert done.lines[0]
    assert not_done.lines[0].startswith("Not done: ")
