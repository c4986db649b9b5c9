"""Each rule of the linter finds its bad example and lets a good one, close to it, alone; the shipped ones are clean."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import voronka
from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.remark import (
    AskedBeforeArrival,
    Circular,
    CountedTwice,
    DeadEnd,
    FallsThrough,
    LimitBeyondCycle,
    LimitNeverCounts,
    LimitOnJudgement,
    NamedByWhatWasDone,
    NobodyUses,
    NoObjectiveEntry,
    NothingCanMeet,
    NothingLeadsThere,
    NoWayBack,
    PipelineUse,
    Remark,
    RobotAfterLimit,
    RobotAtDeadEnd,
    RobotCallsItself,
    RobotThreatens,
    SameRobots,
    SanctionOnJudgement,
    SourceOfNobody,
    TellsNothing,
    TooManyStages,
    Twins,
    Unreachable,
)
from voronka.domain.playbook.lint.remark import GoesOnByPostponing as ByPostponing
from voronka.domain.playbook.lint.rules import RULES, RULES_OF_USE, lint
from voronka.domain.playbook.model import PlaybookLimit
from voronka.domain.playbook.read import read_playbook

GOOD = (Path(__file__).parent / "good.yaml").read_text()
SHIPPED = sorted((Path(voronka.__file__).parent / "playbooks").glob("*.yaml"))
NEED = (
    "          - field: need\n            title: {en: The need is written down, ru: Потребность записана}\n"
)
BY_HAND = "          - by_hand: true\n            title: {en: It is clear, ru: Понятно}\n"
ACCEPTED = "          - hand_over: accepted\n            title: {en: Accepted, ru: Принято}\n"
OFFER_PURPOSE = "purpose: {en: The client has our offer, ru: Предложение у клиента}\n"
FIRST, SECOND = Spot("sales", "learn-need"), Spot("sales", "make-offer")
SALES = Spot("sales")


def changed(*changes: tuple[str, str]) -> str:
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def remarks(text: str) -> tuple[Remark, ...]:
    return lint(read_playbook(text))


def found(text: str) -> list[tuple[Spot, type]]:
    return [(remark.spot, type(remark.finding)) for remark in remarks(text)]


def stage(number: int) -> str:
    return (
        f"      - key: step-{number}\n"
        f"        name: {{en: Do {number}, ru: Сделать {number}}}\n"
        f"        purpose: {{en: It is done {number}, ru: Сделано {number}}}\n"
        "        next: {task: call, title: {en: Call, ru: Позвонить}, after: 1d}\n"
        "        exit:\n" + NEED
    )


def stages_before_the_first(count: int) -> tuple[str, str]:
    first = "      - key: learn-need\n"
    return first, "".join(stage(number) for number in range(count)) + first


def pipeline_again(key: str, name: str, kind: str = "sale") -> str:
    """The good file's pipeline once more, with another key and name."""
    start, end = GOOD.index("  - key: sales\n"), GOOD.index("hand_overs:")
    copied = GOOD[start:end].replace("key: sales", f"key: {key}", 1).replace("kind: sale", f"kind: {kind}", 1)
    copied = copied.replace("{en: Sales, ru: Продажи}", name, 1)
    return GOOD[:end] + copied + GOOD[end:]


def threat(text: str) -> str:
    return f"        steps: [{{step: {text}}}]\n"


def at_exit(text: str) -> str:
    return f"      steps: [{{step: {text}}}]\n"


def robot(when: str, do: str, key: str = "ask", *, more: bool = False, again: bool = False) -> str:
    """Under the first stage's exit; `more`: after another robot."""
    head = "" if more else "        robots:\n"
    end = "            again: true\n" if again else ""
    return (
        f"{head}          - key: {key}\n            name: {{en: Ask {key}, ru: Спросить {key}}}\n"
        f"            when: {when}\n            do: [{{{do}}}]\n{end}"
    )


def limits(*rows: str) -> str:
    """Limits of some deals at a stage."""
    return "        limits:\n" + "".join(f"          - {{{row}}}\n" for row in rows)


CALL = "task: call, title: {en: Ask, ru: Спросить}, after: 1d"
MAIL = "message: email, subject: {en: A, ru: А}, text: {en: B, ru: Б}"
OFFER_EXIT = GOOD[GOOD.index("          - sent:") : GOOD.index("        back_to:")]
LOST = "      name: {en: Lost, ru: Не состоялось}\n"
NO_HAND_OVERS = (GOOD[GOOD.index("hand_overs:") :], "")

