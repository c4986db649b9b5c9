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


def test_a_stranger_is_asked_to_log_in_and_then_is_where_they_wanted_to_be(
    as_: Opens, product: Product
) -> None:
    page = as_(None, "/people/")
    seller = product.log_ins["seller"]
    expect(page).to_have_url(re.compile(r"/login/\?next="))
    LogInPage(page).log_in(seller.email, seller.password)
    expect(page).to_have_url(re.compile(r"/people/$"))
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()


def test_a_seller_begins_with_their_day_and_a_head_with_the_board(as_: Opens) -> None:
    expect(as_("seller", "/").get_by_role("heading", name="My day", level=1)).to_be_visible()
    expect(as_("head", "/")).to_have_url(re.compile(r"/board/\d+/$"))


def test_a_wrong_password_is_refused_with_a_way_on_and_the_email_stays(as_: Opens, product: Product) -> None:
    email = product.log_ins["seller2"].email
    log_in = LogInPage(as_(None, "/login/"))
    log_in.submit(email, "no-such-password")
    expect(log_in.refusal).to_contain_text("password")
    expect(log_in.email).to_have_value(email)
    expect(log_in.password).to_have_value("")
    expect(log_in.password).to_be_focused()
    log_in.log_in(email, product.log_ins["seller2"].password)


def test_after_logging_out_the_pages_are_closed(as_: Opens, product: Product) -> None:
    page = as_(None, "/login/")
    admin = product.log_ins["admin"]
    LogInPage(page).log_in(admin.email, admin.password)
    page.goto("/profile/")
    page.get_by_role("button", name="your account").click()
    Shell(page).menu.get_by_role("menuitem", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/login/"))
    page.goto("/profile/")
    expect(page).to_have_url(re.compile(r"/login/\?next="))
