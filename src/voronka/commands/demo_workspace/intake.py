"""The demo's sources: the words that its deals carry, a form for the site, what it cost, and the spam that it turned away."""

import json
from datetime import datetime, timedelta
from random import Random

from voronka.commands.demo_workspace.translations import Say
from voronka.commands.intake import Arrival, take_in
from voronka.commands.setup.sources import add_source
from voronka.commands.setup.spending import add_cost, count_market
from voronka.commands.setup.web_forms import change_form
from voronka.domain.intake import SourceKind, Spam
from voronka.domain.permissions import Actor
from voronka.domain.web_form import Ask, FormField
from voronka.queries.workspace import workspace

_WORDS = {"referral": SourceKind.HAND, "exhibition": SourceKind.EVENT}
_FIELDS = (
    FormField(Ask.NAME, is_required=True),
    FormField(Ask.PHONE, is_required=True),
    FormField(Ask.EMAIL),
    FormField(Ask.MESSAGE),
)
# Spam speaks English everywhere.
_SPAM = (
    ("SEO Expert", "We can bring your site to the first page of search in 7 days!!!", Spam.HONEYPOT),
    ("Crypto Desk", "Double your deposit today, write to us now", Spam.TOO_QUICK),
    ("SEO Expert", "Did you read our offer? First page of search in 7 days!!!", Spam.HONEYPOT),
)


def make_sources(*, by: Actor, team: int, pipeline: int, at: datetime, say: Say) -> None:
    """The list, the form, the costs and the market; what came by the form is of the last days."""
    rules = {
        "pipeline": str(pipeline),
        "team": str(team),
        "owner_rule": "nobody",
        "known_rule": "new_deal",
    }
    for word, kind in _WORDS.items():
        add_source(by=by, at=at, fields={"name": say(word), "kind": kind.value})
    form = add_source(by=by, at=at, fields={"name": say("web form"), "kind": SourceKind.FORM.value, **rules})
    said = {
        "language": workspace().language, "title": say("Ask for an offer"), "button": "", "thanks_text": "", "thanks_url": "",
        "origins": "https://stuzha.example", "consent": say("I agree that you keep what I write here, to answer me."),
    }  # fmt: skip
    change_form(by=by, at=at, source=form.pk, fields=_FIELDS, said=said)
    _turn_away_spam(form.pk, at)
    _count(by, form.pk, at, say)


def _turn_away_spam(source: int, at: datetime) -> None:
    chance = Random("spam of the demo")  # noqa: S311 - hours of invented spam
    for days, (name, text, why) in zip((3, 2, 1), _SPAM, strict=True):
        raw = json.dumps({"name": name, "message": text}).encode()
        when = at - timedelta(days=days, minutes=chance.randrange(600))
        take_in(source=source, arrival=Arrival(raw, "application/json", spam=why), at=when)


def _count(by: Actor, source: int, at: datetime, say: Say) -> None:
    today = at.date()
    first = today.replace(day=1)
    days = {"first_on": first.isoformat(), "last_on": today.isoformat()}
    add_cost(by=by, at=at, source=source, fields={"campaign": "", "amount": "850", **days})
    market = {"geography": say("Java and Bali"), "segment": say("Restaurants and hotels"), "buyers": "4200"}
    count_market(by=by, at=at, fields={**market, "counted_on": first.isoformat(), "note": ""})
