"""Invented people and companies of a demonstration, as they are called where its language is spoken.

Numbers are of the ranges that are given to nobody, addresses under .example. Family names go with every given name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voronka.commands.demo_workspace.cast import ClientCard


@dataclass(frozen=True, slots=True)
class Place:
    """A city with its zone, and the beginning of its numbers; the last two digits are a client's own."""

    city: str
    zone: str
    number: str


@dataclass(frozen=True, slots=True)
class People:
    """The parts that names are made of. Every first word goes with every second one."""

    sellers: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    positions: tuple[str, ...]
    sectors: tuple[str, ...]
    places: tuple[Place, ...]
    competitors: tuple[str, ...]


PEOPLE: Mapping[str, People] = {
    "en": People(
        sellers=("Grace Holloway", "Owen Marsh", "Priya Nair", "Tom Ashdown"),
        first=("North", "Quiet", "Silver", "Harbour", "Long", "Amber", "Stone", "Willow", "Clear"),
        second=("field Foods", "bridge Works", "gate Clinic", "mill Textiles", "lane Shops", "wood Furniture", "brook Farms"),
        given=("Alan", "Beth", "Carl", "Dora", "Evan", "Fay", "Glen", "Hilda", "Ivor", "Joan", "Karl"),
        family=("Archer", "Boyd", "Carver", "Dale", "Ellis", "Frost", "Grant", "Hobbs", "Ingram"),
        positions=("Director", "Head of purchasing", "Owner", "Chief engineer"),
        sectors=("Food", "Shops", "Medicine", "Farming", "Production"),
        places=(Place("London", "Europe/London", "+44 20 7946 00"), Place("Leeds", "Europe/London", "+44 113 496 00"), Place("Cardiff", "Europe/London", "+44 29 2018 00")),
        competitors=("Bluegate", "Orbis", "Tallow & Co"),
    ),
    "ru": People(
        sellers=("Ольга Мельник", "Артём Седых", "Алия Нур", "Денис Кравченко"),
        first=("Северный", "Тихий", "Новый", "Светлый", "Дальний", "Вольный", "Ясный", "Старый", "Белый"),
        second=("берег", "причал", "завод", "сад", "двор", "рынок", "квартал"),
        given=("Анна", "Павел", "Вера", "Глеб", "Ирина", "Олег", "Юлия", "Лев", "Алла", "Егор", "Инна"),
        family=("Бондарь", "Черных", "Власенко", "Ким", "Макаренко", "Резник", "Долгих", "Шевчук", "Гай"),
        positions=("Директор", "Начальник закупок", "Владелец", "Главный инженер"),
        sectors=("Продукты", "Магазины", "Медицина", "Сельское хозяйство", "Производство"),
        places=(Place("Алматы", "Asia/Almaty", "+7 727 355 01 "), Place("Самара", "Europe/Samara", "+7 846 555 01 "), Place("Казань", "Europe/Moscow", "+7 843 555 01 ")),
        competitors=("Полюс", "Арктос", "Техносфера"),
    ),
    "uk": People(
        sellers=("Олена Бондар", "Артем Кравчук", "Соломія Гай", "Денис Лис"),
        first=("Зелений", "Тихий", "Новий", "Ясний", "Дальній", "Вільний", "Світлий", "Старий", "Білий"),
        second=("гай", "причал", "завод", "сад", "двір", "ринок", "квартал"),
        given=("Лариса", "Петро", "Галина", "Тарас", "Оксана", "Роман", "Дарина", "Остап", "Леся", "Ігор", "Софія"),
        family=("Мороз", "Коваль", "Ткач", "Дідух", "Шевчук", "Рудь", "Вовк", "Білик", "Клен"),
        positions=("Директор", "Керівник закупівель", "Власник", "Головний інженер"),
        sectors=("Продукти", "Магазини", "Медицина", "Сільське господарство", "Виробництво"),
        places=(Place("Київ", "Europe/Kyiv", "+380 44 555 01 "), Place("Львів", "Europe/Kyiv", "+380 32 555 01 "), Place("Одеса", "Europe/Kyiv", "+380 48 555 01 ")),
        competitors=("Полюс", "Арктос", "Техносвіт"),
    ),
    "id": People(
        sellers=("Wulan Prameswari", "Bagus Hartanto", "Sari Lestari", "Dimas Saputra"),
        first=("PT Bumi", "PT Laut", "PT Surya", "CV Mitra", "PT Tirta", "CV Karya", "PT Graha", "CV Cahaya", "PT Nusa"),
        second=("Segar", "Makmur", "Lestari", "Jaya", "Abadi", "Sentosa", "Utama"),
        given=("Agus", "Dewi", "Hadi", "Sri", "Budi", "Rina", "Joko", "Ayu", "Bayu", "Indah", "Yusuf"),
        family=("Wijaya", "Pranoto", "Santoso", "Kusuma", "Hidayat", "Utami", "Nugroho", "Saputra", "Rahayu"),
        positions=("Direktur", "Kepala pembelian", "Pemilik", "Kepala teknik"),
        sectors=("Makanan", "Toko", "Kesehatan", "Pertanian", "Produksi"),
        places=(Place("Jakarta", "Asia/Jakarta", "+62 21 5550 01"), Place("Surabaya", "Asia/Jakarta", "+62 31 5550 01"), Place("Denpasar", "Asia/Makassar", "+62 361 555 01")),
        competitors=("Polaris", "Arktos", "Sinar Teknik"),
    ),
}  # fmt: skip
# Names that can be told apart; as many lives a demonstration may have.
MOST = 63


def client(language: str, number: int) -> ClientCard:
    """The invented client of this number, from 0."""
    people = PEOPLE[language]
    turn, place = divmod(number % MOST, len(people.first))
    first, second = people.first[place], people.second[(turn + place) % len(people.second)]
    city = people.places[number % len(people.places)]
    return ClientCard(
        company=f"{first}{second}" if language == "en" else f"{first} {second}",
        city=city.city,
        zone=city.zone,
        contact=f"{people.given[number % len(people.given)]} {people.family[number % len(people.family)]}",
        position=people.positions[number % len(people.positions)],
        phone=f"{city.number}{10 + number % MOST}",
        sector=people.sectors[number % len(people.sectors)],
        address=f"client-{number + 1}.example",
    )
