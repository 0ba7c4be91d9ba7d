"""deploy/compose.yml: valid, consistent with the program and with nginx's template, and closed where it should be.

compose_spec.json is the schema that Docker Compose 1.29 brings (Apache License 2.0).
"""

from __future__ import annotations

import ipaddress
import json
import re
import subprocess

import jsonschema
import pytest
from known_variables import known_variables
from kustomized import ROOT
from typer.main import get_command

from core.settings import Settings
from lab.testbed.nginx import own_nginx
from lab.testbed.programs import MissingServer
from returndesk.cli.command import app
from returndesk.failure import Failure
from returndesk.process.ports import free_ports

DEPLOY = ROOT / "deploy"
_VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?][^}]*)?\}")


def of_the_program(compose):
    """The services that run the program itself."""
    return {name: each for name, each in compose["services"].items() if "returndesk" in each["image"]}


def networks_of(service):
    """The names of a service's networks."""
    return set(service["networks"])


def test_compose_takes_it(compose):
    schema = json.loads((ROOT / "tests" / "deploy" / "compose_spec.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(compose)


def test_a_misspelt_field_would_be_seen(compose):
    schema = json.loads((ROOT / "tests" / "deploy" / "compose_spec.json").read_text(encoding="utf-8"))
    wrong = {**compose, "services": {"bot": {"image": "returndesk", "helthcheck": {}}}}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        jsonschema.Draft7Validator(schema).validate(wrong)


def test_every_variable_is_one_that_the_program_reads(compose):
    for name, service in of_the_program(compose).items():
        assert {each for each in service["environment"] if each.startswith("RETURNDESK_")} <= known_variables(), name


def test_every_command_is_one_of_the_program(compose):
    commands = get_command(app).commands
    for name, service in of_the_program(compose).items():
        command, *arguments = service["command"]
        options = {option for each in commands[command].params for option in each.opts}
        assert {each for each in arguments if each.startswith("--")} <= options, name


def test_every_file_of_a_secret_is_mounted_and_made(compose, tmp_path):
    made = tmp_path / "secrets"
    subprocess.run([str(ROOT / "scripts" / "make-secrets"), str(made)], check=True, timeout=60)
    for name, service in compose["services"].items():
        mounted = {each if isinstance(each, str) else each["source"] for each in service.get("secrets", ())}
        for variable, value in service.get("environment", {}).items():
            if str(value).startswith("/run/secrets/"):
                assert value.removeprefix("/run/secrets/") in mounted, (name, variable)
        for each in mounted:
            file = compose["secrets"][each]["file"]
            assert (made / file.removeprefix("./secrets/")).is_file(), (name, each)


def test_what_it_mounts_is_there(compose):
    for name, service in compose["services"].items():
        for each in service.get("volumes", ()):
            source = each.split(":")[0]
            there = (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"]
            assert there, (name, source)


def test_the_example_of_its_settings_names_all_that_it_asks_for(compose):
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    asked = set(_VARIABLE.findall(text))
    assert {name for name in asked if not re.search(rf"^#?{name}=", example, re.MULTILINE)} == set()
    required = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert {name for name in required if not re.search(rf"^{name}=.", example, re.MULTILINE)} == set()


def test_only_the_proxy_people_and_the_dashboard_are_reached_from_outside(compose):
    published = {name for name, each in compose["services"].items() if "ports" in each}
    assert published == {"nginx", "people", "grafana"}
    assert all(str(each).startswith("127.0.0.1:") for each in compose["services"]["grafana"]["ports"])


def test_databases_have_no_way_out_and_only_the_desk_a_way_in(compose):
    assert compose["networks"]["data"] == {"internal": True}
    for name in ("postgres", "redis", "rabbitmq"):
        assert networks_of(compose["services"][name]) == {"data"}
    inside = {name for name, each in compose["services"].items() if "data" in networks_of(each)}
    assert inside == {"migrate", "bot-1", "bot-2", "actions-1", "actions-2", "people", "postgres", "redis", "rabbitmq"}


def test_every_service_is_locked_up_watched_and_bounded(compose):
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert "healthcheck" in service, name


def test_the_programs_files_can_not_be_written(compose):
    for name, service in of_the_program(compose).items():
        assert service["read_only"] is True, name
        assert service["tmpfs"] == ["/tmp"], name  # noqa: S108


def test_all_that_has_to_be_there_first_is_waited_for(compose):
    for name, service in compose["services"].items():
        for needed in service.get("depends_on", {}):
            assert needed in compose["services"], name
    assert compose["services"]["bot-1"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_bots_believe_the_proxy_alone(compose):
    nginx = compose["services"]["nginx"]["networks"]["desk"]["ipv4_address"]
    for name in ("bot-1", "bot-2"):
        assert compose["services"][name]["environment"]["RETURNDESK_TRUSTED_PROXIES"] == nginx
    subnet = ipaddress.ip_network(compose["networks"]["desk"]["ipam"]["config"][0]["subnet"])
    fixed = [
        each["networks"]["desk"]["ipv4_address"]
        for each in compose["services"].values()
        if isinstance(each["networks"], dict) and each["networks"].get("desk")
    ]
    assert all(ipaddress.ip_address(each) in subnet for each in fixed)
    assert len(fixed) == len(set(fixed))


def test_nginx_passes_requests_to_the_ports_on_which_the_processes_listen(compose):
    environment = compose["services"]["nginx"]["environment"]
    ports = {
        "BOT_SERVERS": ("bot", Settings.__fields__["port"].default),
        "ACTION_SERVERS": ("actions", Settings.__fields__["actions_port"].default),
        "PAGE_SERVERS": ("page", Settings.__fields__["web_port"].default),
    }
    for variable, (kind, port) in ports.items():
        servers = re.findall(r"server ([\w-]+):(\d+)", environment[variable])
        assert {name for name, _ in servers} == {name for name in compose["services"] if name.split("-")[0] == kind}
        assert {int(number) for _, number in servers} == {port}


def test_nginx_takes_its_template_as_compose_fills_it_in(compose, tmp_path):
    environment = dict(compose["services"]["nginx"]["environment"])
    outside, inside = free_ports(2)
    environment |= {"LISTEN": f"127.0.0.1:{outside}", "LISTEN_INSIDE": f"127.0.0.1:{inside}", "PROXIES": ""}
    environment["REQUESTS_PER_SECOND"] = "20"
    template = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\$\{([A-Z_]+)\}", template))
    assert wanted <= set(environment)
    # Names of containers mean nothing here.
    for name in ("BOT_SERVERS", "ACTION_SERVERS", "PAGE_SERVERS"):
        environment[name] = re.sub(r"server [\w-]+:", "server 127.0.0.1:", environment[name])
    filled = re.sub(r"\$\{([A-Z_]+)\}", lambda found: environment[found[1]], template)
    try:
        with own_nginx(tmp_path / "nginx", filled) as nginx:
            assert nginx.port == outside
    except MissingServer as missing:
        pytest.skip(str(missing))


def test_nginx_of_a_broken_template_would_not_start(tmp_path):
    (port,) = free_ports(1)
    try:
        with (
            pytest.raises(Failure),
            own_nginx(tmp_path, f"events {{}} http {{ server {{ listen 127.0.0.1:{port}; lisn; }} }}"),
        ):
            pass
    except MissingServer as missing:
        pytest.skip(str(missing))


def test_a_process_has_time_to_finish_what_it_has_begun(compose):
    finish = Settings.__fields__["finish_seconds"].default
    for name in ("bot-1", "bot-2", "actions-1", "actions-2"):
        service = compose["services"][name]
        needed = float(service["environment"]["RETURNDESK_DRAIN_SECONDS"]) + finish + 5
        assert int(service["stop_grace_period"].removesuffix("s")) >= needed, name
