"""The import of opportunities: what the database holds equals what the files say, counted independently."""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.management.soundness import assert_holds
from voronka.commands.opportunities.files import read_folder
from voronka.commands.opportunities.load import Imported, import_opportunities
from voronka.models import Company, Deal, Event, StageFlow, Task, Team, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

SHARED = Path(os.environ.get("VORONKA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
FILES = SHARED / "data" / "deals"
NOW = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
real_files = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"there is no {FILES}; name the folder above it in VORONKA_SHARED"
)


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Imported]:
    """The real files, brought in once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_opportunities(read_folder(FILES), at=NOW, name="Opportunities")
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_it_is_sound(imported: Imported) -> None:
    assert_holds()


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_counts_and_sums_per_stage_seller_and_product_equal_the_files(imported: Imported) -> None:
    wanted: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for row in rows("sales_pipeline.csv"):
        product = "GTX Pro" if row["product"] == "GTXPro" else row["product"]
        wanted[row["deal_stage"], row["sales_agent"], product].append(Decimal(row["close_value"] or 0))
    found: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for stage, seller, product, amount in Deal.objects.values_list(
        "stage__name", "owner__name", "title", "amount_base"
    ):
        found[stage, seller or "", product].append(amount)
    assert {key: (len(v), sum(v)) for key, v in found.items()} == {
        k: (len(v), sum(v)) for k, v in wanted.items()
    }
    assert imported.deals == len(rows("sales_pipeline.csv")) == 8800
    assert imported.by_stage == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_every_deal_has_its_days_company_and_number(imported: Imported) -> None:
    deals = {deal.external_id: deal for deal in Deal.objects.select_related("company")}
    for row in rows("sales_pipeline.csv"):
        deal = deals[row["opportunity_id"]]
        assert (deal.company.name if deal.company else "") == row["account"]
        if row["engage_date"]:
            assert deal.created_at.astimezone(CHICAGO).date() == date.fromisoformat(row["engage_date"])
        else:
            assert deal.created_at == NOW
        closed = deal.closed_at and deal.closed_at.astimezone(CHICAGO).date()
        assert closed == (date.fromisoformat(row["close_date"]) if row["close_date"] else None)


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_the_log_tells_it_as_it_happened_then(imported: Imported) -> None:
    won = Event.objects.filter(kind="deal_moved", payload__to_name="Won")
    assert won.count() == 4238
    assert Event.objects.filter(kind="deal_created").count() == 8800
    ats = list(Event.objects.filter(deal_id__isnull=False).order_by("id").values_list("at", flat=True))
    assert ats == sorted(ats)
    closed = Counter(row["close_date"] for row in rows("sales_pipeline.csv") if row["deal_stage"] == "Won")
    flows: Counter[str] = Counter()
    for day, visits in StageFlow.objects.filter(left_how="won").values_list("day", "visits"):
        flows[day.isoformat()] += visits
    assert flows == closed


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_every_open_deal_has_a_next_step_after_now_a_few_a_day(imported: Imported) -> None:
    open_deals = Deal.objects.filter(is_open=True)
    assert open_deals.count() == 2089
    assert not open_deals.filter(next_step_at__lte=NOW).exists()
    a_day = Counter(
        (seller, due.astimezone(CHICAGO).date())
        for seller, due in Task.objects.filter(state="open").values_list("assignee_id", "due_at")
    )
    assert max(a_day.values()) <= 16
    assert all(day.isoweekday() <= 5 for _, day in a_day)


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_sellers_are_in_their_managers_teams_under_their_offices(imported: Imported) -> None:
    for row in rows("sales_teams.csv"):
        seller = User.objects.select_related("team__parent").get(name=row["sales_agent"])
        assert seller.role == "seller"
        assert seller.team is not None
        assert (seller.team.name, seller.team.parent and seller.team.parent.name) == (
            row["manager"],
            row["regional_office"],
        )
        assert User.objects.get(name=row["manager"], role="head").team == seller.team
    assert Team.objects.filter(parent=None).count() == 3
    assert User.objects.filter(role="admin").count() == 1
    told = {log_in.email: log_in.password for log_in in imported.log_ins}
    assert len(told) == 4
    assert all(User.objects.get(email=email).check_password(password) for email, password in told.items())


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_accounts_are_companies_with_their_parents_and_right_spelling(imported: Imported) -> None:
    for row in rows("accounts.csv"):
        company = Company.objects.select_related("parent").get(name=row["account"])
        assert company.sector == row["sector"].replace("technolgy", "technology")
        assert company.country == row["office_location"].replace("Philipines", "Philippines")
        assert company.founded_year == int(row["year_established"])
        assert company.employees == int(row["employees"])
        assert company.annual_revenue == Decimal(row["revenue"]) * 1_000_000
        assert (company.parent.name if company.parent else "") == row["subsidiary_of"]


@pytest.mark.slow
@pytest.mark.django_db
@real_files
def test_everything_corrected_or_missing_is_told_with_its_count(imported: Imported) -> None:
    assert imported.remarks == (
        "1480 × “GTXPro” was read as “GTX Pro”",
        "1 × “Philipines” was read as “Philippines”",
        "12 × “technolgy” was read as “technology”",
        "1425 deals have no account and so no company",
        "500 deals have no engage_date and begin at the import",
        "2089 open deals have no value and so no amount",
        "2473 lost deals have no reason in the files: it is “Not recorded”; their value of 0 is no amount",
        "6711 closed deals have no date in Prospecting and begin in Engaging",
        "5 sellers have no deals",
    )
