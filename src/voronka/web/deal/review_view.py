"""The review of a deal and the question to its seller, as their template takes them: a notice each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.queries.deal_page import DealPage
from voronka.queries.reviews import DealReview
from voronka.web.formatting import number
from voronka.web.review_words import DECIDED
from voronka.web.telling import filled, moment_text


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A notice. `decide` and `put_off`: the review that the buttons are about; `answer`: the question; `ask`: may ask one."""

    tone: str
    icon: str
    title: str
    text: str
    decide: int | None = None
    answer: int | None = None
    ask: bool = False


def review_line(page: DealPage) -> ReviewLine | None:
    """That the deal is over its limit and who looks into it; or until when its head lets it stay."""
    review = page.review
    if review is None or not page.deal.stage.kind.is_open:
        return None
    return _open(review, page) if review.is_open else _decided(review)


def explanation_line(page: DealPage) -> ReviewLine | None:
    """The question that waits for the seller's answer."""
    asked = page.explanation
    if asked is None:
        return None
    until = _("until %(when)s") % {"when": moment_text(asked.due_at)}
    text = f"“{asked.question}” · {until}"
    if asked.is_mine:
        title = _("You are asked to explain")
        if asked.by is not None:
            title = _("%(name)s asks you to explain") % {"name": asked.by.name}
        return ReviewLine("acc", "message-circle-question-mark", title, text, answer=asked.id)
    name = {"name": "" if asked.to is None else asked.to.name}
    return ReviewLine("", "message-circle-question-mark", _("%(name)s is asked to explain") % name, text)


def _open(review: DealReview, page: DealPage) -> ReviewLine:
    title = _("Over the stage’s limit since %(when)s") % {"when": moment_text(review.limit_at)}
    if review.number > 1:
        title = _("The date of the last review has passed: %(when)s") % {"when": moment_text(review.limit_at)}
    decide = review.id if review.may_decide else None
    ask = page.may_ask_explanation and page.explanation is None
    return ReviewLine("bad", "hourglass", title, _waits(review), decide=decide, ask=ask)


def _waits(review: DealReview) -> str:
    """`Hana looks into it until 25 Nov, 18:00 · put off 2 times`."""
    until = {"when": moment_text(review.due_at)}
    who = _("To be looked into until %(when)s") % until
    if review.assignee is not None:
        who = _("%(name)s looks into it until %(when)s") % {**until, "name": review.assignee.name}
    put_off = ""
    if review.put_off:
        times = ngettext("put off %(num)s time", "put off %(num)s times", review.put_off)
        put_off = times % {"num": number(review.put_off)}
    return " · ".join(filled([who, put_off]))


def _decided(review: DealReview) -> ReviewLine | None:
    """Only what still holds: the new date."""
    if review.decision is None or review.until is None:
        return None
    title = _("May stay until %(when)s") % {"when": moment_text(review.until)}
    facts = (str(DECIDED[review.decision]), review.cause, review.note)
    return ReviewLine("", "scale", title, " · ".join(filled(facts)))
