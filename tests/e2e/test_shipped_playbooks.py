"""Every shipped playbook is walked in the browser: from the first stage to Won, on where it goes on, and to each exit.

The playbooks are found by listing and no journey knows one of them: the seller does what the page says is missing.
The files tell only which stages there are and where a closed deal may come back to.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import voronka
from tests.e2e.conftest import Windows, log_in_all
from tests.e2e.pages.board import BoardPage
from tests.e2e.pages.new_deal import NewDeal
from tests.e2e.pages.shell import Shell
from tests.e2e.pages.walk import Walk
from tests.servers.product import Product, running_product
from voronka.domain.playbook.read import read_playbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Opens
    from voronka.domain.playbook.model import Playbook, PlaybookPipeline

FILES = sorted((Path(voronka.__file__).parent / "playbooks").glob("*.yaml"))
SELLERS = ("seller", "seller2")
DEAL = "A cold room for berries"


@pytest.fixture(scope="module")
def house(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A house of its own, so that the playbooks taken in are in no other journey's way."""
    own = tmp_path_factory.mktemp("walked") / "product"
    shutil.copytree(demo, own)
    with running_product(own) as running:
        yield running


@pytest.fixture(scope="module")
def windows(house: Product, browser: Browser) -> Windows:
    """Of people who are logged in there."""
    return Windows(house, browser, log_in_all(house, browser))


@pytest.fixture
def there(windows: Windows) -> Iterator[Opens]:
    """`there("seller", path)`: a page of that person in that house."""
    yield windows.open
    windows.close()
    assert not windows.complaints


class Journey:
    """A playbook in use, and two sellers who hand its deals over to each other."""

    def __init__(self, there: Opens, playbook: Playbook, papers: Path) -> None:
        self.playbook, self._papers = playbook, papers
        self._pages = {seller: there(seller, "/profile/", reduced_motion="reduce") for seller in SELLERS}
        self._names = {
            seller: page.get_by_role("textbox", name="Name").input_value()
            for seller, page in self._pages.items()
        }
        self._walker, self._colleague = SELLERS
        self._boards = self._take_in(Shell(there("head", "/settings/pipelines/", reduced_motion="reduce")))

    def _take_in(self, head: Shell) -> dict[str, str]:
        """The head begins to work by it: the address of each pipeline's board, by the pipeline's key."""
        known = _pipelines(head.page)
        form = self.playbook.form
        assert form is not None
        head.open(f"/settings/playbooks/?method={form.method}&leads={form.leads}")
        head.page.get_by_role("button", name="Use this playbook").click()
        head.page.wait_for_url(re.compile("/settings/pipelines/"))
        head.open("/settings/pipelines/")
        made = [number for number in _pipelines(head.page) if number not in known]
        keys = [pipeline.key for pipeline in self.playbook.pipelines]
        return {key: f"/board/{number}/" for key, number in zip(keys, made, strict=True)}

    def begin(self, title: str) -> Walk:
        """The seller makes a deal at the first stage of the first pipeline and opens it."""
        pipeline = self.playbook.pipelines[0]
        page = NewDeal(self._pages[self._walker]).open(self._boards[pipeline.key])
        page.begin()
        page.client.fill(f"Berries by {self.playbook.key}")
        page.wish.fill(title)
        stage = page.dialog.get_by_label("Stage", exact=True).locator("option:checked")
        expect(stage).to_have_text(pipeline.stages[0].name["en"])
        page.submit()
        page.expect_no_dialog()
        page.toast("Deal created").get_by_role("button", name="Open").click()
        return self._walk(title)

    def after(self, pipeline: PlaybookPipeline) -> PlaybookPipeline | None:
        """The pipeline in which its won deals go on."""
        ways = (way for way in self.playbook.hand_overs if way.from_pipeline == pipeline.key)
        way = next(ways, None)
        return None if way is None else self.playbook.pipeline(way.to_pipeline)

    def take_on(self, pipeline: PlaybookPipeline, title: str) -> Walk:
        """Who was named finds the deal on the board where it goes on, and works it."""
        self._walker, self._colleague = self._colleague, self._walker
        page = self._pages[self._walker]
        page.goto(self._boards[pipeline.key])
        BoardPage(page).card(title).get_by_role("link").first.click()
        return self._walk(title)

    def _walk(self, title: str) -> Walk:
        walk = Walk(self._pages[self._walker], self._papers, self._names[self._colleague], self._say_yes)
        expect(walk.title).to_contain_text(title)
        return walk

    def _say_yes(self, url: str) -> None:
        page = self._pages[self._colleague]
        page.goto(url)
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_text("You take this deal over")).to_be_visible()


@pytest.fixture
def journey(file: Path, there: Opens, tmp_path: Path) -> Journey:
    """One playbook, just taken in."""
    papers = tmp_path / "Papers.pdf"
    papers.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return Journey(there, read_playbook(file.read_bytes()), papers)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_walked_to_the_end_of_its_last_pipeline_and_to_each_exit(journey: Journey) -> None:
    pipeline: PlaybookPipeline | None = journey.playbook.pipelines[0]
    leave_and_come_back(journey.begin("Not for long"), journey.playbook.pipelines[0])
    walk = journey.begin(DEAL)
    while pipeline is not None:
        walk_on(walk, pipeline, len(pipeline.stages) - 1)
        leave_and_come_back(walk, pipeline)
        walk_on(walk, pipeline, len(pipeline.stages))
        expect(walk.page.locator("#deal-head .notice", has_text="Won on")).to_be_visible()
        pipeline = journey.after(pipeline)
        if pipeline is not None:
            walk = journey.take_on(pipeline, DEAL)


def walk_on(walk: Walk, pipeline: PlaybookPipeline, to: int) -> None:
    """Stage by stage, none left out, by the buttons on the page and by the dialogs in turn."""
    names = [stage.name["en"] for stage in pipeline.stages]
    for number in range(names.index(walk.stage_name), to):
        walk.expect_stage(names[number])
        if number % 2:
            walk.go_on_by_dialogs()
        else:
            walk.go_on_by_the_page()


def leave_and_come_back(walk: Walk, pipeline: PlaybookPipeline) -> None:
    """To Lost and to Postponed from here, and back to as near as the playbook allows."""
    here = walk.stage_name
    for leave, way_out in ((walk.lose, pipeline.lost), (walk.postpone, pipeline.postponed)):
        leave()
        expect(walk.page.locator("#deal-head .notice").first).to_be_visible()
        back = [
            stage.name["en"]
            for stage in pipeline.stages
            if way_out.returns_to is None or stage.key in way_out.returns_to
        ]
        assert walk.ways_back() == back
        walk.come_back(here if here in back else back[-1])


def _pipelines(page: Page) -> list[str]:
    """The numbers of all pipelines, as the settings list them."""
    links = page.locator(".ordered a.row-link")
    return [href.split("/")[-2] for href in links.evaluate_all("all => all.map(each => each.pathname)")]
