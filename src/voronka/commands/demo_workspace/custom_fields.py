"""The demo's own fields: what a seller of cold rooms has to know, and no other trade does."""

from datetime import datetime, timedelta

from voronka.commands.clients import change_company
from voronka.commands.deals import change_deal
from voronka.commands.setup.custom_fields import add_custom_field
from voronka.domain.custom_fields import Kind, Of, SeenBy
from voronka.domain.permissions import Actor
from voronka.models import Deal

_FIELDS: tuple[tuple[Of, dict[str, str]], ...] = (
    (
        Of.DEAL,
        {
            "key": "temperature", "kind": Kind.CHOICE, "choices": "+2…+8 °C\n0…+2 °C\n−18 °C\n−35 °C",
            "name_en": "Temperature", "name_ru": "Температура", "name_uk": "Температура", "name_id": "Suhu",
        },
    ),
    (
        Of.DEAL,
        {
            "key": "volume", "kind": Kind.NUMBER,
            "name_en": "Volume, m³", "name_ru": "Объём, м³", "name_uk": "Об’єм, м³", "name_id": "Volume, m³",
        },
    ),
    (
        Of.DEAL,
        {
            "key": "on_site", "kind": Kind.DATE,
            "name_en": "Wanted on site", "name_ru": "Нужно на объекте", "name_uk": "Потрібно на об’єкті",
            "name_id": "Diminta di lokasi",
        },
    ),
    (
        Of.COMPANY,
        {
            "key": "cold_stores", "kind": Kind.NUMBER,
            "name_en": "Cold stores", "name_ru": "Холодильных складов", "name_uk": "Холодильних складів",
            "name_id": "Gudang dingin",
        },
    ),
    (
        Of.COMPANY,
        {
            "key": "credit", "kind": Kind.MONEY, "seen_by": SeenBy.LEADERS,
            "name_en": "Credit line", "name_ru": "Кредитный лимит", "name_uk": "Кредитний ліміт",
            "name_id": "Batas kredit",
        },
    ),
)  # fmt: skip
_CHOICES = ("choice_1", "choice_2", "choice_3", "choice_4")
_MOST = 24


def make_fields(*, actors: dict[str, Actor], at: datetime, language: str) -> None:
    """The fields, and on the newest open deals what their sellers know."""
    head = actors["MZ"]
    for of, fields in _FIELDS:
        add_custom_field(by=head, at=at, of=of, fields={**fields, "name": fields[f"name_{language}"]})
    by_id = {int(actor.id): actor for actor in actors.values()}
    deals = Deal.objects.filter(is_open=True, owner__in=by_id).order_by("-created_at", "id")
    for place, deal in enumerate(deals[:_MOST]):
        values = {
            "deal.temperature": _CHOICES[place % len(_CHOICES)],
            "deal.volume": str(60 + 35 * (place % 9)),
            "deal.on_site": (at + timedelta(days=20 + 9 * (place % 7))).date().isoformat(),
        }
        asked = dict(list(values.items())[: 1 + place % 3])
        change_deal(by=by_id[deal.owner_id or 0], at=at, deal=deal.pk, fields=asked)
        if deal.company_id is not None and place % 4 == 0:
            fields = {"company.cold_stores": str(1 + place // 4), "company.credit": f"{20 + place}000"}
            change_company(by=head, at=at, company=deal.company_id, fields=fields)
