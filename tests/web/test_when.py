"""Words for instants, as the browser says them: assets/lib/when.ts, bundled and run by Node.js."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from scripts.build_assets import NODE, ROOT, SOURCES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

TUESDAY_NOON = "2026-11-24T10:00:00Z"  # 12:00 in Kyiv
MESSAGES = {
    "late_minutes": "{count} min late", "late_hours": "{count} h late", "late_days": "{count} d late",
    "today": "Today", "tomorrow": "Tomorrow", "tomorrow_at": "Tomorrow {time}", "due_at": "Due {when}", "overdue_since": "Overdue, was due {when}",
    "age_days": "{age} d", "age_of_limit_days": "{age} / {limit} d", "age_of_limit_hours": "{age} / {limit} h",
    "age_of_limit_minutes": "{age} / {limit} min", "age_hours": "{age} h",
    "age": "In this stage: {age}", "age_of_limit": "In this stage: {age}. Limit: {limit}",
    "age_over": "In this stage: {age}. Over the limit: {limit}",
    "clock_working": "{time} in {place}, working hours", "clock_resting": "{time} in {place}, outside working hours",
    "clock_working_plan": "{time} in {place}, working hours. By the number plan.",
    "clock_resting_plan": "{time} in {place}, outside working hours. By the number plan.",
    "found": {"one": "{count} результат", "few": "{count} результата", "many": "{count} результатов",
              "other": "{count} результата"},
}  # fmt: skip
OFFICE = [[[540, 1080]]] * 5 + [[], []]
CALENDARS = {
    "teams": {"3": 7},
    "default": None,
    "each": {
        "7": {"zone": "Europe/Kyiv", "week": OFFICE, "days": {"2026-11-19": [], "2026-11-20": [[540, 780]]}}
    },
}
RUN = """
const [page, calls] = JSON.parse(process.argv[2]);
globalThis.document = { getElementById: (id) => ({ textContent: JSON.stringify(page[id]) }) };
const when = await import(process.argv[3]);
const revive = (value) => (typeof value === "string" && /^\\d{4}-.*Z$/.test(value) ? new Date(value) : value);
console.log(JSON.stringify(calls.map(([name, ...values]) => when[name](...values.map(revive)))));
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("when")
    esbuild = next((ROOT / "node_modules/@esbuild").glob("*/bin/esbuild"))
    entry = 'export * from "./when"; export { sayCount } from "./app_data"; export { stayAge } from "./working_time";'
    subprocess.run(
        [esbuild, "--bundle", "--format=esm", "--log-level=error", f"--outfile={home / 'when.mjs'}"],
        input=entry, text=True, cwd=ROOT / SOURCES / "lib", check=True,
    )  # fmt: skip
    (home / "run.mjs").write_text(RUN)
    return home


