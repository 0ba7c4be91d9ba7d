"""A Dovecot server of our own: a mailbox on this machine."""

from __future__ import annotations

import grp
import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.testbed.programs import find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from lab.testbed.unprivileged import as_nobody, give_to_nobody
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK

_PACKAGE = "dovecot-imapd"
PASSWORD = "not-a-real-password"  # noqa: S105  # of a server that is there for a block

_SETTINGS = """
protocols = imap
listen = {loopback}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mails/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot(OwnServer):
    """The server; every account has the same password, and its mails are made when it first comes.

    Args:
        port: Where it listens.
    """

    port: int = 0


@contextmanager
def own_dovecot(folder: Path, more: str = "") -> Iterator[Dovecot]:
    """Run a Dovecot server on loopback for the time of a block.

    Args:
        folder: Where its mails and its log go; made where missing.
        more: Further settings, a line each.

    Raises:
        MissingServer: Dovecot is not installed.
        Failure: It does not come up.
    """
    dovecot = find_program("dovecot", _PACKAGE, [Path("/usr/sbin")])
    (port,) = free_ports(1)
    folder = folder.resolve()
    for each in (folder, *(folder / name for name in ("run", "state", "mails", "home"))):
        each.mkdir(parents=True, exist_ok=True)
        give_to_nobody(each)
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    settings = _SETTINGS.format(
        loopback=LOOPBACK,
        folder=folder,
        user=account.pw_name,
        group=grp.getgrgid(account.pw_gid).gr_name,
        password=PASSWORD,
        port=port,
    )
    (folder / "dovecot.conf").write_text(settings + more, "utf-8")
    with processes_of_servers() as processes:
        command = (*as_nobody(), str(dovecot), "-F", "-c", str(folder / "dovecot.conf"))
        server = Dovecot(processes, "dovecot", command, folder, lambda: _answers(port), port=port)
        with server.running():
            yield server


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            return connection.recv(4) == b"* OK"
    except OSError:
        return False
