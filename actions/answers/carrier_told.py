"""What the carrier knows of a parcel and the store does not: its last report, with place and day."""

from __future__ import annotations

from dataclasses import replace

from actions.answers.parcel_outlook import ARRIVED, ParcelNews, parcel_news
from actions.answers.return_status import next_step_phrase, person_choice, standing_told
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from policy.drop_off import DropOffKind
from policy.next_step import NextStep, StepKind, next_step
from policy.status import SENT, History

_DELIVERED = frozenset({DropOffKind.DELIVERED, DropOffKind.DELIVERED_LATE})


def carrier_told(case: Case, services: Services) -> Reply | None:
    """The carrier's last report and what comes next; None where the parcel has arrived or the return is over."""
    news = parcel_news(case, services)
    if news.outlook.kind in ARRIVED:
        return None
    report = news.report
    if report is None or news.outlook.kind not in _DELIVERED:
        return Reply((news.said,), {"offer": OFFER_PERSON if news.needs_person else None})
    step = _step(news, next_step(case.found, case.customer, case.now, services.facts))
    lines = [report, next_step_phrase(step, case)]
    choices = person_choice(step)
    said = Utterance("utter_what_next", {"lines": lines}, step.because, choices)
    return Reply((said,), {"offer": OFFER_PERSON if choices else None})


def status_with_report(turn: ActionContext, case: Case, services: Services) -> Reply:
    """Where a return stands, with the carrier's last report while its parcel is on the way."""
    facts = services.facts
    step = next_step(case.found, case.customer, case.now, facts)
    news = parcel_news(case, services)
    report = None if news.outlook.kind in ARRIVED else news.report
    if report is None:
        return standing_told(turn, case, step, next_step_phrase(step, case), facts)
    if not History.until(case.found.events, case.now).has(*SENT):
        # The records still ask for a hand-in that the carrier has seen.
        return Reply((news.said,), {"offer": OFFER_PERSON if news.needs_person else None})
    step = _step(news, step)
    phrase = Phrase("with_carrier", {"news": report, "next_step": next_step_phrase(step, case)})
    return standing_told(turn, case, step, phrase, facts)


def _step(news: ParcelNews, step: NextStep) -> NextStep:
    """What comes next, where a delivery lets the page change later than a hand-in did."""
    if news.outlook.kind is DropOffKind.DELIVERED:
        return replace(step, kind=StepKind.WAIT_FOR_UPDATE, because=news.outlook.because, by=news.outlook.due)
    return step
