"""The environment that templates are drawn in."""

import pytest
from django.utils import translation
from jinja2 import DictLoader, Environment, UndefinedError

from voronka.web.templating import NotBuilt, environment

pytestmark = pytest.mark.once


def _drawn(source: str, **values: object) -> str:
    made: Environment = environment(loader=DictLoader({"page": source}), auto_reload=False)
    return made.get_template("page").render(**values)


def test_values_are_escaped() -> None:
    assert _drawn("{{ name }}", name="<b>&") == "&lt;b&gt;&amp;"


def test_values_inside_translated_sentences_are_escaped() -> None:
    assert _drawn('{{ _("Moved by %(name)s", name=name) }}', name="<i>") == "Moved by &lt;i&gt;"


def test_counts_choose_the_form_of_the_word() -> None:
    source = '{{ ngettext("%(num)s deal", "%(num)s deals", n) }}'
    assert [_drawn(source, n=n) for n in (1, 2)] == ["1 deal", "2 deals"]


def test_an_unknown_name_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(UndefinedError, match="missing"):
        _drawn("{{ missing }}")


def test_an_unknown_icon_says_what_to_do() -> None:
    with pytest.raises(NotBuilt, match=r"icons\.txt"):
        _drawn('{{ icon("no-such-icon") }}')


def test_an_unknown_asset_says_what_to_do() -> None:
    with pytest.raises(NotBuilt, match="make assets"):
        _drawn('{{ asset("no-such.js") }}')


def test_an_icon_is_drawn_for_the_eye_only() -> None:
    shown = _drawn('{{ icon("phone", "s14") }}')
    assert shown.startswith('<svg class="i s14" viewBox="0 0 24 24" aria-hidden="true"><path')


def test_built_files_are_found_by_their_plain_names() -> None:
    assert _drawn('{{ asset("app.js") }}').startswith("/static/voronka/app-")


def test_filters_speak_the_language_of_the_reader() -> None:
    with translation.override("ru"):
        assert _drawn("{{ share | percent }} {{ language() }}", share=0.5) == "50\u00a0% ru"


def test_an_address_that_does_not_exist_yet_is_empty_where_that_is_asked_for() -> None:
    assert _drawn('{{ url_if("no-such-page") }}') == ""
