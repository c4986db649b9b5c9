"""How two organisations are compared."""

from voronka.reports.duplicates.model import Comparison, Level, Model, both_missing

# How many words both have, of the words of the one that has fewer, and of all words of both.
_SHARED = "len(list_intersect(words_l, words_r))"
_RARE = "len(list_intersect(rare_words_l, rare_words_r))"
_OWN = f"len(rare_words_l) > {_RARE} and len(rare_words_r) > {_RARE}"
_OF_SHORTER = f"{_SHARED} / least(len(words_l), len(words_r))"
_OF_ALL = f"{_SHARED} / (len(words_l) + len(words_r) - {_SHARED})"

_NAME = Comparison(
    "name",
    both_missing("name"),
    (
        Level("same", "name_l = name_r or words_l = words_r", 0.5, 0.0005, "name"),
        Level(
            "typo",
            "damerau_levenshtein(name_l, name_r) <= 2 and least(length(name_l), length(name_r)) > 6",
            0.1,
        ),
        # Each has something of its own: two branches of one house rather than two spellings.
        Level("contrary", f"{_RARE} >= 1 and {_OWN} and {_OF_ALL} < 0.65", 0.06, 0.01),
        Level("part", f"({_OF_SHORTER} = 1 and {_RARE} >= 1) or {_OF_ALL} >= 0.65", 0.2, 0.002),
        Level(
            "alike",
            f"{_RARE} >= 1 and {_OF_SHORTER} >= 0.6 or jaro_winkler_similarity(name_l, name_r) >= 0.93",
            0.1,
        ),
        Level("rare_word", f"{_RARE} >= 1", 0.05, 0.002),
        Level("word", f"{_SHARED} >= 1", 0.05, 0.1),
        Level("other", "ELSE", 0.05, 0.89),
    ),
    ("name",),
)
_LEGAL_NAME = Comparison(
    "legal_name",
    both_missing("legal_name"),
    (
        Level("same", "legal_name_l = legal_name_r", 0.7, 0.0002, "legal_name"),
        Level("alike", "jaro_winkler_similarity(legal_name_l, legal_name_r) >= 0.92", 0.15, 0.001),
        Level("other", "ELSE", 0.15, 0.99),
    ),
    ("legal_name",),
)
_TAX_ID = Comparison(
    "tax_id",
    both_missing("tax_id"),
    (
        Level("same", "tax_id_l = tax_id_r", 0.85, 1e-05, "tax_id"),
        Level("typo", "damerau_levenshtein(tax_id_l, tax_id_r) <= 1", 0.05, 5e-05),
        Level("other", "ELSE", 0.1, 0.999),
    ),
    ("tax_id",),
)
_DOMAIN = Comparison(
    "domain",
    both_missing("domain"),
    (
        Level("same", "domain_l = domain_r", 0.8, 0.0005, "domain"),
        Level("other", "ELSE", 0.2, 0.999),
    ),
    ("domain",),
)
_PHONE = Comparison(
    "phone",
    both_missing("phones"),
    (
        Level("same", "list_has_any(phones_l, phones_r)", 0.75, 2e-05, "phone"),
        Level("typo", "damerau_levenshtein(phone_l, phone_r) <= 1", 0.03, 5e-05),
        # Lines of one switchboard.
        Level(
            "range", "left(phone_l, length(phone_l) - 2) = left(phone_r, length(phone_r) - 2)", 0.04, 0.0005
        ),
        Level("other", "ELSE", 0.22, 0.999),
    ),
    ("phones",),
)
_ADDRESS = Comparison(
    "address",
    both_missing("street"),
    (
        Level("same", "address_l = address_r", 0.65, 0.0005, "address"),
        Level("same_house", "house_l = house_r and (jaro_winkler_similarity(street_l, street_r) >= 0.9 or "
              "list_has_any(street_words_l, street_words_r))", 0.2, 0.0002),
        Level("same_street", "street_l = street_r or list_has_any(street_words_l, street_words_r)", 0.05, 0.005, "street"),
        Level("other", "ELSE", 0.1, 0.99),
    ),
    ("street",),
)  # fmt: skip
_CITY = Comparison(
    "city",
    both_missing("city"),
    (
        Level("same", "city_l = city_r", 0.85, 0.1, "city"),
        Level("alike", "jaro_winkler_similarity(city_l, city_r) >= 0.88", 0.05, 0.005),
        Level("other", "ELSE", 0.1, 0.9),
    ),
    ("city",),
)
_POSTCODE = Comparison(
    "postcode",
    both_missing("postcode"),
    (
        Level("same", "postcode_l = postcode_r", 0.85, 0.005, "postcode"),
        Level("other", "ELSE", 0.15, 0.95),
    ),
    ("postcode",),
)
ORGANISATIONS = Model(
    comparisons=(_NAME, _LEGAL_NAME, _TAX_ID, _DOMAIN, _PHONE, _ADDRESS, _CITY, _POSTCODE),
    training=(("name",), ("phone",), ("house", "street"), ("tax_id",)),
)
