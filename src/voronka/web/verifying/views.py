"""Verifying the reason of a lost deal, in a dialog that opens wherever such a deal is listed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.verified_reasons import verify_reason
from voronka.domain.errors import Invalid, NotAllowed, NotFound, StaleVersion
from voronka.domain.objections import VerifiedHow
from voronka.domain.pipeline import StageKind
from voronka.queries.deal_brief import brief_of
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.verified_reasons import Verified, lost_choices, may_verify, verified_of
from voronka.web.asked import options
from voronka.web.changes import change_told, done
from voronka.web.errors.wording import moved_by, problem_texts
from voronka.web.labels import VERIFIED_HOWS
from voronka.web.request import form_values, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.web.request import AppRequest

_FIELDS = ("lost_reason", "competitor", "how", "words")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog: the same list of reasons, how it is known, words. POST: 204 verified, 422 what is wrong."""
    seen = see_deal(request.actor, deal)
    if seen.stage.kind is not StageKind.LOST:
        raise NotFound
    if not may_verify(request.actor, seen.row):
        raise NotAllowed
    if request.method != "POST":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        return _dialog(request, seen, _known(seen, verified_of(seen.row)))
    said = form_values(request, *_FIELDS)
    how = said["how"]
    try:
        event = verify_reason(
            by=request.actor,
            at=request.now,
            deal=deal,
            reason=whole_number(said["lost_reason"]),
            how=VerifiedHow(how) if how in set(VerifiedHow) else None,
            competitor=said["competitor"],
            words=said["words"],
            version=whole_number(request.POST.get("version")),
            request_id=request.request_id,
        )
    except Invalid as refusal:
        return _dialog(request, seen, said, _errors(refusal), status=422)
    except StaleVersion as refusal:
        return _dialog(request, seen, said, {"form": moved_by(refusal)}, status=409)
    return done(_("Reason verified"), change_told(event), undo=event, more=seen.row.title)


def _known(seen: SeenDeal, verified: Verified | None) -> dict[str, str]:
    """What stands already; what was stated is chosen first, for it is right more often than not."""
    if verified is None:
        return {"lost_reason": str(seen.row.lost_reason_id or ""), "competitor": seen.row.competitor}
    return {
        "lost_reason": str(verified.reason_id),
        "competitor": verified.competitor or seen.row.competitor,
        "how": verified.how.value,
        "words": verified.words,
    }


def _errors(refusal: Invalid) -> dict[str, str]:
    texts = problem_texts(refusal)
    if "reason" in texts:
        texts["lost_reason"] = _("Choose a reason.")
    if "how" in texts:
        texts["how"] = _("Choose how you know.")
    return texts


def _dialog(
    request: AppRequest,
    seen: SeenDeal,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = seen.row
    context: dict[str, Any] = {
        "deal": brief_of(seen),
        "stated": "" if row.lost_reason is None else row.lost_reason.name,
        "stated_words": row.exit_note,
        "reasons": lost_choices(row),
        "hows": options(VERIFIED_HOWS),
        "typed": defaultdict(str, typed),
        "errors": defaultdict(str, errors or {}),
    }
    return render(request, "verifying/verify.html", context, status=status)
