"""Clients and requests without a face of their own: made of parts, by chance."""

from random import Random

from voronka.commands.demo_workspace.cast import ClientCard

# How the work is shared among the sellers, in percent.
SHARES = {"OK": 25, "DA": 22, "WP": 22, "AB": 18, "IS": 13}
THINGS = (
    "Cold room", "Display fridges", "Blast chiller", "Ice machine", "Freezer hall", "Glycol chiller",
    "Reach-in fridges", "Milk tank", "Ripening room", "Spiral freezer", "Dock shelters", "Compressor rack",
)  # fmt: skip
SIZES = ("20 m³", "60 m³", "120 m³", "240 m³", "500 kg", "900 kg", "2 t/day", "6 t/day")
PLACES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "OK": (
        ("Kyiv", "Europe/Kyiv", "+380 44 555"),
        ("Lviv", "Europe/Kyiv", "+380 32 555"),
        ("Odesa", "Europe/Kyiv", "+380 48 555"),
    ),
    "IS": (("Kharkiv", "Europe/Kyiv", "+380 57 555"), ("Dnipro", "Europe/Kyiv", "+380 56 555")),
    "AB": (("Moscow", "Europe/Moscow", "+7 495 555"), ("Kazan", "Europe/Moscow", "+7 843 555")),
    "DA": (("Almaty", "Asia/Almaty", "+7 727 355"), ("Novosibirsk", "Asia/Novosibirsk", "+7 383 555")),
    "WP": (("Jakarta", "Asia/Jakarta", "+62 21 555"), ("Surabaya", "Asia/Jakarta", "+62 31 555")),
}
_FIRST = {
    "OK": ("Lysa", "Zelena", "Stara", "Nova", "Tykha"), "IS": ("Bila", "Chysta", "Dovha", "Vesela", "Syva"),
    "AB": ("Krasnyi", "Belyi", "Dalnyi", "Tikhiy", "Novyi"), "DA": ("Ak", "Kok", "Jana", "Sary", "Ulken"),
    "WP": ("PT Bumi", "PT Laut", "PT Surya", "CV Mitra", "PT Tirta"),
}  # fmt: skip
_SECOND = {
    "OK": ("Pasika", "Krynytsia", "Hora", "Oselia"), "IS": ("Nyva", "Kuznia", "Balka", "Dolyna"),
    "AB": ("Bereg", "Prichal", "Sklad", "Rynok"), "DA": ("Bulak", "Dala", "Tau", "Bazar"),
    "WP": ("Dingin", "Sejuk", "Makmur", "Lestari"),
}  # fmt: skip
# Given names and family names, which go together in every pair.
_PEOPLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "OK": (
        (
            "Ivan",
            "Nina",
            "Petro",
            "Lesia",
            "Taras",
            "Halyna",
            "Roman",
            "Sofiia",
            "Ostap",
            "Daryna",
            "Hryhorii",
        ),
        ("Hai", "Rud", "Klen", "Moroz", "Vovk", "Didukh", "Koval", "Sych", "Lys"),
    ),
    "IS": (
        ("Olha", "Yurii", "Rita", "Anton", "Vira", "Maksym", "Zoia", "Stepan", "Inna", "Kyrylo", "Alla"),
        ("Zima", "Bas", "Mak", "Horb", "Tkach", "Bilyk", "Savchenko", "Hrim", "Zhuk"),
    ),
    "AB": (
        ("Lev", "Egor", "Oleg", "Pavel", "Gleb", "Anna", "Vera", "Irina", "Yulia", "Alla", "Sergei"),
        ("Bondar", "Kotik", "Melnik", "Sedykh", "Chernykh", "Vlasenko", "Makarenko", "Rezvykh", "Dolgikh"),
    ),
    "DA": (
        ("Erlan", "Dana", "Marat", "Aigul", "Timur", "Saule", "Ruslan", "Madina", "Askar", "Asel", "Daniyar"),
        ("Kim", "Seit", "Tsoi", "Abai", "Nur", "Pak", "Orazbai", "Li", "Bekzat"),
    ),
    "WP": (
        ("Agus", "Dewi", "Hadi", "Sri", "Budi", "Rina", "Joko", "Ayu", "Bayu", "Indah", "Yusuf"),
        ("Wijaya", "Lestari", "Pranoto", "Santoso", "Kusuma", "Hidayat", "Saputra", "Utami", "Nugroho"),
    ),
}
SECTORS = ("Farming", "Shops", "Restaurants", "Storage", "Dairy", "Food")
SOURCES = ("incoming call", "web form", "e-mail", "referral", "exhibition", "repeat client")
# Telephone numbers that the invention has for each seller.
MOST_EACH = 1700


def seller(chance: Random) -> str:
    """The code of a seller."""
    return chance.choices(list(SHARES), list(SHARES.values()))[0]


def request(chance: Random) -> tuple[str, str, str]:
    """What is asked for: the thing, its size, and how the client came."""
    return chance.choice(THINGS), chance.choice(SIZES), chance.choice(SOURCES)


def client(chance: Random, owner: str, among: int) -> ClientCard:
    """One of the first `among` clients of a seller; the same number is always the same client."""
    return _card(owner, chance.randrange(min(among, MOST_EACH)))


def _card(owner: str, number: int) -> ClientCard:
    chance = Random(f"{owner} {number}")  # noqa: S311 - an invented company
    turn, place = divmod(number, 20)
    first, second = _FIRST[owner][place // 4], _SECOND[owner][place % 4]
    name = f"{first} {second}" if turn == 0 else f"{first} {second} {turn + 1}"
    city, zone, code = chance.choice(PLACES[owner])
    return ClientCard(
        name, city, zone, _person(owner, number), "Director", _number(owner, number, code),
        chance.choice(SECTORS),
    )  # fmt: skip


def _person(owner: str, number: int) -> str:
    """A name; no two of 99 clients that follow each other have the same."""
    given, family = _PEOPLE[owner]
    return f"{given[number % len(given)]} {family[number % len(family)]}"


def _number(owner: str, number: int, code: str) -> str:
    """A number that no other invented client has."""
    own = 1000 + number * len(SHARES) + list(SHARES).index(owner)
    return f"{code} {own:04}" if code.startswith("+62") else f"{code} {own // 100:02} {own % 100:02}"
