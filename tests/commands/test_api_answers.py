"""Two programs that send the same request at once make one thing, on either database."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import NOON, House, make_house
from voronka.commands.api_answers import KEPT_FOR, Answered, OtherRequest, answer_once, clear_old_answers
from voronka.commands.api_tokens import make_token
from voronka.commands.clients import create_company
from voronka.models import ApiAnswer, Company


def token_of(house: House) -> int:
    return make_token(by=house.actor("Alice"), at=NOON, name="Site", scopes=["clients:write"], days=0).token


@pytest.mark.usefixtures("committed")
def test_two_at_once_make_one() -> None:
    house = make_house()
    token, alice = token_of(house), house.actor("Alice")
    start, answers = threading.Barrier(2), []

    def act() -> Answered:
        made = create_company(by=alice, at=NOON, fields={"name": "PT Dingin"})
        return Answered(201, {}, str(made.pk))

    def send() -> None:
        start.wait()
        answers.append(answer_once(token=token, key="k", request_hash="h", at=NOON, act=act))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Company.objects.count() == 1
    assert sorted(one.again for one in answers) == [False, True]
    assert len({one.body for one in answers}) == 1


@pytest.mark.django_db
def test_what_fails_on_its_way_leaves_no_answer() -> None:
    token = token_of(make_house())

    def act() -> Answered:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        answer_once(token=token, key="k", request_hash="h", at=NOON, act=act)
    assert not ApiAnswer.objects.exists()


@pytest.mark.django_db
def test_a_key_is_of_one_request_until_it_is_forgotten() -> None:
    token = token_of(make_house())
    done = Answered(200, {}, "1")
    answer_once(token=token, key="k", request_hash="h", at=NOON, act=lambda: done)
    with pytest.raises(OtherRequest):
        answer_once(token=token, key="k", request_hash="other", at=NOON, act=lambda: done)
    assert clear_old_answers(NOON + KEPT_FOR) == 0
    assert clear_old_answers(NOON + KEPT_FOR + timedelta(seconds=1)) == 1
