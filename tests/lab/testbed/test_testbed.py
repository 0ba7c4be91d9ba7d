"""The servers of our own: they come up, outlive an end of either kind where they should, and leave nothing behind."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis
import requests

from lab.testbed.nginx import own_nginx
from lab.testbed.postgresql import own_postgresql
from lab.testbed.programs import MissingServer, find_program
from lab.testbed.rabbitmq import own_rabbitmq
from lab.testbed.redis_server import own_redis
from returndesk.failure import Failure
from returndesk.process.ports import free_ports, is_listened_on

POSTGRESQL = tuple(Path("/usr/lib/postgresql").glob("*/bin"))
SBIN = Path("/usr/sbin")
NGINX = """
events {{}}
http {{
    access_log off;
    server {{ listen 127.0.0.1:{port}; location / {{ return 200 "here"; }} }}
}}
"""


@pytest.fixture
def installed():
    """Skips a test where a server's program is not installed."""

    def check(name, package, *folders):
        try:
            find_program(name, package, folders)
        except MissingServer as missing:
            pytest.skip(str(missing))

    return check


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def rows(server):
    with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT number FROM kept")
        return cursor.fetchall()


def test_ports_are_all_different_and_free():
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert not any(is_listened_on(port) for port in ports)


def test_a_port_with_a_server_is_listened_on():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert is_listened_on(server.getsockname()[1])


def test_a_missing_program_is_named_with_its_package():
    with pytest.raises(MissingServer, match=r"serves-nothing is not installed; .*apt-get install nothing-at-all"):
        find_program("serves-nothing", "nothing-at-all")


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_postgresql_has_its_rows_again_on_the_same_address(tmp_path, installed, end):
    installed("postgres", "postgresql", *POSTGRESQL)
    with own_postgresql(tmp_path / "postgresql", durable=True) as server:
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
        connection.close()
        url, pid = server.url, server.pid
        getattr(server, end)()
        assert not lives(pid)
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(url)
        server.start()
        assert server.url == url
        assert rows(server) == [(7,)]
        pid = server.pid
    assert not lives(pid)


def test_postgresql_takes_settings(tmp_path, installed):
    installed("postgres", "postgresql", *POSTGRESQL)
    with own_postgresql(tmp_path, settings={"work_mem": "7MB"}) as server, psycopg2.connect(server.url) as connection:
        assert connection.info.server_version > 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('work_mem'), current_setting('fsync')")
            assert cursor.fetchone() == ("7MB", "off")


@pytest.mark.parametrize(("appendonly", "found"), [(True, b"7"), (False, None)])
def test_redis_keeps_what_it_has_only_where_it_is_told_to(tmp_path, installed, appendonly, found):
    installed("redis-server", "redis-server")
    with own_redis(tmp_path / "redis", appendonly=appendonly) as server:
        redis.Redis.from_url(server.url).set("kept", 7)
        server.stop()
        server.start()
        assert redis.Redis.from_url(server.url).get("kept") == found
        server.kill()
        assert not server.runs


def test_nginx_serves_where_its_configuration_says_and_leaves_no_worker_behind(tmp_path, installed):
    installed("nginx", "nginx-light", SBIN)
    (port,) = free_ports(1)
    with own_nginx(tmp_path, NGINX.format(port=port)) as server:
        assert server.port == port
        assert requests.get(server.url, timeout=5).text == "here"
        server.kill()
        assert not is_listened_on(port)
        server.start()
        assert requests.get(server.url, timeout=5).text == "here"
    assert not is_listened_on(port)


def test_nginx_without_a_port_is_refused(tmp_path, installed):
    installed("nginx", "nginx-light", SBIN)
    with pytest.raises(Failure, match="on which port"), own_nginx(tmp_path, "events {}"):
        pass


def test_a_server_that_does_not_come_up_says_its_last_words(tmp_path, installed):
    installed("nginx", "nginx-light", SBIN)
    with pytest.raises(Failure, match="not allowed here"), own_nginx(tmp_path, "listen 127.0.0.1:1;"):
        pass


def test_rabbitmq_answers_again_after_a_kill(installed):
    installed("rabbitmq-server", "rabbitmq-server")
    # RabbitMQ does without its files where a folder above them is another user's alone, as those of pytest are.
    with tempfile.TemporaryDirectory() as folder, own_rabbitmq(Path(folder)) as server:
        pid = server.pid
        server.kill()
        assert not lives(pid)
        server.start()
        assert server.pid != pid
        assert server.url == f"amqp://guest:guest@127.0.0.1:{server.port}/"
    assert not is_listened_on(server.port)
