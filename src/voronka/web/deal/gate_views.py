"""What the gate asks of people: to confirm a criterion by hand, and to ask the head for an exception."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.deals import ask_exception
from voronka.commands.evidence import confirm_criterion, withdraw_confirmation
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.pipeline import Stage
from voronka.queries.deal_row import SeenDeal, deal_row, see_deal
from voronka.queries.exceptions import head_above
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.request import AppRequest


@require_http_methods(["GET", "POST"])
def criterion_confirm(request: AppRequest, deal: int, criterion: int) -> HttpResponse:
    """A dialog that asks for the reason. POST: 204 confirmed, 422 the dialog with what is wrong."""
    title = _by_hand(_to_edit(request, deal), criterion).title
    context = {"deal_id": deal, "criterion": criterion, "title": title}
    return _ask(
        request,
        deal,
        "deal/_confirm_dialog.html",
        context,
        lambda reason: confirm_criterion(
            by=request.actor,
            at=request.now,
            deal=deal,
            criterion=criterion,
            reason=reason,
            request_id=request.request_id,
        ),
        lambda: _("Confirmed: %(criterion)s") % {"criterion": title},
    )


@require_POST
def criterion_withdraw(request: AppRequest, deal: int, criterion: int) -> HttpResponse:
    """Take a confirmation back."""
    withdraw_confirmation(
        by=request.actor, at=request.now, deal=deal, criterion=criterion, request_id=request.request_id
    )
    return done(_("Confirmation withdrawn"), change_of(deal_row(request.actor, deal)))


@require_http_methods(["GET", "POST"])
def exception_ask(request: AppRequest, deal: int) -> HttpResponse:
    """A dialog in which a seller asks to be let through to the next stage. POST: 204 asked, 422 the dialog again."""
    seen = _to_edit(request, deal)
    to = _next_stage(seen)
    head = head_above(seen.row.team_id)
    context = {"deal_id": deal, "to": to, "head": head}
    return _ask(
        request,
        deal,
        "deal/_exception_dialog.html",
        context,
        lambda reason: ask_exception(
            by=request.actor,
            at=request.now,
            deal=deal,
            to=to.id,
            reason=reason,
            request_id=request.request_id,
        ),
        lambda: (
            _("Asked for an exception")
            if head is None
            else _("%(name)s was asked for an exception") % {"name": head.name}
        ),
    )


def _ask(
    request: AppRequest,
    deal: int,
    template: str,
    context: dict[str, object],
    command: Callable[[str], object],
    text: Callable[[], str],
) -> HttpResponse:
    """Show a dialog that wants a reason, or carry out what it was given for."""
    if request.method == "GET":
        return render(request, template, {**context, "reason": "", "errors": {}})
    reason = request.POST.get("reason", "")
    try:
        command(reason)
    except Invalid as error:
        again = {**context, "reason": reason, "errors": problem_texts(error)}
        return render(request, template, again, status=422)
    return done(text(), change_of(deal_row(request.actor, deal)))


def _to_edit(request: AppRequest, deal: int) -> SeenDeal:
    seen = see_deal(request.actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    return seen


def _by_hand(seen: SeenDeal, criterion: int) -> ConfirmedByHand:
    for wanted in seen.pipeline.gate_of(seen.stage):
        if wanted.id == criterion and isinstance(wanted, ConfirmedByHand):
            return wanted
    raise NotFound


def _next_stage(seen: SeenDeal) -> Stage:
    if not seen.stage.kind.is_open:
        raise NotFound
    return seen.pipeline.after(seen.stage)
