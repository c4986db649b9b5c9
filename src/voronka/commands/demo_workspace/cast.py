"""The demo's people and clients. All invented; numbers of the 555 01xx kind, addresses under .example."""

from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.permissions import Role

COMPANY = "Stuzha Cold Systems"
CURRENCY = "USD"
DOMAIN = "stuzha.example"
# Where the company sits, by the language of the demo: country and time zone.
HOMES = {
    "en": ("KZ", "Asia/Almaty"),
    "ru": ("KZ", "Asia/Almaty"),
    "uk": ("UA", "Europe/Kyiv"),
    "id": ("ID", "Asia/Jakarta"),
}


class TeamName(StrEnum):
    """The teams: West, East and Installation are under Sales, and that under the company."""

    COMPANY = COMPANY
    SALES = "Sales"
    WEST = "Sales West"
    EAST = "Sales East"
    INSTALLATION = "Installation"


TEAMS: tuple[tuple[TeamName, TeamName | None], ...] = (
    (TeamName.COMPANY, None),
    (TeamName.SALES, TeamName.COMPANY),
    (TeamName.WEST, TeamName.SALES),
    (TeamName.EAST, TeamName.SALES),
    (TeamName.INSTALLATION, TeamName.SALES),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the demo; `code` is what the other tables call them by. `told`: the log-in is printed."""

    code: str
    name: str
    role: Role
    team: TeamName | None
    told: bool = False
    is_product_owner: bool = False

    @property
    def email(self) -> str:
        """First name at the company's domain."""
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


PEOPLE = (
    Person("NO", "Nadia Ostrova", Role.ADMIN, TeamName.COMPANY, told=True),
    Person("MZ", "Marina Zhdanova", Role.HEAD, TeamName.SALES, told=True),
    Person("OK", "Olena Kravchuk", Role.SELLER, TeamName.WEST, told=True),
    Person("AB", "Artyom Belov", Role.SELLER, TeamName.WEST),
    Person("IS", "Iryna Solovei", Role.SELLER, TeamName.WEST),
    Person("WP", "Wulan Prameswari", Role.SELLER, TeamName.EAST, told=True),
    Person("DA", "Damir Akhmetov", Role.SELLER, TeamName.EAST),
    Person("TG", "Timur Galiev", Role.HEAD, TeamName.INSTALLATION),
    Person("BL", "Bohdan Lysenko", Role.SELLER, TeamName.INSTALLATION),
    Person("LP", "Lesia Panchenko", Role.SELLER, None, is_product_owner=True),
)


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client company with its contact. `zone` is the contact's clock; `address` the web domain where the name makes none."""

    company: str
    city: str
    zone: str
    contact: str
    position: str
    phone: str
    sector: str
    tax_id: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        """The invented web domain."""
        return self.address or "".join(c for c in self.company.lower() if c.isalnum()) + ".example"

    @property
    def email(self) -> str:
        """The contact's address."""
        name = self.contact.split()[0].lower()
        return f"{name if name.isascii() else 'contact'}@{self.domain}"


_KYIV, _MOSCOW, _JAKARTA, _MAKASSAR = "Europe/Kyiv", "Europe/Moscow", "Asia/Jakarta", "Asia/Makassar"
_DIRECTOR, _OPERATIONS, _ENGINEER = "Director", "Operations director", "Chief engineer"
_BUYER, _OWNER, _MANAGER = "Head of purchasing", "Owner", "Manager"

CLIENTS = (
    ClientCard("Yahidna Hirka", "Odesa", _KYIV, "Larysa Bondar", _OWNER, "+380 48 555 01 10", "Farming"),
    ClientCard("Kafe Utro", "Samara", "Europe/Samara", "Pavel Gusev", _MANAGER, "+7 846 555 01 11", "Restaurants"),
    ClientCard("Tsentr Zabota", "Tomsk", "Asia/Tomsk", "Inna Rogova", _DIRECTOR, "+7 3822 55 01 12", "Medicine"),
    ClientCard("Rybny Mys", "Vladivostok", "Asia/Vladivostok", "Stepan Malyshev", _OPERATIONS, "+7 423 555 01 13", "Fish"),
    ClientCard("Hotel Teratai", "Yogyakarta", _JAKARTA, "Ratna Dewi", _BUYER, "+62 274 555 0114", "Hotels"),
    ClientCard("Kvitkova Hvylia", "Dnipro", _KYIV, "Yuliia Marchenko", _DIRECTOR, "+380 56 555 01 15", "Flowers"),
    ClientCard("Belaya Shapka", "Novosibirsk", "Asia/Novosibirsk", "Gleb Antonov", _ENGINEER, "+7 383 555 01 16", "Dairy"),
    ClientCard("Fermerskiy Ostrov", "Moscow", _MOSCOW, "Kirill Savin", _BUYER, "+7 495 555 01 17", "Shops", "7701550117"),
    ClientCard("Karpatska Lavka", "Lviv", _KYIV, "Taras Hnatiuk", _OPERATIONS, "+380 32 555 01 18", "Shops"),
    ClientCard("Medsklad-Ural", "Yekaterinburg", "Asia/Yekaterinburg", "Vera Loginova", _DIRECTOR, "+7 343 555 01 19", "Medicine"),
    ClientCard("Warung Nusa", "Denpasar", _MAKASSAR, "Putu Adnyana", _OWNER, "+62 361 555 0120", "Restaurants", "01.555.012.0-904"),
    ClientCard("Altyn Market", "Almaty", "Asia/Almaty", "Aigerim Sadykova", _BUYER, "+7 727 355 01 21", "Shops", "150140550121"),
    ClientCard("PT Sagara Beku", "Makassar", _MAKASSAR, "Andi Rahim", _DIRECTOR, "+62 411 555 0122", "Fish"),
    ClientCard("Kopi Lereng", "Bandung", _JAKARTA, "Dimas Saputra", _OWNER, "+62 22 5550 123", "Coffee"),
    ClientCard("Pekarni Tyomnykh", "Kazan", _MOSCOW, "Roman Tyomnykh", _OWNER, "+7 843 555 01 24", "Bakery"),
    ClientCard("PT Samudra Teduh", "Surabaya", _JAKARTA, "Bagus Hartanto", _OPERATIONS, "+62 812 5550 0142", "Fish", "01.555.014.2-609"),
    ClientCard("Zernovyi Dvir", "Kyiv", _KYIV, "Oleh Petrenko", _ENGINEER, "+380 44 555 01 26", "Farming"),
    ClientCard("Chorsu Agro", "Tashkent", "Asia/Tashkent", "Jasur Nazarov", _DIRECTOR, "+998 71 255 01 27", "Farming"),
    ClientCard("Polonyna Dairy", "Ivano-Frankivsk", _KYIV, "Mariia Dutka", _DIRECTOR, "+380 342 55 01 28", "Dairy", "40550128"),
    ClientCard("Bumi Segar", "Jakarta", _JAKARTA, "Sari Wulandari", _OPERATIONS, "+62 21 5550 0129", "Food", "01.555.012.9-014"),
    ClientCard("Syrna Khata", "Poltava", _KYIV, "Nazar Kovtun", _OWNER, "+380 532 55 01 30", "Dairy"),
    ClientCard("Vesnianka Market", "Kharkiv", _KYIV, "Alla Shevchuk", _BUYER, "+380 57 555 01 31", "Shops"),
    ClientCard("Vynna Balka", "Odesa", _KYIV, "Ihor Melnyk", _OWNER, "+380 48 555 01 32", "Wine"),
    ClientCard("Step Miaso", "Zaporizhzhia", _KYIV, "Viktor Chumak", _ENGINEER, "+380 61 555 01 33", "Meat"),
    ClientCard("Arena Sever", "Perm", "Asia/Yekaterinburg", "Denis Korolev", _ENGINEER, "+7 342 255 01 34", "Sport"),
    ClientCard("Smak Shkola", "Vinnytsia", _KYIV, "Oksana Bilyk", _BUYER, "+380 432 55 01 35", "Schools"),
    ClientCard("Morskiy Ryad", "Kaliningrad", "Europe/Kaliningrad", "Anton Veber", _OWNER, "+7 4012 55 01 36", "Fish"),
    ClientCard("Solodka Hata", "Kyiv", _KYIV, "Halyna Tkach", _OWNER, "+380 44 555 01 37", "Bakery", "40550137"),
    ClientCard("Zolota Kurka", "Cherkasy", _KYIV, "Bohdan Lys", _DIRECTOR, "+380 472 55 01 38", "Farming"),
    ClientCard("Hryby Karpat", "Uzhhorod", _KYIV, "Myroslava Bokii", _OWNER, "+380 312 55 01 39", "Farming"),
    ClientCard("Kholod-Podillia", "Khmelnytskyi", _KYIV, "Andrii Rudenko", _ENGINEER, "+380 382 55 01 40", "Storage"),
    ClientCard("Altay Med", "Barnaul", "Asia/Barnaul", "Zoya Fomina", _DIRECTOR, "+7 3852 55 01 41", "Medicine"),
    ClientCard("Istana Rasa", "Semarang", _JAKARTA, "Budi Santosa", _OPERATIONS, "+62 24 5550 0142", "Restaurants"),
    ClientCard("Moloko i Myod", "Saratov", "Europe/Saratov", "Lidia Panova", _MANAGER, "+7 8452 55 01 43", "Shops"),
)  # fmt: skip
