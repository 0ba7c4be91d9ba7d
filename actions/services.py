"""What the custom actions work with, put together once when the action server starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Optional

from prometheus_client import CollectorRegistry

from actions.carrier.carrier import Carrier
from actions.carrier.inbox import TrackingInbox
from actions.carrier.settings import carrier_from, inbox_from
from actions.connect.inbox import ShopInbox
from actions.connect.settings import shop_inbox_from, shop_watch_from, write_back_from
from actions.connect.watch import ShopWatch
from actions.connect.write_back import ShopWriteBack
from actions.help_desk.hand_over import HandOver, hand_over_from
from actions.labels.labels import Labels
from actions.photos.photos import Photos
from actions.reminders.reminding import Reminding, reminding_from
from actions.shop_changes.inbox import ChangesInbox
from actions.sign_in.shop_sign_in import ShopSignIn, tokens_from
from actions.store.engine import revisions
from actions.store.feedback import Feedback
from actions.store.leases import waiting_deliveries, waiting_reminders
from actions.store.proof.guess_limits import STRICT, WIDE
from actions.store.proof.mail_links import MailLinks, mail_links_from
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from core.clock import Clock, SystemClock
from core.database.engine import open_engine
from core.health.checks import migrations_check, tables_check
from core.health.readiness import Readiness
from core.identifiers import NumberShapes
from core.metrics import ActionMetrics
from core.settings import Environment, Settings, clock_from
from policy.facts import Facts, load_facts


@dataclass(frozen=True)
class Services:
    """The return store, who is verified, links in mails, carrier, clock, rules, the way to people, thumbs, reminders,
    changes, labels, photos, what tracking services and the shop tell, what the shop is told, what looks at one that
    tells little.

    `readiness` says whether they can do their work. `metrics` takes note of what they do; by itself it counts for
    whoever asks it, and for nobody else.
    """

    store: ReturnStore
    verifications: Verifications
    mail_links: MailLinks
    carrier: Carrier
    clock: Clock
    facts: Facts
    shapes: NumberShapes
    hand_over: HandOver
    feedback: Feedback
    shop_sign_in: ShopSignIn
    reminding: Reminding
    changes: ChangesInbox
    labels: Labels
    tracking: TrackingInbox
    shop: ShopInbox
    photos: Photos
    readiness: Readiness
    metrics: ActionMetrics = field(default_factory=lambda: ActionMetrics(CollectorRegistry()))
    write_back: Optional[ShopWriteBack] = None
    watch: Optional[ShopWatch] = None


def services_from(settings: Settings) -> Services:
    """The services that the settings name.

    Raises:
        SettingsError: Something is missing for the help desk or the sign-in that they name.
        FactsError: `facts.yml` does not hold what the rules need.
    """
    engine = open_engine(settings.database_url)
    clock, facts = clock_from(settings), load_facts(settings.facts_file)
    metrics = ActionMetrics(CollectorRegistry())
    metrics.queues.add("returns", lambda: waiting_deliveries(engine))
    metrics.queues.add("returns", lambda: waiting_reminders(engine, SystemClock().now()))
    verifications = Verifications(
        engine,
        idle_limit=timedelta(minutes=settings.idle_minutes),
        limits=STRICT if settings.env is Environment.PRODUCTION else WIDE,
    )
    return Services(
        store=ReturnStore(engine),
        verifications=verifications,
        mail_links=mail_links_from(settings, engine, verifications),
        carrier=carrier_from(settings, engine, metrics.carrier_asked),
        clock=clock,
        facts=facts,
        shapes=settings.number_shapes,
        hand_over=hand_over_from(settings, engine, clock),
        feedback=Feedback(engine),
        shop_sign_in=ShopSignIn(tokens_from(settings, clock), verifications, clock),
        reminding=reminding_from(settings, engine, clock, facts),
        changes=ChangesInbox.for_settings(settings, engine, clock),
        labels=Labels.for_settings(settings, engine, clock),
        tracking=inbox_from(settings, engine),
        shop=shop_inbox_from(settings, engine, clock),
        photos=Photos.for_settings(settings, engine),
        readiness=_readiness(settings),
        metrics=metrics,
        write_back=write_back_from(settings, engine),
        watch=shop_watch_from(settings, engine, clock),
    )


def _readiness(settings: Settings) -> Readiness:
    engine = open_engine(settings.database_url)
    return Readiness(
        [
            tables_check("return store", engine, ("customers", "orders", "returns")),
            migrations_check("migrations", engine, revisions()),
        ]
    )
