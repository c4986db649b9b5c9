"""What tells contacts from companies where their pages do the same: what is listed, read, saved and made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from voronka.domain.permissions import Actor
    from voronka.models import Company, Contact
    from voronka.queries.client_page import CompanyPage, ContactPage, Link
    from voronka.queries.clients import Asked, ClientPage
    from voronka.queries.custom_fields import Held
    from voronka.web.clients.fields import FieldSpec
    from voronka.web.request import AppRequest

Row = TypeVar("Row", "Contact", "Company")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A client as the actor sees it. `values`: every field that they may change, as text; `more`: what only one kind has; `custom`: see `held_by`."""

    page: ContactPage | CompanyPage
    values: Mapping[str, str]
    more: Mapping[str, object] = field(default_factory=dict)
    custom: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientKind(Generic[Row]):
    """Contacts or companies.

    `name` begins the names of a client's addresses; `plural` is the address of the list and the folder of the
    templates. `change` takes the client, the field and its value; `make` the fields of `new_fields` and returns
    the id. `taken` tells whose the values are that somebody has already.
    """

    name: str
    plural: str
    fields: Mapping[str, FieldSpec]
    new_fields: tuple[str, ...]
    listed: Callable[[Actor, Asked, datetime], ClientPage]
    row: Callable[[Actor, int], Row]
    shaped: Callable[[Actor, Row], Shaped]
    change: Callable[[AppRequest, int, str, str], object]
    make: Callable[[AppRequest, dict[str, str]], int]
    taken: Callable[[Actor, Mapping[str, str]], Link | None]
