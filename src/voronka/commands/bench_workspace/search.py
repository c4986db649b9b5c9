"""The search documents, as `commands.search_index` writes them for one object at a time."""
# ruff: noqa: S608 - the statements are made of numbers and of our own names only

import re
from collections.abc import Iterable

from voronka.commands.bench_workspace.deals import NAMES, companies_of, company_place, company_trade
from voronka.commands.bench_workspace.dialect import quoted, rows
from voronka.commands.bench_workspace.people import SELLERS
from voronka.commands.bench_workspace.plan import Plan
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Holding
from voronka.domain.search_access import DocumentKind, access_keys, document_id
from voronka.domain.search_text import BEGINNING, fold

_WORD = re.compile(r"[a-z]{4,40}")
_WORDS_AT_ONCE = 5000


def documents(plan: Plan) -> list[str]:
    """Documents of deals, contacts and companies, and the words in them."""
    return [
        *_keys(plan),
        *_names_of_companies(plan),
        _deal_documents(),
        _contact_documents(),
        *_company_documents(plan),
        *_words(),
        *(f"DROP TABLE bench_{name}" for name in ("access", "key", "company", "company_key", "word")),
    ]


def _holdings(plan: Plan) -> Iterable[tuple[int, Holding]]:
    """Every way of holding a deal; owner 0 is nobody."""
    made = plan.made
    for number, seller in enumerate(made.sellers):
        yield seller, Holding(UserId(seller), TeamId(made.team_of(number)))
    for team in made.teams:
        yield 0, Holding(None, TeamId(team))


def _keys(plan: Plan) -> list[str]:
    """`bench_access`: whole texts of keys for a holder of one; `bench_key`: the keys one by one, of companies."""
    access, keys = [], []
    for owner, held in _holdings(plan):
        deal = access_keys(DocumentKind.DEAL, [held])
        contact = access_keys(DocumentKind.CONTACT, [held], held)
        access.append((str(owner), str(held.team), quoted(deal), quoted(contact)))
        company = access_keys(DocumentKind.COMPANY, [held])
        keys += [(str(owner), str(held.team), quoted(key)) for key in company.split()]
    return [
        "CREATE TABLE bench_access (owner integer, team integer, deal text, contact text, PRIMARY KEY (owner, team))",
        f"INSERT INTO bench_access VALUES {rows(access)}",
        "CREATE TABLE bench_key (owner integer, team integer, search_key text, PRIMARY KEY (owner, team, search_key))",
        f"INSERT INTO bench_key VALUES {rows(keys)}",
    ]


def _names_of_companies(plan: Plan) -> list[str]:
    place, trade = company_place("c.n"), company_trade("c.n")
    return [
        "CREATE TABLE bench_company (id integer PRIMARY KEY, folded text)",
        f"""INSERT INTO bench_company SELECT c.n, p.folded || ' ' || t.folded || ' ' || c.n
        FROM {plan.dialect.series("c", companies_of(plan.made.deals))}
        JOIN bench_place p ON p.n = {place} JOIN bench_trade t ON t.n = {trade}""",
    ]


def _deal_documents() -> str:
    return f"""INSERT INTO voronka_searchdocument (id, text, access)
        SELECT {document_id(DocumentKind.DEAL, 0)} + d.id, '{BEGINNING}' || w.folded || ' ' || d.id || ' ' || c.folded || ' ' || f.folded || ' '
          || l.folded || ' +' || d.phone, a.deal
        FROM bench_deal d JOIN bench_want w ON w.n = d.want JOIN bench_company c ON c.id = d.company
        JOIN bench_first f ON f.n = d.first JOIN bench_last l ON l.n = d.last
        JOIN bench_access a ON a.owner = d.owner AND a.team = d.team ORDER BY d.id"""


def _contact_documents() -> str:
    return f"""INSERT INTO voronka_searchdocument (id, text, access)
        SELECT {document_id(DocumentKind.CONTACT, 0)} + d.id, '{BEGINNING}' || f.folded || ' ' || l.folded || ' ' || c.folded || ' +' || d.phone,
          a.contact
        FROM bench_deal d JOIN bench_company c ON c.id = d.company
        JOIN bench_first f ON f.n = d.first JOIN bench_last l ON l.n = d.last
        JOIN bench_access a ON a.owner = d.owner AND a.team = d.team ORDER BY d.id"""


def _company_documents(plan: Plan) -> list[str]:
    """A company may be found by its owner's side and by whoever holds one of its deals."""
    return [
        "CREATE TABLE bench_company_key (company integer, search_key text)",
        f"""INSERT INTO bench_company_key
        SELECT c.id, k.search_key FROM voronka_company c JOIN bench_key k ON k.owner = c.owner_id AND k.team = c.team_id
        WHERE k.owner >= {plan.made.sellers[0]} AND k.owner < {plan.made.sellers[0] + SELLERS}
        UNION
        SELECT d.company, k.search_key FROM bench_deal d JOIN bench_key k ON k.owner = d.owner AND k.team = d.team""",
        f"""INSERT INTO voronka_searchdocument (id, text, access)
        SELECT {document_id(DocumentKind.COMPANY, 0)} + c.id, '{BEGINNING}' || c.folded, sorted.access FROM bench_company c
        JOIN (SELECT company, {plan.dialect.joined("search_key")} AS access FROM
          (SELECT company, search_key FROM bench_company_key ORDER BY company, search_key) AS each_key
          GROUP BY company) AS sorted ON sorted.company = c.id ORDER BY c.id""",
    ]


def _words() -> list[str]:
    """The words of the names in use."""
    found = [
        (quoted(name), str(n), quoted(word))
        for name, values in NAMES.items()
        for n, value in enumerate(values)
        for word in _WORD.findall(fold(value))
    ]
    of_deals = [f"SELECT '{name}', {name} FROM bench_deal" for name in ("first", "last", "want")]
    return [
        "CREATE TABLE bench_word (list text, n integer, word text)",
        *(
            f"INSERT INTO bench_word VALUES {rows(found[at : at + _WORDS_AT_ONCE])}"
            for at in range(0, len(found), _WORDS_AT_ONCE)
        ),
        f"""INSERT INTO voronka_searchword (word) SELECT DISTINCT w.word FROM bench_word w
        WHERE w.list IN ('place', 'trade') OR (w.list, w.n) IN ({" UNION ".join(of_deals)}) ORDER BY w.word""",
    ]
