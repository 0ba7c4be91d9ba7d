"""Serves the assistant: trains, prepares the store, runs every process, and stops them together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from functools import partial
from pathlib import Path
from typing import Optional

from core.clock import SystemClock
from core.settings import ActionsIn, Environment, Settings
from returndesk import store_address
from returndesk.doctor.refusal import refuse_unsafe
from returndesk.failure import Failure
from returndesk.model.training import staleness, train_if_stale
from returndesk.people.roles import DEMO_NAME
from returndesk.process.apart import apart
from returndesk.process.environment import child_environment
from returndesk.process.secrets import demo_person_password, demo_shop_sign_in, missing_secrets
from returndesk.process.service import LOOPBACK, check_ports
from returndesk.process.stop_signals import StopSignals
from returndesk.process.supervisor import Supervisor
from returndesk.progress import Progress
from returndesk.project import STATE_VARIABLE, Project
from returndesk.serve.console import ConsoleWatcher
from returndesk.serve.services import Serving

_ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?", re.ASCII)
#: How long a process may take to stop on a developer's machine before it is ended.
_HURRIED_SECONDS = 10.0
_THIS_MACHINE_ALONE = (LOOPBACK, "localhost", "::1")

_EXAMPLE = """\
  curl -s {webhook} -H 'Content-Type: application/json' \\
       -d '{{"sender": "me", "message": "I dropped my parcel off yesterday and it still says not returned"}}'"""


def serve(
    project: Project,
    settings: Settings,
    progress: Progress,
    *,
    host: str = LOOPBACK,
    allowed_origins: tuple[str, ...] = (),
    enable_api: bool = False,
    verbose: bool = False,
) -> None:
    """Run the assistant until someone asks to stop.

    Args:
        project: The checkout to run.
        settings: Ports, database, clock; folders and files in them are absolute.
        progress: Where the person at the terminal looks.
        host: The interface of the bot and the page.
        allowed_origins: Further web addresses whose pages may talk to the bot.
        enable_api: Opens Rasa's HTTP API to whoever has its token.
        verbose: Shows everything that the processes write.

    Raises:
        Failure: Something is missing, taken or, in production, unsafe; or a process ended by itself, and all others
            are stopped then.
        StoreUnavailable: The database did not answer.
        KeyboardInterrupt: Someone asked to stop during the training.
    """
    for origin in allowed_origins:
        if not _ORIGIN.fullmatch(origin):
            raise Failure(f'"{origin}" is not the address of a website such as https://shop.example')
    # Apart, as all that imports databases is here: only what watches the processes stays in memory.
    apart(_refuse_unsafe, project, settings, allowed_origins, enable_api)
    if settings.rules is not None:
        apart(_refuse_unusable_rules, project, settings.rules)
    if enable_api and settings.api_token is None:
        raise Failure(
            "--enable-api opens every conversation to whoever calls; set RETURNDESK_API_TOKEN, or leave it out"
        )
    secrets = dict(missing_secrets(settings, project.state / "secrets.json"))
    serving = Serving(
        project,
        settings,
        host,
        allowed_origins,
        demo_carrier=_may_use_demo_carrier(project, settings),
        enable_api=enable_api,
        actions_in=settings.actions_in or ActionsIn.BOT,
    )
    check_ports(serving.services())
    with StopSignals() as stop_signals:
        # It reads all training data.
        train_if_stale(project, settings.model_dir, progress, stop_signals, look=partial(apart, staleness))
        customer = _prepare_store(project, settings, progress)
        # A store that never held the demo shop has returns that the demo carrier must not speak about.
        serving = replace(serving, demo_carrier=serving.demo_carrier and project.carrier_scans.is_file())
        demo_password = ""
        if serving.demo_carrier:
            secrets.update(demo_shop_sign_in(settings, project.state / "secrets.json"))
            demo_password = _demo_person(project, settings)
        watcher = ConsoleWatcher(progress, verbose=verbose)
        with Supervisor(
            serving.services(),
            folder=project.root,
            environment=_environment(serving, secrets),
            logs=project.logs,
            watcher=watcher,
            stop_signals=stop_signals,
            grace_seconds=settings.finish_seconds if settings.env is Environment.PRODUCTION else _HURRIED_SECONDS,
        ) as supervisor:
            with watcher.starting():
                ready = supervisor.start()
            if ready:
                _announce(serving, progress, customer, demo_password)
                supervisor.watch()
            progress.say("Stopping …")
        progress.done("Stopped")


def _may_use_demo_carrier(project: Project, settings: Settings) -> bool:
    named_another = settings.carrier_url != f"http://{LOOPBACK}:{settings.carrier_port}"
    embedded = settings.database_url == store_address.embedded_url(project)
    return embedded and settings.demo_data and not named_another and settings.tracking_service is None


@dataclass(frozen=True)
class _Prepared:
    """What became of the store: see `Seeding`; `customer` is one of the demo shop, in words."""

    written: bool
    kept_from: Optional[date]
    customer: str


def _prepare_store(project: Project, settings: Settings, progress: Progress) -> str:
    """Bring the store up to date; a customer of the demo shop, in words."""
    prepared = apart(_prepared, project, settings)
    with_what = ", filled with the demo shop" if prepared.written else ""
    progress.done(f"Store {store_address.shown_url(project, settings.database_url)} is up to date{with_what}")
    if prepared.kept_from is not None:
        progress.warn(
            f"The demo shop is of {prepared.kept_from:%d %B %Y} and stays so, as somebody has used it; "
            "`returndesk renew-demo` makes it anew"
        )
    return prepared.customer


def _prepared(project: Project, settings: Settings) -> _Prepared:
    from actions.demo.demo_data import demo_document
    from returndesk.admin import store

    engine, seeding = store.prepare(project, settings)
    engine.dispose()
    document = demo_document(datetime.now(timezone.utc))
    customer = f"return {document['returns'][0]['number']}, e-mail {document['customers'][0]['email']}"
    return _Prepared(seeding.written, seeding.kept_from, customer)


def _refuse_unsafe(project: Project, settings: Settings, origins: tuple[str, ...], enable_api: bool) -> None:
    refuse_unsafe(project, settings, origins=origins, enable_api=enable_api)


def _refuse_unusable_rules(project: Project, folder: Path) -> None:
    from returndesk.admin.rules_files import refuse_unusable_rules

    refuse_unusable_rules(project, folder)


def _environment(serving: Serving, secrets: Mapping[str, str]) -> Mapping[str, str]:
    settings = serving.settings
    return child_environment(
        serving.project,
        **secrets,
        **{STATE_VARIABLE: serving.project.state},
        RETURNDESK_ENV=settings.env.value,
        RETURNDESK_DATABASE_URL=settings.database_url,
        RETURNDESK_CONVERSATIONS_URL=settings.conversations_url or None,
        RETURNDESK_PHOTOS_DIR=settings.photos_dir,
        # No other process here takes over what comes in, so there is nobody to leave time to.
        RETURNDESK_DRAIN_SECONDS=settings.drain_seconds if "drain_seconds" in settings.__fields_set__ else 0,
        RETURNDESK_NOW=settings.now.isoformat() if settings.now else None,
        RETURNDESK_ALLOWED_ORIGINS=" ".join(serving.origins()),
        RETURNDESK_PORT=settings.port,
        RETURNDESK_ACTIONS_PORT=settings.actions_port,
        RETURNDESK_ACTIONS_URL=serving.actions_url,
        RETURNDESK_BOT_URL=serving.bot_url,
        RETURNDESK_CARRIER_PORT=settings.carrier_port,
        RETURNDESK_CARRIER_URL=settings.carrier_url,
    )


def _demo_person(project: Project, settings: Settings) -> str:
    """The password of the account that answers the demo shop's customers; empty in production, where nobody has it."""
    if settings.env is Environment.PRODUCTION:
        return ""
    password = demo_person_password(project.state / "secrets.json")
    apart(_keep_demo_person, settings.database_url, password)
    return password


