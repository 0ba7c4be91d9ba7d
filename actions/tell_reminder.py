"""Says a reminder: a turn that the desk sets off itself."""

from __future__ import annotations

from actions.manage_reminders import STOP_REMINDERS
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.show import show_instant, show_moment
from actions.topic_action import ReplyAction
from actions.turn import Turn
from policy.reminders import ReminderKind


class ActionReminder(ReplyAction):
    """Says what the store knows of a reminder; the turn only names it.

    The proof of who reads this may have run out since they asked for it. So it tells the number and a date, and leaves
    the rest to a question, for which they prove again who they are.
    """

    name_ = "action_reminder"

    def respond(self, turn: Turn) -> Reply:
        """The reminder with ways to look closer and to hear no more, or nothing where it is not this conversation's."""
        if turn.reminder is None or turn.group:
            return Reply()
        found = self.services.reminding.reminders.to_tell(turn.session, turn.reminder)
        if found is None:
            return Reply()
        show = show_moment if found.kind is ReminderKind.WINDOW_END else show_instant
        values = {"return_number": found.number, "date": show(found.about, found.customer, turn.now)}
        look = Choice(Phrase("choice_look_at_return"), f'/give_details{{"customer_number": "{found.number}"}}')
        return Reply((Utterance(f"utter_reminder_{found.kind}", values, choices=(look, STOP_REMINDERS)),))
