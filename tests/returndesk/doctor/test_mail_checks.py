"""Doctor takes the steps of the e-mail channel with real servers, and names the one that fails with what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lab.testbed.dovecot import PASSWORD, Dovecot, own_dovecot
from lab.testbed.programs import MissingServer
from returndesk.doctor.check import Check, Verdict
from returndesk.doctor.mail_checks import mail_checks

USER = "returns"
Looking = Callable[..., dict[str, Check]]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Looking:
    """Looks at the servers of an e-mail channel; `smtp` and `imap` are addresses."""

    def look(smtp: str = "", imap: str = "", env: str = "development") -> dict[str, Check]:
        named = {"ADDRESS": "returns@shop.example", "SMTP_URL": smtp, "IMAP_URL": imap, "POSTMARK_PASSWORD": "5e1f"}
        for name, value in named.items():
            monkeypatch.setenv(f"RETURNDESK_EMAIL_{name}", value)
        monkeypatch.setenv("RETURNDESK_ENV", env)
        found = {check.name: check for check in mail_checks()}
        shown = [f"{check.found} {check.remedy}" for check in found.values()]
        assert not any(word in line for line in shown for word in (PASSWORD, "wrong-password", USER))
        return found

    return look


class Unverified(Controller):
    """A server that is tried without a look at its certificate."""

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.port), 60) as plain:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            tried = context.wrap_socket(plain) if self.ssl_context else plain
            tried.recv(1_024)
            tried.close()


@contextmanager
def smtp_server(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that wants an account; its port."""

    def known(_server: object, _session: object, _envelope: object, _how: str, given: LoginPassword) -> AuthResult:
        # Unhandled: the server says itself that it refuses.
        return AuthResult(success=(given.login, given.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Starting it tries it, whosever its certificate is.
    controller = Unverified(
        Sink(), hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=False, ssl_context=context
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A mailbox."""
    try:
        with TemporaryDirectory(prefix="dovecot-") as folder, own_dovecot(Path(folder)) as server:
            yield server
    except MissingServer as missing:
        pytest.skip(str(missing))


def nobody_listens() -> int:
    """A port that refuses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.shop.example")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key").write_bytes(key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate", folder / "key")
    return context


def test_a_desk_without_e_mail_has_nothing_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURNDESK_EMAIL_ADDRESS", "")
    assert list(mail_checks()) == []


def test_what_is_set_up_in_part_fails_and_names_what_is_missing(look: Looking) -> None:
    found = look()["e-mail"]
    assert found.verdict is Verdict.FAIL
    assert "RETURNDESK_EMAIL_SMTP_URL" in found.found


def test_servers_that_take_the_account_are_well(look: Looking, dovecot: Dovecot) -> None:
    with smtp_server() as port:
        found = look(f"smtp://{USER}:{PASSWORD}@127.0.0.1:{port}", f"imap://{USER}:{PASSWORD}@127.0.0.1:{dovecot.port}")
    assert [found[name].verdict for name in ("e-mail out", "e-mail in")] == [Verdict.OK, Verdict.OK]
    assert "folder 'INBOX'" in found["e-mail in"].found


def test_mails_that_a_service_brings_need_no_mailbox(look: Looking) -> None:
    assert "webhook" in look(f"smtp://127.0.0.1:{nobody_listens()}")["e-mail in"].found


@pytest.mark.parametrize(
    ("account", "verdict", "found", "remedy"),
    [
        ("wrong-password", Verdict.FAIL, "refuses the account (status 535)", "percent-encoded"),
        ("nobody listens", Verdict.WARN, "can't be reached", "check host and port"),
        ("in the clear", Verdict.FAIL, "does not encrypt", "smtps://"),
        ("another's certificate", Verdict.FAIL, "a certificate that does not hold", "as its certificate does"),
    ],
)
def test_what_keeps_mails_from_going_out_is_a_line_with_a_remedy(
    look: Looking, tmp_path: Path, account: str, verdict: Verdict, found: str, remedy: str
) -> None:
    encrypted = account == "another's certificate"
    with smtp_server(own_certificate(tmp_path) if encrypted else None) as port:
        password = account if account == "wrong-password" else PASSWORD
        port = nobody_listens() if account == "nobody listens" else port
        url = f"{'smtps' if encrypted else 'smtp'}://{USER}:{password}@127.0.0.1:{port}"
        check = look(url, env="production" if account == "in the clear" else "development")["e-mail out"]
    assert check.verdict is verdict, check
    assert found in check.found
    assert remedy in check.remedy


@pytest.mark.parametrize(
    ("fault", "verdict", "found", "remedy"),
    [
        ("wrong-password", Verdict.FAIL, "refuses the account", "percent-encoded"),
        ("nobody listens", Verdict.WARN, "can't be reached", "check host and port"),
        ("no such folder", Verdict.FAIL, "has no folder 'Returns'", "name one that is there"),
        ("in the clear", Verdict.FAIL, "does not encrypt", "imaps://"),
    ],
)
def test_what_keeps_mails_from_coming_in_is_a_line_with_a_remedy(
    look: Looking, dovecot: Dovecot, fault: str, verdict: Verdict, found: str, remedy: str
) -> None:
    password = fault if fault == "wrong-password" else PASSWORD
    port = nobody_listens() if fault == "nobody listens" else dovecot.port
    folder = "Returns" if fault == "no such folder" else ""
    url = f"imap://{USER}:{password}@127.0.0.1:{port}/{folder}"
    smtp = f"smtps://127.0.0.1:{nobody_listens()}"
    check = look(smtp, url, env="production" if fault == "in the clear" else "development")["e-mail in"]
    assert check.verdict is verdict, check
    assert found in check.found
    assert remedy in check.remedy