BAD = {
    "no objective entry": (changed((NEED, BY_HAND)), (SECOND, NoObjectiveEntry)),
    "objections": (changed(("{en: Make the offer,", "{en: Answer objections,")), (SECOND, TellsNothing)),
    "thinking in Russian": (changed(("ru: Сделать предложение}", "ru: Клиент думает}")), (SECOND, TellsNothing)),
    "done in English": (changed(("{en: Make the offer,", "{en: Offer sent,")), (SECOND, NamedByWhatWasDone)),
    "done in Russian": (
        changed(("ru: Сделать предложение}", "ru: Предложение отправлено}")), (SECOND, NamedByWhatWasDone)
    ),
    "ten stages": (changed(stages_before_the_first(8)), (SALES, TooManyStages)),
    "twins": (pipeline_again("service", "{en: Service, ru: Сервис}"), (SALES, Twins)),
    "fulfilment from nowhere": (
        pipeline_again("deliver", "{en: Delivery, ru: Доставка}", "fulfilment"),
        (Spot("deliver"), NothingLeadsThere),
    ),
    "asked before arrival": (
        changed((OFFER_PURPOSE, OFFER_PURPOSE
            + "        enter:\n          - note: need\n            in_stage: true\n"
            "            title: {en: A note, ru: Заметка}\n")),
        (SECOND, AskedBeforeArrival),
    ),
    "circular": (
        changed((OFFER_PURPOSE, OFFER_PURPOSE
            + "        enter:\n          - sent: {what: offer}\n            title: {en: Sent, ru: Отправлено}\n"),
            ("          - some:", "          - sent: {what: offer}\n            title: {en: Out, ru: Ушло}\n          - some:")),
        (SECOND, Circular),
    ),
    "goes on by postponing": (
        changed(("- field: need", "- meeting: {outcomes: [postpone]}")), (FIRST, ByPostponing)
    ),
    "counted twice": (
        changed(("- payment: {share: 50}", "- call: {with: decision_maker, seconds: 60}")), (SECOND, CountedTwice)
    ),
    "falls through": (
        changed(("        exit:\n" + NEED, "        moves_on: by_itself\n"), (OFFER_PURPOSE, OFFER_PURPOSE
            + "        enter:\n" + NEED)),
        (FIRST, FallsThrough),
    ),
    "a limit on judgement": (changed((OFFER_EXIT, BY_HAND), (OFFER_PURPOSE, OFFER_PURPOSE + "        limit: 3d\n")), (SECOND, LimitOnJudgement)),
    "a threat on losing": (changed((LOST, LOST + at_exit("{en: Who loses is fined, ru: Проиграл - объясни}"))), (SALES, SanctionOnJudgement)),
    "a threat in Russian": (
        changed((OFFER_EXIT, BY_HAND + threat("{en: Close it, ru: Не закрыл - штраф}"))), (SECOND, SanctionOnJudgement)
    ),
    "a robot that waits beyond the limit": (changed((NEED, NEED + robot("{stayed: 5d}", CALL))), (FIRST, RobotAfterLimit)),
    "two robots with one task": (
        changed((NEED, NEED + robot("left", CALL) + robot("left", CALL, "too", more=True))), (FIRST, SameRobots)
    ),
    "a message upon a message": (
        changed((NEED, NEED + robot("{arrived: sent}", MAIL, again=True))), (FIRST, RobotCallsItself)
    ),
    "a robot that threatens": (
        changed((NEED, NEED + robot("{stayed: 1d}", "advise: {en: Hurry, ru: Иначе штраф}"))), (FIRST, RobotThreatens)
    ),
    "a limit behind another of the same deals": (
        changed(("        limit: 2d\n", "        limit: 2d\n" + limits("from: 1000, limit: 3d", "from: 1000.00, limit: 5d"))),
        (FIRST, LimitNeverCounts),
    ),
    "a robot that waits beyond every limit": (
        changed(("        limit: 2d\n", "        limit: 2d\n" + limits("from: 1000, limit: 3d")), (NEED, NEED + robot("{stayed: 5d}", CALL))),
        (FIRST, RobotAfterLimit),
    ),
    "no way back": (changed(("returns_to: [make-offer]", "returns_to: []")), (SALES, NoWayBack)),
}  # fmt: skip

