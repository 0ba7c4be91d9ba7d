"""How the report calls what the desk counts."""

from __future__ import annotations

KIND_NAMES = {"answered": "Answered", "declined": "Declined", "unclear": "Unclear", "handed_over": "Handed over"}
_CHANNELS = {
    "web": "Web page",
    "api": "A server of the shop",
    "dev": "Development",
    "telegram": "Telegram",
    "slack": "Slack",
    "messenger": "Messenger",
    "whatsapp": "WhatsApp",
    "twilio": "WhatsApp by Twilio",
}
_TOPICS = {
    "nlu_fallback": "not understood",
    "out_of_scope": "not about returns",
    "message_attachment": "a picture or file",
    "message_several_questions": "several at once",
}
_VERBS = ("ask_", "report_", "express_")


def channel_name(channel: str) -> str:
    """Where a customer talks to the desk, by what conversations there begin with."""
    return _CHANNELS.get(channel, channel)


def topic_name(intent: str) -> str:
    """What a question is about, by the intent it was understood as."""
    if intent in _TOPICS:
        return _TOPICS[intent]
    for verb in _VERBS:
        intent = intent.removeprefix(verb)
    return intent.replace("_", " ")


def change(now: float, before: float) -> str:
    """How a number changed against the day before."""
    if now == before:
        return "as the day before"
    if not before:
        return "none the day before"
    return f"{(now - before) / before:+.0%} on the day before"


def points(now: float, before: float) -> str:
    """How a share changed, in points."""
    difference = 100 * (now - before)
    return f"{difference:+.1f} points" if abs(difference) >= 0.05 else "as the day before"
