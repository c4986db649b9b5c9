"""The lists of people and companies: what the address asks for, and the addresses of other orders and pages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.queries.clients import Asked, ClientSort, Only
from voronka.queries.paging import Cursor, parse_cursor
from voronka.web.labels import Label
from voronka.web.request import AppRequest

LONGEST_TEXT = 100
FILTERS: tuple[tuple[Only, Label], ...] = (
    (Only.ALL, pgettext_lazy("which people or companies", "All")),
    (Only.LEAD, gettext_lazy("Leads")),
    (Only.CUSTOMER, gettext_lazy("Customers")),
    (Only.CLIENT, gettext_lazy("Clients")),
    (Only.CARE, gettext_lazy("Clients not touched for long")),
)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked for. `page` is the URL name of the list."""

    page: str
    text: str
    only: Only
    sort: ClientSort
    cursor: Cursor | None

    @property
    def asked(self) -> Asked:
        """The same for the query."""
        return Asked(self.text, self.only, self.sort, self.cursor)

    def narrowed_to(self, only: str) -> str:
        """The address of this list of those only."""
        return self.address(**{"is": only})

    def address(self, **other: str) -> str:
        """The address of this list with other values for some of its parts."""
        parts = {
            "q": self.text,
            "is": self.only.value,
            "sort": "" if self.sort is ClientSort.NAME else self.sort.value,
        } | other
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"{reverse(self.page)}?{query}" if query else reverse(self.page)

    def sorted_by(self, sort: str) -> str:
        """The address of this list in another order."""
        return self.address(sort="" if sort == ClientSort.NAME else sort)

    def after(self, cursor: Cursor) -> str:
        """The address of the rows after a cursor."""
        return self.address(after=cursor.text)


def list_query(request: AppRequest, page: str) -> ListQuery:
    """What the address asks for; an unknown order is the one by name.

    Raises:
        NotFound: the cursor was made up.
    """
    wanted = request.GET.get("sort", "")
    sort = ClientSort(wanted) if wanted in set(ClientSort) else ClientSort.NAME
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT]
    kind = request.GET.get("is", "")
    only = Only(kind) if kind in set(Only) else Only.ALL
    return ListQuery(page, text, only, sort, parse_cursor(request.GET.get("after", ""), sort.key_type))
