"""Two clients made one, and parted again: nothing is dropped, and everything comes back."""
# ruff: noqa: SLF001 - the tables are asked what they are made of, by Django's documented `_meta` and `_default_manager`

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import ForeignKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.commands.life import Life
from tests.factories import NOON, House, deal_of, make_house
from tests.management.soundness import assert_holds
from tests.truths import assert_all_true
from voronka.commands.clients import (
    ClientWords,
    change_company,
    change_contact,
    create_company,
    create_contact,
)
from voronka.commands.deals import change_deal
from voronka.commands.merging import merge_clients
from voronka.commands.parting import part_clients
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.merging import WAYS, ClientKind, Take
from voronka.models import (
    ClientMerge,
    ClientRelation,
    Company,
    Contact,
    Deal,
    Event,
    SearchDocument,
)
from voronka.queries.client_history import history_of
from voronka.queries.merges import TABLES, links_to, seen_of, survivor_of

if TYPE_CHECKING:
    from voronka.domain.permissions import Actor

CONTACT, COMPANY = ClientKind.CONTACT, ClientKind.COMPANY


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def contact(house: House, name: str, owner: str = "Alice", **fields: str) -> Contact:
    return create_contact(by=house.actor(owner), at=NOON, fields={"name": name, **fields})


def changed(house: House, row: Contact | Company, **fields: str) -> None:
    by = house.actor("Zoe")
    if isinstance(row, Contact):
        change_contact(by=by, at=NOON, contact=row.pk, fields=fields)
    else:
        change_company(by=by, at=NOON, company=row.pk, fields=fields)


def merged(house: House, kept: Contact | Company, gone: Contact | Company, **choices: Take) -> ClientMerge:
    kind = CONTACT if isinstance(kept, Contact) else COMPANY
    return merge_clients(
        by=house.actor("Zoe"), at=NOON, kind=kind, into=kept.pk, merged=gone.pk, choices=choices
    )


def part(house: House, merge: ClientMerge) -> ClientMerge:
    return part_clients(by=house.actor("Zoe"), at=NOON, merge=merge.pk)


def everything() -> dict[str, Any]:
    """All rows that are of clients or lead to them, without what counts changes and what follows from other rows."""
    left: dict[str, Any] = {}
    leading = [table for kind in TABLES for table, _, _ in links_to(kind).values()]
    tables: list[Any] = [Contact, *leading]
    for table in tables:
        if table is not ClientRelation:
            names = [field.attname for field in table._meta.concrete_fields if field.attname != "version"]
            left[table.__name__] = sorted(table._default_manager.values_list(*names), key=lambda row: row[0])
    left["relations"] = sorted(
        ClientRelation.objects.values_list("contact", "company", "relation", "since_on", "cause", "deal"),
        key=str,
    )
    left["search"] = sorted(SearchDocument.objects.values_list("id", "text", "access"))
    return left  # fmt: skip


def test_every_column_that_leads_to_a_client_is_dealt_with() -> None:
    """A new one must be named in WAYS, and its way tried here: what is merged is gone otherwise."""
    for kind, table in TABLES.items():
        found = {
            f"{relation.related_model._meta.model_name}.{relation.field.name}"
            for relation in list[Any](table._meta.get_fields(include_hidden=True))
            if relation.auto_created and not relation.concrete
        }
        assert found == WAYS[kind].keys()
        assert links_to(kind).keys() == WAYS[kind].keys()
        assert all(isinstance(m._meta.get_field(f), ForeignKey) for m, f, _ in links_to(kind).values())


def test_all_of_the_merged_one_is_the_kept_one_s(house: House) -> None:
    kopi = create_company(by=house.actor("Alice"), at=NOON, fields={"name": "Kopi"})
    kept = contact(house, "Dewi", phone="+62 812 5550 0001", city="Jakarta")
    gone = contact(house, "Dewi Lestari", phone="+62 812 5550 0002", email="dewi@kopi.example", company="Kopi", position="Buyer")  # fmt: skip
    changed(house, gone, phones="+62 812 5550 0002\n+62 812 5550 0001", decides="1", description="Likes mail")
    changed(house, kept, description="Likes calls", position="Owner")
    deal = deal_of(house, "Alice", client=ClientWords(phone="+62 812 5550 0002"))
    sent = deal_of(house, "Alice", title="Sent", client=ClientWords(company="Frostline"), referred_by=gone.pk)
    events = Event.objects.count()
    merge = merged(house, kept, gone, name=Take.MERGED)
    assert Event.objects.count() == events + 1
    kept.refresh_from_db()
    assert (kept.name, kept.position, kept.company, kept.decides) == ("Dewi Lestari", "Owner", kopi, True)
    assert kept.description == "Likes calls\n\nLikes mail"
    assert [p.e164 for p in kept.phones.order_by("id")] == ["+6281255500001", "+6281255500002"]
    assert [e.address for e in kept.emails.all()] == ["dewi@kopi.example"]
    deal.refresh_from_db()
    sent.refresh_from_db()
    assert (deal.contact, deal.knows_decider, sent.referred_by) == (kept, True, kept)
    assert not Contact.objects.filter(pk=gone.pk)
    assert survivor_of(CONTACT, gone.pk) == kept.pk
    told = history_of(house.actor("Zoe"), kept).entries
    assert {EventKind.CLIENT_MERGED, EventKind.DEAL_CREATED} <= {entry.kind for entry in told}
    assert sum(entry.kind is EventKind.CONTACT_CREATED for entry in told) == 2
    assert merge.name == "Dewi Lestari"
    assert_holds()


