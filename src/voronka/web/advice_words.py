"""Advice on a pipeline's balance in words: one sentence that says what is, and a link to where the work is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.advice import Advice, RunningDry, Shortfall, TooFewNew, VoidComing
from voronka.web.addresses import address
from voronka.web.formatting import date_medium, money_short, number, percent

if TYPE_CHECKING:
    from voronka.domain.advice import StageFigures
    from voronka.domain.pipeline import Pipeline
    from voronka.queries.advice import Advised


@dataclass(frozen=True, slots=True)
class Said:
    """What a hint shows: `lead` stands out, `rest` follows, `work` is the text of the link to `href`."""

    pipeline: int
    pipeline_name: str
    picture: str
    lead: str
    rest: tuple[str, ...]
    work: str
    href: str


def said(advised: Advised | None, currency: str) -> Said | None:
    """The advice in words, None for none."""
    if advised is None:
        return None
    pipeline, advice = advised.pipeline, advised.advice
    stage = _where(advice)
    href = f"{address('deal-list', pipeline.id)}?stage={stage.stage}"
    if isinstance(advice, RunningDry):
        work = ngettext(
            "Work %(stage)s today: %(num)s deal", "Work %(stage)s today: %(num)s deals", stage.deals
        ) % {"stage": _name(pipeline, stage), "num": number(stage.deals)}
    else:
        work = _("Back to the start: %(stage)s") % {"stage": _name(pipeline, stage)}
    rest = tuple(_rest(pipeline, advice, currency))
    return Said(
        pipeline.id, pipeline.name, _picture(advice), _lead(pipeline, advice, currency), rest, work, href
    )


def _where(advice: Advice) -> StageFigures:
    return advice.work if isinstance(advice, RunningDry) else advice.start


def _picture(advice: Advice) -> str:
    return "trending-up" if isinstance(advice, TooFewNew) else "scale"


def _lead(pipeline: Pipeline, advice: Advice, currency: str) -> str:
    match advice:
        case RunningDry(closing=closing):
            told = {
                "stage": _name(pipeline, closing),
                "num": number(closing.deals),
                "sum": money_short(closing.amount, currency),
            }
            return (
                ngettext(
                    "%(stage)s is running dry: %(num)s deal, %(sum)s.",
                    "%(stage)s is running dry: %(num)s deals, %(sum)s.",
                    closing.deals,
                )
                % told
            )
        case VoidComing():
            told = {
                "num": number(advice.weeks),
                "part": number(advice.at_end),
                "whole": number(advice.deals),
            }
            return (
                ngettext(
                    "A void is coming in about %(num)s week: %(part)s of %(whole)s open deals stand at the end.",
                    "A void is coming in about %(num)s weeks: %(part)s of %(whole)s open deals stand at the end.",
                    advice.weeks,
                )
                % told
            )
        case TooFewNew(short=short):
            return _missing(short, currency)
        case _:
            assert_never(advice)


def _rest(pipeline: Pipeline, advice: Advice, currency: str) -> list[str]:
    match advice:
        case RunningDry(neck=neck, short=short):
            lost = _("Most is lost at %(stage)s: %(share)s go on.")
            told = lost % {"stage": _name(pipeline, neck), "share": percent(neck.share)}
            return [*([_missing(short, currency)] if short else []), told]
        case VoidComing(short=short):
            return [_missing(short, currency)] if short else []
        case TooFewNew(short=short):
            expected = {"sum": money_short(short.expected, currency)}
            return [_("The open deals should bring about %(sum)s of it.") % expected]
        case _:
            assert_never(advice)


def _missing(short: Shortfall, currency: str) -> str:
    told = {
        "num": number(short.new_deals),
        "sum": money_short(short.left, currency),
        "day": date_medium(short.until),
    }
    return (
        ngettext(
            "%(num)s new deal is missing to win the %(sum)s still planned by %(day)s.",
            "%(num)s new deals are missing to win the %(sum)s still planned by %(day)s.",
            short.new_deals,
        )
        % told
    )


def _name(pipeline: Pipeline, figures: StageFigures) -> str:
    found = pipeline.stage(figures.stage)
    return "" if found is None else found.name