def said(script: Path, *calls: list[Any], language: str = "en", zone: str = "Europe/Kyiv") -> list[Any]:
    page = {
        "app-data": {"language": language, "timeZone": zone, "messages": MESSAGES},
        "calendars-data": CALENDARS,
    }
    done = subprocess.run(
        [NODE, script / "run.mjs", json.dumps([page, calls]), script / "when.mjs"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_what_is_overdue_says_by_how_much(script: Path) -> None:
    instants = [
        "2026-11-24T09:59:50Z",
        "2026-11-24T09:15:00Z",
        "2026-11-24T07:00:00Z",
        "2026-11-22T09:00:00Z",
    ]
    answers = said(script, *(["due", at, TUESDAY_NOON] for at in instants))
    assert [(each["text"], each["state"]) for each in answers] == [
        ("1 min late", "late"), ("45 min late", "late"), ("3 h late", "late"), ("2 d late", "late"),
    ]  # fmt: skip
    # How CLDR joins the parts differs from version to version.
    assert re.fullmatch(r"Overdue, was due Sunday,? 22 November 2026\D+11:00", answers[3]["phrase"])


def test_what_is_due_says_the_time_then_the_day_then_the_date(script: Path) -> None:
    instants = ["2026-11-24T13:30:00Z", "2026-11-25T07:00:00Z", "2026-11-27T07:00:00Z", "2026-12-09T07:00:00Z",
                "2027-01-09T07:00:00Z"]  # fmt: skip
    answers = said(script, *(["due", at, TUESDAY_NOON] for at in instants))
    assert [(each["text"], each["state"]) for each in answers] == [
        ("15:30", "today"), ("Tomorrow 09:00", "later"), ("Fri 27", "later"), ("9 Dec", "later"),
        ("9 Jan 2027", "later"),
    ]  # fmt: skip


def test_today_ends_at_midnight_of_the_readers_zone(script: Path) -> None:
    before_and_after = [["due", at, TUESDAY_NOON] for at in ("2026-11-24T21:59:00Z", "2026-11-24T22:01:00Z")]
    assert [each["text"] for each in said(script, *before_and_after)] == ["23:59", "Tomorrow 00:01"]
    in_jakarta = said(script, ["due", "2026-11-24T17:01:00Z", TUESDAY_NOON], zone="Asia/Jakarta")
    assert in_jakarta[0]["text"] == "Tomorrow 00:01"


def test_days_are_counted_right_over_the_change_of_clocks(script: Path) -> None:
    # Kyiv turned its clocks back at 4:00 on 25 October 2026: that day had 25 hours.
    answers = said(script, ["due", "2026-10-25T21:30:00Z", "2026-10-24T20:30:00Z"])
    assert answers[0]["text"] == "Tomorrow 23:30"


def test_a_day_without_an_hour_is_a_day_for_every_reader(script: Path) -> None:
    # The 24th ends at 18:00 in Kyiv, where its work is done.
    ends = {24: "2026-11-24T16:00:00Z", 25: "2026-11-25T16:00:00Z", 27: "2026-11-27T16:00:00Z"}
    days = [[20781, ends[24]], [20782, ends[25]], [20784, ends[27]]]
    assert said(script, *(["dayOfText", f"2026-11-{day}"] for day in ends)) == [day for day, _ in days]
    answers = said(script, *(["dueOn", day, at, TUESDAY_NOON] for day, at in days))
    assert [(each["text"], each["state"]) for each in answers] == [
        ("Today", "today"), ("Tomorrow", "later"), ("Fri 27", "later"),
    ]  # fmt: skip
    for zone in ("America/Sao_Paulo", "Asia/Jakarta"):
        (friday,) = said(script, ["dueOn", 20784, ends[27], TUESDAY_NOON], zone=zone)
        assert (friday["text"], friday["state"]) == ("Fri 27", "later")
        assert re.fullmatch(r"Due Friday,? 27 November 2026", friday["phrase"])


def test_a_day_is_late_when_its_work_has_ended(script: Path) -> None:
    evening, two_days_on = "2026-11-24T18:30:00Z", "2026-11-26T08:00:00Z"
    answers = said(script, *(["dueOn", 20781, "2026-11-24T16:00:00Z", now] for now in (evening, two_days_on)))
    assert [(each["text"], each["state"]) for each in answers] == [("2 h late", "late"), ("2 d late", "late")]


def test_a_typed_time_is_an_instant_by_the_readers_clock_over_its_changes(script: Path) -> None:
    # Kyiv: UTC+2 in winter, UTC+3 in summer; on 31 March 2030 there is no 03:30.
    typed = [
        ["2026-11-24", "12:00"],
        ["2026-07-01", "12:00"],
        ["2030-03-31", "02:59"],
        ["2030-03-31", "04:00"],
    ]
    assert said(script, *(["instantOf", *one] for one in typed)) == [
        "2026-11-24T10:00:00.000Z", "2026-07-01T09:00:00.000Z", "2030-03-31T00:59:00.000Z", "2030-03-31T01:00:00.000Z",
    ]  # fmt: skip
    assert said(script, ["instantOf", "2026-11-24", ""], ["instantOf", "", "10:00"]) == [None, None]


def test_the_clients_clock_is_told_where_it_is_another_and_when_they_sleep(script: Path) -> None:
    zones = ("Asia/Jakarta", "America/Sao_Paulo", "Europe/Kyiv", "Europe/Helsinki", "Nowhere/Atlantis")
    assert said(script, *(["clientTime", TUESDAY_NOON, zone] for zone in zones)) == [
        {"time": "17:00", "isNight": False}, {"time": "07:00", "isNight": True}, None, None, None,
    ]  # fmt: skip


def test_stage_age_warns_from_four_fifths_of_the_limit_and_tells_when_it_is_over(script: Path) -> None:
    five_days = 7200
    since = ["2026-11-22T09:00:00Z", "2026-11-20T09:00:00Z", "2026-11-15T09:00:00Z"]
    answers = said(script, *(["stayAge", at, TUESDAY_NOON, five_days] for at in since))
    assert [(each["text"], each["state"]) for each in answers] == [
        ("2 / 5 d", "calm"), ("4 / 5 d", "warn"), ("9 / 5 d", "over"),
    ]  # fmt: skip
    assert answers[2]["phrase"] == "In this stage: 9 days. Over the limit: 5 days"


def test_a_limit_under_a_day_is_told_in_hours_and_none_at_all_only_counts(script: Path) -> None:
    answers = said(
        script,
        ["stayAge", "2026-11-24T07:30:00Z", TUESDAY_NOON, 240],
        ["stayAge", "2026-11-20T07:30:00Z", TUESDAY_NOON, None],
        ["stayAge", "2026-11-25T07:30:00Z", TUESDAY_NOON, 240],
    )
    assert [each["text"] for each in answers] == ["2 / 4 h", "4 d", "0 / 4 h"]


def test_a_limit_of_minutes_is_told_in_minutes_until_the_age_is_far_beyond_it(script: Path) -> None:
    since = ("2026-11-24T09:55:00Z", "2026-11-24T09:00:00Z", "2026-11-24T02:00:00Z", "2026-11-14T10:00:00Z")
    answers = said(script, *(["stayAge", at, TUESDAY_NOON, 15] for at in since))
    assert [each["text"] for each in answers] == ["5 / 15 min", "60 / 15 min", "8 h", "10 d"]
    assert answers[3]["phrase"] == "In this stage: 10 days. Over the limit: 15 minutes"


@pytest.mark.parametrize(
    ("since", "limit", "text"),
    [
        ("2026-11-20T10:00:00Z", 5 * 1440, "2 / 5 d"),  # Friday noon: over the weekend two noons came
        ("2026-11-20T12:00:00Z", 5 * 1440, "1 / 5 d"),  # after its short day, so it begins on Monday at nine
        ("2026-11-21T10:00:00Z", 5 * 1440, "1 / 5 d"),
        ("2026-11-18T10:00:00Z", 5 * 1440, "3 / 5 d"),  # Thursday is off
        ("2026-11-23T15:30:00Z", 240, "3 / 4 h"),  # half an hour on Monday, three on Tuesday
        ("2026-11-17T10:00:00Z", 7 * 1440, "7 / 7 d"),  # a week is a week
        ("2026-11-20T10:00:00Z", None, "2 d"),
    ],
)
def test_a_stay_counts_the_working_time_of_its_team(
    script: Path, since: str, limit: int | None, text: str
) -> None:
    (answer,) = said(script, ["stayAge", since, TUESDAY_NOON, limit, None, "3"])
    assert answer["text"] == text


def test_a_week_that_ends_on_a_day_off_is_used_up_and_not_passed(script: Path) -> None:
    (answer,) = said(
        script,
        ["stayAge", "2026-11-14T10:00:00Z", "2026-11-22T12:00:00Z", 10080, "2026-11-23T07:00:00Z", "3"],
    )
    assert (answer["text"], answer["state"]) == ("7 / 7 d", "warn")


def test_that_a_limit_is_passed_is_told_by_its_instant(script: Path) -> None:
    ends = ("2026-11-24T10:00:00Z", "2026-11-24T10:01:00Z")
    answers = said(script, *(["stayAge", "2026-11-20T10:00:00Z", TUESDAY_NOON, 2880, at, "3"] for at in ends))
    assert [each["state"] for each in answers] == ["over", "warn"]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-24T01:59:00Z", "off"),  # 8:59 on Tuesday in Jakarta
        ("2026-11-24T02:00:00Z", "on"),
        ("2026-11-24T10:59:00Z", "on"),
        ("2026-11-24T11:00:00Z", "off"),  # 18:00
        ("2026-11-22T03:00:00Z", "off"),  # Sunday morning
        ("2026-11-22T20:00:00Z", "off"),  # still Sunday in London, Monday 3:00 in Jakarta
        ("2026-11-23T02:30:00Z", "on"),  # Monday
    ],
)
def test_working_hours_are_nine_to_six_on_weekdays_at_the_clients_place(
    script: Path, now: str, state: str
) -> None:
    (clock,) = said(script, ["clientClock", now, "Asia/Jakarta", "Surabaya"])
    assert clock["state"] == state


