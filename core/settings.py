"""What the environment says about how to run: `RETURNDESK_…` variables, read once and checked."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Optional

from pydantic import BaseSettings, Field, SecretStr, ValidationError, root_validator, validator

from core.clock import Clock, FrozenClock, SystemClock, parse_instant
from core.identifiers import NumberShapes, load_shapes, plain_shapes

ENV_PREFIX = "RETURNDESK_"

#: A secret with fewer bytes than this can be guessed, given time and a signature made with it.
SHORTEST_SECRET = 32

#: Addresses that may hold a password, and so may come from a file as secrets do.
_WITH_PASSWORD = frozenset({"database_url", "conversations_url"})
_UNSET = -1

_HTTP_URL = re.compile(r"https?://[^/?#\s]+(/[^?#\s]*)?")
_BUCKET_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?", re.ASCII)
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")
_QUIET_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class SettingsError(Exception):
    """A setting cannot be used. The message is one line that names the variable and the remedy."""


class Environment(str, Enum):
    """Where the desk runs: in development senders are trusted and the clock may be frozen."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogForm(str, Enum):
    """How log lines are written: for a person at a terminal, or for a program that collects them."""

    CONSOLE = "console"
    JSON = "json"


class ActionsIn(str, Enum):
    """Which process runs the custom actions: the bot's own, or an action server's that several bots can ask."""

    BOT = "bot"
    SERVER = "server"


class ShopKind(str, Enum):
    """The systems of shops that there is a connector for."""

    WOOCOMMERCE = "woocommerce"
    SHOPIFY = "shopify"
    MEDUSA = "medusa"


class HelpDeskKind(str, Enum):
    """Where people answer tickets: in the store with `returndesk tickets`, or at a help desk elsewhere."""

    EMBEDDED = "embedded"
    ZENDESK = "zendesk"
    CHATWOOT = "chatwoot"
    WEBHOOK = "webhook"


class TrackingServiceKind(str, Enum):
    """Which service tracks parcels, whoever carries them (docs/parcels.md)."""

    AFTERSHIP = "aftership"
    SEVENTEEN_TRACK = "17track"
    EASYPOST = "easypost"
    SHIP24 = "ship24"


