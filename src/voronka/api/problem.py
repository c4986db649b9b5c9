"""Refusals as application/problem+json (RFC 9457): the one place where what went wrong becomes an answer."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, ValidationError

from voronka.api.refusals import KeyTooLong, NoToken, Outdated, ScopeMissing, TooOften, UnderWay
from voronka.commands.api_answers import OtherRequest
from voronka.domain.criteria import criterion_params
from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NextStepMissing,
    NotAllowed,
    NotFound,
    Problem,
    Refused,
    StaleVersion,
    UndoRefused,
)
from voronka.domain.gate import CriterionOpen, Verdict
from voronka.queries.refusal_words import PROBLEMS, UNDO_PROBLEMS, obstacle_text

MEDIA_TYPE = "application/problem+json"
# Where the kind is explained; programs compare its end.
_TYPE = "/api/v1/docs#problem-"


KINDS: tuple[tuple[int, str, str], ...] = (
    (400, "unreadable", "The body is no JSON."),
    (401, "no-token", "There is no token, or it is revoked or has run out."),
    (403, "scope", "The token has not the scope that is named in `scope`."),
    (403, "not-allowed", "The token's person sees this, but may not do that."),
    (404, "not-found", "There is none, or none that the token's person may see."),
    (405, "no-such-method", "The address does not take this method."),
    (409, "gate", "The stage's gate: `criteria` are not met, `obstacles` are in the way."),
    (409, "next-step-missing", "An open deal would be left without a next step."),
    (409, "changed-meanwhile", "Somebody else was first."),
    (409, "taken", "It is in the base already; `problems` says by which field."),
    (409, "no-undo", "This can't be taken back any more."),
    (409, "under-way", "The same Idempotency-Key is being worked on this moment."),
    (409, "refused", "Another rule said no."),
    (412, "outdated", "If-Match named another state; `current` is the present one."),
    (413, "too-large", "More than is taken."),
    (422, "unfit", "Values can't be taken; `problems` says which and why."),
    (422, "key-used", "The Idempotency-Key was used for another request."),
    (422, "key-too-long", "An Idempotency-Key has at most 200 characters."),
    (429, "too-often", "Too many requests; Retry-After says when to come again."),
    (500, "broken", "A fault of ours; nothing was changed."),
)


class FieldProblem(Schema):
    """What is wrong with one value: its name, the problem's kind, and the sentence for a person."""

    field: str
    kind: str
    words: str


class OpenCriterion(Schema):
    """A criterion of the stage's gate that is not met."""

    id: int
    key: str
    kind: str
    title: str
    words: str


class ObstacleTold(Schema):
    """What else stands between a deal and a stage: a stage skipped, a reason missing."""

    kind: str
    words: str


class ProblemTold(Schema):
    """RFC 9457. `type` ends in the problem's kind. `problems`: by field; `criteria` and `obstacles`: of the gate."""

    type: str
    title: str
    status: int
    detail: str = ""
    problems: list[FieldProblem] | None = None
    criteria: list[OpenCriterion] | None = None
    obstacles: list[ObstacleTold] | None = None
    may_be_waived: bool | None = None
    scope: str | None = None
    current: dict[str, Any] | None = None


Told = tuple[int, str, str, str, Mapping[str, Any]]
"""Status, kind, title, detail, and what is told besides."""


