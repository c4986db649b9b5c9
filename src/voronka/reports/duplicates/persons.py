"""How two persons are compared."""

from voronka.reports.duplicates.model import Comparison, Level, Model, both_missing

_NEAR = "(damerau_levenshtein({0}_l, {0}_r) <= {1} and least(length({0}_l), length({0}_r)) > {2})"


def _near(column: str, mistakes: int, longer_than: int) -> str:
    return _NEAR.format(column, mistakes, longer_than)


_SURNAME = Comparison(
    "surname",
    "(surname_l is null and (given_l is null or surname_r is null)) or (surname_r is null and (given_r is null or surname_l is null))",
    (
        Level("same", "surname_l = surname_r", 0.8, 0.002, "surname"),
        Level("swapped", "surname_l = given_r and (given_l = surname_r or given_l is null or surname_r is null) or "
              "surname_r = given_l and (surname_l is null or given_r is null)", 0.03, 0.0001),
        # Husband and wife, brother and sister: Ковалёв and Ковалёва.
        Level("family", "surname_l || 'a' = surname_r or surname_r || 'a' = surname_l", 0.01, 0.001),
        Level("typo", _near("surname", 1, 3), 0.08, 0.001),
        Level("alike", f"jaro_winkler_similarity(surname_l, surname_r) >= 0.9 or {_near('surname', 2, 6)}", 0.04, 0.001),
        Level("part", "list_contains(words_l, surname_r) or list_contains(words_r, surname_l)", 0.02, 0.001),
        Level("swapped_alike", "jaro_winkler_similarity(surname_l, given_r) >= 0.88 and jaro_winkler_similarity(given_l, surname_r) >= 0.88", 0.01, 0.001),
        Level("other", "ELSE", 0.03, 0.99),
    ),
    ("surname",),
)  # fmt: skip
_GIVEN = Comparison(
    "given",
    both_missing("given"),
    (
        Level("same", "given_l = given_r", 0.75, 0.015, "given"),
        Level("short_form", "list_has_any(given_forms_l, given_forms_r)", 0.05, 0.005),
        Level("swapped", "surname_l = given_r and given_l = surname_r", 0.03, 0.0001),
        Level("typo", f"{_near('given', 1, 3)}", 0.06, 0.001),
        Level("alike", "jaro_winkler_similarity(given_l, given_r) >= 0.88", 0.03, 0.001),
        Level("initial", "given_l = left(given_r, length(given_l)) or given_r = left(given_l, length(given_r))", 0.02, 0.003),
        Level("swapped_alike", "jaro_winkler_similarity(surname_l, given_r) >= 0.88 and jaro_winkler_similarity(given_l, surname_r) >= 0.88", 0.01, 0.001),
        Level("other", "ELSE", 0.02, 0.97),
    ),
    ("given",),
)  # fmt: skip
_MIDDLE = Comparison(
    "middle",
    both_missing("middle"),
    (
        Level("same", "middle_l = middle_r", 0.75, 0.02, "middle"),
        Level("alike", "jaro_winkler_similarity(middle_l, middle_r) >= 0.88", 0.15, 0.003),
        Level("other", "ELSE", 0.1, 0.97),
    ),
    ("middle",),
)
_PATRONYMIC = Comparison(
    "patronymic",
    both_missing("patronymic"),
    (
        Level("same", "patronymic_l = patronymic_r", 0.85, 0.02, "patronymic"),
        Level("alike", "jaro_winkler_similarity(patronymic_l, patronymic_r) >= 0.93", 0.1, 0.005),
        Level("other", "ELSE", 0.05, 0.97),
    ),
    ("patronymic",),
)
_BORN = Comparison(
    "born",
    both_missing("born"),
    (
        Level("same", "born_l = born_r", 0.75, 0.0002, "born"),
        Level("typo", "damerau_levenshtein(born_l, born_r) <= 1 or (left(born_l, 4) = left(born_r, 4) and "
              "substr(born_l, 6, 2) = substr(born_r, 9, 2) and substr(born_l, 9, 2) = substr(born_r, 6, 2))", 0.12, 0.003),
        Level("year", "left(born_l, 4) = left(born_r, 4) or damerau_levenshtein(born_l, born_r) <= 2", 0.06, 0.03),
        Level("other", "ELSE", 0.07, 0.97),
    ),
    ("born",),
)  # fmt: skip
_PHONE = Comparison(
    "phone",
    both_missing("phones"),
    (
        Level("same", "list_has_any(phones_l, phones_r)", 0.7, 2e-05, "phone"),
        Level("typo", "damerau_levenshtein(phone_l, phone_r) <= 1", 0.02, 0.005),
        Level("other", "ELSE", 0.25, 0.999),
    ),
    ("phones",),
)
_EMAIL = Comparison(
    "email",
    both_missing("emails"),
    (
        Level("same", "list_has_any(emails_l, emails_r)", 0.6, 1e-05, "email"),
        Level("same_name", "mail_name_l = mail_name_r", 0.1, 0.0005, "mail_name"),
        Level("typo", "damerau_levenshtein(email_l, email_r) <= 1", 0.05, 2e-05),
        Level("other", "ELSE", 0.25, 0.999),
    ),
    ("emails",),
)
_ORGANISATION = Comparison(
    "organisation",
    both_missing("organisation"),
    (
        Level("same", "organisation_l = organisation_r", 0.7, 0.005, "organisation"),
        Level("alike", "jaro_winkler_similarity(organisation_l, organisation_r) >= 0.9", 0.1, 0.005),
        Level("other", "ELSE", 0.2, 0.99),
    ),
    ("organisation",),
)
_CITY = Comparison(
    "city",
    both_missing("city"),
    (
        Level("same", "city_l = city_r", 0.75, 0.1, "city"),
        Level("alike", "jaro_winkler_similarity(city_l, city_r) >= 0.88", 0.1, 0.005),
        Level("other", "ELSE", 0.15, 0.9),
    ),
    ("city",),
)
_STREET = Comparison(
    "street",
    both_missing("street"),
    (
        Level("same", "street_l = street_r", 0.7, 0.001, "street"),
        Level(
            "alike", f"jaro_winkler_similarity(street_l, street_r) >= 0.9 or {_near('street', 2, 6)}", 0.15
        ),
        Level("part", "list_has_any(street_words_l, street_words_r)", 0.07, 0.01),
        Level("other", "ELSE", 0.08, 0.99),
    ),
    ("street",),
)
_HOUSE = Comparison(
    "house",
    both_missing("house"),
    (
        Level("same", "house_l = house_r", 0.85, 0.02, "house"),
        Level("other", "ELSE", 0.15, 0.98),
    ),
    ("house",),
)
_POSTCODE = Comparison(
    "postcode",
    both_missing("postcode"),
    (
        Level("same", "postcode_l = postcode_r", 0.7, 0.005, "postcode"),
        Level("typo", "damerau_levenshtein(postcode_l, postcode_r) <= 1", 0.1, 0.01),
        Level("area", "left(postcode_l, 3) = left(postcode_r, 3)", 0.1, 0.03),
        Level("other", "ELSE", 0.1, 0.95),
    ),
    ("postcode",),
)
_OCCUPATION = Comparison(
    "occupation",
    both_missing("occupation"),
    (
        Level("same", "occupation_l = occupation_r", 0.8, 0.05, "occupation"),
        Level("other", "ELSE", 0.2, 0.95),
    ),
    ("occupation",),
)
PERSONS = Model(
    comparisons=(
        _SURNAME, _GIVEN, _MIDDLE, _PATRONYMIC, _BORN, _PHONE, _EMAIL, _ORGANISATION, _STREET, _HOUSE, _CITY,
        _POSTCODE, _OCCUPATION,
    ),
    training=(("surname", "given"), ("born",), ("phone",), ("email",), ("postcode",)),
)  # fmt: skip
