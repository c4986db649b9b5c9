"""The access matrix: each address and method, and what each of the cast gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.world import ANONYMOUS, World
from tests.factories import NOON
from voronka.queries.paging import Cursor

Who = Callable[[str], "Answer"]


class Answer(Enum):
    """What one gets."""

    DONE = "done"
    LOGIN = "sent to the log-in"
    HIDDEN = "not found"
    FORBIDDEN = "not allowed"


def anyone(_: str) -> Answer:
    """Open to strangers."""
    return Answer.DONE


def nobody(_: str) -> Answer:
    """There is no such thing, whoever asks."""
    return Answer.HIDDEN


def to_login(_: str) -> Answer:
    """Ends at the log-in page for everybody."""
    return Answer.LOGIN


def signed_in(who: str) -> Answer:
    """Everybody with a log-in."""
    return Answer.LOGIN if who == ANONYMOUS else Answer.DONE


def _rights(done: set[str], forbidden: frozenset[str] = frozenset()) -> Who:
    def decide(who: str) -> Answer:
        if who == ANONYMOUS:
            return Answer.LOGIN
        if who in done:
            return Answer.DONE
        return Answer.FORBIDDEN if who in forbidden else Answer.HIDDEN

    return decide


SELLERS = frozenset({"Alice", "Bob", "Charlie"})
HEADS = frozenset({"Hana", "Hugo", "Ruth"})
# Who sees what is Alice's.
of_alice = _rights({"Alice", "Hana", "Ruth", "Zoe"})
# Who may give it away or pass its gate.
led = _rights({"Hana", "Ruth", "Zoe"}, frozenset({"Alice"}))
# What nobody in North owns yet: its sellers and its heads see it; Zoe has no team to take it for.
unsorted = _rights({"Alice", "Bob", "Hana", "Ruth", "Zoe"})
unsorted_untaken = _rights({"Hana", "Ruth", "Zoe"}, frozenset({"Alice", "Bob"}))
taken = _rights({"Alice", "Bob", "Hana", "Ruth"}, frozenset({"Zoe"}))
leads = _rights({"Hana", "Hugo", "Ruth", "Zoe"}, SELLERS)
# A client of Alice's, that those who lead may give away; others are told so before anything is looked for.
leads_client = _rights({"Hana", "Ruth", "Zoe"}, SELLERS)
# What is all that there is, and that is North's.
sees_all = _rights({"Hana", "Ruth", "Zoe"}, SELLERS | {"Hugo"})
# What is North's, of which another head knows nothing.
sees_north = _rights({"Hana", "Ruth", "Zoe"}, SELLERS)
# What Hana brought in.
brought = _rights({"Hana", "Zoe"}, SELLERS)
administers = _rights({"Zoe"}, SELLERS | HEADS)
# What lies in every team's deals, of somebody whom they see.
_administers_of_alice = _rights({"Zoe"}, frozenset({"Alice", "Hana", "Ruth"}))
# What is a person's own.
only_alice = _rights({"Alice"})
# What only the author or owner does, though those who lead see it.
written_by_alice = _rights({"Alice"}, frozenset({"Hana", "Ruth", "Zoe"}))


# Feedback that Alice's deal gave: those who see the deal see it, who keeps the board answers it.
feedback_kept = _rights({"Zoe"}, frozenset({"Alice", "Hana", "Ruth"}))
feedback_edited = _rights({"Alice", "Zoe"}, frozenset({"Hana", "Ruth"}))

# What is Alice's and offered to Charlie, who reads it and answers, and nothing else.
of_handed = _rights({"Alice", "Charlie", "Hana", "Ruth", "Zoe"})
hands_over = _rights({"Alice", "Hana", "Ruth", "Zoe"}, frozenset({"Charlie"}))
only_charlie = _rights({"Charlie"})


@dataclass(frozen=True)
class Row:
    """One address and method."""

    method: str
    name: str
    who: Who
    kwargs: Callable[[World], Mapping[str, Any]] = lambda _: {}
    data: Callable[[World], Mapping[str, Any]] = lambda _: {}
    query: Callable[[World], str] = lambda _: ""
    headers: Callable[[World], Mapping[str, Any]] = lambda _: {}


def _ids(**given: Callable[[World], Any]) -> Callable[[World], Mapping[str, Any]]:
    """Arguments or form fields out of the world."""
    return lambda world: {name: read(world) for name, read in given.items()}


def _said(**fields: str) -> Callable[[World], Mapping[str, Any]]:
    """Form fields that are the same in every world."""
    return lambda _: fields


def _pipeline(world: World) -> int:
    return world.house.pipeline.pk


def _stage(name: str) -> Callable[[World], int]:
    return lambda world: world.house.stage(name)


BROUGHT = _ids(id=lambda w: w.brought)
DEAL = _ids(deal=lambda w: w.deal.pk)
UNOWNED = _ids(deal=lambda w: w.unowned)
PIPELINE = _ids(pipeline=_pipeline)


def _table_as(suffix: str) -> Callable[[World], Mapping[str, Any]]:
    return _ids(pipeline=_pipeline, suffix=lambda _: suffix)


STAGE = _ids(stage=_stage("Qualify"))
SPARE_STAGE = _ids(stage=_stage("Sign"))
CELL = _ids(pipeline=_pipeline, stage=_stage("Qualify"), cell=lambda _: "status")
BELOW = _ids(pipeline=_pipeline, below=_stage("Qualify"))
SPARE_ROW = _ids(pipeline=_pipeline, stage=_stage("Sign"))
DOCUMENT = _ids(deal=lambda w: w.deal.pk, part=lambda _: "document", id=lambda w: w.document)
QUESTION, SOUGHT = _ids(question=lambda w: w.question), _ids(criterion=lambda w: w.sought)
CRITERION = _ids(criterion=lambda w: w.criterion)
OF_DEAL = _ids(deal=lambda w: w.deal.pk, criterion=lambda w: w.criterion)
TASK, NOTE, FILE = _ids(task=lambda w: w.task), _ids(note=lambda w: w.note), _ids(file=lambda w: w.file)
REVIEW, EXPLANATION = _ids(review=lambda w: w.review), _ids(explanation=lambda w: w.explanation)
PROPOSED = _ids(sanction=lambda w: w.proposed, step=lambda _: "confirm")
CANCELLED = _ids(sanction=lambda w: w.proposed, step=lambda _: "cancel")
CHARGED = _ids(sanction=lambda w: w.confirmed_sanction, step=lambda _: "appeal")
UPHELD = _ids(sanction=lambda w: w.appealed, step=lambda _: "uphold")
LIFTED = _ids(sanction=lambda w: w.appealed, step=lambda _: "lift")
RULE, SPARE_RULE = _ids(rule=lambda w: w.rule), _ids(rule=lambda w: w.spare_rule)
RULE_SAID = {"fact": "overdue", "grace": "2", "grace_unit": "hours", "unit": "money", "amount": "5"}
CAUSE = _ids(cause=lambda w: w.cause)
WEBHOOK, DELIVERY = _ids(webhook=lambda w: w.webhook), _ids(delivery=lambda w: w.delivery)
FAILED_JOB, FAILED_STEP = _ids(job=lambda w: w.job), _ids(step=lambda w: w.step)
FEEDBACK = _ids(feedback=lambda w: w.feedback)
TRACK, TOUCH = _ids(track=lambda w: w.track), _ids(touch=lambda w: w.touch)
CALENDAR, CALENDAR_DAY = _ids(calendar=lambda w: w.work_calendar), _ids(day=lambda w: w.calendar_day)
WORKED = {"name": "Shifts", "time_zone": "UTC", "mon": "9-18"}
TOUCHED = {"title": "Write to them", "after": "2", "after_unit": "days", "kind": "email"}
ROBOT = _ids(robot=lambda w: w.robot)
ROBOT_SAID = {
    "name": "Ask them", "when": "entered", "do-0-kind": "tag", "do-0-tag": "VIP", "conditions": "1", "steps": "1"
}  # fmt: skip
HANDED, OFFER = _ids(deal=lambda w: w.handed), _ids(offer=lambda w: w.offer)
HAND_OVER = _ids(hand_over=lambda w: w.hand_over)
BEGINNING = _ids(stage=lambda w: w.beginning)
CONTACT, COMPANY = _ids(contact=lambda w: w.contact), _ids(company=lambda w: w.company)
OBJECTION_KIND = _ids(kind=lambda w: w.objection_kind)
REASON = _ids(reason=lambda w: w.house.lost_reason)
BOB, RATE = _ids(user=lambda w: w.bob), _ids(rate=lambda w: w.rate)
EMPTY_TEAM, NORTH = _ids(team=lambda w: w.empty_team), _ids(team=lambda w: w.house.teams["North"].pk)
DUE = {"due_on": "2030-01-07", "due_at": "10:00", "due_time": "10:00", "kind": "call", "title": "Call back"}


def _part(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"deal": world.deal.pk, "name": name}


def _record(kind: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"deal": world.deal.pk, "kind": kind}


SOURCE, FORM = _ids(source=lambda w: w.source), _ids(source=lambda w: w.form_source)
REQUEST = _ids(request_id=lambda w: w.request)


def _bearer(world: World) -> Mapping[str, Any]:
    return {"Authorization": f"Bearer {world.source_key}"}


def _from_the_start(_: World) -> str:
    return "?after=" + Cursor(NOON, 0).text


def offer(_: World) -> Mapping[str, Any]:
    return {"kind": "offer", "file": SimpleUploadedFile("offer-2.pdf", b"%PDF-1.4 better")}


def _both(name: str, who: Who, kwargs: Any = lambda _: {}, data: Any = lambda _: {}) -> tuple[Row, Row]:
    """A form: shown by GET, sent by POST, with the same rights."""
    return Row("GET", name, who, kwargs), Row("POST", name, who, kwargs, data)


def _views_on(page: str) -> tuple[Row, ...]:
    """Saving what a page shows as a view, and removing a view there."""

    def form(world: World) -> Mapping[str, Any]:
        return {"on": page, "pipeline": _pipeline(world), "name": "Small", "query": ""}

    return (
        Row("GET", "view-save", signed_in, query=lambda w: f"?on={page}&pipeline={_pipeline(w)}"),
        Row("POST", "view-save", signed_in, data=form),
        Row("POST", "view-remove", only_alice, _ids(view=lambda w: w.view), query=lambda _: f"?on={page}"),
    )


ROWS: tuple[Row, ...] = (
    Row("GET", "home", signed_in),
    Row("GET", "health", anyone),
    *_both("login", anyone, data=_said(email="nobody@stuzha.example", password="wrong")),
    # Both lead back to the log-in page.
    Row("POST", "logout", to_login),
    Row("POST", "language", to_login, data=_said(language="uk")),
    *_both("profile", signed_in, data=_said(name="Alice", language="en", time_zone="UTC", theme="dark")),
    *_both("password", signed_in, data=_said(password="x", new="y")),
    # One's calendar, outside by its secret alone
    Row("GET", "calendar-feed", anyone, _ids(secret=lambda w: w.calendar)),
    Row("GET", "calendar-feed", nobody, _said(secret="guessed")),
    Row("POST", "calendar-address", signed_in),
    Row("POST", "calendar-stop", signed_in),
    # Programs: by tokens alone; what these open is in api_matrix.py
    Row("GET", "api-description", anyone),
    Row("GET", "api-docs", anyone),
    *(Row(method, "api-unknown", nobody) for method in ("GET", "POST", "DELETE")),
    Row("GET", "tokens", signed_in),
    *_both("token-new", signed_in, data=_said(name="")),
    Row("POST", "token-revoke", _rights({"Alice", "Zoe"}), _ids(token=lambda w: w.token)),
    Row("GET", "settings-tokens", administers),
    *_both("settings-token-new", administers, data=_said(name="")),
    # Requests from outside: whoever has the source's key
    Row("POST", "intake-endpoint", anyone, data=_said(name="Ika"), headers=_bearer),
    *_both("web-form", anyone, _ids(token=lambda w: w.form), _said(name="Ika")),
    Row("GET", "web-form-script", anyone),
    Row("GET", "settings-sources", leads),
    *_both("settings-source-new", leads, data=_said(name="Fair", kind="event")),
    *_both("settings-source", sees_north, SOURCE, data=_said(name="")),
    Row("POST", "settings-source-form", sees_north, FORM, data=_said(language="en")),
    Row("POST", "settings-source-key", sees_north, SOURCE),
    Row("POST", "settings-source-switch", sees_north, SOURCE),
    *_both("settings-source-cost", sees_north, SOURCE, _said(amount="")),
    Row("POST", "settings-cost-remove", sees_north, _ids(cost=lambda w: w.cost)),
    Row("GET", "settings-market", leads),
    *_both("settings-market-new", leads, data=_said(geography="")),
    Row("POST", "settings-market-remove", leads, _ids(market=lambda w: w.market)),
    # Imports: the importer's and the administrators'
    *_both("imports", leads),
    *(Row("GET", name, brought, BROUGHT) for name in ("import", "import-refused")),
    *(Row("POST", f"import-{name}", brought, BROUGHT) for name in ("back", "run", "stop", "undo", "columns")),
    Row("GET", "settings-intake", leads),
    Row("GET", "settings-intake-table", leads),
    Row("GET", "settings-intake-request", sees_north, REQUEST),
    Row("POST", "settings-intake-make", sees_north, REQUEST),
    # What one was told, and how one wants to be told
    Row("GET", "notices", signed_in),
    Row("GET", "notices-new", signed_in),
    Row("POST", "notices-read", signed_in, data=_said(until="1")),
    Row("GET", "push-worker", signed_in),
    Row("GET", "notice", only_alice, _ids(notice=lambda w: w.notice)),
    *_both("notice-off", anyone, _ids(token=lambda w: w.off)),
    *_both("notice-choices", signed_in),
    Row("POST", "push-key", signed_in),
    Row("POST", "push-add", signed_in),
    Row("POST", "push-remove", only_alice, _ids(browser=lambda w: w.browser)),
    Row("POST", "telegram", signed_in),
    Row("POST", "telegram-remove", only_alice),
    *_both("settings-mail", administers),
    Row("POST", "settings-mail-try", administers, data=_said(to="zoe@stuzha.example")),
    Row("POST", "settings-telegram", administers),
    Row("POST", "settings-telegram-try", administers),
    # My day
    Row("GET", "day", signed_in),
    Row("GET", "day-part", signed_in),
    Row("GET", "week", signed_in),
    Row("GET", "day-more", signed_in, _said(group="next")),
    # The board and the list
    Row("GET", "board-first", signed_in),
    Row("GET", "board", signed_in, PIPELINE),
    Row(
        "GET",
        "board-column",
        signed_in,
        _ids(pipeline=_pipeline, stage=_stage("Qualify")),
        query=_from_the_start,
    ),
    Row(
        "GET",
        "board-cards",
        signed_in,
        PIPELINE,
        query=lambda w: f"?deals={w.deal.pk}&stages={w.house.stage('Qualify')}",
    ),
    Row("GET", "board-counts", signed_in, PIPELINE),
    Row("POST", "advice-aside", signed_in, PIPELINE),
    Row("GET", "morning", leads),
    Row("GET", "morning-part", leads),
    Row("GET", "problems", signed_in),
    Row("GET", "problems-part", signed_in),
    Row("GET", "board-owners", leads, PIPELINE),
    *_views_on("board"),
    *_views_on("list"),
    Row("GET", "deal-list", signed_in, PIPELINE),
    Row("GET", "deal-list-rows", signed_in, PIPELINE),
    Row("GET", "deal-list-export", signed_in, PIPELINE),
    Row("GET", "export", signed_in, _ids(rows=lambda _: "contacts")),
    Row("GET", "export-file", signed_in, _ids(rows=lambda _: "tasks")),
    Row("POST", "bulk", leads, _said(action="assign"), _ids(pipeline=_pipeline, owner=lambda w: w.bob)),
    Row("POST", "bulk", signed_in, _said(action="postpone"), _ids(pipeline=_pipeline)),
    Row("POST", "bulk", signed_in, _said(action="move"), _ids(pipeline=_pipeline)),
    Row("POST", "bulk", signed_in, _said(action="tag"), _ids(pipeline=_pipeline)),
    # A deal
    Row("GET", "deal", of_alice, DEAL),
    Row("GET", "deal", unsorted, UNOWNED),
    *(
        Row("GET", "deal-part", of_alice, _part(name))
        for name in ("head", "playbook", "timeline", "client", "tasks")
    ),
    *_both(
        "deal-field",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, name=lambda _: "need"),
        _said(need="Minus twenty"),
    ),
    Row("POST", "note-add", of_alice, DEAL, _said(text="They agree", kind="plain")),
    Row("POST", "note-add", unsorted_untaken, UNOWNED, _said(text="Mine?", kind="plain")),
    *_both("note-edit", written_by_alice, NOTE, _said(text="They disagree")),
    Row("POST", "note-remove", of_alice, NOTE),
    Row("POST", "file-add", of_alice, DEAL, offer),
    Row("GET", "file", of_alice, FILE),
    Row("POST", "file-remove", of_alice, FILE),
    *_both("criterion-confirm", of_alice, OF_DEAL, _said(reason="They said so")),
    Row(
        "POST",
        "criterion-withdraw",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, criterion=lambda w: w.confirmed),
    ),
    *_both("exception-ask", of_alice, DEAL, _ids(to=_stage("Sign"), reason=lambda _: "Old friends")),
    # Moving and giving
    Row("GET", "verdict", of_alice, DEAL),
    Row("GET", "verdict", unsorted, UNOWNED),
    Row("GET", "move-menu", of_alice, DEAL),
    Row("POST", "move", of_alice, DEAL, _ids(to=_stage("Qualify"), reason=lambda _: "Wrong offer")),
    Row("GET", "move-dialog", of_alice, _ids(deal=lambda w: w.deal.pk, to=_stage("Lost"))),
    Row(
        "POST",
        "ask-exception",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, to=_stage("Sign")),
        _said(reason="Old friends"),
    ),
    *(
        row
        for kind in ("call", "meeting", "sent", "consent", "contract", "payment")
        for row in _both("record-new", of_alice, _record(kind))
    ),
    Row("GET", "deal", of_handed, HANDED),
    Row("GET", "deal-part", of_handed, _ids(deal=lambda w: w.handed, name=lambda _: "all")),
    Row("POST", "note-add", of_alice, HANDED, _said(text="They agree", kind="plain")),
    *_both("hand-over", hands_over, HANDED, _ids(receiver=lambda w: w.bob)),
    Row("POST", "hand-over-accept", only_charlie, OFFER),
    *_both("hand-over-decline", only_charlie, OFFER, _said(reason="I am away")),
    Row("POST", "hand-over-withdraw", of_alice, OFFER),
    *_both("review", led, REVIEW, _said(decision="go_on")),
    *_both("review-put-off", led, REVIEW, _said(new_on="2027-01-15", reason="They are away")),
    *_both("explanation-ask", led, DEAL, _said(question="Why?", due_on="2027-01-15")),
    *_both("explanation", written_by_alice, EXPLANATION, _said(answer="He was away")),
    Row("GET", "reviews", signed_in),
    Row("GET", "reviews-report", signed_in, PIPELINE),
    Row("GET", "review-deals", signed_in, PIPELINE),
    Row("GET", "first-touches", signed_in, PIPELINE),
    *_both("sent-further", of_alice, _ids(dispatch=lambda w: w.dispatch)),
    Row("GET", "objection-menu", of_alice, DEAL),
    Row("GET", "objection-cards", of_alice, DEAL),
    Row("POST", "objection-note", of_alice, DEAL, _ids(kind=lambda w: w.objection_kind)),
    *_both("objection", of_alice, _ids(objection=lambda w: w.objection), _said(outcome="answered")),
    *_both(
        "reason-verify",
        led,
        _ids(deal=lambda w: w.lost),
        _ids(lost_reason=lambda w: w.house.lost_reason, how=lambda _: "data"),
    ),
    *_both("meet", of_alice, OF_DEAL, _said(reason="They said so")),
    *_both("deal-continue", of_alice, _ids(deal=lambda w: w.won), _said(kind="repeat", title="Second line")),
    *_both(
        "deal-term",
        of_alice,
        _ids(deal=lambda w: w.served),
        _said(begins_on="2027-02-01", ends_on="2028-01-31", remind_days="60"),
    ),
    *_both("tender", of_alice, DEAL, _said(number="44-13")),
    Row("POST", "tender-drop", of_alice, DEAL),
    *_both(
        "tender-part-new",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, part=lambda _: "criterion"),
        _said(text="Price"),
    ),
    *_both("tender-part", of_alice, DOCUMENT, _said(text="A licence")),
    Row("POST", "tender-part-remove", of_alice, DOCUMENT),
    Row(
        "POST",
        "tender-tick",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, id=lambda w: w.document),
        _said(done="1"),
    ),
    *_both("qualification", of_alice, DEAL),
    Row(
        "POST",
        "qualification-answer",
        of_alice,
        _ids(deal=lambda w: w.deal.pk, question=lambda w: w.question),
        _said(fit="fit"),
    ),
    *_both("client-criterion-new", of_alice, DEAL, _said(text="A quick answer")),
    *_both("client-criterion", of_alice, SOUGHT, _said(text="Service within hours", match="partly")),
    Row("POST", "client-criterion-match", of_alice, SOUGHT, _said(match="match")),
    Row("POST", "client-criterion-remove", of_alice, SOUGHT),
    Row("POST", "take", taken, UNOWNED),
    *_both("assign", led, DEAL, _ids(owner=lambda w: w.bob)),
    Row("POST", "undo", of_alice, _ids(event=lambda w: w.moved)),
    # Tasks
    *_both("task-new", of_alice, DEAL, lambda _: DUE),
    Row("GET", "task-done", of_alice, TASK),
    Row("POST", "task-done", of_alice, TASK, lambda _: DUE),
    *_both("task-edit", of_alice, TASK, lambda _: DUE),
    *_both("task-cancel", of_alice, TASK, lambda _: DUE),
    # A new deal
    *_both("new-deal", signed_in, data=_ids(pipeline=_pipeline, title=lambda _: "Cold room")),
    Row("GET", "new-deal-lookup", signed_in, query=lambda _: "?q=%2B380445550142"),
    Row("GET", "new-deal-referrers", signed_in, query=lambda _: "?referrer_text=bagus"),
    # Product feedback: Alice's deal asks for it, Zoe keeps the board
    Row("GET", "feedback", signed_in),
    Row("GET", "feedback-new", of_alice, query=lambda w: f"?deal={w.deal.pk}"),
    Row("POST", "feedback-new", of_alice, data=_said(title="A timer"), query=lambda w: f"?deal={w.deal.pk}"),
    Row("GET", "feedback-new", administers),
    Row("GET", "feedback-like", signed_in, query=lambda _: "?title=cooling"),
    Row("GET", "feedback-like", of_alice, query=lambda w: f"?title=cooling&deal={w.deal.pk}"),
    Row("GET", "feedback-one", of_alice, FEEDBACK),
    Row("POST", "feedback-join", of_alice, FEEDBACK, _ids(deal=lambda w: w.deal.pk)),
    *_both("feedback-edit", feedback_edited, FEEDBACK, _said(title="Cooling in an hour", kind="idea")),
    Row("GET", "feedback-menu", feedback_kept, FEEDBACK),
    Row("GET", "feedback-move", feedback_kept, FEEDBACK, query=lambda _: "?state=planned"),
    Row("POST", "feedback-move", feedback_kept, FEEDBACK, _said(state="planned", answer="In spring")),
    Row("GET", "feedback-merge", feedback_kept, FEEDBACK),
    Row("POST", "feedback-merge", feedback_kept, FEEDBACK, _ids(into=lambda w: w.feedback)),
    Row("POST", "feedback-undo", administers, _ids(event=lambda w: w.feedback_moved)),
    # People and companies
    Row("GET", "people", signed_in),
    *_both("quick", signed_in, data=_said(who="Siti", team="1")),
    Row("POST", "quick-read", signed_in, data=_said(card="Siti Rahma")),
    Row("GET", "quick-lookup", signed_in, query=lambda _: "?who=%2B380445550142"),
    Row("GET", "contact-known", signed_in, query=lambda _: "?phone=%2B380445550142"),
    Row("GET", "company-known", signed_in, query=lambda _: "?name=PT"),
    *_both("contact-new", signed_in, data=_said(name="Siti")),
    Row("GET", "contact", of_alice, CONTACT),
    *_both(
        "contact-field",
        of_alice,
        _ids(contact=lambda w: w.contact, name=lambda _: "position"),
        _said(position="Chef"),
    ),
    Row("GET", "contact-history", of_alice, CONTACT),
    Row("POST", "contact-checked", of_alice, CONTACT),
    *_both("contact-merge", of_alice, CONTACT),
    Row("GET", "personal-data", _administers_of_alice, CONTACT),
    Row("GET", "personal-data-file", _administers_of_alice, CONTACT),
    Row("POST", "personal-data-erase", administers, CONTACT, _said(name="", reason="")),
    *_both("company-merge", of_alice, COMPANY),
    Row("GET", "duplicates", signed_in),
    Row("POST", "duplicates-search", leads),
    Row("POST", "duplicates-cancel", leads),
    Row(
        "POST",
        "duplicates-apart",
        of_alice,
        data=lambda w: {"kind": "contact", "one": w.twins[0], "other": w.twins[1]},
    ),
    *_both("client-part", of_alice, _ids(merge=lambda w: w.merge)),
    Row("GET", "companies", signed_in),
    *_both("company-new", signed_in, data=_said(name="Bumi Segar")),
    Row("GET", "company", of_alice, COMPANY),
    *_both(
        "company-field",
        of_alice,
        _ids(company=lambda w: w.company, name=lambda _: "city"),
        _said(city="Medan"),
    ),
    *_both("company-requisites", of_alice, COMPANY, _said(country="", signer="Ika")),
    Row("GET", "company-requisites-find", of_alice, COMPANY),
    # Without a provider there is nobody to ask.
    Row("POST", "company-requisites-find", _rights(set()), COMPANY, _said(text="Samudra")),
    Row("GET", "company-requisites-take", _rights(set()), COMPANY),
    Row("POST", "company-requisites-take", _rights(set()), COMPANY, _said(entry="0")),
    Row("GET", "company-history", of_alice, COMPANY),
    Row("POST", "company-checked", of_alice, COMPANY),
    Row("GET", "search", signed_in, query=lambda _: "?q=samudra"),
    # The playbook
    Row("GET", "playbook-first", signed_in),
    Row("GET", "playbook", signed_in, PIPELINE),
    *(Row("GET", "playbook-table", signed_in, _table_as(suffix)) for suffix in ("xlsx", "pdf", "md")),
    Row("GET", "gates", signed_in, PIPELINE),
    Row("GET", "gate-passes", signed_in, PIPELINE),
    Row("GET", "gates-csv", signed_in, PIPELINE),
    Row("GET", "playbook-versions", signed_in, PIPELINE),
    Row("GET", "playbook-file", signed_in),
    Row("GET", "playbook-edit", leads, PIPELINE),
    *_both("playbook-edit-cell", leads, CELL, _said(name="Qualify")),
    *_both("playbook-edit-new", leads, BELOW, _said(name="Survey", step_title="Visit them")),
    *_both("playbook-edit-remove", leads, SPARE_ROW),
    # Settings of the method
    Row("GET", "settings", leads),
    Row("GET", "settings-pipelines", leads),
    *_both("settings-pipeline-new", leads, data=_said(name="Service", kind="fulfilment")),
    Row("GET", "settings-pipeline", leads, PIPELINE),
    Row("GET", "settings-playbooks", leads),
    *_both("settings-playbook-import", leads, data=_said(text="format: 1")),
    *_both("settings-demonstration", leads),
    Row("GET", "settings-demonstration-clear", leads),
    Row("POST", "settings-demonstration-clear", sees_all),
    Row("POST", "settings-playbook-use", leads, lambda _: {"key": "four-stages"}),
    *_both("settings-pipeline-edit", leads, PIPELINE, _said(name="Equipment", kind="sale")),
    Row("POST", "settings-pipeline-place", leads, PIPELINE, _said(direction="down")),
    Row("POST", "settings-pipeline-remove", leads, PIPELINE),
    *_both("settings-draft-publish", leads, PIPELINE),
    Row("POST", "settings-draft-discard", leads, PIPELINE),
    *_both("settings-stage-new", leads, PIPELINE, _said(name="Survey")),
    *_both("settings-stage", leads, STAGE, _said(name="Qualify")),
    Row("GET", "settings-stage-preview", leads, STAGE),
    Row("POST", "settings-stage-limit-rows", leads, STAGE, _said(more="limits")),
    Row("POST", "settings-stage-place", leads, STAGE, _said(direction="down")),
    *_both("settings-stage-remove", leads, SPARE_STAGE),
    *_both("settings-criterion-new", leads, STAGE, _said(kind="by_hand", title="They are sure")),
    *_both("settings-criterion", leads, CRITERION, _said(kind="by_hand", title="They are very sure")),
    Row("POST", "settings-criterion-place", leads, CRITERION, _said(direction="down")),
    *_both("settings-criterion-remove", leads, CRITERION),
    Row("POST", "settings-criterion-preview", leads, STAGE, _said(kind="by_hand", title="They are sure")),
    *_both("settings-question-new", leads, PIPELINE, _said(text="They decide soon")),
    *_both("settings-question", leads, QUESTION, _said(text="They have money")),
    Row("POST", "settings-question-place", leads, QUESTION, _said(place="0")),
    Row("POST", "settings-question-remove", leads, QUESTION),
    Row("GET", "settings-fields", leads),
    *_both("settings-field-new", leads, _ids(of=lambda _: "deal"), _said(name="Size", kind="number")),
    *_both("settings-field", leads, _ids(field=lambda w: w.field), _said(name="Size")),
    Row("POST", "settings-field-place", leads, _ids(field=lambda w: w.field), _said(place="0")),
    Row("POST", "settings-field-retire", leads, _ids(field=lambda w: w.field)),
    Row("POST", "settings-field-choice", leads, _ids(choice=lambda w: w.choice)),
    Row("GET", "settings-objections", leads),
    Row("POST", "settings-objections-usual", leads),
    *_both("settings-objection-new", leads, data=_said(name="Not now", answers="When then?")),
    *_both("settings-objection", leads, OBJECTION_KIND, _said(name="Far too dear", answers="")),
    Row("POST", "settings-objection-place", leads, OBJECTION_KIND, _said(place="0")),
    Row("POST", "settings-objection-retire", leads, OBJECTION_KIND),
    Row("POST", "settings-objection-restore", leads, OBJECTION_KIND),
    *_both("settings-hand-over-new", leads, PIPELINE, BEGINNING),
    *_both("settings-hand-over", leads, HAND_OVER, BEGINNING),
    Row("POST", "settings-hand-over-remove", leads, HAND_OVER),
    Row("GET", "settings-causes", leads),
    *_both("settings-cause-new", leads, data=_said(name="Lawyers")),
    *_both("settings-cause", leads, CAUSE, _said(name="Their lawyers")),
    Row("POST", "settings-cause-place", leads, CAUSE, _said(place="0")),
    Row("POST", "settings-cause-retire", leads, CAUSE),
    Row("POST", "settings-cause-restore", leads, CAUSE),
    Row("GET", "settings-reasons", leads),
    *_both("settings-reason-new", leads, _said(way_out="lost"), _said(name="Competitor")),
    *_both("settings-reason", leads, REASON, _said(name="Far too expensive")),
    Row("POST", "settings-reason-place", leads, REASON, _said(direction="down")),
    Row("POST", "settings-reason-retire", leads, REASON),
    Row("POST", "settings-reason-restore", leads, REASON),
    Row("GET", "sanctions", signed_in),
    Row("GET", "sanctions-table", signed_in),
    *_both("sanction-step", led, PROPOSED),
    *_both("sanctions-alike", led, _ids(sanction=lambda w: w.proposed), lambda w: {"ids": str(w.proposed)}),
    *_both("sanction-step", led, CANCELLED, _said(words="Ill")),
    *_both("sanction-step", written_by_alice, CHARGED, _said(words="Ill")),
    *_both("sanction-step", led, UPHELD, _said(words="Seen")),
    *_both("sanction-step", led, LIFTED, _said(words="Seen")),
    Row("GET", "settings-sanctions", leads),
    Row("POST", "settings-sanctions-switch", leads, data=_said(on="1", appeal_days="5")),
    *_both("settings-sanction-rule-new", leads, data=_said(name="New", **RULE_SAID)),
    Row(
        "GET",
        "settings-sanction-preview",
        leads,
        query=lambda _: "?fact=overdue&grace=2&grace_unit=hours&amount=5",
    ),
    *_both("settings-sanction-rule", sees_north, RULE, _said(name="Late", **RULE_SAID)),
    *_both("settings-sanction-rule-switch", sees_north, RULE, _said(on="0")),
    Row("POST", "settings-sanction-rule-remove", sees_north, SPARE_RULE),
    *_both("settings-plan", leads),
    *_both("settings-discipline", leads, data=_said(call="15", meeting="90", message="10", task="20")),
    Row("GET", "tags", signed_in),
    Row("GET", "places", signed_in),
    Row("GET", "custom-suggest", signed_in, _ids(kind=lambda _: "person")),
    Row("POST", "deal-tag-add", of_alice, DEAL, _said(tag="cold")),
    Row("POST", "deal-tag-remove", of_alice, DEAL, _said(tag="cold")),
    *_both("deal-priority", of_alice, DEAL, _said(priority="low", usual="Not now")),
    Row("GET", "settings-robots", leads),
    Row("GET", "settings-stage-robots", leads, STAGE),
    *_both("settings-robot-new", leads, STAGE, _said(**ROBOT_SAID)),
    Row("POST", "settings-robot-preview", leads, STAGE, _said(**ROBOT_SAID)),
    *_both("settings-robot", leads, ROBOT, _said(**ROBOT_SAID)),
    Row("GET", "settings-robot-trial", leads, ROBOT),
    Row("POST", "settings-robot-switch", leads, ROBOT, _said(on="0")),
    Row("POST", "settings-robot-remove", leads, ROBOT),
    Row("GET", "settings-nurture", leads),
    *_both("settings-track-new", leads, data=_said(name="Their market")),
    *_both("settings-track", leads, TRACK, _said(name="Quarterly")),
    Row("POST", "settings-track-retire", leads, TRACK),
    Row("POST", "settings-track-restore", leads, TRACK),
    *_both("settings-touch-new", leads, TRACK, lambda _: TOUCHED),
    *_both("settings-touch", leads, TOUCH, lambda _: TOUCHED),
    Row("POST", "settings-touch-remove", leads, TOUCH),
    Row("POST", "settings-track-propose", leads, PIPELINE),
    Row("GET", "settings-calendars", leads),
    # Settings of the company
    *_both("settings-calendar-new", administers, data=lambda _: WORKED),
    *_both("settings-calendar", administers, CALENDAR, lambda _: WORKED),
    Row("POST", "settings-calendar-preview", administers, CALENDAR, lambda _: WORKED),
    Row("POST", "settings-calendar-remove", administers, CALENDAR),
    *_both("settings-calendar-day", administers, CALENDAR, _said(date="2026-12-31", name="Short day")),
    Row("POST", "settings-calendar-day-remove", administers, CALENDAR_DAY),
    Row("GET", "settings-users", administers),
    *_both(
        "settings-user-new", administers, data=_said(name="Eve", email="eve@stuzha.example", role="admin")
    ),
    *_both("settings-user", administers, BOB, _said(name="Bob", email="bob@stuzha.example", role="seller")),
    *_both("settings-user-deactivate", administers, BOB),
    Row("POST", "settings-user-activate", administers, BOB),
    Row("POST", "settings-user-password", administers, BOB),
    Row("GET", "settings-teams", administers),
    *_both("settings-team-new", administers, data=_said(name="West")),
    *_both("settings-team", administers, NORTH, _said(name="Far North")),
    Row("POST", "settings-team-remove", administers, EMPTY_TEAM),
    Row("GET", "settings-jobs", administers),
    Row("POST", "settings-job-retry", administers, FAILED_JOB),
    Row("POST", "settings-job-give-up", administers, FAILED_JOB),
    Row("POST", "settings-step-retry", administers, FAILED_STEP),
    Row("GET", "settings-webhook-secret", administers),
    Row("POST", "settings-webhook-secret-renew", administers),
    Row("GET", "settings-webhooks", administers),
    *_both("settings-webhook-new", administers, data=_said(url="https://93.184.215.14/", description="ERP")),
    *_both("settings-webhook", administers, WEBHOOK, _said(url="https://93.184.215.14/", everything="on")),
    Row("POST", "settings-webhook-switch", administers, WEBHOOK, _said(on="0")),
    Row("POST", "settings-webhook-remove", administers, WEBHOOK),
    Row("GET", "settings-hook-secret", administers, WEBHOOK),
    Row("POST", "settings-hook-secret-renew", administers, WEBHOOK),
    Row("POST", "settings-webhook-try", administers, WEBHOOK),
    Row("POST", "settings-webhook-again", administers, WEBHOOK, _said(since="2026-11-01")),
    Row("GET", "settings-delivery", administers, DELIVERY),
    Row("POST", "settings-delivery-again", administers, DELIVERY),
    *_both("settings-workspace", administers, data=_said(name="Stuzha")),
    *_both("settings-rate-new", administers, data=_said(currency="EUR", since_on="2026-11-01", rate="1.1")),
    Row("POST", "settings-rate-remove", administers, RATE),
)
