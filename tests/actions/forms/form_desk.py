"""A form as a customer goes through it: begun, asked, answered, finished. Rasa's part is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from custom_desk import Desk

from actions.forms.form_actions import ValidateForm
from actions.replies.reply import Reply
from actions.server.registry import all_actions

RETURN = ("return_items", "return_reason", "return_amount", "return_service", "return_description", "confirmed")
#: The forms with their slots, and the actions that begin and end them.
SLOTS = {
    "start_return_form": RETURN,
    "amend_return_form": RETURN,
    "cancel_return_form": ("confirmed",),
    "drop_off_form": ("drop_off_day", "drop_off_tracking", "confirmed"),
}
BEGINNINGS = {
    "start_return_form": ("action_begin_start_return", "button_start_return"),
    "amend_return_form": ("action_begin_amend_return", "button_amend_return"),
    "cancel_return_form": ("action_begin_cancel_return", "button_cancel_return"),
    "drop_off_form": ("action_begin_report_drop_off", "button_report_drop_off"),
}
ENDS = {
    "start_return_form": "action_start_return",
    "amend_return_form": "action_amend_return",
    "cancel_return_form": "action_cancel_return",
    "drop_off_form": "action_report_drop_off",
}


@dataclass
class Doing:
    """A form in progress.

    Args:
        desk: Whose conversation.
        form: Which form.
    """

    desk: Desk
    form: str
    slots: dict[str, Any] = field(default_factory=dict)
    #: Everything that was said, a reply each.
    replies: list[Reply] = field(default_factory=list)

    def begin(self, **said: Any) -> Reply:
        """Begins the form, and asks its first question where it began."""
        action, intent = BEGINNINGS[self.form]
        reply = self.desk.reply(action, intent, **said)
        self._take(reply)
        if reply.form == self.form:
            self.ask()
        return reply

    @property
    def requested(self) -> str | None:
        """The slot that is asked for, None where all are filled."""
        return next((slot for slot in SLOTS[self.form] if self.slots.get(slot) is None), None)

    def ask(self) -> Reply:
        """The question for the slot that is asked for."""
        names = (f"action_ask_{self.form}_{self.requested}", f"action_ask_{self.requested}")
        known = {action.name() for action in all_actions(self.desk.services)}
        name = next((each for each in names if each in known), None)
        reply = self.desk.reply(name, "", slots=self.slots) if name else Reply()
        self._take(reply)
        return reply

    def answer(self, words: str, intent: str = "nlu_fallback", **said: Any) -> str:
        """What the bot says to an answer: what the form says of it, then the next question or the end."""
        form = self.desk.action(f"validate_{self.form}")
        assert isinstance(form, ValidateForm)
        turn = self.desk.turn(intent, said=words, slots=self.slots, requested=self.requested, loop=self.form, **said)
        understood = form.understand(turn)
        if understood is None:
            return ""
        self.slots = {**self.slots, "confirmed": None, **understood.slots}
        before = Reply(understood.said)
        self.replies.append(before)
        after = self.finish(words) if understood.over or self.requested is None else self.ask()
        return "\n".join([*self.desk.say(before), *self.desk.say(after)])

    def press(self, payload: str, **said: Any) -> str:
        """The same for a button."""
        return self.answer(payload, payload.removeprefix("/").partition("{")[0], **said)

    def finish(self, words: str = "") -> Reply:
        """The end of the form, after the customer's last words."""
        reply = self.desk.reply(ENDS[self.form], "affirm", said=words, slots=self.slots)
        self._take(reply)
        return reply

    @property
    def key(self) -> str:
        """The key that the button of the last question confirms."""
        return str(self.slots["asked_offer"])

    def _take(self, reply: Reply) -> None:
        self.slots = {**self.slots, **reply.slots}
        self.replies.append(reply)