class Settings(BaseSettings):
    """How to run. Every field can be set by the variable of its name behind `RETURNDESK_`."""

    env: Environment = Environment.DEVELOPMENT
    # Kept out of logs and tracebacks: the address may hold a password.
    database_url: str = Field("sqlite:///.returndesk/returndesk.db", repr=False)
    # Empty is beside the return store; see core/conversations/address.py.
    conversations_url: str = Field("", repr=False)
    now: Optional[datetime] = None
    # Without it JSON in production and lines for people in development; see `logs_form`.
    logs: Optional[LogForm] = None
    demo_data: bool = True
    model_dir: Path = Path("models")
    # Where trained models are published for bots on other machines (docs/deployment.md).
    model_url: str = ""

    port: int = Field(5005, ge=1, le=65535)
    actions_port: int = Field(5055, ge=1, le=65535)
    web_port: int = Field(8080, ge=1, le=65535)
    carrier_port: int = Field(5056, ge=1, le=65535)
    people_port: int = Field(8090, ge=1, le=65535)
    carrier_url: str = ""

    # The service that tracks parcels in place of a carrier of our own protocol: its key, what proves its webhooks,
    # where it is if not at its usual address, and after how many minutes it is asked for the same parcel again.
    tracking_service: Optional[TrackingServiceKind] = None
    tracking_key: Optional[SecretStr] = None
    tracking_secret: Optional[SecretStr] = None
    tracking_url: str = ""
    tracking_minutes: int = Field(30, ge=1, le=1440)

    # The shop whose orders keep themselves current (docs/connect.md): its kind, its address, the key of its API, what
    # proves its webhooks, the file of rules for what it does not tell, whether it is told of returns of the chat, and
    # after how many seconds one is looked at again that does not tell of all itself.
    connect: Optional[ShopKind] = None
    connect_url: str = ""
    connect_key: Optional[SecretStr] = None
    connect_secret: Optional[SecretStr] = None
    connect_rules: Optional[Path] = None
    connect_writes: bool = False
    connect_every: int = Field(5, ge=1, le=3600)

    # Where the custom actions run; without it in the bot's process for `returndesk up`, and on an action server for
    # `returndesk serve bot`.
    actions_in: Optional[ActionsIn] = None

    # A folder with the shop's own facts.yml, and perhaps answers.yml and numbers.yml (docs/own-rules.md).
    rules: Optional[Path] = None
    # What the shop's numbers look like: a file with shapes and examples, that of the folder unless it is named. Without
    # one order numbers have so many digits, and return numbers are an R and digits.
    numbers: Optional[Path] = None
    order_number_digits: int = Field(16, ge=4, le=32)

    # Where the shop's customers live, such as "DE,AT": phone numbers as they are dialled there are masked.
    customer_countries: str = ""

    # What the bot shows the action server. Every SecretStr may also come from the file that <variable>_FILE names.
    actions_secret: Optional[SecretStr] = None

    # What the shop's systems sign changes of orders and returns with (docs/connect.md); without it none are taken in.
    store_secret: Optional[SecretStr] = None

    # How a shop's website says who is signed in (actions/sign_in/customer_token.py): one of these two, never both.
    customer_jwks: str = ""
    customer_secret: Optional[SecretStr] = None
    customer_issuer: str = ""
    customer_audience: str = ""
    # By how many seconds the shop's clock may differ, and how many minutes a token may be good for.
    customer_clock_skew: int = Field(30, ge=0, le=300)
    customer_token_minutes: int = Field(60, ge=1, le=1440)

    # The channels of the bot (docs/gateway.md): what sessions are signed with, and for how many days one lasts unused.
    session_secret: Optional[SecretStr] = None
    session_days: int = Field(30, ge=1, le=365)
    # Keys of the shop's servers, each with a name: "shop:KEY,crm:KEY". The token of Rasa's HTTP API.
    api_keys: Optional[SecretStr] = None
    api_token: Optional[SecretStr] = None
    # Websites whose pages may talk to the bot, and the proxies whose word on a caller's address counts.
    allowed_origins: str = ""
    trusted_proxies: str = ""
    # Where limits are counted so that they hold across processes; in this process's memory without it.
    redis_url: Optional[SecretStr] = None
    # Whom to tell what happens in conversations (docs/events.md); nobody without it. It may hold a password.
    events_url: Optional[SecretStr] = None
    # How much is taken in, such as "30/minute"; the default depends on where the desk runs.
    messages_per_session: str = ""
    requests_per_address: str = ""

    # How many seconds of processor time understanding a message may take; after that it is asked for more shortly.
    understanding_seconds: float = Field(1.0, gt=0, le=60)

    # On SIGTERM (docs/health.md): how many seconds bot and action server go on serving, 5 in production and none in
    # development unless set; then how many what is under way may take.
    drain_seconds: float = Field(_UNSET, ge=0, le=300)
    finish_seconds: float = Field(20, ge=0, le=300)

    # After how many minutes without a question a customer has to prove again who they are.
    idle_minutes: int = Field(30, ge=1, le=1440)

    # For how many minutes a link works by which who writes mails proves who they are (docs/e-mail.md).
    mail_link_minutes: int = Field(30, ge=5, le=1440)

    # The help desk that people answer at (docs/hand-over.md); what each kind needs is checked when it is put together.
    help_desk: HelpDeskKind = HelpDeskKind.EMBEDDED
    help_desk_url: str = ""
    help_desk_user: str = ""
    help_desk_account: int = Field(0, ge=0)
    help_desk_inbox: int = Field(0, ge=0)
    help_desk_token: Optional[SecretStr] = None
    help_desk_secret: Optional[SecretStr] = None
    # Within how many minutes of being asked for a person answers, as customers are told; with 0 nothing is promised.
    person_answers_within_minutes: int = Field(0, ge=0, le=10_080)
    # Where the action server reaches the bot, to have it say what an agent wrote.
    bot_url: str = ""
    # Where customers and their platforms reach the bot, for links to labels (docs/labels.md). In production there are
    # none without it.
    public_url: str = ""

    # Where those who answer customers reach their application, and whether they may sign in with a password that
    # `returndesk people add` gave them (docs/people.md).
    people_url: str = ""
    people_local_accounts: bool = True
    # Whether a change of rules or training that they have looked at may become a branch of the checkout, beside the
    # patch; for an application that runs in one.
    people_branches: bool = False
    # The shop's own identity provider, at which they sign in (OpenID Connect): who it is, what the desk is there, what
    # its button says, what it is asked for, which claim says what somebody is there for and which value means what,
    # such as "desk-agents=agent, desk-leads=lead"; and the domains of mail addresses that may, where not all may.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: Optional[SecretStr] = None
    oidc_name: str = ""
    oidc_scopes: str = "openid profile email"
    oidc_roles_claim: str = "groups"
    oidc_roles: str = ""
    oidc_mail_domains: str = ""

    # Where photos that customers send are kept (docs/photos.md), what encrypts them there, and the most that is taken.
    photos_dir: Path = Path(".returndesk/photos")
    photos_key: Optional[SecretStr] = None
    # A bucket instead of the folder, as s3://photos/desk; the address of a store other than Amazon's; and ID:SECRET of
    # an access key, where it does not come from the machine.
    photos_bucket: str = ""
    photos_bucket_url: str = ""
    photos_bucket_key: Optional[SecretStr] = None
    photo_megabytes: int = Field(15, ge=1, le=30)
    video_megabytes: int = Field(40, ge=0, le=100)

    # When reminders wait, by the customer's clock, and after how many seconds the store is looked at again for any.
    quiet_hours: str = "21:00-08:00"
    reminders_every: int = Field(60, ge=1, le=3600)

    class Config:
        """Reads the environment once; nothing changes afterwards."""

        env_prefix = ENV_PREFIX
        allow_mutation = False

        @classmethod
        def customise_sources(cls, init_settings: Any, env_settings: Any, file_secret_settings: Any) -> tuple[Any, ...]:
            """Where values come from: options first, then variables, then the files that `<variable>_FILE` names."""
            return init_settings, _secrets, env_settings

    @property
    def logs_form(self) -> LogForm:
        """How log lines are written here."""
        return self.logs or (LogForm.JSON if self.env is Environment.PRODUCTION else LogForm.CONSOLE)

    @property
    def home_countries(self) -> frozenset[str]:
        """The ISO codes of the countries in which the shop's customers live; none where it does not say."""
        return frozenset(_COUNTRY.findall(self.customer_countries.upper()))

    @property
    def number_shapes(self) -> NumberShapes:
        """What the numbers of this shop look like."""
        return load_shapes(self.numbers) if self.numbers else plain_shapes(self.order_number_digits)

    @property
    def facts_file(self) -> Optional[Path]:
        """The shop's own rules; None for the usual ones."""
        return self.rules / "facts.yml" if self.rules else None

    @root_validator(pre=True)
    @classmethod
    def _empty_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        # Compose files pass a variable that nobody set as an empty one.
        return {name: value for name, value in values.items() if value != "" and value is not None}

    @validator("now", pre=True)
    @classmethod
    def _now_is_an_instant(cls, value: object) -> Optional[datetime]:
        if value is None or (isinstance(value, datetime) and value.utcoffset() is not None):
            return value
        return parse_instant(str(value))

    @validator("now")
    @classmethod
    def _production_runs_on_real_time(cls, value: Optional[datetime], values: dict[str, Any]) -> Optional[datetime]:
        if value is not None and values.get("env") is Environment.PRODUCTION:
            raise ValueError("the clock can't be frozen in production; unset it, or set RETURNDESK_ENV=development")
        return value

    @validator("actions_secret", "customer_secret", "session_secret", "api_token", "store_secret")
    @classmethod
    def _secrets_are_long(cls, value: Optional[SecretStr]) -> Optional[SecretStr]:
        if value is not None and len(value.get_secret_value().encode()) < SHORTEST_SECRET:
            raise ValueError(f"has fewer than {SHORTEST_SECRET} bytes; make one with: openssl rand -hex 32")
        return value

    @validator("photos_key")
    @classmethod
    def _the_key_is_fernets(cls, value: Optional[SecretStr]) -> Optional[SecretStr]:
        if value is not None and not _FERNET_KEY.fullmatch(value.get_secret_value()):
            raise ValueError("is no key; make one with: openssl rand -base64 32 | tr +/ -_")
        return value

    @validator("photos_bucket_key")
    @classmethod
    def _the_bucket_has_an_access_key(cls, value: Optional[SecretStr]) -> Optional[SecretStr]:
        access, _, secret = value.get_secret_value().partition(":") if value is not None else ("", "", "")
        if value is not None and not (access and secret):
            raise ValueError("is no access key; write its id, a colon and its secret")
        return value

    @validator("customer_countries")
    @classmethod
    def _countries_are_codes(cls, value: str) -> str:
        if not value:
            return value
        # Whoever names no country needs none of the library's tables.
        from phonenumbers import SUPPORTED_REGIONS

        unknown = [code for code in value.upper().replace(",", " ").split() if code not in SUPPORTED_REGIONS]
        if unknown:
            raise ValueError(f"{unknown[0][:10]} is no country's ISO 3166 code; write two letters each, such as DE,GB")
        return value

    @validator("carrier_url", always=True)
    @classmethod
    def _carrier_is_the_demo_service_unless_named(cls, value: str, values: dict[str, Any]) -> str:
        if not value:
            return f"http://127.0.0.1:{values.get('carrier_port', 5056)}"
        if not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://carrier.example/api")
        return value.rstrip("/")

    @validator("rules")
    @classmethod
    def _rules_are_there(cls, value: Optional[Path]) -> Optional[Path]:
        if value is not None and not (value / "facts.yml").is_file():
            raise ValueError(f"{value} is no folder with a facts.yml; see docs/own-rules.md")
        return value

    @validator("numbers", always=True)
    @classmethod
    def _numbers_have_shapes(cls, value: Optional[Path], values: dict[str, Any]) -> Optional[Path]:
        rules = values.get("rules")
        if value is None and rules and (rules / "numbers.yml").exists():
            value = rules / "numbers.yml"
        if value is not None:
            load_shapes(value)  # its error is a ValueError, which names the place in the file
        return value

    @validator("drain_seconds", pre=True, always=True)
    @classmethod
    def _only_production_has_others_to_send_work_to(cls, value: object, values: dict[str, Any]) -> object:
        if value != _UNSET:
            return value
        return 5 if values.get("env") is Environment.PRODUCTION else 0

    @validator("bot_url", always=True)
    @classmethod
    def _the_bot_is_on_this_machine_unless_named(cls, value: str, values: dict[str, Any]) -> str:
        if not value:
            return f"http://127.0.0.1:{values.get('port', 5005)}"
        if not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as http://bot.internal:5005")
        return value.rstrip("/")

    @validator("public_url", always=True)
    @classmethod
    def _customers_are_on_this_machine_in_development(cls, value: str, values: dict[str, Any]) -> str:
        if not value:
            return "" if values.get("env") is Environment.PRODUCTION else str(values.get("bot_url", ""))
        if not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://bot.shop.example")
        return value.rstrip("/")

    @validator("model_url", "photos_bucket")
    @classmethod
    def _both_are_in_a_bucket(cls, value: str) -> str:
        if value and not _BUCKET_URL.fullmatch(value):
            raise ValueError("is not the address of a bucket such as s3://models/returndesk")
        return value

    @validator("photos_bucket_url")
    @classmethod
    def _the_bucket_has_an_address(cls, value: str) -> str:
        if value and not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://objects.shop.example")
        return value.rstrip("/")

    @validator("quiet_hours")
    @classmethod
    def _quiet_hours_are_two_times_of_day(cls, value: str) -> str:
        if not _QUIET_HOURS.fullmatch(value):
            raise ValueError("is not two times of day such as 21:00-08:00; for no quiet hours write 00:00-00:00")
        return value

    @validator("tracking_url")
    @classmethod
    def _the_tracking_service_has_an_address(cls, value: str) -> str:
        if value and not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://api.aftership.com")
        return value.rstrip("/")

    @validator("connect_url")
    @classmethod
    def _the_shop_has_an_address(cls, value: str) -> str:
        if value and not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://shop.example")
        return value.rstrip("/")

    @validator("help_desk_url")
    @classmethod
    def _the_help_desk_has_an_address(cls, value: str) -> str:
        if value and not _HTTP_URL.fullmatch(value):
            raise ValueError("is not an address such as https://shop.zendesk.com")
        return value.rstrip("/")


