"""An assistant in this process that can be taken back to where it was, and every way that its buttons lead."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conversation_product import STORE
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.store.engine import migrate
from actions.store.import_export.exchange import import_file
from bot.rasa_patches.message_guard import guard
from bot.responses.languages import load_language
from core.database.engine import open_engine
from core.languages import ENGLISH, LOCALE
from lab.evaluation.assistant import STORE_NAME, Assistant
from returndesk.model.training import model_file
from returndesk.project import this_project

#: Of so many things that an answer lists alike, such as returns, the buttons are pressed.
_LISTED: Final = 2
_THING: Final = "/give_details{"


@dataclass(frozen=True)
class Button:
    """What an answer offers to press."""

    title: str
    payload: str


@dataclass(frozen=True)
class Answer:
    """What the assistant said in one turn.

    Args:
        responses: The names of its responses.
        texts: Its words.
        buttons: All that can be pressed below it.
        question: The form and its slot that wait for an answer, if any.
    """

    responses: tuple[str, ...]
    texts: tuple[str, ...]
    buttons: tuple[Button, ...]
    question: tuple[str | None, str | None]

    @property
    def kind(self) -> tuple[object, ...]:
        """What it has in common with the same answer about another customer's things."""
        return self.responses, tuple((each.payload.partition("{")[0]) for each in self.buttons), self.question


@dataclass(frozen=True)
class Place:
    """Where a conversation stands: the way there, its language, the last answer, and what it takes to go back there."""

    way: tuple[str, ...]
    sender: str
    language: str
    answer: Answer
    events: tuple[Event, ...]
    store: sqlite3.Connection


@dataclass(frozen=True)
class Step:
    """A button of an answer, what pressing it and what typing its title led to."""

    place: Place
    button: Button
    pressed: Answer
    typed: Answer

    def __str__(self) -> str:
        return f"{' > '.join(self.place.way)} > [{self.button.title}] {self.button.payload}"


class WalkedAssistant:
    """The assistant with the store of the conversations.

    Args:
        folder: Where its store goes.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / STORE_NAME
        engine = open_engine(f"sqlite:///{self._file}")
        migrate(engine)
        import_file(engine, STORE)
        engine.dispose()
        project = this_project()
        self._agent = Assistant(project, model_file(project.root / "models"), folder).agent
        self._conversations = 0

    @property
    def intents(self) -> list[str]:
        """The names of all intents."""
        return sorted(self._agent.domain.intents)

    @property
    def offering(self) -> set[str]:
        """The names of the responses that have buttons of their own."""
        said = self._agent.domain.responses.items()
        return {str(name) for name, variants in said if any(each.get("buttons") for each in variants)}

    async def opened(self, messages: Sequence[str], language: str = ENGLISH) -> Place:
        """A new conversation on a page in a language, after these messages.

        One that begins with a slash is taken for what it says.
        """
        self._conversations += 1
        sender = f"walk-{self._conversations}"
        for message in messages:
            answer, tracker = await self._said(sender, message, language, guarded=not message.startswith("/"))
        return self._place(tuple(messages), sender, language, answer, tracker)

    async def told(self, response: str, language: str = ENGLISH) -> Place:
        """A conversation in which the assistant has just said this response."""
        place = await self.opened(["/greet"], language)
        tracker = DialogueStateTracker.from_events(place.sender, list(place.events), self._agent.domain.slots)
        english = self._agent.domain.responses
        translated = {} if language == ENGLISH else load_language(language, english).responses
        told = translated.get(response, english[response])[0]
        data = {"buttons": list(told.get("buttons") or ())}
        tracker.update(BotUttered(told.get("text"), data, {"utter_action": response}))
        return self._place((response,), place.sender, language, _answer(tracker), tracker)

    async def steps(self, place: Place) -> list[tuple[Step, Place]]:
        """Each button of an answer pressed, and its title typed, and the place that pressing it led to."""
        walked: list[tuple[Step, Place]] = []
        listed = 0
        for button in place.answer.buttons:
            listed += button.payload.startswith(_THING)
            if listed > _LISTED and button.payload.startswith(_THING):
                continue
            typed, _ = await self._from(place, by_hand(button.title))
            pressed, tracker = await self._from(place, button.payload)
            way = (*place.way, f"[{button.title}]")
            walked.append(
                (Step(place, button, pressed, typed), self._place(way, place.sender, place.language, pressed, tracker))
            )
        return walked

    async def repeated(self, place: Place, message: str, times: int) -> list[Answer]:
        """The answers to a message that is said again and again where a conversation stands."""
        answer, _ = await self._from(place, message)
        said = [answer]
        while len(said) < times:
            answer, _ = await self._said(place.sender, message, place.language)
            said.append(answer)
        return said

    async def _from(self, place: Place, message: str) -> tuple[Answer, DialogueStateTracker]:
        file = sqlite3.connect(self._file)
        place.store.backup(file)
        file.close()
        tracker = DialogueStateTracker.from_events(place.sender, list(place.events), self._agent.domain.slots)
        await self._agent.tracker_store.save(tracker)
        return await self._said(place.sender, message, place.language)

    async def _said(
        self, sender: str, text: str, language: str, *, guarded: bool = True
    ) -> tuple[Answer, DialogueStateTracker]:
        page = {LOCALE: language.replace("_", "-")}
        message = UserMessage(text, CollectingOutputChannel(), sender, input_channel="rest", metadata=page)
        tracker = await self._agent.processor.fetch_tracker_and_update_session(sender, message.output_channel)
        await self._agent.tracker_store.save(tracker)
        if guarded:
            guard(message, tracker)
        await self._agent.handle_message(message)
        after = await self._agent.tracker_store.retrieve(sender)
        return _answer(after), after

    def _place(
        self, way: tuple[str, ...], sender: str, language: str, answer: Answer, tracker: DialogueStateTracker
    ) -> Place:
        kept = sqlite3.connect(":memory:")
        file = sqlite3.connect(self._file)
        file.backup(kept)
        file.close()
        return Place(way, sender, language, answer, tuple(tracker.events), kept)


def by_hand(title: str) -> str:
    """The words on a button as somebody types them: small letters, no mark at the end."""
    return title.lower().rstrip(".?!…")


async def walk(assistant: WalkedAssistant, openings: Sequence[Place]) -> tuple[list[Step], list[Place]]:
    """Every button of every answer that buttons lead to, each kind of answer once; and the places of these answers."""
    waiting, known = deque(openings), set[object]()
    walked: list[Step] = []
    places: list[Place] = []
    while waiting:
        place = waiting.popleft()
        if place.answer.kind in known:
            continue
        known.add(place.answer.kind)
        places.append(place)
        for step, reached in await assistant.steps(place):
            walked.append(step)
            if reached.answer.kind not in known:
                waiting.append(reached)
    return walked, places


def _answer(tracker: DialogueStateTracker) -> Answer:
    said: list[BotUttered] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.insert(0, event)
    buttons: list[dict[str, Any]] = [each for event in said for each in (event.data or {}).get("buttons") or ()]
    return Answer(
        tuple(str(event.metadata.get("utter_action")) for event in said),
        tuple(str(event.text) for event in said),
        tuple(Button(str(each["title"]), str(each["payload"])) for each in buttons),
        (tracker.active_loop_name, tracker.get_slot("requested_slot")),
    )