def answer(error: Exception) -> HttpResponse:
    """The answer to a refusal."""
    status, kind, title, detail, more = _told(error)
    response = problem(status, kind, title, detail, **more)
    if isinstance(error, NoToken):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Voronka"'
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def problem(status: int, kind: str, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """An answer in the form of the standard."""
    body = {"type": _TYPE + kind, "title": title, "status": status, "detail": detail, **more}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def of_status(status: int) -> HttpResponse:
    """What to say when the trouble has only a number."""
    kinds = {
        400: ("unreadable", _("The request could not be read.")),
        404: ("not-found", _("There is no such address.")),
        405: ("no-such-method", _("This address does not take this method.")),
        413: ("too-large", _("This is too large. Send less.")),
    }
    kind, title = kinds.get(status, ("broken", _("Something broke on our side.")))
    return problem(status, kind, title)


def _told(error: Exception) -> Told:
    match error:
        case HttpError():
            # Of ninja itself there is one: a body that is no JSON.
            return error.status_code, "unreadable", _("The request could not be read."), "", {}
        case ValidationError():
            return _unfit(error)
        case NoToken() | ScopeMissing() | TooOften():
            return _of_token(error)
        case GateRefused():
            return _of_gate(error.verdict)
        case Refused():
            return _refused(error)
        case _:
            raise error


def _of_token(error: NoToken | ScopeMissing | TooOften) -> Told:
    match error:
        case NoToken():
            detail = _("Send Authorization: Bearer with a token. It may have been revoked, or have run out.")
            return 401, "no-token", _("This needs a token."), detail, {}
        case ScopeMissing():
            detail = _("Make a token with the scope %(scope)s.") % {"scope": error.scope.value}
            return 403, "scope", _("The token is not for this."), detail, {"scope": error.scope.value}
        case _:
            detail = _("Try again in %(seconds)s s.") % {"seconds": error.seconds}
            return 429, "too-often", _("Too many requests."), detail, {}


def _refused(error: Refused) -> Told:  # noqa: C901, PLR0911 - one sentence per refusal
    match error:
        case NotFound():
            return 404, "not-found", _("Not found, or not yours to see."), "", {}
        case NotAllowed():
            detail = _("Ask the owner or the head of sales.")
            return 403, "not-allowed", _("You may not do this."), detail, {}
        case Outdated():
            return 412, "outdated", _("It was changed meanwhile."), "", {"current": error.current}
        case StaleVersion():
            where = _("The deal is in %(stage)s now.") % {"stage": error.stage}
            return 409, "changed-meanwhile", _("It was changed meanwhile."), where, {}
        case NextStepMissing():
            detail = _("Give the next step in the same action, or close the deal.")
            return 409, "next-step-missing", _("An open deal needs a next step."), detail, {}
        case UndoRefused():
            return 409, "no-undo", _("This can’t be undone."), str(UNDO_PROBLEMS[error.problem]), {}
        case UnderWay():
            return 409, "under-way", _("The same request is being worked on. Ask again in a moment."), "", {}
        case OtherRequest():
            return 422, "key-used", _("This Idempotency-Key was used for another request."), "", {}
        case KeyTooLong():
            return 422, "key-too-long", _("An Idempotency-Key has at most 200 characters."), "", {}
        case Invalid():
            return _invalid(error)
        case _:
            return 409, "refused", _("This was refused."), "", {}


def _invalid(error: Invalid) -> Told:
    problems = [
        {"field": field, "kind": kind.value, "words": str(PROBLEMS[kind])}
        for field, kind in error.problems.items()
    ]
    taken = Problem.ALREADY_TAKEN in error.problems.values()
    title = _("Something is not filled in right.")
    return 409 if taken else 422, "taken" if taken else "unfit", title, "", {"problems": problems}


def _unfit(error: ValidationError) -> Told:
    """Values of another shape than the description says. The words are pydantic's, in English: programs' makers read them."""
    problems = [
        {"field": _field(one["loc"]), "kind": str(one["type"]), "words": str(one["msg"])}
        for one in error.errors
    ]
    return 422, "unfit", _("Something is not filled in right."), "", {"problems": problems}


def _field(place: tuple[Any, ...]) -> str:
    """Where it stands, without the part that only says from where it came: `amount`, `next_task.title`."""
    parts = [str(part) for part in place[1:]]
    return ".".join(parts[1:] if len(parts) > 1 and place[0] == "body" else parts)


def _of_gate(verdict: Verdict) -> Told:
    more = {
        "criteria": list(_criteria(verdict)),
        "obstacles": [
            {"kind": _kebab(type(one).__name__), "words": obstacle_text(one)}
            for one in verdict.obstacles
            if not isinstance(one, CriterionOpen)
        ],
        "may_be_waived": verdict.may_be_waived,
    }
    return 409, "gate", _("The deal can’t go there yet."), "", more


def _criteria(verdict: Verdict) -> Iterator[dict[str, Any]]:
    for obstacle in verdict.obstacles:
        if isinstance(obstacle, CriterionOpen):
            one = obstacle.criterion
            yield {
                "id": one.id,
                "key": f"criterion-{one.id}",
                "kind": criterion_params(one)[0].value,
                "title": one.title,
                "words": obstacle_text(obstacle),
            }


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """As ninja wants its handlers."""
    del request
    assert isinstance(error, Exception)  # noqa: S101 - it hands over what was raised
    return answer(error)
