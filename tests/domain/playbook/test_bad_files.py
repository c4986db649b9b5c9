"""Files with one planted fault each: the reader tells its place and kind, and the schema agrees where it can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from tests.domain.playbook.plain import plain
from voronka.domain.playbook.nodes import parse
from voronka.domain.playbook.read import UnreadablePlaybook, read_playbook

if TYPE_CHECKING:
    from voronka.domain.playbook.faults import Fault

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
SCHEMA = json.loads((HERE.parents[2] / "docs" / "playbook.schema.json").read_text())
EXPECTED = {
    "a-list": ("1:1 WrongKind",),
    "alias-before-its-anchor": ("5:8 UnknownAnchor",),
    "anchor-twice": ("6:7 DuplicateAnchor",),
    "back-to-itself": ("47:19 NotEarlier",),
    "back-to-nothing": ("47:19 NoSuch",),
    "back-to-twice": ("47:31 Repeated",),
    "blank-text": ("49:27 NothingWritten",),
    "brackets-never-closed": ("47:18 NotYaml",),
    "call-too-long": ("42:57 OutOfRange",),
    "colon-in-a-text": ("5:12 NotYaml",),
    "consent-to-nothing-known": ("29:22 UnknownChoice",),
    "criterion-misspelt": ("29:13 NoCriterion",),
    "criterion-of-two-kinds": ("30:13 SeveralCriteria",),
    "criterion-with-nothing-to-ask": ("29:13 NoCriterion",),
    "duration-in-words": ("26:16 BadDuration",),
    "duration-without-unit": ("20:14 BadDuration",),
    "empty": ("1:1 NothingInIt",),
    "flag-in-words": ("37:23 WrongKind",),
    "format-of-tomorrow": ("1:9 UnknownChoice",),
    "hand-over-from-nowhere": ("59:11 NoSuch",),
    "hand-over-to-no-stage": ("61:12 NoSuch",),
    "in-stage-of-a-field": ("30:13 UnknownKey",),
    "indentation": ("26:8 NotYaml",),
    "judgement-in-a-count": ("44:19 NoCriterion",),
    "key-in-capitals": ("2:11 BadKey",),
    "key-is-a-list": ("1:1 MissingKey", "1:3 KeyIsNoText",),
    "key-repeated": ("27:9 RepeatedKey",),
    "key-taken-by-another-objection": ("17:10 KeyTaken",),
    "key-taken-by-another-pipeline": ("56:10 KeyTaken",),
    "key-taken-by-another-reason": ("14:12 KeyTaken",),
    "key-taken-by-another-stage": ("31:14 KeyTaken", "47:19 NotEarlier", "55:20 NoSuch",),
    "key-taken-by-another-track": ("26:10 KeyTaken",),
    "key-unknown-at-the-top": ("56:1 UnknownKey",),
    "key-unknown": ("25:9 UnknownKey",),
    "language-missing": ("51:13 MissingLanguage",),
    "language-not-of-the-playbook": ("51:43 UnknownLanguage",),
    "language-twice": ("3:21 Repeated",),
    "language-unknown": ("3:21 UnknownChoice",),
    "limit-of-an-amount-in-words": ("35:20 WrongKind",),
    "limit-of-a-source-in-one-language": ("35:22 MissingLanguage",),
    "limit-of-nobody": ("35:13 LimitOfNobody",),
    "limit-without-length": ("35:13 MissingKey",),
    "list-instead-of-text": ("51:13 WrongKind",),
    "mapping-instead-of-list": ("12:7 WrongKind",),
    "missing-key": ("15:5 MissingKey",),
    "missing-next-step": ("31:9 MissingKey",),
    "more-wanted-than-there-are": ("40:22 MoreThanThereAre",),
    "no-stages": ("22:13 TooFew",),
    "not-utf-8": ("4:23 NotUtf8",),
    "nothing-written": ("16:5 NothingWritten",),
    "number-instead-of-text": ("43:31 WrongKind",),
    "one-of-one": ("42:17 TooFew",),
    "plain-text-in-two-languages": ("49:13 MissingLanguage",),
    "reason-of-postponing-asks-competitor": ("14:7 UnknownKey",),
    "reserved-key-of-a-stage": ("31:14 KeyReserved", "55:20 NoSuch",),
    "robot-address-of-nothing": ("62:26 WrongKind",),
    "robot-condition-without-comparison": ("60:33 NoCriterion",),
    "robot-day-at-no-time": ("58:39 WrongKind",),
    "robot-day-for-an-amount": ("60:40 WrongKind",),
    "robot-deed-misspelt": ("62:17 NoCriterion",),
    "robot-does-nothing": ("61:17 TooFew",),
    "robot-key-twice": ("63:18 KeyTaken",),
    "robot-message-without-text": ("62:17 MissingKey",),
    "robot-number-for-a-day": ("60:50 WrongKind",),
    "robot-priority-unknown": ("60:42 UnknownChoice",),
    "robot-to-no-stage": ("62:26 NoSuch",),
    "robot-when-of-nothing": ("58:19 NoCriterion",),
    "robot-when-of-two-kinds": ("58:32 SeveralCriteria",),
    "robot-when-unknown": ("58:19 UnknownChoice",),
    "robot-with-no-hand-over": ("62:28 NoSuch",),
    "robot-with-no-track": ("62:24 NoSuch",),
    "robot-words-in-an-amount": ("60:25 UnknownChoice",),
    "returns-to-nothing": ("55:20 NoSuch",),
    "share-of-more-than-all": ("44:36 OutOfRange",),
    "share-of-nothing": ("44:36 OutOfRange",),
    "start-of-a-value": ("26:16 NotYaml",),
    "tab": ("29:1 NotYaml",),
    "tag": ("2:11 TagRefused",),
    "text-instead-of-a-number": ("42:57 WrongKind",),
    "text-too-long": ("24:20 TextTooLong",),
    "track-unknown": ("68:14 NoSuch",),
    "two-documents": ("56:1 SeveralDocuments",),
    "unknown-choice": ("16:11 UnknownChoice",),
    "unknown-escape": ("49:23 NotYaml",),
    "unknown-task": ("34:22 UnknownChoice",),
    "unprintable-character": ("49:21 NotYaml",),
    "wake-after-for-won": ("50:7 UnknownKey",),
}  # fmt: skip
# What is no YAML never reaches a schema, and of these it can't know: other places of the file, the file's languages.
NOT_YAML = {
    "alias-before-its-anchor", "anchor-twice", "brackets-never-closed", "colon-in-a-text", "empty", "indentation",
    "key-is-a-list", "key-repeated", "not-utf-8", "start-of-a-value", "tab", "tag", "two-documents",
    "unknown-escape", "unprintable-character",
}  # fmt: skip
BEYOND_SCHEMA = {
    "back-to-itself", "back-to-nothing", "hand-over-from-nowhere", "hand-over-to-no-stage",
    "key-taken-by-another-objection", "key-taken-by-another-pipeline", "key-taken-by-another-track", "track-unknown", "key-taken-by-another-reason",
    "key-taken-by-another-stage", "language-missing",
    "language-not-of-the-playbook", "limit-of-a-source-in-one-language", "limit-of-nobody", "more-wanted-than-there-are", "plain-text-in-two-languages",
    "reserved-key-of-a-stage", "returns-to-nothing",
    "robot-day-for-an-amount",
    "robot-key-twice",
    "robot-number-for-a-day",
    "robot-priority-unknown",
    "robot-to-no-stage",
    "robot-with-no-hand-over",
    "robot-with-no-track",
}  # fmt: skip


def faults_of(source: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(source)
    return caught.value.faults


def schema_takes(source: str | bytes) -> bool:
    root, _ = parse(source)
    assert root is not None
    data: Any = plain(root)
    return Draft7Validator(SCHEMA).is_valid(data)


def test_every_bad_file_is_expected() -> None:
    assert {file.stem for file in BAD} == set(EXPECTED)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_the_fault_is_found_where_it_was_planted(file: Path) -> None:
    told = tuple(
        f"{fault.place.line}:{fault.place.column} {type(fault.wrong).__name__}"
        for fault in faults_of(file.read_bytes())
    )
    assert told == EXPECTED[file.stem]


def test_the_file_that_they_all_come_from_is_good() -> None:
    source = (HERE / "good.yaml").read_bytes()
    assert read_playbook(source).key == "small"
    assert schema_takes(source)


@pytest.mark.parametrize(
    "file", [file for file in BAD if file.stem not in NOT_YAML], ids=lambda file: file.stem
)
def test_the_schema_agrees(file: Path) -> None:
    assert schema_takes(file.read_bytes()) == (file.stem in BEYOND_SCHEMA)


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)
