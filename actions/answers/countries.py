"""Whether free returns have drop-off points in a country."""

from __future__ import annotations

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_country
from actions.replies.reply import Reply, Utterance
from policy.calendars import country_code
from policy.coverage import barcode_is_enough, is_served


class ActionCountries(ReplyAction):
    """Answers for the country that the question names, or lists them all."""

    name_ = "action_countries"

    def respond(self, turn: ActionContext) -> Reply:
        """One message on one country or on all."""
        if turn.country is None or not self.services.facts["countries"].is_stated:
            return Reply((Utterance("utter_rule_ask_countries"),))
        code = country_code(turn.country)
        name = show_country(code) if len(code) == len("ES") else turn.country
        if not is_served(turn.country, self.services.facts):
            said = "utter_country_not_listed"
        elif barcode_is_enough(turn.country, self.services.facts):
            said = "utter_country_served_barcode"
        else:
            said = "utter_country_served"
        return Reply((Utterance(said, {"country": name}),))
