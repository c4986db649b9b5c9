"""The workspace for measuring is a true one: made by SQL, it must hold what the commands hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.truths import assert_all_true
from voronka.commands.bench_workspace.build import fill
from voronka.commands.bench_workspace.loading import bare_tables
from voronka.commands.bench_workspace.people import BenchWorkspace, find_workspace, lay_people_and_method
from voronka.commands.relations import follow_many
from voronka.commands.search_index import index_companies, index_contacts, index_deals
from voronka.models import (
    ClientRelation,
    Company,
    Contact,
    Deal,
    Event,
    SearchDocument,
    SearchWord,
    StageVisit,
)

DEALS = 300


def lay(deals: int = DEALS) -> BenchWorkspace:
    now = datetime.now(UTC)
    made = lay_people_and_method(deals, now)
    fill(made, now, lambda part: None)
    return made


@pytest.mark.django_db
def test_everything_is_true_of_it() -> None:
    lay()
    assert_all_true()


@pytest.mark.django_db
def test_it_has_the_shape_that_was_asked_for() -> None:
    made = lay(2000)
    assert Deal.objects.count() == Contact.objects.count() == 2000
    assert Company.objects.count() == 500
    assert 0.27 < Deal.objects.filter(is_open=True).count() / 2000 < 0.33
    assert 7.5 < StageVisit.objects.count() / 2000 < 9
    assert Event.objects.count() == StageVisit.objects.count()
    held = Deal.objects.filter(is_open=True)
    assert set(held.values_list("stage_id", flat=True)) == set(made.columns)
    assert set(Deal.objects.exclude(owner=None).values_list("owner_id", flat=True)) == set(made.sellers)
    assert held.filter(owner=None).exists()
    assert len(made.columns) == 8
    assert len(made.sellers) == 50


@pytest.mark.django_db
def test_its_clients_are_to_us_what_the_facts_say() -> None:
    lay()
    made = relations()
    assert len(made) > DEALS
    follow_many(Deal.objects.all())
    assert relations() == made


def relations() -> set[tuple[object, ...]]:
    rows = ClientRelation.objects.values_list("contact", "company", "relation", "since_on", "cause", "deal")
    return set(rows)


@pytest.mark.django_db
def test_its_search_documents_are_those_that_the_commands_write() -> None:
    lay()
    made = list(SearchDocument.objects.order_by("id").values_list("id", "text", "access"))
    words = set(SearchWord.objects.values_list("word", flat=True))
    index_deals(Deal.objects.values_list("id", flat=True))
    index_contacts(Contact.objects.values_list("id", flat=True))
    index_companies(Company.objects.values_list("id", flat=True))
    assert list(SearchDocument.objects.order_by("id").values_list("id", "text", "access")) == made
    assert set(SearchWord.objects.values_list("word", flat=True)) == words
    assert len(made) == 2 * DEALS + DEALS // 4


@pytest.mark.django_db
def test_it_is_found_again() -> None:
    made = lay(50)
    assert find_workspace() == made


@pytest.mark.django_db
def test_what_was_put_away_for_loading_is_there_again() -> None:
    before = indexes_and_keys()
    now = datetime.now(UTC)
    made = lay_people_and_method(50, now)
    connection.check_constraints()
    with bare_tables(lambda part: None):
        assert len(indexes_and_keys()) < len(before) - 20
        fill(made, now, lambda part: None)
    assert indexes_and_keys() == before
    assert Deal.objects.count() == 50


def indexes_and_keys() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name, COALESCE(sql, '') FROM sqlite_master WHERE type <> 'table'")
        else:
            cursor.execute(
                "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
                " SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            )
        return set(cursor.fetchall())
