"""What has to be looked at: databases, files, the model, the words of each language, the carrier."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.connect.connector import Connector
from actions.connect.settings import connector_from, rules_from
from actions.store.engine import is_current
from actions.store.tables.changes import WaitingChangeRow
from actions.store.tables.shop import CustomerRow
from actions.store.wishes_to_forget import WishesToForget
from bot.responses.languages import language_tags, load_language
from core.conversations.conversations import open_conversations
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.database.sessions import reading
from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable
from core.settings import ENV_PREFIX, Environment, Settings, SettingsError
from returndesk import store_address
from returndesk.doctor.check import Check, fail, ok, warn
from returndesk.doctor.mail_checks import mail_checks
from returndesk.doctor.photo_checks import photo_checks
from returndesk.doctor.provider_checks import provider_checks
from returndesk.doctor.written_returns import written_returns
from returndesk.model.training import model_file, staleness
from returndesk.people.accounts import Accounts
from returndesk.people.roles import DEMO_NAME
from returndesk.project import Project

_KEPT_AT_MOST = timedelta(days=90)
_MAY_WAIT = timedelta(days=1)
_CARRIER_SECONDS = 3
_DEMO_CUSTOMERS = "demo-%"


def state_checks(project: Project, settings: Settings) -> Iterator[Check]:
    """Look at what the settings name; change nothing."""
    yield from _return_store(project, settings)
    yield from _conversations(project, settings)
    yield _model(project, settings)
    yield from _languages(project)
    yield _carrier(settings)
    yield from _shop(settings)
    yield from mail_checks()
    yield from photo_checks(settings)
    yield from photo_checks(settings)
    yield from provider_checks(settings)
    yield from _files(project, settings)


def _return_store(project: Project, settings: Settings) -> Iterator[Check]:
    name = "return store"
    where = store_address.shown_url(project, settings.database_url)
    file = store_address.sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        yield warn(name, f"{where} is not there yet", "`returndesk up` or `returndesk import FILE` makes it")
        return
    try:
        engine = open_engine(settings.database_url)
        current = is_current(engine)
        yield (
            ok(name, f"{where} is up to date")
            if current
            else warn(name, f"{where} has an older schema", "`returndesk up` brings it up to date")
        )
        if current:
            yield from _waiting_changes(engine)
            yield from _to_forget(engine)
            yield from _people(engine, settings)
        if current and settings.env is Environment.PRODUCTION:
            with reading(engine) as session:
                demo = session.execute(select(CustomerRow.id).where(CustomerRow.id.like(_DEMO_CUSTOMERS))).first()
            if demo is not None:
                yield fail("demo data", f"{where} holds the demo shop", "use a store of the shop's own")
        engine.dispose()
    except (StoreUnavailable, ValueError) as error:
        yield fail(name, str(error), "check RETURNDESK_DATABASE_URL and that the database runs")


def _waiting_changes(engine: Engine) -> Iterator[Check]:
    long_ago = datetime.now(timezone.utc) - _MAY_WAIT
    with reading(engine) as session:
        waiting = select(func.count()).select_from(WaitingChangeRow).where(WaitingChangeRow.at < long_ago)
        count = session.execute(waiting).scalar_one()
    if count:
        found = f"{count} have waited for more than a day for an order or a customer that they refer to"
        yield warn("changes", found, "have the shop's systems send those too (docs/connect.md)")


def _to_forget(engine: Engine) -> Iterator[Check]:
    asked = len(WishesToForget(engine).asked())
    if asked:
        found = f"the shop wants {asked} customer{'' if asked == 1 else 's'} forgotten"
        yield warn("privacy", found, "run `returndesk forget --asked`, every day by itself with --yes")


def _people(engine: Engine, settings: Settings) -> Iterator[Check]:
    accounts = Accounts(engine).listed()
    if settings.env is Environment.PRODUCTION and any(each.person.name == DEMO_NAME for each in accounts):
        yield warn("people", "there is the demo shop's account", f"run `returndesk people remove {DEMO_NAME}`")
    elif accounts:
        without = sum(each.totp_secret is None and not each.person.issuer for each in accounts)
        yield ok("people", f"{len(accounts)} may answer customers, {without} of them by a password alone")


def _shop(settings: Settings) -> Iterator[Check]:
    if settings.connect is None:
        return
    try:
        rules_from(settings)
        shop = connector_from(settings)
    except SettingsError as error:
        yield fail("shop", str(error), f"see docs/connect-{settings.connect.value}.md")
        return
    if shop is not None:
        yield _can_be_asked(settings, shop)
        yield from written_returns(settings, shop)


def _can_be_asked(settings: Settings, shop: Connector) -> Check:
    name = "shop"
    try:
        told = shop.health()
    except ServiceUnavailable as error:
        return warn(name, str(error), "look whether the shop runs, and check RETURNDESK_CONNECT_URL")
    except ServiceRefused as error:
        return fail(name, str(error), "check RETURNDESK_CONNECT_URL, and that RETURNDESK_CONNECT_KEY may read")
    # A shop that is looked at every few seconds need not tell.
    if settings.connect_secret is None and not shop.is_watched:
        remedy = f"set RETURNDESK_CONNECT_SECRET, and have it tell /webhooks/shop/{shop.name}"
        return warn(name, f"{told}; its webhooks are refused", remedy)
    return ok(name, told)


def _conversations(project: Project, settings: Settings) -> Iterator[Check]:
    name = "conversations"
    where = store_address.shown_url(project, settings.conversations_url)
    file = store_address.sqlite_file(settings.conversations_url)
    if file is not None and not file.exists():
        yield ok(name, f"{where} is not there yet; the bot makes it")
        return
    try:
        conversations = open_conversations(settings.conversations_url)
        conversations.create()
        oldest = conversations.longest_idle()
    except (StoreUnavailable, ValueError) as error:
        yield fail(name, str(error), "check RETURNDESK_CONVERSATIONS_URL and that the database runs")
        return
    if oldest is not None and datetime.now(timezone.utc) - oldest > _KEPT_AT_MOST:
        found = f"{where} holds conversations that nobody has taken up since {oldest:%d %B %Y}"
        yield warn(name, found, "run `returndesk purge --older-than 30d` every day")
    else:
        yield ok(name, f"{where} holds nothing older than {_KEPT_AT_MOST.days} days")


def _model(project: Project, settings: Settings) -> Check:
    path = model_file(settings.model_dir)
    if not path.exists():
        return warn("model", f"{project.shown(path)} is not there", "`returndesk train` makes it")
    why = staleness(project, settings.model_dir).why
    if why is not None:
        return warn("model", f"{project.shown(path)} is out of date: {why}", "run `returndesk train`")
    return ok("model", f"{project.shown(path)} is current")


def _languages(project: Project) -> Iterator[Check]:
    responses = {
        name: variants
        for path in sorted(project.domain.glob("*.yml"))
        for name, variants in (yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}).items()
    }
    for tag in language_tags(project.locales):
        name, folder = f"words of {tag}", project.shown(project.locales / tag)
        try:
            missing = sorted(responses.keys() - load_language(tag, responses, project.locales).responses.keys())
        except (ValueError, KeyError) as error:
            yield fail(name, f"{folder} can't be used: {error}", "put it into the form of docs/languages.md")
            continue
        if missing:
            found = f"{len(missing)} of {len(responses)} responses are said in English: {', '.join(missing)}"
            yield warn(name, found, f"write them in {folder}")
        else:
            yield ok(name, f"all {len(responses)} responses are there")


def _carrier(settings: Settings) -> Check:
    client = HttpClient("the carrier", timeout=_CARRIER_SECONDS, budget=_CARRIER_SECONDS, longest=0)
    try:
        # Whatever it answers to this, it answers.
        client.status(settings.carrier_url)
    except ServiceUnavailable as error:
        found = f"{settings.carrier_url} does not answer ({type(error.__cause__).__name__})"
        return warn("carrier", found, "check RETURNDESK_CARRIER_URL; without it customers hear what the store knows")
    return ok("carrier", f"{settings.carrier_url} answers")


def _files(project: Project, settings: Settings) -> Iterator[Check]:
    private = [project.state / "secrets.json"]
    urls = (settings.database_url, settings.conversations_url)
    private += [path for path in map(store_address.sqlite_file, urls) if path is not None]
    named = {
        name: value for name, value in os.environ.items() if name.startswith(ENV_PREFIX) and name.endswith("_FILE")
    }
    private += [Path(value) for value in named.values() if value]
    open_to_others = [path for path in private if path.exists() and _others_may_read(path)]
    for path in open_to_others:
        yield warn("file modes", f"{project.shown(path)} can be read by others", f"chmod 600 {project.shown(path)}")
    if not open_to_others:
        yield ok("file modes", "secrets and stores are their owner's alone")


def _others_may_read(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXO | stat.S_IWGRP))
