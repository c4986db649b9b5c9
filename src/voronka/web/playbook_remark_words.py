"""The linter's remarks in words: the reason, and what to do instead."""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.criteria import Qualified
from voronka.domain.playbook.lint.remark import (
    AskedBeforeArrival,
    Circular,
    CountedTwice,
    DeadEnd,
    FallsThrough,
    GoesOnByPostponing,
    LimitBeyondCycle,
    LimitNeverCounts,
    LimitOnJudgement,
    NamedByWhatWasDone,
    NobodyUses,
    NoObjectiveEntry,
    NothingCanMeet,
    NothingLeadsThere,
    NoWayBack,
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
from voronka.domain.playbook.model import Playbook, PlaybookLimit, Rule
from voronka.web.durations import duration_text
from voronka.web.formatting import number
from voronka.web.limit_words import whose_in_file
from voronka.web.playbook_texts import said

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class RemarkWords:
    """Why it works against people, and what to do instead."""

    reason: str
    suggestion: str


def remark_words(remark: Remark, playbook: Playbook) -> RemarkWords:
    """The remark for the reader."""
    finding = remark.finding
    match finding:
        case TellsNothing() | NamedByWhatWasDone():
            return _of_name(finding, _stage_name(remark, playbook, finding.language))
        case NoObjectiveEntry() | TooManyStages() | Twins() | NothingLeadsThere():
            return _of_set_up(finding)
        case Unreachable() | DeadEnd() | NoWayBack() | FallsThrough():
            return _of_ways(finding)
        case AskedBeforeArrival() | Circular() | GoesOnByPostponing() | CountedTwice() | NothingCanMeet():
            return _of_criteria(finding)
        case LimitBeyondCycle() | NobodyUses() | LimitNeverCounts() | SourceOfNobody():
            return _of_use(finding)
        case LimitOnJudgement() | SanctionOnJudgement():
            return _of_sanctions(finding)
        case RobotAtDeadEnd() | RobotCallsItself() | SameRobots() | RobotAfterLimit() | RobotThreatens():
            return _of_robots(finding)
        case _:
            assert_never(finding)


def _stage_name(remark: Remark, playbook: Playbook, language: str) -> str:
    pipeline = playbook.pipeline(remark.spot.pipeline or "")
    stages = () if pipeline is None else pipeline.stages
    return next((stage.name[language] for stage in stages if stage.key == remark.spot.stage), "")


def _of_name(finding: TellsNothing | NamedByWhatWasDone, name: str) -> RemarkWords:
    match finding:
        case TellsNothing():
            return RemarkWords(
                _("“%(name)s” says nothing of where the client is: it happens at every stage.")
                % {"name": name},
                _("Name the stage by what is to be reached, and log objections on the deal."),
            )
        case NamedByWhatWasDone():
            return RemarkWords(
                _("“%(name)s” says what was done.") % {"name": name},
                _("Name the stage by what is to be done next."),
            )
        case _:
            assert_never(finding)


def _of_set_up(finding: NoObjectiveEntry | TooManyStages | Twins | NothingLeadsThere) -> RemarkWords:
    match finding:
        case NoObjectiveEntry(before):
            return RemarkWords(
                _("No fact says when a deal belongs here."),
                _("Add a criterion to the entry, or to the exit of “%(stage)s”.") % {"stage": said(before)},
            )
        case TooManyStages(count, most):
            words = _("Working stages: %(count)s. More than %(most)s nobody keeps in mind.")
            return RemarkWords(
                words % {"count": number(count), "most": number(most)},
                _("Join neighbours, or make some of them steps of one stage."),
            )
        case Twins():
            return _twins(finding)
        case NothingLeadsThere():
            return RemarkWords(
                _("No hand-over leads to this pipeline."),
                _("Add a hand-over from the pipeline where the sale is won."),
            )
        case _:
            assert_never(finding)


def _twins(finding: Twins) -> RemarkWords:
    other = {"other": said(finding.other), "stages": ", ".join(said(name) for name in finding.differing)}
    if finding.differing:
        reason = _("“%(other)s” is nearly the same pipeline; only these stages differ: %(stages)s.") % other
    else:
        reason = _("“%(other)s” is the same pipeline under another name.") % other
    return RemarkWords(reason, _("Keep one of them, and tell its deals apart by a field."))


def _of_ways(finding: Unreachable | DeadEnd | NoWayBack | FallsThrough) -> RemarkWords:
    match finding:
        case Unreachable():
            return RemarkWords(
                _("No deal can come here."),
                _("Open the way at the stages before it, or take the stage out."),
            )
        case DeadEnd(rule):
            return RemarkWords(
                _("No deal can go on from here: “%(criterion)s” can never be met.") % _titled(rule),
                _("Change the criterion, or take it out."),
            )
        case NoWayBack():
            return RemarkWords(
                _("A postponed deal can come back to no stage."),
                _("Name stages in returns_to, or leave the key out: then it may come back to any."),
            )
        case FallsThrough():
            return RemarkWords(
                _("A deal goes on by itself as soon as it comes, for nothing is asked of it."),
                _("Add an exit criterion, or let a person move the deals on."),
            )
        case _:
            assert_never(finding)


def _of_criteria(
    finding: AskedBeforeArrival | Circular | GoesOnByPostponing | CountedTwice | NothingCanMeet,
) -> RemarkWords:
    match finding:
        case AskedBeforeArrival(rule):
            return RemarkWords(
                _("“%(criterion)s” is asked at the entry, yet counts only what happens after it.")
                % _titled(rule),
                _("Leave out in_stage, or make it an exit criterion."),
            )
        case Circular(rule, got_at):
            words = _("“%(criterion)s” is asked at the entry, yet obtained only at “%(stage)s”.")
            return RemarkWords(
                words % {**_titled(rule), "stage": said(got_at)},
                _("Ask for something that an earlier stage obtains."),
            )
        case GoesOnByPostponing(rule):
            return RemarkWords(
                _("“%(criterion)s”: a deal goes on only if the meeting ended in postponing it.")
                % _titled(rule),
                _("Add an outcome that leads on: contract or needs."),
            )
        case CountedTwice(rule, part):
            words = _("“%(criterion)s” counts the same thing twice: “%(part)s”.")
            return RemarkWords(
                words % {**_titled(rule), "part": said(part.title)}, _("Count everything once.")
            )
        case NothingCanMeet(rule) if isinstance(rule.criterion, Qualified):
            return RemarkWords(
                _("“%(criterion)s” asks what the checklist says, yet the pipeline has no checklist.")
                % _titled(rule),
                _("Write the questions under qualification, or take the criterion out."),
            )
        case NothingCanMeet(rule):
            return RemarkWords(
                _("“%(criterion)s” asks for a hand-over, yet none comes to this place or goes from it.")
                % _titled(rule),
                _("Add the hand-over, or take the criterion out."),
            )
        case _:
            assert_never(finding)


def _of_use(finding: LimitBeyondCycle | NobodyUses | LimitNeverCounts | SourceOfNobody) -> RemarkWords:
    match finding:
        case LimitBeyondCycle(limit, cycle, PlaybookLimit() as of):
            words = _(
                "The limit of some deals (%(whose)s: %(limit)s) is longer than the whole way to a sale usually is (%(cycle)s)."
            )
            told = {"whose": whose_in_file(of), "limit": duration_text(limit)}
            return RemarkWords(
                words % {**told, "cycle": duration_text(_rounded(cycle))},
                _("Set a limit that is noticed while something can still be done."),
            )
        case LimitNeverCounts(of):
            return RemarkWords(
                _("The limit “%(whose)s” never counts: another of the same deals stands before it.")
                % {"whose": whose_in_file(of)},
                _("Take one of the two out."),
            )
        case SourceOfNobody(of):
            return RemarkWords(
                _("No deal of the last half year has the source of the limit “%(whose)s”.")
                % {"whose": whose_in_file(of)},
                _("Write the source as it stands on the deals, or take the limit out."),
            )
        case LimitBeyondCycle(limit, cycle):
            words = _("The limit (%(limit)s) is longer than the whole way to a sale usually is (%(cycle)s).")
            return RemarkWords(
                words % {"limit": duration_text(limit), "cycle": duration_text(_rounded(cycle))},
                _("Set a limit that is noticed while something can still be done."),
            )
        case NobodyUses(deals):
            words = ngettext(
                "There was %(num)s deal, and not one at this stage.",
                "There were %(num)s deals, and not one at this stage.",
                deals,
            )
            return RemarkWords(
                words % {"num": number(deals)}, _("Take the stage out, or join it to its neighbour.")
            )
        case _:
            assert_never(finding)


def _of_sanctions(finding: LimitOnJudgement | SanctionOnJudgement) -> RemarkWords:
    match finding:
        case LimitOnJudgement(rule):
            words = _("The limit calls the head, yet only somebody’s word ends this stage: “%(criterion)s”.")
            return RemarkWords(
                words % _titled(rule),
                _("Ask for a fact besides, or take the limit off: under an alarm people confirm too early."),
            )
        case SanctionOnJudgement(threat):
            words = _("“%(threat)s” threatens where people tell by their own word how it stands.")
            return RemarkWords(
                words % {"threat": said(threat)},
                _("Tie sanctions to facts, such as an overdue next step. Else people stop telling."),
            )
        case _:
            assert_never(finding)


def _of_robots(
    finding: RobotAtDeadEnd | RobotCallsItself | SameRobots | RobotAfterLimit | RobotThreatens,
) -> RemarkWords:
    robot = {"robot": said(finding.robot)}
    match finding:
        case RobotAtDeadEnd(_robot, rule):
            words = _("The robot “%(robot)s” can never move a deal on: “%(criterion)s” can’t be met.")
            return RemarkWords(
                words % {**robot, **_titled(rule)}, _("Change the criterion, or take the move out.")
            )
        case RobotCallsItself():
            return RemarkWords(
                _("The robot “%(robot)s” brings about what it waits for, again and again.") % robot,
                _("Let it act once a stay, or wait for something else."),
            )
        case SameRobots(_robot, other):
            words = _("The robots “%(robot)s” and “%(other)s” give the same task on the same occasion.")
            return RemarkWords(words % {**robot, "other": said(other)}, _("Keep one of them."))
        case RobotAfterLimit(_robot, after, limit):
            words = _("The robot “%(robot)s” waits %(after)s, yet a deal may stay %(limit)s at most.")
            lengths = {"after": duration_text(after), "limit": duration_text(limit)}
            return RemarkWords(
                words % {**robot, **lengths},
                _("Let it speak before the limit: after it the head has the deal already."),
            )
        case RobotThreatens(_robot, threat):
            words = _("The robot “%(robot)s” threatens: “%(threat)s”. Nobody has looked at the deal by then.")
            return RemarkWords(
                words % {**robot, "threat": said(threat)},
                _("Let it say what to do next, and leave what follows to a person."),
            )
        case _:
            assert_never(finding)


def _rounded(length: timedelta) -> timedelta:
    """To days, hours below three days: a median is no train's time."""
    unit = timedelta(days=1) if length >= timedelta(days=3) else HOUR
    return max(round(length / unit), 1) * unit


def _titled(rule: Rule) -> dict[str, str]:
    return {"criterion": said(rule.title)}
