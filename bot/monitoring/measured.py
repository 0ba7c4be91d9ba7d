"""Has the bot's server measured: its route for Prometheus, its stores and locks, and the age of its model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Optional

from sanic import Sanic

from bot.monitoring.metrics import BotMetrics
from bot.rasa_patches.nlu_workers import understanders_of
from bot.storage.conversation_store import ConversationStore, ask_conversations
from bot.storage.lock_store import DeskLockStore
from core.database.statement_times import StatementTimes
from core.sanic_setup import serve_metrics


def measure(app: Sanic, metrics: BotMetrics) -> None:
    """Have a server measured that Rasa runs.

    Args:
        app: The server; its agent is loaded before it takes requests.
        metrics: Where the measures go.
    """

    def processor() -> Any:
        return getattr(getattr(app.ctx, "agent", None), "processor", None)

    def trained_at() -> Optional[datetime]:
        loaded = processor()
        return None if loaded is None else loaded.model_metadata.trained_at

    def conversations() -> Mapping[str, int]:
        loaded = processor()
        if loaded is not None:
            ask_conversations(loaded.tracker_store)
        return {}

    async def watch_stores(_: Sanic, __: Any) -> None:
        loaded = processor()
        if loaded is not None and isinstance(loaded.lock_store, DeskLockStore):
            loaded.lock_store.watch(metrics.lock_wait_seconds.observe)
        if loaded is not None and isinstance(loaded.tracker_store, ConversationStore):
            loaded.tracker_store.watch(StatementTimes(metrics))

    async def watch_understanding(_: Sanic, __: Any) -> None:
        understanders = understanders_of(processor())
        if understanders is not None:
            understanders.watch(metrics.too_much)

    serve_metrics(app, metrics)
    # By then the agent is loaded.
    app.register_listener(watch_stores, "after_server_start")
    app.register_listener(watch_understanding, "after_server_start")
    metrics.watch_model(trained_at)
    metrics.queues.add("conversations", conversations)