def _keep_demo_person(database_url: str, password: str) -> None:
    from returndesk.admin import store
    from returndesk.people.accounts import Accounts

    engine = store.open_store(database_url)
    Accounts(engine).keep_demo(password, SystemClock().now())
    engine.dispose()


def _announce(serving: Serving, progress: Progress, customer: str, demo_password: str) -> None:
    settings = serving.settings
    if settings.now:
        progress.warn(f"The clock is frozen at {settings.now.isoformat()}")
    if serving.host not in _THIS_MACHINE_ALONE:
        progress.warn(f"The bot listens on {serving.host}: whoever reaches this machine can talk to it")
    progress.done(f"Ready. Talk to it: {serving.page_url}")
    if serving.demo_carrier:
        progress.say(f"  Be a customer of the demo shop: {customer}")
    if demo_password and settings.people_local_accounts:
        progress.say(
            f"  Answer customers as a person: {serving.page_url}/people/  name {DEMO_NAME}, password {demo_password}"
        )
    if not serving.demo_carrier:
        progress.say("  Answer customers as a person: `returndesk people add`, then `returndesk serve people`")
    if settings.env is Environment.DEVELOPMENT:
        progress.say(f"  From a program: {serving.webhook_url}")
        progress.say(_EXAMPLE.format(webhook=serving.webhook_url))
    else:
        progress.say(f"  From a program, with a session or a key (docs/gateway.md): {serving.webhook_url}")
    progress.say(f"  Logs: {serving.project.shown(serving.project.logs)}    Stop: Ctrl-C")
