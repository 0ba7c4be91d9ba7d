"""Which answers each form reads."""

from __future__ import annotations

from rasa_sdk import Action

from actions.doing.cancelling import read_other_to_cancel
from actions.doing.confirmation import read_confirmation
from actions.doing.draft import (
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
)
from actions.doing.dropping_off import (
    DAY,
    TRACKING,
    correct_tracking_number,
    read_day,
    read_other_parcel,
    read_tracking_number,
)
from actions.doing.return_answers import (
    correct_return,
    read_amount,
    read_description,
    read_items,
    read_reason,
    read_service,
)
from actions.doing.understood import Understood
from actions.doing.validate_form import ValidateForm
from actions.services import Services
from actions.turn import Turn


def form_validations(services: Services) -> tuple[Action, ...]:
    """What reads the answers of each form."""
    return (
        ValidateForm(services, CANCEL_FORM, {CONFIRMED: _read_confirmed}, [read_other_to_cancel]),
        ValidateForm(
            services,
            DROP_OFF_FORM,
            {DAY: read_day, TRACKING: read_tracking_number, CONFIRMED: _read_confirmed},
            [read_other_parcel, read_day, correct_tracking_number],
        ),
        *(ValidateForm(services, form, RETURN_READS, [correct_return]) for form in (START_FORM, AMEND_FORM)),
    )


def _read_confirmed(turn: Turn, draft: Draft, services: Services) -> Understood | None:
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
