"""DaData's suggestions of companies: by tax number `findById/party`, by name and city `suggest/party`.

A provider of requisites: `find_companies(text, city)`, as any other will be (worker/requisite_lookup.py). The protocol is as
the provider documents it.
"""

from collections.abc import Mapping
from typing import Any

import httpx
from django.conf import settings

from voronka.domain.requisites import FoundCompany, ProviderFailed, Requisite, Trouble, is_tax_id, only_right

# A person waits for it.
PATIENCE = 8.0
MOST = 10
_COUNTRY = "RU"
_NO_ACCESS = frozenset({401, 403})
_TOO_MANY = 429
_SERVER = 500
_CLOSED = frozenset({"LIQUIDATED", "LIQUIDATING", "BANKRUPT"})


def find_companies(text: str, city: str) -> list[FoundCompany]:
    """Companies of a tax number, or of a name and a city.

    Raises:
        ProviderFailed
    """
    if is_tax_id(text):
        digits = "".join(sign for sign in text if sign.isdigit())
        answer = _ask("findById/party", {"query": digits, "count": MOST})
    else:
        answer = _ask("suggest/party", {"query": f"{text} {city}".strip(), "count": MOST})
    try:
        return [_company(one) for one in answer["suggestions"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ProviderFailed(Trouble.BROKEN) from error


def _ask(method: str, told: Mapping[str, Any]) -> Any:
    headers = {"Authorization": f"Token {settings.DADATA_TOKEN}", "Accept": "application/json"}
    try:
        answer = httpx.post(
            f"{settings.DADATA_API}/{method}", json=told, headers=headers, timeout=PATIENCE, trust_env=False
        )
    except httpx.TimeoutException:
        raise ProviderFailed(Trouble.TIMED_OUT) from None
    except httpx.HTTPError:
        # The request holds the token: the failure's own words may too.
        raise ProviderFailed(Trouble.UNREACHED) from None
    if answer.status_code != 200:
        raise ProviderFailed(_trouble(answer.status_code))
    try:
        return answer.json()
    except ValueError:
        raise ProviderFailed(Trouble.BROKEN) from None


def _trouble(status: int) -> Trouble:
    if status in _NO_ACCESS:
        return Trouble.NO_ACCESS
    if status == _TOO_MANY:
        return Trouble.TOO_MANY
    return Trouble.UNREACHED if status >= _SERVER else Trouble.BROKEN


def _company(told: Mapping[str, Any]) -> FoundCompany:
    data = told["data"]
    address, state = data.get("address") or {}, data.get("state") or {}
    names, boss = data.get("name") or {}, data.get("management") or {}
    values = {
        Requisite.LEGAL_NAME: names.get("full_with_opf") or told["value"],
        Requisite.TAX_ID: data.get("inn"),
        Requisite.KPP: data.get("kpp"),
        Requisite.OGRN: data.get("ogrn"),
        Requisite.ADDRESS: address.get("unrestricted_value") or address.get("value"),
        Requisite.SIGNER: ", ".join(filter(None, (boss.get("name"), boss.get("post")))),
    }
    return FoundCompany(
        name=str(told["value"])[:240],
        city=str((address.get("data") or {}).get("city") or "")[:80],
        values=only_right({what: str(value) for what, value in values.items() if value}, _COUNTRY),
        is_closed=state.get("status") in _CLOSED,
    )
