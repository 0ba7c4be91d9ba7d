"""Messages of a file are put to a model, and what becomes of each is written in their order."""

from __future__ import annotations

import json

from core.intents import FALLBACK
from lab.evaluation import messages
from lab.evaluation.assistant import BotMessage
from lab.evaluation.messages import put_messages
from returndesk.project import this_project

#: What the small bot says to what it understands. It knows money alone, and asks back otherwise.
ANSWERS = {
    "ask_refund_time": BotMessage("It takes 3 to 20 business days.", ()),
    "ask_packaging": BotMessage("Any box that protects it.", ()),
    FALLBACK: BotMessage("Which do you mean?", ("/ask_packaging", "/ask_pickup")),
}


class SmallBot:
    """In the place of a trained one."""

    def __init__(self, *_: object) -> None:
        pass

    async def parse(self, text: str) -> dict[str, object]:
        name = "ask_refund_time" if "money" in text else FALLBACK
        ranking = [{"name": name, "confidence": 0.9}, {"name": "ask_packaging", "confidence": 0.3}]
        return {"intent": ranking[0], "intent_ranking": ranking}

    async def answer(self, _: str, parse: dict[str, dict[str, str]]) -> tuple[BotMessage, ...]:
        return (ANSWERS[parse["intent"]["name"]],)


def test_each_message_has_its_topic_its_confidence_and_what_the_answer_is_worth(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "Assistant", SmallBot)
    said = [
        ("when is my money there", "ask_refund_time"),
        ("which box", "ask_packaging"),
        ("my money box is too small", "ask_packaging"),
    ]
    file, answers = tmp_path / "messages.json", tmp_path / "answers.json"
    file.write_text(json.dumps([{"text": text, "intent": intent} for text, intent in said]), encoding="utf-8")
    put_messages(this_project(), tmp_path / "model", file, answers)
    found = json.loads(answers.read_text(encoding="utf-8"))
    assert [(each["text"], each["best"], each["confidence"], each["verdict"]) for each in found] == [
        ("when is my money there", "ask_refund_time", 0.9, "right"),
        ("which box", "ask_packaging", 0.3, "offered"),
        ("my money box is too small", "ask_refund_time", 0.9, "wrong"),
    ]
