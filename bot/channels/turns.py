"""One message of a platform as a turn of the bot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.choices import payload_by_number, payload_of
from bot.channels.delivery_worker import NotReady
from bot.channels.incoming import Incoming
from bot.channels.mailbox import Waiting
from bot.channels.outgoing import Call, ChannelWords, OutgoingMessage, Place
from bot.channels.photos import ChannelPhotos, Fetching, Wanted
from bot.channels.platform import Platform
from bot.gateway.container import gateway_of
from bot.gateway.conversation_end import Ended, is_ended
from bot.gateway.idempotency import AlreadyAnswered, WebMessage, answers_to, check_unanswered, is_answered
from bot.gateway.photos import PHOTOS_SENT
from bot.gateway.transcript import DeskMessage
from bot.gateway.triggers import Trigger, tell
from bot.responses.nlg import language_of
from bot.storage.conversation_store import look_at
from core.languages import ENGLISH, LOCALE
from core.log_privacy import talking_in
from core.mail_told import WRITTEN_BY, address_digest
from core.photos_told import PHOTOS
from core.tracing import continued, trace_kept, traced


class HeardOutput(OutputChannel):
    """What the bot says in one turn, kept until it can be put in the message's place.

    Args:
        channel: The channel's name, by which responses can be made for one channel alone.
    """

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.said: list[OutgoingMessage] = []

    def name(self) -> str:
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message of the bot."""
        said = OutgoingMessage.from_response(message)
        if said.text:
            self.said.append(said)


