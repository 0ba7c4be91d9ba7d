"""`returndesk people`: who may answer customers in the application, and in which role."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from core.clock import SystemClock
from core.settings import Settings
from returndesk.admin import store
from returndesk.failure import Failure
from returndesk.people.accounts import Accounts, NoAccount
from returndesk.people.deeds import COMMAND_LINE, Deed, Deeds
from returndesk.people.passwords import authenticator_address
from returndesk.people.roles import DEMO_NAME, Role
from returndesk.project import Project


class PeopleAdmin:
    """What an operator does at the command line.

    Args:
        project: The checkout.
        settings: Where the store is.
        console: Where the operator looks.

    Raises:
        Failure: There is no such store.
        StoreUnavailable: The database did not answer.
    """

    def __init__(self, project: Project, settings: Settings, console: Console) -> None:
        engine = store.open_existing(project, settings.database_url, made_by="returndesk up")
        self._accounts = Accounts(engine)
        self._deeds = Deeds(engine)
        self._console = console

    def add(self, name: str, role: Role, password: str, *, totp: bool, shown_as: str = "") -> None:
        """Make an account, and show once what its authenticator needs.

        Raises:
            Failure: The name or the password can't be used.
        """
        if name == DEMO_NAME:
            raise Failure(f"{DEMO_NAME} is the demo shop's account, which nobody else can have")
        now = SystemClock().now()
        try:
            secret = self._accounts.add(name, role, password, now, totp=totp)
        except NoAccount as error:
            raise Failure(str(error)) from error
        self._deeds.note(COMMAND_LINE, Deed.ADDED, now, name)
        self._console.print(f"{name} can sign in as {role.value}.")
        if shown_as:
            self.show_as(name, shown_as)
        if secret is not None:
            self._console.print("Put this into the authenticator; it is shown this once:")
            self._console.out(f"  {secret}\n  {authenticator_address(name, secret)}", highlight=False)

    def show_list(self) -> None:
        """List everybody."""
        found = self._accounts.listed()
        if not found:
            self._console.print("Nobody has an account; `returndesk people add NAME` makes one.")
            return
        table = Table("Name", "Role", "Signs in with", "Locked", "What customers read")
        for each in found:
            by = each.person.issuer or ("a password and a code" if each.totp_secret else "a password")
            locked = "yes" if each.locked else "no"
            table.add_row(each.person.name, each.person.role.value, escape(by), locked, escape(each.person.shown_as))
        self._console.print(table)

    def lock(self, name: str) -> None:
        """Let nobody sign in with an account; who is signed in with it is so no more.

        Raises:
            Failure: Nobody has that name.
        """
        now = SystemClock().now()
        self._change(partial(self._accounts.lock, name, now), Deed.LOCKED, name)
        self._console.print(f"{name} is signed out and can't sign in. `returndesk people unlock {name}` takes it back.")

    def unlock(self, name: str) -> None:
        """Let the owner of an account sign in again.

        Raises:
            Failure: Nobody has that name.
        """
        self._change(partial(self._accounts.unlock, name), Deed.UNLOCKED, name)
        self._console.print(f"{name} can sign in again.")

    def show_as(self, name: str, shown_as: str) -> None:
        """Have customers read a name below somebody's answers, or none where it is empty.

        Raises:
            Failure: Nobody has that account.
        """
        try:
            kept = self._accounts.show_as(name, shown_as)
        except NoAccount as error:
            raise Failure(str(error)) from error
        self._deeds.note(COMMAND_LINE, Deed.CHOSE_NAME, SystemClock().now(), name, kept)
        said = f"{name}: {kept}" if kept else f"no name for {name}"
        self._console.print(f"Customers read {said}", markup=False, highlight=False)

    def remove(self, name: str) -> None:
        """End an account; who is signed in with it is so no more.

        Raises:
            Failure: Nobody has that name.
        """
        found = self._accounts.credentials(name)
        self._change(partial(self._accounts.remove, name), Deed.REMOVED, name)
        self._console.print(f"{name} has no account any more. What they claimed is theirs until a lead takes it.")
        if found is not None and found.person.issuer:
            self._console.print("Their next sign-in at the identity provider makes a new one; `lock` keeps them out.")

    def _change(self, change: Callable[[], None], deed: Deed, name: str) -> None:
        try:
            change()
        except NoAccount as error:
            raise Failure(str(error)) from error
        self._deeds.note(COMMAND_LINE, deed, SystemClock().now(), name)