@pytest.mark.parametrize(
    ("weekdays", "dates", "state"),
    [("5 6", "", "on"), ("0 1", "", "off"), ("6 0", "2026-11-22 2026-11-23", "off")],
)
def test_the_days_that_a_country_rests_on_are_no_working_hours(
    script: Path, weekdays: str, dates: str, state: str
) -> None:
    rest = {"weekdays": weekdays, "dates": dates}
    (clock,) = said(script, ["clientClock", "2026-11-23T02:30:00Z", "Asia/Jakarta", "Surabaya", rest])
    assert clock["state"] == state


def test_the_clock_names_the_place_and_an_unknown_zone_has_none(script: Path) -> None:
    known, unknown = said(
        script,
        ["clientClock", TUESDAY_NOON, "Asia/Jakarta", "Surabaya"],
        ["clientClock", TUESDAY_NOON, "Mars/Olympus", "Mons"],
    )
    assert (known["text"], known["phrase"]) == ("17:00 Surabaya", "17:00 in Surabaya, working hours")
    assert unknown is None


def test_the_past_is_told_in_the_readers_language(script: Path) -> None:
    calls = [["relativeTime", at, TUESDAY_NOON] for at in ("2026-11-24T09:52:00Z", "2026-11-23T09:00:00Z",
                                                           "2026-11-01T09:00:00Z")]  # fmt: skip
    assert said(script, *calls) == ["8 min ago", "yesterday", "1 Nov"]
    assert said(script, *calls, language="ru") == ["8 мин. назад", "вчера", "1 нояб."]


def test_indonesian_days_are_not_mistaken_for_hours(script: Path) -> None:
    calls = [["relativeTime", at, TUESDAY_NOON] for at in ("2026-11-24T07:00:00Z", "2026-11-21T10:00:00Z")]
    assert said(script, *calls, language="id") == ["3 jam yang lalu", "3 hari yang lalu"]


def test_counts_take_the_plural_form_of_the_language(script: Path) -> None:
    counts = said(script, *(["sayCount", "found", n] for n in (1, 2, 5, 11, 21, 1.5)), language="ru")
    assert counts == ["1 результат", "2 результата", "5 результатов", "11 результатов", "21 результат",
                      "1,5 результата"]  # fmt: skip
