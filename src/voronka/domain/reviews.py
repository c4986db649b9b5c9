"""Reviews: a deal stayed over its limit, and the head looks into it, says why, and decides (R33-R35).

A review belongs to one stay at a stage. It is the head's, not the seller's, so it is no task of the deal: the deal's
next step stays what it was. It ends by a decision, or by itself when the deal leaves the stage.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from voronka.domain.events import MoveHow
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import chain

WORDS_LENGTH = 2000
QUESTION_LENGTH = 400


class ReviewState(StrEnum):
    """Waits for its head, was decided, or the deal moved on before."""

    OPEN = "open"
    DECIDED = "decided"
    MOVED_ON = "moved_on"


class Decision(StrEnum):
    """What the head decided."""

    GO_ON = "go_on"
    GIVE = "give"
    HELP = "help"
    LOWER = "lower"
    POSTPONE = "postpone"
    LOSE = "lose"

    @property
    def stays(self) -> bool:
        """Whether the deal stays at its stage, so that a new date must be set."""
        return self not in {Decision.POSTPONE, Decision.LOSE}


# The causes that a workspace begins with, by language; each a fact about the deal, none a judgement of the seller.
USUAL_CAUSES: tuple[Mapping[str, str], ...] = (
    {
        "en": "Waiting for the client’s answer",
        "ru": "Ждём ответа клиента",
        "uk": "Чекаємо на відповідь клієнта",
        "id": "Menunggu jawaban klien",
    },
    {
        "en": "No way to the decision maker",
        "ru": "Нет выхода на лицо, принимающее решение",
        "uk": "Немає виходу на особу, що ухвалює рішення",
        "id": "Belum sampai ke pengambil keputusan",
    },
    {
        "en": "No money at the client now",
        "ru": "У клиента сейчас нет денег",
        "uk": "У клієнта зараз немає коштів",
        "id": "Klien sedang tidak punya dana",
    },
    {
        "en": "Terms are still being agreed",
        "ru": "Согласуем условия",
        "uk": "Узгоджуємо умови",
        "id": "Syarat masih dirundingkan",
    },
    {
        "en": "The client compares us with others",
        "ru": "Клиент сравнивает нас с другими",
        "uk": "Клієнт порівнює нас з іншими",
        "id": "Klien membandingkan kita dengan pesaing",
    },
    {
        "en": "Our offer or documents are late",
        "ru": "Наше предложение или документы задержались",
        "uk": "Наша пропозиція чи документи затримались",
        "id": "Penawaran atau dokumen kita terlambat",
    },
    {
        "en": "The need is not clear yet",
        "ru": "Потребность ещё не ясна",
        "uk": "Потреба ще не з’ясована",
        "id": "Kebutuhan belum jelas",
    },
    {
        "en": "No touch from our side",
        "ru": "Не было касаний с нашей стороны",
        "uk": "Не було дотиків з нашого боку",
        "id": "Belum ada sapaan dari pihak kita",
    },
)


def reviewer(
    team: TeamId | None,
    seller: UserId | None,
    parents: Mapping[TeamId, TeamId | None],
    heads: Mapping[TeamId, Iterable[UserId]],
    administrators: Iterable[UserId],
) -> UserId | None:
    """Whose a review is: the nearest head up the tree of teams, else an administrator; nobody reviews their own deal.

    `heads` and `administrators` are the active ones in the order in which they are asked. None where there is nobody.
    """
    nearest = (head for one in chain(team, parents) for head in heads.get(one, ()))
    return next((who for who in (*nearest, *administrators) if who != seller), None)


class Came(StrEnum):
    """What came of a review: as it stands, or, once it was decided, what became of the deal's stay."""

    WAITS = "waits"
    BY_ITSELF = "by_itself"
    SOON = "soon"
    LATER = "later"
    BACK = "back"
    AGAIN = "again"
    STAYS = "stays"
    POSTPONED = "postponed"
    LOST = "lost"


# Moved on within so many working days after the decision: the review helped.
SOON_DAYS = 10


def came_of(state: ReviewState, how: MoveHow | None, *, is_soon: bool, is_again: bool) -> Came:
    """What came of a review. `how` the stay ended, None while it goes on; `is_again`: the new date has passed as well."""
    if state is ReviewState.OPEN:
        return Came.WAITS
    if state is ReviewState.MOVED_ON:
        return Came.BY_ITSELF
    if is_again:
        return Came.AGAIN
    match how:
        case None | MoveHow.REASSIGNED | MoveHow.REOPENED:
            return Came.STAYS
        case MoveHow.LOST:
            return Came.LOST
        case MoveHow.POSTPONED:
            return Came.POSTPONED
        case MoveHow.BACK:
            return Came.BACK
        case MoveHow.FORWARD | MoveHow.WON:
            return Came.SOON if is_soon else Came.LATER