def test_parted_at_once_all_is_as_it_was(house: House) -> None:
    kept = contact(house, "Dewi", phone="+62 812 5550 0001")
    gone = contact(house, "Dewi Lestari", phone="+62 812 5550 0002", company="Kopi")
    changed(house, gone, phones="+62 812 5550 0002\n+62 812 5550 0001", birthday="1990-12-05")
    deal_of(house, "Alice", client=ClientWords(phone="+62 812 5550 0002"))
    by_gone = deal_of(house, "Alice", contact=kept.pk, client=ClientWords(), referred_by=gone.pk)
    before = everything()
    merge = merged(house, kept, gone)
    by_gone.refresh_from_db()
    assert by_gone.referred_by is None
    part(house, merge)
    assert everything() == before
    with pytest.raises(NotFound):
        part(house, merge)
    assert_holds()


def test_what_changed_since_stays_with_the_kept_one(house: House) -> None:
    kept = contact(house, "Dewi", phone="+62 812 5550 0001", city="Jakarta")
    gone = contact(house, "Lestari", phone="+62 812 5550 0002", city="Bandung", position="Buyer")
    changed(house, gone, phones="+62 812 5550 0002\n+62 812 5550 0003")
    old = deal_of(house, "Alice", client=ClientWords(phone="+62 812 5550 0002"))
    merge = merged(house, kept, gone)
    changed(
        house,
        kept,
        position="Head of buying",
        phones="+62 812 5550 0001\n+62 812 5550 0003\n+62 812 5550 0009",
    )
    new = deal_of(house, "Alice", contact=kept.pk, client=ClientWords())
    part(house, merge)
    kept.refresh_from_db()
    back = Contact.objects.get(pk=gone.pk)
    assert (kept.position, kept.city) == ("Head of buying", "Jakarta")
    assert (back.name, back.position, back.city) == ("Lestari", "Buyer", "Bandung")
    assert [p.e164 for p in kept.phones.order_by("id")] == ["+6281255500001", "+6281255500009"]
    assert [p.e164 for p in back.phones.order_by("id")] == ["+6281255500003"]
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.contact, new.contact) == (back, kept)
    assert_holds()


def test_companies_are_merged_with_their_people_and_those_below(house: House) -> None:
    zoe = house.actor("Zoe")
    top, kept, gone, below = (
        create_company(by=house.actor("Alice"), at=NOON, fields={"name": name})
        for name in ("Top", "Kopi", "Kopi PT", "Kopi Timur")
    )
    change_company(by=zoe, at=NOON, company=kept.pk, fields={"parent": "Kopi PT"})
    change_company(by=zoe, at=NOON, company=gone.pk, fields={"parent": "Top", "tax_id": "01.234"})
    change_company(by=zoe, at=NOON, company=below.pk, fields={"parent": "Kopi PT"})
    dewi = contact(house, "Dewi", company="Kopi PT")
    deal_of(house, "Alice", client=ClientWords(company="Kopi PT"))
    before = everything()
    merge = merged(house, kept, gone)
    for row in (kept, below, dewi):
        row.refresh_from_db()
    assert (kept.parent, below.parent, dewi.company, kept.tax_id) == (top, kept, kept, "01.234")
    assert Deal.objects.get().company == kept
    assert_holds()
    part(house, merge)
    assert everything() == before


def test_of_several_merged_any_may_be_parted_first_and_a_chain_from_its_end(house: House) -> None:
    rows = [contact(house, name, phone=f"+62 812 5550 000{n}") for n, name in enumerate(("A", "B", "C", "D"))]
    a, b, c, d = rows
    changed(house, b, city="Bandung", phones="+62 812 5550 0001\n+62 812 5550 0007")
    changed(house, c, city="Bogor", phones="+62 812 5550 0002\n+62 812 5550 0007")
    before = everything()
    first, second = merged(house, a, b, city=Take.MERGED), merged(house, a, c, city=Take.MERGED)
    third = merged(house, d, a)
    with pytest.raises(Invalid) as refused:
        part(house, first)
    assert refused.value.problems == {"merge": Problem.IN_USE}
    assert survivor_of(CONTACT, b.pk) == d.pk
    for merge in (third, first, second):
        part(house, merge)
        assert_holds()
    assert everything() == before


