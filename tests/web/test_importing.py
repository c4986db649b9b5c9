"""A playbook's file over the web: faults with their places, what it would change, then the deed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_house
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.models import Pipeline, PlaybookVersion
from voronka.queries.shipped_playbooks import shipped_playbook

pytestmark = pytest.mark.django_db
PAGE = "settings-playbook-import"


@pytest.fixture
def hana() -> Visitor:
    return Visitor(make_house(), "Hana")


@pytest.fixture
def four() -> str:
    return shipped_playbook("four-stages").text


def test_a_broken_file_is_refused_with_every_place_and_nothing_is_lost(hana: Visitor, four: str) -> None:
    broken = four.replace("kind: sale", "kind: sails").replace("limit: ", "limt: ", 1)
    before = Pipeline.objects.count()
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("four.yaml", broken.encode())})
    assert answer.status == 422
    assert "2 faults in the file" in answer.words
    assert "“sails” is not known here. Write “sale”." in answer.words
    assert "“limt” has no place here. Write “limit”." in answer.words
    assert "kind: sails" in answer.words
    assert Pipeline.objects.count() == before


@pytest.mark.parametrize("given", [{}, {"text": "  \n"}])
def test_without_a_file_the_page_says_what_to_do(hana: Visitor, given: dict[str, str]) -> None:
    answer = hana.post(PAGE, data=given)
    assert answer.status == 422
    assert "Choose a file, or paste the text of one." in answer.words


def test_a_file_that_is_no_text_is_told_so(hana: Visitor) -> None:
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("x.yaml", bytes(range(256)))})
    assert answer.status == 422
    assert "not in UTF-8" in answer.words


def test_a_new_playbook_is_looked_through_in_each_language_and_taken_in(hana: Visitor, four: str) -> None:
    looked = hana.post(PAGE, data={"file": SimpleUploadedFile("four.yaml", four.encode())})
    assert looked.status == 200
    assert "New pipelines" in looked.words
    assert "Первичный интерес" in hana.post(PAGE, data={"text": four, "language": "ru"}).words
    assert not PlaybookVersion.objects.exists(), "looking through takes nothing in"
    taken = hana.post(PAGE, data={"text": four, "language": "uk", "take": "1"})
    assert taken.headers["Location"] == reverse("settings-pipelines")
    made = Pipeline.objects.get(playbook__key="four-stages")
    assert made.name == "Продажі"
    assert PlaybookVersion.objects.get().text == four
    assert (
        "Everything is here as the file says it"
        in hana.post(PAGE, data={"text": four, "language": "uk"}).words
    )
    assert_all_true()


def test_a_changed_file_leads_to_the_publishing_of_the_next_version(hana: Visitor, four: str) -> None:
    hana.post(PAGE, data={"text": four, "take": "1"})
    row = Pipeline.objects.get(playbook__key="four-stages")
    changed = four.replace("Waiting for the decision", "Hearing the decision")
    assert changed != four
    looked = hana.post(PAGE, data={"text": changed})
    assert "draft of version 2" in looked.words
    assert "Renamed: “Waiting for the decision” → “Hearing the decision”" in looked.words
    taken = hana.post(PAGE, data={"text": changed, "take": "1"})
    assert taken.headers["Location"] == reverse("settings-draft-publish", args=[row.pk])
    assert "Hearing the decision" in hana.get("settings-draft-publish", row.pk).words
    assert "draft of version 2" in hana.get("settings-pipelines").words
    again = hana.post(PAGE, data={"text": changed})
    assert "A draft of this pipeline is begun already." in again.words
    assert_all_true()
