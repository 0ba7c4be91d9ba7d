"""Commands about the people who answer customers in the application."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.console import Console

from returndesk.cli.options import DAILY, DatabaseUrl, State, settings_of
from returndesk.people.roles import Role
from returndesk.project import this_project

if TYPE_CHECKING:
    from returndesk.admin.people import PeopleAdmin

app = typer.Typer()
people = typer.Typer(help="Say who may answer customers in `returndesk serve people`.", no_args_is_help=True)
app.add_typer(people, name="people", rich_help_panel=DAILY)
Name = Annotated[str, typer.Argument(help="What they sign in with, such as mia.")]


@people.command("add")
def add_person(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they are there for.")] = Role.AGENT,
    totp: Annotated[bool, typer.Option("--totp", help="Have them show a code of an authenticator as well.")] = False,
    shown_as: Annotated[
        str, typer.Option(help="What customers read above their answers, such as Ana from the shop.")
    ] = "",
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """Make an account. The password is asked for, or is the first line of what is piped in."""
    admin = _admin(database_url, state)
    admin.add(name, role, _password(), totp=totp, shown_as=shown_as)


@people.command("show-as")
def show_person_as(
    name: Name,
    shown_as: Annotated[str, typer.Argument(help='What customers read, such as "Ana from the shop"; "" for nothing.')],
    database_url: DatabaseUrl = None,
    state: State = None,
) -> None:
    """Have customers read a name above somebody's answers. Everybody can choose theirs in the application."""
    _admin(database_url, state).show_as(name, shown_as)


@people.command("list")
def list_people(database_url: DatabaseUrl = None, state: State = None) -> None:
    """List the accounts."""
    _admin(database_url, state).show_list()


@people.command("lock")
def lock_person(name: Name, database_url: DatabaseUrl = None, state: State = None) -> None:
    """Let nobody sign in with an account, also not at the identity provider, and end its sessions."""
    _admin(database_url, state).lock(name)


@people.command("unlock")
def unlock_person(name: Name, database_url: DatabaseUrl = None, state: State = None) -> None:
    """Let the owner of a locked account sign in again."""
    _admin(database_url, state).unlock(name)


@people.command("remove")
def remove_person(name: Name, database_url: DatabaseUrl = None, state: State = None) -> None:
    """End an account and its sessions; what they did stays in the log."""
    _admin(database_url, state).remove(name)


def _admin(database_url: Optional[str], state: Optional[Path]) -> PeopleAdmin:
    from returndesk.admin.people import PeopleAdmin

    project = this_project(state)
    return PeopleAdmin(project, settings_of(project, database_url=database_url), Console())


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
