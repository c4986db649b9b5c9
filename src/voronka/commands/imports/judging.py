"""What becomes of each row of a portion: new, merged into whom, or refused. Rows of one portion know each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from voronka.domain.identity import By, Candidate, Outcome, identify
from voronka.domain.importing.remarks import Remark, Said, Verdict
from voronka.domain.importing.rows import Brought
from voronka.domain.importing.targets import Target
from voronka.domain.permissions import Actor
from voronka.domain.search_text import fold
from voronka.models import Company
from voronka.queries.import_matches import Matches
from voronka.queries.visibility import holding_of


@dataclass(frozen=True, slots=True)
class Owner:
    """Who will own what is made: a user and their team."""

    user: int
    team: int


@dataclass(slots=True)
class NewPerson:
    """Somebody whom a row makes; later rows of the portion may add to them. `id` is below zero until they are written."""

    id: int
    row: Brought
    owner: Owner
    company: "Company | None"
    phones: dict[str, str]
    emails: list[str]


@dataclass(slots=True)
class Judged:
    """A row with what becomes of it. `contact`: of a known one the id, of one of this portion one below zero."""

    row: Brought
    verdict: Verdict
    owner: Owner
    contact: int | None = None
    company: Company | None = None
    makes_company: bool = False
    said: list[Said] = field(default_factory=list)


class Portion:
    """The rows of a portion against the base and against each other."""

    def __init__(
        self, known: Matches, by: Actor, owner: Owner, owners: Mapping[str, Owner], at: datetime
    ) -> None:
        """`owners`: by folded names and addresses, those whom the importer may give clients to."""
        self.known, self._by, self._owner, self._owners, self._at = known, by, owner, owners, at
        self.people: list[NewPerson] = []
        self.companies: list[Company] = []

    def judge(self, rows: Iterable[Brought]) -> list[Judged]:
        """One after the other, as they stand in the file."""
        return [self._one(row) for row in rows]

    def _one(self, row: Brought) -> Judged:
        said = list(row.said)
        judged = Judged(row, Verdict.REFUSED, self._owner_of(row, said), said=said)
        if row.is_refused:
            return judged
        known = self.known.companies.get(row.company.upper()) if row.company else None
        self._person(judged, known)
        if judged.verdict is not Verdict.REFUSED and row.company and known is None:
            judged.company, judged.makes_company = self._company(row, judged.owner), True
        elif judged.verdict is not Verdict.REFUSED:
            judged.company = known
        if judged.contact is not None and judged.verdict is Verdict.NEW:
            self.people[-1].company = judged.company
        if judged.makes_company and judged.contact is None:
            judged.verdict = Verdict.NEW
        return judged

    def _owner_of(self, row: Brought, said: list[Said]) -> Owner:
        named = row.texts.get(Target.OWNER, "")
        if not named:
            return self._owner
        found = self._owners.get(fold(named))
        if found is None:
            said.append(Said(-1, Remark.UNKNOWN_OWNER, named))
        return found or self._owner

    def _person(self, judged: Judged, company: Company | None) -> None:
        row = judged.row
        if not row.has_person:
            judged.verdict = Verdict.MERGED
            return
        candidates = self._candidates(row)
        is_switchboard = any((By.PHONE, key) in self.known.switchboards for key in row.phones) or any(
            (By.EMAIL, key) in self.known.switchboards for key in row.emails
        )
        if not row.name and is_switchboard and not candidates:
            # A company's own number without a name is the company's, and nobody new.
            judged.verdict = Verdict.MERGED
            return
        found = identify(
            candidates, name=row.name, company=company.pk if company else None, is_switchboard=is_switchboard
        )
        if found.contact is None:
            judged.verdict, judged.contact = Verdict.NEW, self._new(row, judged.owner)
            return
        if found.outcome is Outcome.AMBIGUOUS:
            judged.said.append(Said(-1, Remark.SEVERAL_KNOWN, self._name(found.contact)))
        self._merge(judged, found.contact)

    def _merge(self, judged: Judged, contact: int) -> None:
        if contact > 0 and not self._by.policy.may_edit(holding_of(self.known.contacts[contact])):
            judged.said.append(Said(-1, Remark.HELD_BY_OTHERS))
            return
        judged.verdict, judged.contact = Verdict.MERGED, contact
        for e164 in judged.row.phones:
            self.known.phones[e164].add(contact)
        for address in judged.row.emails:
            self.known.emails[address].add(contact)

    def _candidates(self, row: Brought) -> list[Candidate]:
        by: dict[int, set[By]] = {}
        for way, keys, index in (
            (By.PHONE, row.phones, self.known.phones),
            (By.EMAIL, row.emails, self.known.emails),
        ):
            for key in keys:
                for contact in index.get(key, ()):
                    by.setdefault(contact, set()).add(way)
        return [self._candidate(contact, frozenset(ways)) for contact, ways in by.items()]

    def _candidate(self, contact: int, ways: frozenset[By]) -> Candidate:
        if contact < 0:
            person = self.people[-contact - 1]
            company = person.company.pk if person.company else None
            return Candidate(contact, person.row.name, company, ways)
        row = self.known.contacts[contact]
        return Candidate(contact, row.name, row.company_id, ways, self.known.dealt_at.get(contact))

    def _name(self, contact: int) -> str:
        return self.people[-contact - 1].row.name if contact < 0 else self.known.contacts[contact].name

    def _new(self, row: Brought, owner: Owner) -> int:
        made = NewPerson(-len(self.people) - 1, row, owner, None, dict(row.phones), list(row.emails))
        self.people.append(made)
        for e164 in row.phones:
            self.known.phones[e164].add(made.id)
        for address in row.emails:
            self.known.emails[address].add(made.id)
        return made.id

    def _company(self, row: Brought, owner: Owner) -> Company:
        made = Company(
            name=row.company, tax_id=row.texts.get(Target.TAX_ID, ""), site=row.texts.get(Target.SITE, ""),
            sector=row.texts.get(Target.SECTOR, ""), owner_id=owner.user, team_id=owner.team, created_at=self._at,
            city="" if row.has_person else row.texts.get(Target.CITY, ""),
            description="" if row.has_person else row.description,
        )  # fmt: skip
        self.companies.append(made)
        self.known.companies[row.company.upper()] = made
        return made


def keys_of(rows: Sequence[Brought]) -> tuple[set[str], set[str], set[str]]:
    """All numbers, addresses and companies' names of the rows."""
    phones = {e164 for row in rows for e164 in row.phones}
    emails = {address for row in rows for address in row.emails}
    return phones, emails, {row.company for row in rows if row.company}
