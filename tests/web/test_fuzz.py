"""Junk in any address, parameter, form field, header or cookie gets an answer below 500, and changes nothing it should not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.access.world import make_world, taken_back
from tests.truths import assert_all_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from tests.access.world import World

# Names that our pages read, so that junk reaches the code behind them; and values that break careless code.
PARAMETERS = (
    "q", "after", "before", "sort", "order", "owner", "age", "amount_from", "amount_to", "text", "view", "status",
    "columns", "deals", "stages", "pipeline", "stage", "to", "version", "reason", "lost_reason", "competitor",
    "postpone_reason", "until", "exception", "title", "client", "contact", "company", "amount", "currency", "source",
    "kind", "due", "due_at", "due_on", "due_time", "date", "time", "assignee", "outcome", "next", "name", "email",
    "phone", "phones", "emails", "value", "criterion", "limit", "limit_unit", "position", "role", "team", "language",
    "time_zone", "theme", "password", "ids", "all", "seller", "filter", "rate", "since_on", "parent", "direction",
    "cols", "days", "from", "late", "over", "shown", "deal", "left", "todo", "done", "refused", "query", "until_own",
    "asked", "shared", "place", "field", "task", "file", "note", "in_stage", "into", "receiver", "purpose", "steps",
    "actions", "step_kind", "step_title", "step_after", "step_after_unit", "asks_competitor", "country",
)  # fmt: skip
JUNK = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1", "2", "99999999999999999999", "1e309", "NaN", "null", "[]", "{}", "'", '"', "%", "\\",
         "\x00", "a\x00b", "\ud7ff", "٣", "２", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "24:61",
         "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "en", "xx", "a" * 3000, "1,2,x", ",,,", "on"]
    ),
    st.text(max_size=40),
    st.integers(-(10**12), 10**12).map(str),
)  # fmt: skip
FORMS = st.dictionaries(st.sampled_from(PARAMETERS), st.one_of(JUNK, st.lists(JUNK, max_size=3)), max_size=12)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "HTTP_HX_REQUEST": st.just("true"),
        "HTTP_X_REQUEST_ID": st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60),
        "HTTP_ACCEPT_LANGUAGE": st.sampled_from(["", "xx", "ru;q=9", "*", "en-" + "a" * 500, "q=;,,"]),
        "HTTP_HX_CURRENT_URL": st.sampled_from(["", "x", "http://[", "javascript:1"]),
        "HTTP_REFERER": st.sampled_from(["", "\xff", "http://[::"]),
    },
)
COOKIES = st.dictionaries(
    st.sampled_from(["voronka_session", "voronka_csrf", "voronka_language"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,"\\'), max_size=50),
    max_size=2,
)


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


ADDRESSES = sorted(patterns(get_resolver().url_patterns), key=lambda p: str(p.name))


def filled(pattern: URLPattern, world: World, number: int, word: str) -> str:
    """The address with ids that exist half of the time, and words that mostly don't."""
    kwargs: dict[str, Any] = {}
    for name, converter in pattern.pattern.converters.items():
        known = getattr(world, name, None)
        if type(converter).__name__ == "IntConverter":
            there = known if isinstance(known, int) else getattr(known, "pk", None)
            if name == "pipeline":
                there = world.house.pipeline.pk
            kwargs[name] = there if there is not None and number % 2 else number
        else:
            kwargs[name] = word or "x"
    return reverse(str(pattern.name), kwargs=kwargs)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, for it takes its time; what junk does to it is taken back after each example."""
    with django_db_blocker.unblock(), taken_back():
        yield make_world()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ADDRESSES, ids=lambda p: str(p.name))
def test_junk_never_breaks_a_page(world: World, pattern: URLPattern) -> None:
    people = [world.house.people[name] for name in ("Alice", "Hana", "Zoe")]

    # Without shrinking: the example as drawn tells enough, and a page that breaks would cost minutes.
    @settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(
        person=st.sampled_from(people),
        number=st.one_of(st.integers(0, 12), st.just(2**31), st.just(10**18)),
        word=st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True),
        form=FORMS,
        headers=HEADERS,
        cookies=COOKIES,
        post=st.booleans(),
        with_file=st.booleans(),
    )
    def send(**drawn: Any) -> None:
        with taken_back():
            status = ask(pattern, world, **drawn)
            assert status < 500
            if drawn["post"]:
                assert_all_true()

    send()


def ask(
    pattern: URLPattern,
    world: World,
    *,
    person: Any,
    number: int,
    word: str,
    form: dict[str, Any],
    headers: dict[str, str],
    cookies: dict[str, str],
    post: bool,
    with_file: bool,
) -> int:
    client = Client(raise_request_exception=True)
    client.force_login(person)
    for name, value in cookies.items():
        # A session cookie of junk is a stranger's; half of the examples keep the real one.
        if name != "voronka_session" or number % 2:
            client.cookies[name] = value
    address = filled(pattern, world, number, word)
    if not post:
        answer = client.get(address, form, **headers)  # type: ignore[arg-type]  # WSGI names of headers
        b"".join(getattr(answer, "streaming_content", ()))  # a file stays open until it is read
        return answer.status_code
    files = {"file": SimpleUploadedFile(word + ".pdf", b"x" * (number % 3))} if with_file else {}
    return client.post(address, {**form, **files}, **headers).status_code  # type: ignore[arg-type]  # likewise


@pytest.mark.django_db
@settings(max_examples=60)
@given(path=st.text(max_size=60), query=st.text(max_size=60))
def test_an_address_that_is_none_is_answered(path: str, query: str) -> None:
    response = Client().get("/" + path.replace("#", "").replace("?", ""), {"q": query})
    assert response.status_code < 500
