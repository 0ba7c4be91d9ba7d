"""Which answers each form reads."""

from __future__ import annotations

from rasa_sdk import Action

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.forms.beside_cancelling import BesideCancelling
from actions.forms.cancel_return import read_cancelling, read_other_to_cancel
from actions.forms.choice_beside_question import ChoiceBesideQuestion, Rules
from actions.forms.confirmation import read_confirmation
from actions.forms.draft import (
    AMEND_FORM,
    AMOUNT,
    CANCEL_FORM,
    CONFIRMED,
    DESCRIPTION,
    DROP_OFF_FORM,
    ITEMS,
    REASON,
    SERVICE,
    START_FORM,
    Draft,
    FormUpdate,
)
from actions.forms.draft_questions import part_of_line
from actions.forms.form_actions import Read, ValidateForm
from actions.forms.how_to_return import read_going_on
from actions.forms.item_answers import correct_items, read_items
from actions.forms.other_things import leave_for_other
from actions.forms.report_drop_off import (
    DAY,
    TRACKING,
    correct_tracking_number,
    read_day,
    read_other_parcel,
    read_tracking_number,
)
from actions.forms.return_answers import (
    correct_reason,
    correct_return,
    read_amount,
    read_description,
    read_reason,
    read_service,
)
from actions.forms.several_beside_draft import SeveralBesideDraft
from actions.forms.start_return import read_other_order
from actions.services import Services


def form_validations(services: Services, rules: Rules, resume: ReplyAction) -> tuple[Action, ...]:
    """What reads the answers of each form.

    Args:
        services: What actions work with.
        rules: The general answer to what a message asks beside an answer.
        resume: Answers a question for what is in hand.
    """
    first: list[Read] = [
        leave_for_other,
        part_of_line,
        correct_items,
        ChoiceBesideQuestion(rules),
        SeveralBesideDraft(rules),
    ]
    return (
        ValidateForm(
            services, CANCEL_FORM, {CONFIRMED: read_cancelling}, [read_other_to_cancel], [BesideCancelling(resume)]
        ),
        ValidateForm(
            services,
            DROP_OFF_FORM,
            {DAY: read_day, TRACKING: read_tracking_number, CONFIRMED: _read_confirmed},
            [read_other_parcel, read_day, correct_tracking_number],
        ),
        ValidateForm(
            services, START_FORM, RETURN_READS, [read_other_order, correct_return, read_going_on, correct_reason], first
        ),
        ValidateForm(services, AMEND_FORM, RETURN_READS, [correct_return, correct_reason], first),
    )


def _read_confirmed(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    return read_confirmation(turn)


#: The answers for a new return, be it in place of another or not.
RETURN_READS = {
    ITEMS: read_items,
    REASON: read_reason,
    AMOUNT: read_amount,
    SERVICE: read_service,
    DESCRIPTION: read_description,
    CONFIRMED: _read_confirmed,
}