def test_only_who_may_change_both_may_merge_them(house: House) -> None:
    mine, theirs = contact(house, "Dewi"), contact(house, "Lestari", owner="Charlie")
    bobs = contact(house, "Ika", owner="Bob")

    def merge(by: Actor, into: Contact, other: Contact, seen: str = "") -> ClientMerge:
        return merge_clients(by=by, at=NOON, kind=CONTACT, into=into.pk, merged=other.pk, seen=seen)

    with pytest.raises(NotFound):
        merge(house.actor("Alice"), mine, theirs)
    with pytest.raises(NotFound):
        merge(house.actor("Hana"), mine, theirs)
    deal_of(house, "Alice", contact=mine.pk, client=ClientWords())
    Deal.objects.update(contact=bobs.pk)
    with pytest.raises(NotAllowed):
        merge(house.actor("Alice"), mine, bobs)
    with pytest.raises(Invalid):
        merge(house.actor("Hana"), mine, mine)
    seen = seen_of(mine, bobs)
    changed(house, bobs, position="Buyer")
    with pytest.raises(Invalid) as refused:
        merge(house.actor("Hana"), mine, bobs, seen)
    assert refused.value.problems == {"seen": Problem.CHANGED}
    done = merge(house.actor("Hana"), mine, bobs)
    with pytest.raises(NotFound):
        part_clients(by=house.actor("Charlie"), at=NOON, merge=done.pk)
    with pytest.raises(NotAllowed):
        part_clients(by=house.actor("Alice"), at=NOON, merge=done.pk)
    part_clients(by=house.actor("Hana"), at=NOON, merge=done.pk)


# -- any history -----------------------------------------------------------------------------------------------------


class Merging(Life):
    """Clients merged, changed and parted in any order; at the end all is parted, and what was not edited is as it was."""

    @initialize()
    def begin(self) -> None:
        self.begin_with({})
        alice = self.house.actor("Alice")
        self.companies = [
            create_company(by=alice, at=NOON, fields={"name": f"Company {n}"}) for n in range(3)
        ]
        self.people = [
            contact(self.house, f"Person {n}", phone=f"+62 812 5550 000{n % 3}" if n < 3 else "", company=f"Company {n % 3}")
            for n in range(4)
        ]  # fmt: skip
        for n, one in enumerate(self.people):
            changed(self.house, one, phones=f"+62 812 5550 000{n}\n+62 812 5550 0009", city=f"City {n}")
            deal_of(
                self.house, "Alice", contact=one.pk, client=ClientWords(), referred_by=self.people[n - 1].pk
            )
        self.before = everything()
        self.is_edited = False

    @rule(
        kind=st.sampled_from([CONTACT, COMPANY]),
        a=st.integers(0, 3),
        b=st.integers(0, 3),
        city=st.sampled_from(Take),
    )
    def merge(self, kind: ClientKind, a: int, b: int, city: Take) -> None:
        rows: list[Any] = list(self.people if kind is CONTACT else self.companies)
        self._try(
            merge_clients, "Zoe", kind=kind, into=rows[a % len(rows)].pk, merged=rows[b % len(rows)].pk,
            choices={"city": city, "company_id": city},
        )  # fmt: skip

    @rule(n=st.integers(0, 9))
    def part(self, n: int) -> None:
        standing = list(ClientMerge.objects.filter(parted_at=None))
        if standing:
            self._try(part_clients, "Zoe", merge=standing[n % len(standing)].pk)

    @rule(
        n=st.integers(0, 3),
        what=st.sampled_from(["city", "phones", "company", "deal"]),
        value=st.integers(0, 3),
    )
    def edit(self, n: int, what: str, value: int) -> None:
        one = self.people[n].pk
        self.is_edited = True
        if what == "deal":
            deals = list(Deal.objects.order_by("id"))
            self._try(change_deal, "Zoe", deal=deals[n].pk, fields={"contact": str(self.people[value].pk)})
            return
        said = {
            "city": f"Town {value}",
            "phones": f"+62 812 5550 001{value}",
            "company": f"Company {value % 3}",
        }
        self._try(change_contact, "Zoe", contact=one, fields={what: said[what]})

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "before"):
            assert_holds()
            assert_all_true()

    def teardown(self) -> None:
        try:
            if hasattr(self, "before"):
                for _ in range(10):
                    for merge in ClientMerge.objects.filter(parted_at=None).order_by("-id"):
                        self._try(part_clients, "Zoe", merge=merge.pk)
                assert not ClientMerge.objects.filter(parted_at=None).exists()
                self.everything_holds()
                assert Contact.objects.count() == len(self.people) or self.is_edited
                if not self.is_edited:
                    assert everything() == self.before
        finally:
            super().teardown()


@pytest.mark.django_db
def test_however_clients_are_merged_changed_and_parted_everything_holds() -> None:
    run_state_machine_as_test(
        Merging, settings=settings(max_examples=5, stateful_step_count=10, deadline=None)
    )
