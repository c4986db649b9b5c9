"""The committed description is the one that the code makes."""

from __future__ import annotations

import json

import pytest

from scripts.openapi import FILE
from voronka.api.openapi import text

pytestmark = pytest.mark.once


def test_the_description_in_the_documents_is_that_of_the_code() -> None:
    assert FILE.read_text() == text(), "Run python -m scripts.openapi"


def test_every_operation_says_what_it_needs_and_how_it_refuses() -> None:
    paths = json.loads(FILE.read_text())["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert operation["security"], (method, path)
            assert {"401", "422", "429"} <= operation["responses"].keys(), (method, path)
            assert operation["summary"], (method, path)