FINE = {
    "the file itself": GOOD,
    "a limit where a fact ends the stage": changed((OFFER_PURPOSE, OFFER_PURPOSE + "        limit: 3d\n")),
    "judgement without a limit": changed((OFFER_EXIT, BY_HAND)),
    "a threat where facts decide": changed((NEED, NEED + threat("{en: No next step means a fine, ru: Нет шага - штраф}"))),
    "fine words": changed((LOST, LOST + at_exit("{en: Part on fine terms, ru: Расстаться по-доброму}"))),
    "entered by its own criterion": changed((NEED, BY_HAND), (OFFER_PURPOSE, OFFER_PURPOSE + "        enter:\n" + NEED)),
    "an answer to a question": changed(("{en: Make the offer,", "{en: Answer the questions,")),
    "a need is no deed": changed(("{en: Make the offer,", "{en: Learn the need,")),
    "Russian nouns that look like deeds": changed(("ru: Сделать предложение}", "ru: Обсудить детали}")),
    "nine stages": changed(stages_before_the_first(7)),
    "a part of a count that is no other": changed(("- payment: {share: 50}", "- call: {with: decision_maker, seconds: 90}")),
    "two outcomes of a meeting": changed(("- field: need", "- meeting: {outcomes: [contract, postpone]}")),
    "by itself when something is asked": changed(("        exit:\n" + NEED, "        exit:\n" + NEED + "        moves_on: by_itself\n")),
    "entry that the stage before gets": changed((OFFER_PURPOSE, OFFER_PURPOSE + "        enter:\n" + NEED)),
    "a message once upon a message": changed((NEED, NEED + robot("{arrived: sent}", MAIL))),
    "limits of other deals": changed(
        ("        limit: 2d\n", "        limit: 2d\n" + limits("from: 1000, limit: 3d", "from: 500, limit: 3d"))
    ),
    "a robot within the limit of some": changed(
        ("        limit: 2d\n", "        limit: 2d\n" + limits("from: 1000, limit: 7d")), (NEED, NEED + robot("{stayed: 5d}", CALL))
    ),
    "a robot within the limit": changed((NEED, NEED + robot("{stayed: 1d}", CALL))),
    "two robots with one task at different times": changed(
        (NEED, NEED + robot("left", CALL) + robot("entered", CALL, "too", more=True))
    ),
    "a robot that moves on through a gate that can be met": changed((NEED, NEED + robot("entered", "move_to: next"))),
    "accepted where hand-overs come": changed((NEED, NEED + ACCEPTED)),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_the_bad_example_is_found(name: str) -> None:
    text, expected = BAD[name]
    assert found(text) == [expected]


@pytest.mark.parametrize("name", FINE)
def test_the_good_example_is_let_alone(name: str) -> None:
    assert found(FINE[name]) == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_ones_are_clean(file: Path) -> None:
    assert lint(read_playbook(file.read_bytes())) == ()


def test_what_an_empty_checklist_says_is_never_met() -> None:
    qualified = "          - qualified: {least: fit}\n            title: {en: They fit, ru: Подходят}\n"
    told = found(changed((NEED, NEED + qualified)))
    assert (FIRST, NothingCanMeet) in told
    asked = "    qualification: [{key: fit, question: {en: Fit?, ru: Подходят?}}]\n    stages:\n"
    assert found(changed((NEED, NEED + qualified), ("    stages:\n", asked))) == []


def test_what_no_hand_over_can_meet_is_a_dead_end_with_nothing_behind_it() -> None:
    told = found(changed(NO_HAND_OVERS, (NEED, NEED + ACCEPTED), ("      returns_to: [make-offer]\n", "")))
    assert told == [(FIRST, NothingCanMeet), (FIRST, DeadEnd), (SECOND, Unreachable)]


def test_a_robot_at_a_dead_end_is_told() -> None:
    moving = robot("entered", "move_to: next")
    told = found(
        changed(NO_HAND_OVERS, (NEED, NEED + ACCEPTED + moving), ("      returns_to: [make-offer]\n", ""))
    )
    assert (FIRST, RobotAtDeadEnd) in told


def test_robots_that_send_a_deal_to_each_other_are_told() -> None:
    there, back = robot("entered", "move_to: make-offer"), robot("entered", "move_to: learn-need")
    last = "        back_to: [learn-need]\n"
    told = found(changed((NEED, NEED + there), (last, last + back)))
    assert told == [(FIRST, RobotCallsItself), (SECOND, RobotCallsItself)]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Objections"), ("en", "Thinking"), ("en", "No answer"), ("en", "In progress"),
        ("ru", "Возражения"), ("ru", "Думают"), ("ru", "Недозвон"), ("ru", "Не отвечает"),
        ("uk", "Заперечення"), ("uk", "Думає"), ("uk", "Роздуми"), ("uk", "Не відповідає"),
        ("id", "Keberatan"), ("id", "Berpikir"), ("id", "Masih ragu"), ("id", "Tidak menjawab"),
    ],
)  # fmt: skip
def test_empty_names_are_known_in_every_language(language: str, name: str) -> None:
    told = remarks(_in(language, name))
    assert told == (Remark(SECOND, TellsNothing(language)),)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Contacted"), ("en", "Offer sent"), ("en", "Meeting held"), ("en", "Contract signed"),
        ("ru", "Договор подписан"), ("ru", "Предложение отправлено"), ("ru", "Встреча состоялась"), ("ru", "Позвонили"),
        ("uk", "Пропозицію надіслано"), ("uk", "Договір підписано"), ("uk", "Зустріч відбулася"),
        ("id", "Penawaran terkirim"), ("id", "Sudah dihubungi"), ("id", "Kontrak ditandatangani"),
    ],
)  # fmt: skip
def test_deeds_are_known_in_every_language(language: str, name: str) -> None:
    told = remarks(_in(language, name))
    assert told == (Remark(SECOND, NamedByWhatWasDone(language)),)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The seller loses the bonus"), ("en", "Write an explanatory note"), ("en", "A penalty for each loss"),
        ("ru", "Взять объяснительную"), ("ru", "Лишить премии"), ("ru", "Выговор за отказ"),
        ("uk", "Написати пояснювальну"), ("uk", "Догана за відмову"), ("uk", "Штраф за програну угоду"),
        ("id", "Potong bonus penjual"), ("id", "Penjual kena denda"), ("id", "Beri surat peringatan"),
    ],
)  # fmt: skip
def test_threats_are_known_in_every_language(language: str, words: str) -> None:
    text = changed((LOST, LOST + at_exit(f"{{en: {words}, ru: Дальше}}")))
    if language != "en":
        text = changed((LOST, LOST + at_exit(f"{{en: Go on, ru: {words}}}")))
        text = text.replace("[en, ru]", f"[en, {language}]").replace(" ru:", f" {language}:")
    assert found(text) == [(SALES, SanctionOnJudgement)]


