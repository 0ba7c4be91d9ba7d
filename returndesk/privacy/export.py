"""`returndesk export --customer ID`: what is held about one customer, for a request for access."""

from __future__ import annotations

import json

from actions.privacy.access import everything_about
from actions.privacy.forgetting import held_about
from actions.settings import Settings
from returndesk.failure import Failure
from returndesk.privacy.stores import open_stores
from returndesk.project import Project


def export_customer(project: Project, settings: Settings, customer_id: str) -> str:
    """Everything that is held about a customer, as JSON.

    Raises:
        Failure: There is no store, or nothing in it about this customer.
        StoreUnavailable: A database did not answer.
    """
    engine, conversations = open_stores(project, settings)
    held = held_about(engine, conversations, customer_id)
    if not held.known and not held.conversations and not held.rows:
        raise Failure(f"nothing is held about customer {customer_id}; customers are named by the shop's own ids")
    return json.dumps(everything_about(engine, conversations, held), ensure_ascii=False, indent=2) + "\n"
