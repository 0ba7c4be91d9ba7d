"""What the application works with, put together once when its process starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Optional

from sqlalchemy.engine import Engine

from actions.help_desk.agent_tickets import AgentTickets
from actions.help_desk.outbox import Outbox
from actions.help_desk.writing_signs import WritingSigns
from actions.photos.photos import Photos
from actions.store.engine import revisions
from bot.gateway.addresses import Network, networks
from core.clock import Clock, SystemClock
from core.conversations.address import conversations_url
from core.conversations.conversations import Conversations
from core.database.engine import open_engine
from core.health.checks import migrations_check
from core.health.readiness import Readiness
from core.masking import Masker
from core.settings import Environment, Settings, clock_from
from policy.facts import Facts, load_facts
from returndesk.people.accounts import Accounts
from returndesk.people.canned_answers import CannedAnswers, load_canned_answers_of
from returndesk.people.conversation_search import ConversationSearch
from returndesk.people.dangerous_topics import dangerous_topics
from returndesk.people.day_counts import DayCounter
from returndesk.people.deeds import Deeds
from returndesk.people.desk_days import DeskDays
from returndesk.people.fact_edit import FactFile
from returndesk.people.label_trials import LabelTrials
from returndesk.people.learning_inbox import LearningInbox
from returndesk.people.page_languages import PageLanguages
from returndesk.people.provider.settings import provider_settings
from returndesk.people.provider.sign_in import ProviderSignIn
from returndesk.people.sessions import Sessions
from returndesk.people.sign_in import SignIn
from returndesk.people.training_patch import TrainingData
from returndesk.people.turn_list import TurnList
from returndesk.project import Project, this_project


@dataclass(frozen=True)
class PeopleServices:
    """The store and what people do with it.

    Args:
        engine: The return store.
        tickets: What they answer.
        signs: Who is writing in it.
        canned: What they insert into their answers.
        answers_within: How soon the shop has promised that somebody answers; None where it has not.
        outbox: What waits to be delivered.
        accounts: Who can be.
        sessions: Who is signed in.
        sign_in: Finds out who somebody is.
        local_accounts: Whether they may show it with a password.
        provider: Signs them in at the shop's identity provider; None where there is none.
        deeds: The log.
        clock: The shop's, for when something is said and how long somebody waits.
        wall: One that runs, for sessions and the log.
        secure: Whether browsers reach the application by https alone.
        proxies: Whose word on a caller's address counts.
        readiness: Whether the store is there.
        conversations: What was said.
        turn_list: What is searched of it.
        search: Searches that.
        dangerous: Topics whose answers promise money, a date or a right; none where no list of them is there.
        photos: What customers have sent.
        day_counter: Counts what days came to.
        desk_days: Counts and keeps what days came to in tickets and thumbs.
        facts: The shop's rules.
        learning: What was not understood, and what people say that it means.
        training: What training holds.
        trials: What a candidate would answer to the labelled messages.
        project: The checkout, as far as it is there.
        fact_file: Where the rules stand, to try other values.
        languages: Those that pages are there in.
        branches: Whether changes of rules and training may become branches of the checkout.
    """

    engine: Engine
    tickets: AgentTickets
    signs: WritingSigns
    canned: CannedAnswers
    answers_within: Optional[timedelta]
    outbox: Outbox
    accounts: Accounts
    sessions: Sessions
    sign_in: SignIn
    local_accounts: bool
    provider: Optional[ProviderSignIn]
    deeds: Deeds
    clock: Clock
    wall: Clock
    secure: bool
    proxies: tuple[Network, ...]
    readiness: Readiness
    conversations: Conversations
    turn_list: TurnList
    search: ConversationSearch
    dangerous: frozenset[str]
    photos: Photos
    day_counter: DayCounter
    desk_days: DeskDays
    facts: Facts
    learning: LearningInbox
    training: TrainingData
    trials: LabelTrials
    project: Project
    fact_file: FactFile
    languages: PageLanguages
    branches: bool


def people_services(settings: Settings) -> PeopleServices:
    """The services that the settings name.

    Raises:
        ValueError: RETURNDESK_TRUSTED_PROXIES names no networks, an address no database, or a canned answer no fact.
        SettingsError: What they say of the identity provider can't be used.
    """
    provider, local = provider_settings(settings), settings.people_local_accounts
    engine = open_engine(settings.database_url)
    said = open_engine(conversations_url(settings))
    masker = Masker.for_shop(settings.number_shapes, settings.home_countries)
    project = this_project()
    facts = load_facts(settings.facts_file)
    production = settings.env is Environment.PRODUCTION
    return PeopleServices(
        engine=engine,
        tickets=AgentTickets(engine),
        signs=WritingSigns(engine),
        canned=CannedAnswers(load_canned_answers_of(project.root, settings.rules, facts), facts, engine),
        answers_within=timedelta(minutes=settings.person_answers_within_minutes) or None,
        outbox=Outbox(engine),
        accounts=Accounts(engine),
        sessions=Sessions(engine, local=local, issuer=provider.issuer if provider else ""),
        sign_in=SignIn(engine, demo=not production),
        local_accounts=local,
        provider=ProviderSignIn(provider, engine) if provider else None,
        deeds=Deeds(engine),
        clock=clock_from(settings),
        wall=SystemClock(),
        secure=production,
        proxies=networks(settings.trusted_proxies),
        readiness=Readiness([migrations_check("migrations", open_engine(settings.database_url), revisions())]),
        conversations=Conversations(said),
        turn_list=TurnList(said, masker),
        search=ConversationSearch(said, engine),
        dangerous=dangerous_topics(),
        photos=Photos.for_settings(settings, engine),
        day_counter=DayCounter(said, engine),
        desk_days=DeskDays(said, engine),
        facts=facts,
        learning=LearningInbox(said, engine),
        training=TrainingData(project, masker),
        trials=LabelTrials(said),
        project=project,
        fact_file=FactFile(project, settings.rules, engine),
        languages=PageLanguages.load(),
        branches=settings.people_branches,
    )