class TurnRunner:
    """Answers messages with a bot.

    Args:
        platform: Where the messages come from.
        app: The Sanic application whose `ctx.agent` is the bot, once it is loaded.
        fetch: Fetches what messages name as attached to them, None where they hold it themselves.
    """

    def __init__(self, platform: Platform, app: Any, fetch: Fetching | None = None) -> None:
        self._platform = platform
        self._app = app
        self._fetch = fetch

    async def answer(self, waiting: Waiting, give_up: bool) -> list[Call]:
        """The calls that answer a message; an apology where it is given up.

        Raises:
            NotReady: The bot has no model yet; a message that it were given now would be lost.
        """
        agent = getattr(self._app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            raise NotReady
        incoming = waiting.incoming
        sender = f"{self._platform.name}:{incoming.conversation}"
        if give_up:
            gateway_of(self._app).report.failed(self._platform.name)
            said, tracker = None, await _stored(agent, sender)
        else:
            # The delivery that woke the worker may be another message's; each turn belongs to its own.
            with traced(continued(incoming.trace)):
                said, tracker = await self._said(agent, sender, incoming)
        # Who was never answered has shown no language but that of their app.
        language = language_of(tracker) if tracker is not None else incoming.locale or ENGLISH
        words = ChannelWords.from_generator(agent.processor.nlg, language, self._platform.name)
        if said is None:
            said = [OutgoingMessage(words.went_wrong)]
        place = Place(incoming.conversation, incoming.thread)
        return self._platform.write_turn(place, said, words)

    async def _said(
        self, agent: Any, sender: str, incoming: Incoming
    ) -> tuple[list[OutgoingMessage], DialogueStateTracker | None]:
        """What the bot says to a message's words and then to what is attached, and the conversation up to there."""
        if not incoming.is_silent:
            said, tracker = await self._said_to_words(agent, sender, incoming)
            if tracker is None or not (incoming.attached or self._platform.holds_files):
                return said, tracker
        else:
            said = []
        try:
            answers = await self._said_to_photos(agent, sender, incoming)
        except Ended:
            return said, None
        heard = (OutgoingMessage.from_response(each.message) for each in answers)
        return [*said, *(each for each in heard if each.text)], await _stored(agent, sender)

    async def _said_to_photos(self, agent: Any, sender: str, incoming: Incoming) -> list[DeskMessage]:
        """What the bot says to what is attached, once it is kept or is known not to be wanted.

        Where files were kept of somebody who was not known, they go with the first message of whoever is.

        Raises:
            Ended: The conversation has ended.
            TryLater: The desk can't take anything now.
        """
        photos = ChannelPhotos(gateway_of(self._app).desk, self._fetch)
        values, metadata = {"photos_message": incoming.photos_id}, self._metadata(sender, incoming)
        trigger = Trigger(PHOTOS_SENT, values, f"photos-{incoming.photos_id}", metadata)
        known = await look_at(agent.tracker_store, sender)
        if known is not None and is_answered(trigger.turn_id, known.events):
            # The turn was stored, and the process ended before its answers were on their way.
            return await tell(agent, sender, trigger)
        form = known.active_loop_name if known is not None else None
        # In a group nobody is known, so nothing of a customer's own is taken there.
        wanted = Wanted(open=False) if incoming.group is not None else await photos.wanted(sender, form)
        attached = (*wanted.held, *incoming.attached)
        if not attached:
            return []
        told: dict[str, Any] = {"wanted": wanted.open, "refused": {}}
        if wanted.open:
            attached = await photos.take_in(sender, attached)
            told["refused"] = dict(await photos.send(sender, attached, incoming.photos_id, incoming.text))
        elif self._platform.holds_files and (held := await photos.hold(sender, attached, incoming.text)) is not None:
            told.update(held=held.files, refused=dict(held.refused))
        else:
            await photos.discard(sender, attached)
        outcome = {PHOTOS: told}
        return await tell(agent, sender, replace(trigger, metadata={**metadata, **outcome}))

    def _metadata(self, sender: str, incoming: Incoming) -> dict[str, Any]:
        """What is stored with each turn of a channel."""
        return {
            "channel": self._platform.name,
            "client": gateway_of(self._app).client_hash(sender),
            "rich": False,
            "group": incoming.group is not None,
            # That photos may be sent here.
            PHOTOS: {},
            **self._written_by(incoming),
            **({LOCALE: incoming.locale} if incoming.locale else {}),
            **trace_kept(),
        }

    def _written_by(self, incoming: Incoming) -> dict[str, str]:
        address = self._platform.written_by(incoming)
        digest = address_digest(address) if address is not None else None
        return {WRITTEN_BY: digest} if digest is not None else {}

    async def _said_to_words(
        self, agent: Any, sender: str, incoming: Incoming
    ) -> tuple[list[OutgoingMessage], DialogueStateTracker | None]:
        """What the bot says to a message's words; no conversation where it has ended."""
        gateway = gateway_of(self._app)
        began = gateway.report.begins()
        output = HeardOutput(self._platform.name)
        message = WebMessage(
            await _text(agent, sender, incoming),
            output,
            sender,
            input_channel=self._platform.name,
            message_id=incoming.delivery,
            metadata=self._metadata(sender, incoming),
        )
        try:
            if message.text or incoming.intent is None:
                await agent.handle_message(message)
            else:
                await _handle_wordless(agent, message, incoming.intent)
        except Ended:
            return [], None
        except AlreadyAnswered:
            # The turn was stored, and the process ended before its answers were on their way.
            answers = answers_to(message.message_id, message.tracker) if message.tracker else []
            heard = [said for each in answers if (said := OutgoingMessage.from_response(each.message)).text]
            return heard, message.tracker
        except Exception:
            gateway.report.failed(self._platform.name)
            raise
        if message.tracker is not None:
            with talking_in(sender):
                gateway.report.answered(
                    self._platform.name, message.message_id, message.tracker, agent.domain.intents, began
                )
        return output.said, message.tracker


async def _stored(agent: Any, sender: str) -> DialogueStateTracker | None:
    """The conversation that an apology is for, None where it can't be read: that may be what went wrong."""
    try:
        tracker: DialogueStateTracker | None = await look_at(agent.tracker_store, sender)
    except Exception:  # noqa: BLE001  # of any kind; the apology is said all the same
        return None
    return tracker


async def _text(agent: Any, sender: str, incoming: Incoming) -> str:
    """What the bot reads: the payload of what was chosen, otherwise the words, of an unknown button its title."""
    tracker = await look_at(agent.tracker_store, sender)
    events = [event.as_dict() for event in tracker.events] if tracker is not None else []
    payload = (
        payload_of(incoming.choice, reversed(events)) if incoming.choice else payload_by_number(incoming.text, events)
    )
    return payload or incoming.text


async def _handle_wordless(agent: Any, message: WebMessage, intent: str) -> None:
    """What Rasa does with a message, for one that has a meaning and no words, so that there is nothing to understand.

    Raises:
        Ended: The conversation has ended.
        AlreadyAnswered: The message was answered before.
    """
    processor = agent.processor
    async with agent.lock_store.lock(message.sender_id):
        tracker = await processor.fetch_tracker_and_update_session(
            message.sender_id, message.output_channel, message.metadata
        )
        message.tracker = tracker
        if is_ended(tracker):
            raise Ended
        check_unanswered(message, tracker)
        meaning = {"name": intent, "confidence": 1.0}
        said = UserUttered("", meaning, [], None, None, message.input_channel, message.message_id, message.metadata)
        tracker.update(said, processor.domain)
        tracker = await processor.run_action_extract_slots(message.output_channel, tracker)
        await processor._run_prediction_loop(message.output_channel, tracker)
        await processor.save_tracker(tracker)
