"""What must not creep into the style sheets and templates, read from their sources."""

import re
from pathlib import Path

import pytest

import voronka.web

pytestmark = pytest.mark.once

WEB = Path(voronka.web.__file__).parent
SHEETS = sorted(WEB.glob("assets/css/**/*.css"))
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))

RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lch|lab)\(|\blight-dark\(")
RAW_FONT_SIZE = re.compile(r"font(?:-size)?:[^;]*\d(?:px|rem|em|pt)\b")
DROP_SHADOW = re.compile(r"box-shadow:(?![^;]*\bvar\()(?!\s*none\b)[^;]*;")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _rules(sheet: Path) -> str:
    return COMMENT.sub("", sheet.read_text(encoding="utf-8"))


def _others() -> list[Path]:
    return [sheet for sheet in SHEETS if sheet.name != "tokens.css"]


@pytest.mark.parametrize("forbidden", [RAW_COLOUR, RAW_FONT_SIZE, DROP_SHADOW])
def test_colours_font_sizes_and_shadows_are_named_in_the_tokens_only(forbidden: re.Pattern[str]) -> None:
    # `color-mix(in oklab, var(…) …)` mixes tokens and names no colour of its own.
    found = {
        sheet.name: hits
        for sheet in _others()
        if (hits := forbidden.findall(_rules(sheet).replace("in oklab", "")))
    }
    assert found == {}


def test_the_tokens_are_seen_by_the_test_above() -> None:
    tokens = next(sheet for sheet in SHEETS if sheet.name == "tokens.css")
    assert RAW_COLOUR.search(_rules(tokens))


def test_every_token_that_is_used_exists() -> None:
    text = "\n".join(_rules(sheet) for sheet in SHEETS)
    made = set(re.findall(r"(--[\w-]+)\s*:", text))
    # The share of a stage's limit is set by the element's script.
    used = set(re.findall(r"var\((--[\w-]+)", text)) - {"--share"}
    assert used <= made, sorted(used - made)


def test_every_sheet_is_imported_into_one_of_the_layers() -> None:
    imported = set(
        re.findall(r'@import "\./([^"]+)"', (WEB / "assets/css/voronka.css").read_text(encoding="utf-8"))
    )
    there = {str(sheet.relative_to(WEB / "assets/css")) for sheet in SHEETS} - {"voronka.css"}
    assert imported == there


def test_templates_have_no_inline_style_script_or_handler() -> None:
    # The content policy forbids them: they would silently do nothing.
    forbidden = re.compile(
        r"\sstyle=|<style\b|<script(?![^>]*(?:src=|application/json))|\son\w+=|\bhx-on\b|javascript:"
    )
    found = {
        str(page.relative_to(WEB)): hits
        for page in TEMPLATES
        if (hits := forbidden.findall(page.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_every_icon_that_templates_name_is_in_the_list() -> None:
    listed = {
        line.strip()
        for line in (WEB / "assets/icons.txt").read_text().splitlines()
        if line and line[0] != "#"
    }
    named = {
        name
        for page in TEMPLATES
        for name in re.findall(r"\bicon\(\s*[\"']([\w-]+)[\"']", page.read_text(encoding="utf-8"))
    }
    assert named, "the pattern finds no icon at all"
    assert named <= listed, sorted(named - listed)
