"""A form filled in as somebody does who gives what it insists on, whatever it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

AMOUNT = "12000"
WORDS = "As they told us"
# Where the kind of a field does not tell what may stand in it, its label does.
_BY_LABEL = {
    "Amount": AMOUNT,
    "How long did you speak?": "6:30",
    "Name": "Vira Koval",
    "Contact’s name": "Vira Koval",
    "Company’s name": "Berry Land",
    "Company’s site": "berries.example",
    "Site": "berries.example",
    "Tax ID": "38044556",
}
# Every control that must not stay empty, and the file where nothing else is asked for; as id, kind and label.
_EMPTY = """form => {
  const shown = [...form.querySelectorAll("input:not([type=hidden], [type=file]), textarea, select")].filter(each => each.checkVisibility());
  const lacks = each => each.type === "checkbox" ? !each.checked : each.required && each.value === "";
  const open = shown.filter(each => each.type !== "radio" && lacks(each));
  const files = shown.length === 0 ? [...form.querySelectorAll("input[type=file]")].slice(0, 1) : [];
  return [...open, ...files].map(each => [each.id, each.type, (each.labels[0]?.firstChild.textContent ?? "").trim()]);
}"""
_UNCHOSEN = """form => {
  const groups = Map.groupBy(form.querySelectorAll("input[type=radio]"), each => each.name);
  return [...groups].filter(([, all]) => all[0].closest("fieldset").checkVisibility() && !all.some(each => each.checked)).map(([name]) => name);
}"""


def choose(radio: Locator) -> None:
    """Press the words beside a radio button: it has no size of its own where it looks like a button.

    Once they stand still: a dialog that has just opened moves yet.
    """
    radio.locator("xpath=ancestor::label").click()
    expect(radio).to_be_checked()


def fill_in(form: Locator, papers: Path) -> None:
    """Give every answer that it lacks; a file that it wants is `papers`. Of our checklist every answer is "fit"."""
    for fit in form.locator("input[type=radio][value=fit]").all():
        choose(fit)
    for name in form.evaluate(_UNCHOSEN):
        choose(form.locator(f"input[name='{name}']").first)
    for id, kind, label in form.evaluate(_EMPTY):
        _answer(form.locator(f"[id='{id}']"), kind, label, papers)


def text_for(kind: str, label: str) -> str:
    """What may stand in a field of this kind with this label."""
    soon = datetime.now().astimezone() + timedelta(days=20)
    by_kind = {
        "date": f"{soon:%Y-%m-%d}",
        "email": "vira@berries.example",
        "tel": "+380445569001",
        "number": "1",
        "url": "https://berries.example",
    }
    return by_kind.get(kind) or _BY_LABEL.get(label, WORDS)


def _answer(control: Locator, kind: str, label: str, papers: Path) -> None:
    match kind:
        case "file":
            control.set_input_files(papers)
        case "checkbox":
            control.check()
        case "select-one":
            control.select_option(index=1)
        case _:
            control.fill(text_for(kind, label))
