"""Names for contacts, companies and deals: some common, most rare, as in life, in two scripts. All invented."""

from itertools import product

FIRST = (
    "Anna", "Maria", "Olena", "Iryna", "Oksana", "Natalia", "Yulia", "Svitlana", "Kateryna", "Tetiana",
    "Иван", "Сергей", "Андрей", "Дмитрий", "Алексей", "Николай", "Михаил", "Павел", "Виктор", "Олег",
    "Budi", "Siti", "Agus", "Dewi", "Wulan", "Bagus", "Putri", "Rizki", "Made", "Ketut",
    "John", "Emma", "Oliver", "Sofia", "Lucas", "Nora", "Felix", "Ida", "Hugo", "Clara",
    "Марина", "Лидия", "Елена", "Ольга", "Татьяна", "Юлия", "Галина", "Вера", "Нина", "Зоя",
    "Тарас", "Богдан", "Остап", "Назар", "Мирослав", "Ярослав", "Степан", "Роман", "Левко", "Данило",
)  # fmt: skip
_KNOWN = (
    "Ivanenko", "Kovalenko", "Bondarenko", "Tkachenko", "Shevchuk", "Boyko", "Kravets", "Melnyk", "Koval",
    "Иванов", "Петров", "Сидоров", "Самойлов", "Кузнецов", "Попов", "Васильев", "Соколов", "Михайлов", "Фёдоров",
    "Santoso", "Wijaya", "Hartanto", "Prameswari", "Saputra", "Lestari", "Nugroho", "Kusuma", "Halim", "Gunawan",
    "Miller", "Novak", "Larsen", "Weber", "Rossi", "Dubois", "Silva", "Novotny", "Jansen", "Keller",
    "Білоус", "Марченко", "Литвин", "Гончар", "Кравчук", "Савченко", "Руденко", "Поліщук", "Коломієць", "Яременко",
    "Zhukov", "Orlov", "Lebedev", "Belov", "Titov", "Frolov", "Gromov", "Vlasov", "Zimin", "Rybakov",
)  # fmt: skip
_LATIN = (
    ("Ba", "Bo", "Bra", "Cha", "Da", "Dru", "Ga", "Gor", "Hla", "Kar", "Kly", "Kor", "La", "Mar", "Myk", "Ne", "Os",
     "Pan", "Ra", "Sa", "Sta", "Tar", "Vo", "Ze"),
    ("bar", "ban", "chen", "dym", "fil", "gal", "hir", "kash", "kul", "lan", "lesh", "mor", "nash", "pal", "rav",
     "rosh", "sav", "tash", "tymosh", "van", "vol", "zar", "zhel", "zub"),
    ("enko", "chuk", "yk", "ets", "ivskyi", "yna", "ura", "ov", "iak", "ishyn", "ba", "ash", "un", "ei"),
)  # fmt: skip
_CYRILLIC = (
    ("Ба", "Бе", "Вер", "Га", "Гра", "До", "Ер", "Жда", "За", "Кар", "Ко", "Кру", "Ла", "Мо", "Не", "Ом", "Пре",
     "Ря", "Си", "Су", "Тре", "Фи", "Хо", "Ша"),
    ("бан", "вел", "гор", "дал", "жен", "зин", "кор", "лан", "леп", "мар", "нил", "пан", "рам", "рос", "сев", "сол",
     "тар", "тюш", "фан", "хар", "цар", "чен", "шак", "яр"),
    ("ов", "ова", "ин", "ина", "енко", "ский", "ский-Горин", "ченко", "ец", "юк", "ных", "ак", "их", "ая"),
)  # fmt: skip


def _composed(parts: tuple[tuple[str, ...], ...]) -> list[str]:
    names = ["".join(part) for part in product(*parts)]
    # A step that shares no divisor with their number (24 x 24 x 14) visits each once, neighbours far apart.
    return [names[number * 2_503 % len(names)] for number in range(len(names))]


# The early ones are given most often.
LAST = (
    *_KNOWN,
    *(name for pair in zip(_composed(_LATIN), _composed(_CYRILLIC), strict=True) for name in pair),
)
TRADE = (
    "Dairy", "Bakery", "Fisheries", "Cold Store", "Logistics", "Pharma", "Market", "Foods", "Hotels", "Farm",
    "Молоко", "Пекарня", "Рыба", "Холод", "Аптека", "Рынок", "Теплиця", "М’ясо", "Квіти", "Ягоди",
)  # fmt: skip
PLACE = (
    "Polonyna", "Samudra", "Karpatska", "Zernovyi", "Kopi Lereng", "Altyn", "Chorsu", "Bumi Segar", "Yahidna",
    "Белая Шапка", "Северный", "Уральский", "Дніпровський", "Warung Nusa", "Teratai", "Fermerskiy", "Rybny Mys",
    "Kvitkova", "Tyomny", "Solodka", "Lumina", "Borealis", "Harbor", "Ridge", "Delta", "Orchard", "Summit",
)  # fmt: skip
WANT = (
    "Blast freezer line", "Walk-in coolers", "Display fridges", "Milk cooling tanks", "Cold room", "Ice flaker",
    "Glycol chiller", "Service contract", "Reefer dock", "Salad-line chiller", "Grain-dryer loop",
    "Pharma cold store", "Холодильная камера", "Морозильна лінія", "Вітрини", "Чиллер", "Kulkas pajang", "Mesin es",
    "Ruang dingin",
)  # fmt: skip
