"""Logging in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.log_in import LogInPage
from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens
    from tests.servers.product import Product


def test_a_stranger_is_refused_gets_where_they_wanted_and_leaves_again(as_: Opens, product: Product) -> None:
    page = as_(None, "/people/")
    seller = product.log_ins["seller2"]
    expect(page).to_have_url(re.compile(r"/login/\?next="))
    log_in = LogInPage(page)
    log_in.submit(seller.email, "no-such-password")
    expect(log_in.refusal).to_contain_text("password")
    expect(log_in.email).to_have_value(seller.email)
    expect(log_in.password).to_have_value("")
    expect(log_in.password).to_be_focused()

    log_in.log_in(seller.email, seller.password)
    expect(page).to_have_url(re.compile(r"/people/$"))
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()

    page.get_by_role("button", name="your account").click()
    Shell(page).menu.get_by_role("menuitem", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/login/"))
    page.goto("/profile/")
    expect(page).to_have_url(re.compile(r"/login/\?next="))


def test_a_seller_begins_with_their_day_and_a_head_with_the_board(as_: Opens) -> None:
    expect(as_("seller", "/").get_by_role("heading", name="My day", level=1)).to_be_visible()
    expect(as_("head", "/")).to_have_url(re.compile(r"/board/\d+/$"))
