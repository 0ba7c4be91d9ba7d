"""How the report calls what the desk counts."""

from __future__ import annotations

KIND_NAMES = {"answered": "Answered", "declined": "Declined", "unclear": "Unclear", "handed_over": "Handed over"}
#: Why an answer did not help, as the customer read it.
REASON_NAMES = {"wrong": "It isn't right", "unclear": "Hard to understand", "off-topic": "Not what was asked"}
#: What it is to be given up.
GIVEN_UP = (
    "conversations in which the last answer was of no use to the customer, who then said no more that day: the"
    " assistant had not understood, or said the same as just before. Thanks and goodbyes behind it change nothing."
)
CHANNELS = {
    "web": "Web page",
    "api": "A server of the shop",
    "dev": "Development",
    "telegram": "Telegram",
    "slack": "Slack",
    "messenger": "Messenger",
    "instagram": "Instagram",
    "whatsapp": "WhatsApp",
    "twilio": "WhatsApp by Twilio",
    "email": "E-mail",
}


def channel_name(channel: str) -> str:
    """Where a customer talks to the desk, by what conversations there begin with."""
    return CHANNELS.get(channel, channel)


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
