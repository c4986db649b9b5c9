"""Working a deal by what its page says is missing, without knowing the method behind it.

A criterion is met in one of two ways, as a seller may: by its own button in the playbook on the page, or by the
dialog that the main button answers with, which leads back to what is left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.deal import DealPage
from tests.e2e.pages.forms import choose, fill_in, text_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

# More answers than this at one stage: it goes round in circles.
MOST = 25
# So that the one that is met is the one that was found open, whatever is drawn anew in between.
_IDS = "all => all.map(each => each.id)"
# The deal changed by what was just done here, and every part of the page shows it.
SHOWN = "#deal[data-acted]:not([data-refreshing])"
MARK = """() => {
  document.querySelectorAll("#dialog-body > *").forEach(each => each.setAttribute("data-before", ""));
  const deal = document.getElementById("deal");
  deal.removeAttribute("data-acted");
  const acted = ({ detail }) => detail.live === true || deal.setAttribute("data-acted", "");
  if (deal.dataset.listens === undefined) window.addEventListener("voronka:deal-changed", acted);
  deal.dataset.listens = "";
}"""


class Walk(DealPage):
    """A seller at a deal. `papers` is a file to attach; `colleague` is asked to take it over and then says yes."""

    def __init__(self, page: Page, papers: Path, colleague: str, says_yes: Callable[[str], None]) -> None:
        super().__init__(page)
        self._papers, self._colleague, self._says_yes = papers, colleague, says_yes

    # -- where it is --

    @property
    def here(self) -> str:
        """The number of the stage."""
        return self.page.locator("#deal-head").get_attribute("data-stage") or ""

    @property
    def stage_name(self) -> str:
        """The stage, as the heading of its playbook has it."""
        return self.playbook.get_by_role("heading", level=2).inner_text().removesuffix(": playbook")

    # -- going on --

    def go_on_by_dialogs(self) -> None:
        """Press the main button and do what the dialogs ask until the deal is at another stage."""
        stage = self.here
        for _ in range(MOST):
            if self.here != stage:
                return
            if self.dialog.count():
                self._answer_dialog()
            else:
                self._acted(self._main.click, moves=True)
        raise AssertionError(f"no way on from {self.stage_name}: {self.dialog.inner_text()}")

    def go_on_by_the_page(self) -> None:
        """Meet every open criterion by its own button, then move on, if the deal did not by itself."""
        stage = self.here
        for _ in range(MOST):
            if self.here != stage:
                return
            open_ones = self.playbook.locator(".criteria > li:not(.met)").evaluate_all(_IDS)
            if open_ones:
                self._meet(self.page.locator(f"#{open_ones[0]} .remedy button"))
            else:
                self.go_on_by_dialogs()
        raise AssertionError(f"no way on from {self.stage_name}: {self.playbook.inner_text()}")

    @property
    def _main(self) -> Locator:
        return (
            self.page.locator(".deal-actions")
            .get_by_role("button", name=re.compile("^(Move to |Mark as won)"))
            .first
        )

    # -- on the page --

    def _meet(self, remedy: Locator) -> None:
        """Press what helps, and do what opens; the page then shows what came of it."""
        self._mark()
        label = remedy.inner_text()
        remedy.click()
        match label:
            case "Fill in":
                field = self.page.locator("#deal-details .inline-form:not([hidden])")
                name = field.locator("label").inner_text()
                self._type(field.locator("input:not([type=hidden]), textarea"), name)
            case "Write it":
                self.write_note("What they said, in a few words")
            case "Attach":
                self.attach(self._papers)
            case _:
                self._answer_all()
        self.page.locator(SHOWN).wait_for(state="attached")

    def _type(self, field: Locator, label: str) -> None:
        field.fill(text_for(field.get_attribute("type") or "text", label))
        field.press("Control+Enter" if field.evaluate("each => each.tagName") == "TEXTAREA" else "Enter")

    def _answer_all(self) -> None:
        self.dialog.wait_for()
        while self.dialog.count():
            self._answer_dialog()

    # -- in the dialog --

    def _answer_dialog(self) -> None:
        """Press the first button that helps, or fill in what is asked and send it."""
        helping = self.dialog.locator(".why-rows button").first
        if helping.count():
            self._acted(helping.click)
        elif self.dialog.locator("select[name=receiver]").count():
            self._hand_over()
        elif self.dialog.get_by_text("Add a new ").count():
            self._add_new()
        else:
            form = self.dialog.locator("form").first
            self._choose_colleague(form.locator("select[name^=owner-]"))
            fill_in(form, self._papers)
            self._acted(self.submit, moves=(form.get_attribute("hx-post") or "").endswith("/move/"))

    def _add_new(self) -> None:
        """A contact or a company that nobody knows yet, instead of looking for a known one."""
        self.dialog.get_by_text("Add a new ").click()
        form = self.dialog.locator("details form")
        fill_in(form, self._papers)
        self._acted(form.locator("button[type=submit]").click)

    def _hand_over(self) -> None:
        self._choose_colleague(self.dialog.locator("select[name=receiver]"))
        self._acted(self.submit)
        if self.dialog.count():
            expect(self.dialog).to_contain_text(f"{self._colleague} is asked to take it over")
            self.press("Escape")
            self.expect_no_dialog()
        self._says_yes(self.page.url)
        expect(self.page.get_by_text(f"{self._colleague} takes this deal over")).to_be_visible()

    def _choose_colleague(self, people: Locator) -> None:
        for one in people.all():
            label = one.locator("option").filter(has_text=self._colleague).first.inner_text()
            one.select_option(label=label)

    def _acted(self, act: Callable[[], None], *, moves: bool = False) -> None:
        """Act, then wait for what follows: the next dialog, or the page with what came of it.

        `moves`: unless a dialog follows, the deal is at another stage afterwards. While dialogs follow each other,
        the page behind them may still be fetching what the one before has changed.
        """
        stage = self.here
        self._mark()
        act()
        dialog = self.page.locator("#dialog[open] > #dialog-body > :not([data-before])")
        elsewhere = f"#deal-head:not([data-stage='{stage}'])"
        told = elsewhere if moves else f"body:has(#dialog:not([open])) {SHOWN}"
        dialog.or_(self.page.locator(told)).first.wait_for(state="attached")

    def _mark(self) -> None:
        """So that what stands there now is told from what comes, and our own change from the echo of the one before."""
        self.page.evaluate(MARK)

    # -- out of the pipeline, and back --

    def lose(self) -> None:
        """Close it as lost, for a reason that asks which competitor won."""
        dialog = self._leave("Lost, with a reason…", "Close as lost")
        choose(dialog.locator("input[data-asks-competitor]").first)
        dialog.get_by_label("Which competitor?").fill("Polar Trade")
        dialog.get_by_label("In the client’s own words (optional)").fill("They were a week quicker")
        self._acted(self.submit, moves=True)
        self.expect_no_dialog()

    def postpone(self) -> None:
        """Postpone it for a listed reason to a proposed day."""
        dialog = self._leave("Postpone to a date…", "Postpone")
        fill_in(dialog.locator("form"), self._papers)
        self._acted(self.submit, moves=True)
        self.expect_no_dialog()

    def _leave(self, item: str, title: str) -> Locator:
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=item).click()
        return self.expect_dialog(title)

    def ways_back(self) -> list[str]:
        """Open the menu of a closed deal; the stages that it may come back to."""
        self.page.locator(".deal-actions").get_by_role("button", name="Reopen…").click()
        expect(self.menu.get_by_role("menuitem").first).to_be_visible()
        back = self.menu.get_by_role("menuitem").filter(has=self.page.get_by_text("back", exact=True))
        return back.locator(".grow").all_inner_texts()

    def come_back(self, stage: str) -> None:
        """Choose one of them and say why."""
        self.menu.get_by_role("menuitem", name=stage).click()
        dialog = self.expect_dialog(f"Open again in {stage}")
        fill_in(dialog.locator("form"), self._papers)
        self._acted(self.submit, moves=True)
        self.expect_no_dialog()
        self.expect_stage(stage)
