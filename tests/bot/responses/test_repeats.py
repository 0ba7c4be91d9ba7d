"""An answer that is word for word the one before."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.responses.nlg import FactsResponseGenerator
from bot.responses.repeats import is_said_again

ANSWER = "The warehouse looks at it within two days."


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("someone", list(events))


def asked(text: str, intent: str = "ask_inspection_time") -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 1.0})


@pytest.mark.parametrize(
    ("second", "again"),
    [
        (asked("and who does it there"), True),
        (asked("on a saturday too?", "nlu_fallback"), True),
        (asked("HOW long  do they look"), False),
        (asked("say that again", "repeat_answer"), False),
        (asked("/ask_inspection_time"), False),
    ],
)
def test_other_words_get_no_more_by_the_same_answer(second: UserUttered, again: bool) -> None:
    said = tracker(asked("how long do they look"), BotUttered(ANSWER), second)
    assert is_said_again(said, ANSWER) is again


def test_another_answer_or_an_older_one_is_not_said_again() -> None:
    older = tracker(asked("how long"), BotUttered(ANSWER), asked("the fee"), BotUttered("None."), asked("who looks"))
    assert not is_said_again(older, ANSWER)
    assert not is_said_again(tracker(asked("how long do they look")), ANSWER)
    assert not is_said_again(tracker(asked("how long"), BotUttered(ANSWER), asked("who looks")), "Something else.")


async def test_the_first_such_answer_of_a_turn_says_so_and_offers_a_person() -> None:
    responses = {
        "utter_rule": [{"text": "Wait {inspection.longest} working days."}],
        "utter_no_more_than": [{"text": "No more than this:", "buttons": [{"title": "A person", "payload": "/p"}]}],
    }
    voice = FactsResponseGenerator(domain=Domain.from_dict({"responses": responses}))
    first = await voice.generate("utter_rule", tracker(asked("how long")), "rest")
    assert first is not None and not first["text"].startswith("No more")
    later = tracker(asked("how long"), BotUttered(first["text"]), asked("by whom"))
    again = [await voice.generate("utter_rule", later, "rest") for _ in range(2)]
    assert [each and each["text"] for each in again] == [f"No more than this:\n\n{first['text']}", first["text"]]
    assert again[0] is not None and again[0]["buttons"] == [{"title": "A person", "payload": "/p"}]
