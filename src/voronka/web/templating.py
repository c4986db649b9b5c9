"""The Jinja2 environment of all pages: translations, addresses, icons, built assets, formats.

Templates are found in web/<page>/templates/<page>/; shared ones are `components/...`. Everything a template may
call is registered here.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from voronka.web import formatting
from voronka.web.addresses import address, address_if, named_address
from voronka.web.client_clocks import clock_marks
from voronka.web.labels import CAUSES, RELATION_MARKS, RELATIONS
from voronka.web.shell import shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BUILT = Path(__file__).resolve().parent / "static" / "voronka"

FILTERS: Mapping[str, Callable[..., str | int]] = {
    "money": formatting.money,
    "money_short": formatting.money_short,
    "number": formatting.number,
    "percent": formatting.percent,
    "date_short": formatting.date_short,
    "date_medium": formatting.date_medium,
    "local_date": formatting.local_date,
    "date_in_week": formatting.date_in_week,
    "month_year": formatting.month_year,
    "date_long": formatting.date_long,
    "weekday": formatting.weekday,
    "datetime": formatting.datetime_in,
    "filesize": formatting.filesize,
    "phone": formatting.phone_display,
    "initials": formatting.initials,
    "hue": formatting.hue,
}


class NotBuilt(LookupError):
    """A template asks for an icon or a file that the asset build did not make."""


def environment(**options: Any) -> Environment:
    """Make the environment from Django's options (loader, auto_reload).

    An unknown name in a template is always an error, in production too: a page with a hole misleads.
    """
    made = Environment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        undefined=StrictUndefined,
        **{name: option for name, option in options.items() if name not in {"autoescape", "undefined"}},
    )
    _install_translations(made)
    made.globals.update(GLOBALS)
    made.filters.update(FILTERS)
    return made


def _install_translations(made: Environment) -> None:
    """Give templates gettext and its kin. Newstyle: named placeholders, escaped when they are filled in."""
    install: Callable[..., None] = made.install_gettext_callables  # type: ignore[attr-defined]  # its extension adds it
    install(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.policies["ext.i18n.trimmed"] = True


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name in urls.py.

    Raises:
        NoReverseMatch: there is no such page.
    """
    return named_address(name, **kwargs) if kwargs else address(name, *args)


def language() -> str:
    """The language of the page, for `<html lang>`."""
    return get_language() or "en"


def icon(name: str, classes: str = "") -> Markup:
    """An icon drawn in the page; it says nothing to a screen reader, the words beside it do.

    Raises:
        NotBuilt: assets/icons.txt does not name it, or the assets were not built.
    """
    return _drawn(name, classes, _version("icons.json"))


@lru_cache(maxsize=2048)
def _drawn(name: str, classes: str, version: int) -> Markup:
    shapes = _built("icons.json", version).get(name)
    if shapes is None:
        raise NotBuilt(f"No icon “{name}”. Add its name to assets/icons.txt and run `make assets`.")
    label = escape(f"i {classes}".strip())
    return Markup(f'<svg class="{label}" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg>')  # noqa: S704 - ours


def drawing(name: str, colour: str) -> str:
    """An icon as an SVG file of its own, for what is no page.

    Raises:
        NotBuilt: assets/icons.txt does not name it, or the assets were not built.
    """
    shapes = _built("icons.json", _version("icons.json")).get(name)
    if shapes is None:
        raise NotBuilt(f"No icon “{name}”. Add its name to assets/icons.txt and run `make assets`.")
    line = f'stroke="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" {line}>{shapes}</svg>'


def kept(part: str, /, **values: Any) -> Markup:
    """A part of a page, drawn once for equal values, language and zone: what stands around pages seldom differs.

    `values` must be hashable and are all that the part knows: no request, so nothing of the reader that is not named.
    """
    if settings.DEBUG:
        return _part(part, values)
    return _kept(part, get_language(), get_current_timezone_name(), tuple(sorted(values.items())))


@lru_cache(maxsize=4096)
def _kept(name: str, language: str | None, zone: str, values: tuple[tuple[str, Any], ...]) -> Markup:
    del language, zone
    return _part(name, dict(values))


def _part(name: str, values: dict[str, Any]) -> Markup:
    return Markup(get_template(name).render(values))  # noqa: S704 - the engine has escaped it


def asset(name: str) -> str:
    """The address of a built file by its plain name: app.js, board.js, voronka.css.

    Raises:
        NotBuilt: the asset build did not make it.
    """
    return _asset(name, _version("manifest.json"))


@lru_cache(maxsize=256)
def _asset(name: str, version: int) -> str:
    hashed = _built("manifest.json", version).get(name)
    if hashed is None:
        raise NotBuilt(f"No asset “{name}”. Run `make assets`.")
    return static(f"voronka/{hashed}")


def built_file(name: str) -> str:
    """The text of a built file by its plain name, for what is served under an address of its own.

    Raises:
        NotBuilt: the asset build did not make it.
    """
    hashed: str | None = _built("manifest.json", _version("manifest.json")).get(name)
    if hashed is None:
        raise NotBuilt(f"No asset “{name}”. Run `make assets`.")
    return (BUILT / hashed).read_text(encoding="utf-8")


def preloads(name: str) -> tuple[str, ...]:
    """The addresses of the chunks a script imports at once, for `modulepreload`."""
    return _preloads(name, _version("imports.json"))


@lru_cache(maxsize=64)
def _preloads(name: str, version: int) -> tuple[str, ...]:
    return tuple(static(f"voronka/{chunk}") for chunk in _built("imports.json", version).get(name, []))


def _version(file: str) -> int:
    """When a built file was made, while developing; what runs for real never looks again."""
    if not settings.DEBUG:
        return 0
    built = BUILT / file
    return built.stat().st_mtime_ns if built.exists() else 0


@lru_cache(maxsize=8)
def _built(file: str, version: int) -> dict[str, Any]:
    """One JSON file of the asset build; `version` only tells one reading from the next."""
    del version
    try:
        content: dict[str, Any] = json.loads((BUILT / file).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise NotBuilt(f"{file} is missing: the assets were not built. Run `make assets`.") from missing
    return content


GLOBALS: Mapping[str, Callable[..., object]] = {
    "url": url,
    "url_if": address_if,
    "icon": icon,
    "kept": kept,
    "clock_marks": clock_marks,
    "asset": asset,
    "preloads": preloads,
    "language": language,
    "time_zone": get_current_timezone_name,
    "shell": shell,
    "relation_name": RELATIONS.__getitem__,
    "relation_mark": RELATION_MARKS.__getitem__,
    "cause_name": CAUSES.__getitem__,
}
