"""What is being prepared for a customer, the key of what they confirm, and what a form understood of a message."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.dialogue.identity import records_of, who
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Utterance
from actions.services import Services
from actions.store.changes import ChangeKind
from core.identifiers import number_key
from core.intents import FOLLOW_UPS
from policy.model import ReturnRequest

#: The slot that says what is being prepared.
DOING = "doing"
#: The slot that every form ends with: the key that was confirmed, or `REFUSED`.
CONFIRMED = "confirmed"
#: The slot with the key of the question that was asked last.
ASKED = "asked_offer"
REFUSED = "no"

START_FORM = "start_return_form"
CANCEL_FORM = "cancel_return_form"
AMEND_FORM = "amend_return_form"
DROP_OFF_FORM = "drop_off_form"
ITEMS, REASON, AMOUNT, SERVICE = "return_items", "return_reason", "return_amount", "return_service"
#: How many pieces of the items, by id, where not all; and what a message left open: sure and possible items.
PIECES, OPEN_ITEMS = "return_pieces", "return_open_items"
DESCRIPTION = "return_description"
#: The slots of all forms: a new form begins with none of them.
SLOTS = (
    *(ITEMS, PIECES, OPEN_ITEMS, REASON, AMOUNT, SERVICE, DESCRIPTION),
    *("drop_off_day", "drop_off_tracking", ASKED, CONFIRMED),
)


@dataclass(frozen=True)
class Draft:
    """What is being prepared.

    Args:
        form: By which form.
        about: The number of the return or order.
        begun: What tells this wish from the same wish at another time.
    """

    form: str
    about: str
    begun: str

    @classmethod
    def of(cls, turn: ActionContext) -> Draft | None:
        """What the slots hold, None where nothing is being prepared or somebody else wrote into them."""
        held = turn.slots.get(DOING)
        if not isinstance(held, Mapping):
            return None
        form, about, began = held.get("form"), held.get("about"), held.get("begun")
        if not isinstance(form, str) or not isinstance(about, str) or not isinstance(began, str):
            return None
        return cls(form, about, began)

    def key(self, deed: ChangeKind, *content: Any) -> str:
        """The key of the question whether to do this: another one as soon as anything about it is different.

        Args:
            deed: What would be done.
            content: All that the customer is told would happen, as JSON can hold it.
        """
        whole = json.dumps([deed.value, self.about, self.begun, *content])
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def begun(turn: ActionContext, form: str, about: str, **told: Any) -> dict[str, Any]:
    """The slots with which a form begins: what it is about, and what the customer has told already.

    Args:
        turn: The turn in which it begins.
        form: Its name.
        about: The number of the return or order.
        told: Values of the form's slots.
    """
    nothing = dict.fromkeys(SLOTS)
    doing = {"form": form, "about": about, "begun": f"{turn.now.isoformat()} {turn.message_id}"}
    return {**nothing, DOING: doing, **told}


_FILLERS = (
    r"\W*(?:(?:and|but|so|ok|okay|hi|hello|please|wait|by the way|also|hang on|hold on|hmm?|um|uh|oh|sorry|actually|"
    r"just|quick question|one question|before that|first|then|now)\W+){0,5}"
)
_ASKS = re.compile(
    _FILLERS
    + r"(?:(?:until|till|by|since) when|how|when|where|what|what's|whats|which|who|why|can|could|do|does|did|is|are|am|"
    r"will|would|should|may)\b",
    re.IGNORECASE,
)
#: Verb before subject: "when do I", but not "when I plug it in"; "does it", but not "does not fit".
_INVERTED = re.compile(
    _FILLERS + r"(?:(?:until|till|by|since) when\b|how (?:long|much|many|often|soon)\b(?! (?:i|it|they|the)\b)|"
    r"(?:how|when|where|what|which|who|why) (?:is|are|am|was|do|does|did|can|could|will|would|should|must|may|if|about|"
    r"happens|time|one|pays)\b(?! not\b)|(?:what|how|where|who|when)['’]?s\b|"
    r"(?:can|could|may|should|must|do|did|will|would|am) (?:i|we|you|they)\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[.!;\n,]+")
#: More questions there is hardly a reason to read.
_LONGEST_QUESTION = 300
_AGAIN = re.compile(r"\W*(?:say|repeat|pardon|come again|again|explain|and then|next)\b", re.IGNORECASE)
#: What these mean is not an answer to any question of a form.
_ASIDE = FOLLOW_UPS | {
    *("message_several_questions", "message_attachment", "talk_to_person", "help", "bot_challenge", "return_to_bot"),
    "thank",
}
#: "I don't remember" is no wish for reminders.
_REMIND = re.compile(r"remind|notif|alert|ping|nudge|message me|tell me when|let me know", re.IGNORECASE)
#: A wish to talk to a person has at most so many words; a description of a problem has more.
_MOST_WORDS = 5
#: A description says something.
LEAST_WORDS = 3


@dataclass(frozen=True)
class FormUpdate:
    """The slots that a message fills or empties, and what to say before the form goes on.

    `over` ends the form.
    """

    slots: Mapping[str, Any]
    said: tuple[Utterance, ...] = ()
    over: bool = False


def is_plain_question(said: str) -> bool:
    """Whether words ask something by their form alone, whatever they are about.

    "How long will it take?" does, "when I plug it in it hums" and "does not fit" tell something.

    Args:
        said: What the customer wrote.
    """
    if _INVERTED.match(said[:_LONGEST_QUESTION]):
        return True
    asked, mark, _ = said[:_LONGEST_QUESTION].rpartition("?")
    return bool(mark) and _ASKS.match(_SENTENCES.split(asked)[-1]) is not None


def asks(said: str) -> bool:
    """Whether a message has a question mark, or begins as a question, be it one or not: "does not fit"."""
    return "?" in said or _ASKS.match(said) is not None


def is_aside(turn: ActionContext, *, free_text: bool = False) -> bool:
    """Whether a message asks something, or wants something else, rather than answering the form.

    Args:
        turn: The message.
        free_text: Whether the form waits for a description: "it stopped after a day" is one, "how long?" is not.
    """
    if turn.is_press:
        return turn.intent not in ("affirm", "deny", "button_choose")
    if turn.intent == "message_attachment" or (turn.intent in _ASIDE and not free_text):
        return True
    if free_text:
        return _is_no_description(turn)
    if turn.intent == "ask_reminders":
        return _REMIND.search(turn.said) is not None
    if turn.requested == REASON and ("?" in turn.said or is_plain_question(turn.said)):
        return True
    # "Does not turn on" asks nothing where the reason is asked for.
    others = ("ask_",) if turn.requested == REASON else ("ask_", "report_", "out_of_scope")
    return asks(turn.said) and turn.intent.startswith(others)


def _is_no_description(turn: ActionContext) -> bool:
    """Whether a message asks something, or wants a person or help, where a description is asked for."""
    if is_plain_question(turn.said) or ("?" in turn.said and turn.intent.startswith(("ask_", "report_"))):
        return True
    if turn.intent == "ask_reminders" and _REMIND.search(turn.said):
        return True
    if turn.intent not in _ASIDE or len(turn.said.split()) > _MOST_WORDS:
        return False
    return turn.intent not in FOLLOW_UPS or _AGAIN.match(turn.said) is not None


def another_return(turn: ActionContext, draft: Draft, services: Services) -> ReturnRequest | FormUpdate | None:
    """The return that a message names instead of the one that is being prepared.

    Returns:
        The return; None where the message names none or the same; what to say where the customer has no such return.
    """
    if (
        "customer_number" not in turn.told_now
        or turn.number is None
        or number_key(turn.number) == number_key(draft.about)
    ):
        return None
    records = records_of(turn, services)
    found = records.return_request(turn.number)
    if found is None and records.order(turn.number) is not None:
        # An order means its return, where it has one alone.
        returns = records.returns_of_order(turn.number)
        if len(returns) != 1 or number_key(returns[0].number) == number_key(draft.about):
            return None
        (found,) = returns
    return found or FormUpdate({}, (not_found(turn, turn.number, services),))


def not_found(turn: ActionContext, number: str, services: Services) -> Utterance:
    """That a customer has nothing with this number; by an account only to whoever is signed in with one.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    known = who(turn, services)
    where = "in_account" if known is not None and known.signed_in else "among_yours"
    return Utterance(f"utter_number_not_{where}", {"number": number})