def secret_from(variable: str, environment: Mapping[str, str]) -> Optional[str]:
    """A secret that a variable holds, or the file that `<variable>_FILE` names, as containers mount them.

    Args:
        variable: The variable's full name.
        environment: Where variables are looked up.

    Returns:
        The secret without the line break that ends a file; None where neither variable says anything.

    Raises:
        SettingsError: Both are set, or the file can't be read or is empty. The message holds nothing of the secret.
    """
    in_file = f"{variable}_FILE"
    value, path = environment.get(variable, ""), environment.get(in_file, "")
    if value and path:
        raise SettingsError(f"{variable} and {in_file} are both set; keep one of them")
    if not path:
        return value or None
    try:
        content = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise SettingsError(f"{in_file}: {path} can't be read: {reason}") from None
    if not content:
        raise SettingsError(f"{in_file}: {path} is empty; write the secret into it")
    return content


def secret_fields() -> Collection[str]:
    """The names of the settings that are or may hold secrets."""
    return [name for name, field in Settings.__fields__.items() if field.type_ is SecretStr or name in _WITH_PASSWORD]


def _secrets(_: BaseSettings) -> dict[str, Any]:
    """The values of all fields that are or hold secrets, from variables or files."""
    found = {name: secret_from(f"{ENV_PREFIX}{name.upper()}", os.environ) for name in secret_fields()}
    return {name: value for name, value in found.items() if value is not None}


def load_settings(**options: object) -> Settings:
    """The settings of this process: what the command line says, then the environment, then the defaults.

    Args:
        options: Values by field name that go before the environment; None leaves the environment's.

    Raises:
        SettingsError: The first value that cannot be used, with the variable that holds it.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by the fields themselves
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"{ENV_PREFIX}{name.upper()}: {first['msg']}") from error


def clock_from(settings: Settings) -> Clock:
    """The clock that the settings ask for: frozen where `now` is set, the system's otherwise."""
    return SystemClock() if settings.now is None else FrozenClock(settings.now)