def _in(language: str, name: str) -> str:
    """The good file in English and one language, with the second stage called so."""
    if language == "en":
        return changed(("{en: Make the offer,", f"{{en: {name},"))
    text = changed(("ru: Сделать предложение}", f"ru: {name}}}"))
    return text.replace("[en, ru]", f"[en, {language}]").replace(" ru:", f" {language}:")


def test_limits_are_held_against_the_median_way_to_the_sale() -> None:
    playbook = read_playbook(GOOD)
    use = {"sales": PipelineUse(50, timedelta(days=1), {"learn-need": 50, "make-offer": 40})}
    assert lint(playbook, use) == (Remark(FIRST, LimitBeyondCycle(timedelta(days=2), timedelta(days=1))),)
    longer = {"sales": PipelineUse(50, timedelta(days=2), {"learn-need": 50, "make-offer": 40})}
    assert lint(playbook, longer) == ()


def test_limits_of_some_deals_are_held_against_it_too_and_against_where_deals_come_from() -> None:
    text = changed(
        ("        limit: 2d\n", "        limit: 2d\n" + limits("source: {en: Fair, ru: Выставка}, limit: 9d"))
    )
    seen = {"learn-need": 50, "make-offer": 40}
    fair = PlaybookLimit(timedelta(days=9), None, {"en": "Fair", "ru": "Выставка"})

    def found(use: PipelineUse) -> list[object]:
        return [one.finding for one in lint(read_playbook(text), {"sales": use})]

    assert found(PipelineUse(50, timedelta(days=3), seen)) == [
        LimitBeyondCycle(timedelta(days=9), timedelta(days=3), fair)
    ]
    assert found(PipelineUse(50, None, seen, frozenset({"website"}))) == [SourceOfNobody(fair)]
    assert found(PipelineUse(50, None, seen, frozenset({"выставка"}))) == []


def test_stages_without_visitors_are_told_once_there_were_deals_enough() -> None:
    playbook = read_playbook(GOOD)
    assert lint(playbook, {"sales": PipelineUse(20, None, {"learn-need": 20})}) == (
        Remark(SECOND, NobodyUses(20)),
    )
    assert lint(playbook, {"sales": PipelineUse(19, None, {"learn-need": 19})}) == ()
    assert lint(playbook, {}) == ()


def test_twins_tell_which_stages_are_not_the_same() -> None:
    text = pipeline_again("service", "{en: Service, ru: Сервис}")
    start = text.index("key: service")
    before, after = text[:start], text[start:]
    extra = stages_before_the_first(1)
    (told,) = remarks(before + after.replace(*extra, 1))
    assert told.finding == Twins({"en": "Service", "ru": "Сервис"}, ({"en": "Do 0", "ru": "Сделать 0"},))


def test_every_rule_has_a_bad_example() -> None:
    rules = {rule for rule in RULES if any(list(rule(read_playbook(text))) for text, _ in BAD.values())}
    behind = read_playbook(
        changed(
            NO_HAND_OVERS,
            (NEED, NEED + ACCEPTED + robot("entered", "move_to: next")),
            ("      returns_to: [make-offer]\n", ""),
        )
    )
    rules |= {rule for rule in RULES if list(rule(behind))}
    assert rules == set(RULES)
    assert len(RULES_OF_USE) == 3
