"""The Kubernetes manifests: valid, consistent with each other and with the program, and closed where they should be."""

from __future__ import annotations

import re
from typing import Any

import kubernetes_validate
import pytest
import yaml
from known_variables import known_variables
from kustomized import KUBERNETES, containers_of, named, pod_of
from typer.main import get_command

from core.settings import Settings
from returndesk.cli.command import app
from returndesk.serve.serve import Process

#: The newest that kubernetes-validate knows, and the oldest with everything that is used here.
VERSIONS = ("1.28", "1.26")
#: What somebody else puts into the cluster.
GIVEN = {("Secret", "returndesk"), ("Secret", "desk-shop-example-tls")}
#: What a process needs beside the time that it drains and finishes turns (docs/health.md), in seconds.
TO_END = 5
DESK = ("bot", "actions", "page", "people")
DURATION = {"m": 1 / 1000, "": 1}
BYTES = {"Mi": 2**20, "Gi": 2**30}


def ours(objects):
    """The containers of the program itself."""
    return [
        (thing, each)
        for thing in objects
        for each in containers_of(thing)
        if each["image"].rsplit("/", 1)[-1].split(":")[0] == "returndesk"
    ]


def settings_of(objects, container):
    """The variables that a container gets, by name; None where a value comes from elsewhere."""
    found: dict[str, Any] = {}
    for source in container.get("envFrom") or []:
        found.update(named(objects, "ConfigMap", source["configMapRef"]["name"])["data"])
    for entry in container.get("env") or []:
        reference = (entry.get("valueFrom") or {}).get("configMapKeyRef")
        value = entry.get("value")
        found[entry["name"]] = (
            named(objects, "ConfigMap", reference["name"])["data"][reference["key"]] if reference else value
        )
    return found


def number(quantity):
    """A quantity such as 250m or 640Mi as a number."""
    digits, unit = re.fullmatch(r"([\d.]+)([A-Za-z]*)", str(quantity)).groups()
    return float(digits) * (BYTES | DURATION)[unit]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_is_one_that_kubernetes_takes(objects, version):
    for thing in objects:
        kubernetes_validate.validate(thing, version, strict=True)


def test_a_misspelt_field_would_be_seen(objects):
    bot = named(objects, "Deployment", "bot")
    wrong = {**bot, "spec": {**bot["spec"], "replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(wrong, VERSIONS[0], strict=True)


def test_no_two_objects_have_the_same_name(objects):
    names = [(each["kind"], each["metadata"]["name"]) for each in objects]
    assert len(names) == len(set(names))


def test_everything_is_in_one_namespace(objects):
    assert {each["metadata"].get("namespace") for each in objects if each["kind"] != "Namespace"} == {"returndesk"}


def test_every_container_is_locked_up(objects):
    for thing in objects:
        pod = pod_of(thing)
        for container in containers_of(thing):
            where = f"{thing['kind']} {thing['metadata']['name']} {container['name']}"
            security = container["securityContext"]
            assert security["allowPrivilegeEscalation"] is False, where
            assert security["readOnlyRootFilesystem"] is True, where
            assert security["capabilities"] == {"drop": ["ALL"]}, where
            assert pod["securityContext"]["runAsNonRoot"] is True, where
            assert pod["securityContext"]["runAsUser"] > 0, where
            assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, where
            assert pod["automountServiceAccountToken"] is False, where


def test_every_container_says_what_it_needs_and_what_it_may_take(objects):
    for thing in objects:
        for container in containers_of(thing):
            needs, most = container["resources"]["requests"], container["resources"]["limits"]
            for kind in ("cpu", "memory"):
                assert 0 < number(needs[kind]) <= number(most[kind]), (thing["metadata"]["name"], container["name"])


def test_every_container_that_serves_is_asked_how_it_is(objects):
    for thing in objects:
        if thing["kind"] not in ("Deployment", "StatefulSet"):
            continue
        for container in pod_of(thing)["containers"]:
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                assert probe in container, (thing["metadata"]["name"], probe)


@pytest.mark.parametrize("name", DESK)
def test_a_process_that_starts_or_hangs_is_told_from_one_that_can_not_serve_now(objects, name):
    (container,) = pod_of(named(objects, "Deployment", name))["containers"]
    assert container["startupProbe"]["httpGet"]["path"] == "/healthz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_every_port_that_is_named_is_a_containers(objects):
    for thing in objects:
        for container in containers_of(thing):
            ports = {each["name"] for each in container.get("ports") or []}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                asked = container.get(probe) or {}
                for kind in ("httpGet", "tcpSocket"):
                    assert kind not in asked or asked[kind]["port"] in ports, (container["name"], probe)


@pytest.mark.parametrize(
    ("name", "field"), [("bot", "port"), ("actions", "actions_port"), ("page", "web_port"), ("people", "people_port")]
)
def test_a_process_listens_where_its_container_and_its_service_say(objects, name, field):
    (container,) = pod_of(named(objects, "Deployment", name))["containers"]
    port = Settings.__fields__[field].default
    assert [each["containerPort"] for each in container["ports"]] == [port]
    assert [(each["port"], each["targetPort"]) for each in named(objects, "Service", name)["spec"]["ports"]] == [
        (port, "http")
    ]
    assert f"RETURNDESK_{field.upper()}" not in settings_of(objects, container)


def test_every_service_finds_its_pods(objects):
    labels = [
        (each["spec"]["template"]["metadata"]["labels"])
        for each in objects
        if each["kind"] in ("Deployment", "StatefulSet")
    ]
    for service in (each for each in objects if each["kind"] == "Service"):
        wanted = service["spec"]["selector"].items()
        assert sum(wanted <= each.items() for each in labels) == 1, service["metadata"]["name"]


@pytest.mark.parametrize("kind", ["HorizontalPodAutoscaler", "PodDisruptionBudget"])
def test_what_watches_over_pods_watches_over_some(objects, kind):
    for each in (each for each in objects if each["kind"] == kind):
        if kind == "HorizontalPodAutoscaler":
            target = named(objects, "Deployment", each["spec"]["scaleTargetRef"]["name"])
            # Else every `kubectl apply` would take back what it has done.
            assert "replicas" not in target["spec"]
        else:
            labels = each["spec"]["selector"]["matchLabels"].items()
            assert any(
                labels <= found["spec"]["template"]["metadata"]["labels"].items()
                for found in objects
                if found["kind"] == "Deployment"
            )


def test_every_variable_is_one_that_the_program_reads(objects):
    for _, container in ours(objects):
        names = {name for name in settings_of(objects, container) if name.startswith("RETURNDESK_")}
        assert names - known_variables() == set(), container["name"]


def test_the_check_above_would_see_a_variable_that_nobody_reads():
    assert "RETURNDESK_DATABASE_URL_FILE" in known_variables()
    assert "RETURNDESK_DATABSE_URL" not in known_variables()


def test_every_command_is_one_of_the_program(objects):
    commands = get_command(app).commands
    for _, container in ours(objects):
        command, *arguments = container["args"]
        parameters = commands[command].params
        options = {option for each in parameters for option in each.opts}
        assert {each for each in arguments if each.startswith("--")} <= options, container["args"]
        if command == "serve":
            assert arguments[0] in {each.value for each in Process}
        assert "command" not in container, "the image's ENTRYPOINT is the program"


def test_every_volume_a_container_mounts_is_there(objects):
    for thing in objects:
        volumes = {each["name"] for each in (pod_of(thing) or {}).get("volumes") or []}
        claims = {each["metadata"]["name"] for each in thing.get("spec", {}).get("volumeClaimTemplates") or []}
        for container in containers_of(thing):
            mounted = {each["name"] for each in container.get("volumeMounts") or []}
            assert mounted <= volumes | claims, (thing["metadata"]["name"], container["name"])


def test_every_secret_and_config_map_is_made_here_or_given(objects):
    made = {(each["kind"], each["metadata"]["name"]) for each in objects} | GIVEN
    for thing in objects:
        for volume in (pod_of(thing) or {}).get("volumes") or []:
            secret = volume.get("secret")
            assert secret is None or secret.get("optional") or ("Secret", secret["secretName"]) in made, thing
        for container in containers_of(thing):
            settings_of(objects, container)


def test_every_file_of_a_secret_has_its_key(objects):
    for thing, container in ours(objects):
        mounted = {each["mountPath"]: each["name"] for each in container.get("volumeMounts") or []}
        volumes = {each["name"]: each for each in pod_of(thing)["volumes"]}
        for name, value in settings_of(objects, container).items():
            if not name.startswith("RETURNDESK_") or not name.endswith("_FILE"):
                continue
            folder, key = value.rsplit("/", 1)
            secret = volumes[mounted[folder]]["secret"]["secretName"]
            if ("Secret", secret) not in GIVEN:
                assert key in named(objects, "Secret", secret)["data"], (container["name"], name)


def test_base_holds_no_secret():
    for file in (KUBERNETES / "base").glob("*.yaml"):
        content = [each for each in yaml.safe_load_all(file.read_text(encoding="utf-8")) if each]
        assert all(each["kind"] != "Secret" and "secretGenerator" not in each for each in content), file.name


@pytest.mark.parametrize("name", ["bot", "actions"])
def test_a_pod_has_time_to_finish_what_it_has_begun(objects, name):
    pod = pod_of(named(objects, "Deployment", name))
    drain = float(settings_of(objects, pod["containers"][0])["RETURNDESK_DRAIN_SECONDS"])
    finish = Settings.__fields__["finish_seconds"].default
    assert pod["terminationGracePeriodSeconds"] >= drain + finish + TO_END


@pytest.mark.parametrize("name", DESK)
def test_a_release_takes_no_pod_away_before_another_is_ready(objects, name):
    rolling = named(objects, "Deployment", name)["spec"]["strategy"]["rollingUpdate"]
    assert rolling == {"maxSurge": 1, "maxUnavailable": 0}


def test_the_page_gets_no_secret(objects):
    pod = pod_of(named(objects, "Deployment", "page"))
    assert [each for each in pod["volumes"] if "secret" in each] == []
    assert [name for name in settings_of(objects, pod["containers"][0]) if "SECRET" in name or "URL_FILE" in name] == []


def test_the_world_reaches_only_what_it_is_offered(objects):
    ingress = named(objects, "Ingress", "returndesk")
    paths = [
        (each["path"], each["pathType"], each["backend"]["service"]["name"])
        for rule in ingress["spec"]["rules"]
        for each in rule["http"]["paths"]
    ]
    for closed in (
        "/metrics",
        "/readyz",
        "/healthz",
        "/webhooks/desk/trigger",
        "/webhooks/debug_view/events",
        "/health",
    ):
        for path, kind, _ in paths:
            assert closed != path
            assert kind == "Exact" or not f"{closed}/".startswith(f"{path.rstrip('/')}/"), (closed, path)
    assert {service for _, _, service in paths} == {"bot", "page", "people"}


def test_the_channels_that_customers_and_platforms_use_are_open(objects):
    ingress = named(objects, "Ingress", "returndesk")
    paths = {each["path"] for each in ingress["spec"]["rules"][0]["http"]["paths"]}
    channels = {
        "rest",
        "socketio",
        "help_desk",
        "label",
        "tracking",
        "shop",
        "telegram",
        "slack",
        "messenger",
        "instagram",
        "whatsapp",
        "twilio",
        "email",
    }
    assert paths == {f"/webhooks/{channel}" for channel in channels} | {
        *("/returndesk.js", "/returndesk-later.js", "/people")
    }


def test_nobody_is_let_in_or_out_who_is_not_named(objects):
    policies = [each for each in objects if each["kind"] == "NetworkPolicy"]
    everybody = [each for each in policies if each["spec"]["podSelector"] == {} and "ingress" not in each["spec"]]
    assert any(set(each["spec"]["policyTypes"]) == {"Ingress", "Egress"} for each in everybody)


def test_only_the_desk_reaches_the_action_server(objects):
    (let_in,) = named(objects, "NetworkPolicy", "actions")["spec"]["ingress"]
    components = [each["podSelector"]["matchLabels"] for each in let_in["from"] if "podSelector" in each]
    namespaces = [each["namespaceSelector"]["matchLabels"] for each in let_in["from"] if "namespaceSelector" in each]
    assert components == [{"app.kubernetes.io/component": "bot"}]
    assert namespaces == [{"kubernetes.io/metadata.name": "monitoring"}]


def test_the_metric_that_bots_are_scaled_by_is_the_one_that_the_adapter_makes(objects):
    scaled_by = named(objects, "HorizontalPodAutoscaler", "bot")["spec"]["metrics"][0]["pods"]["metric"]["name"]
    rules = yaml.safe_load((KUBERNETES / "metrics-adapter.yaml").read_text(encoding="utf-8"))["rules"]["custom"]
    assert [rule["name"]["as"] for rule in rules] == [scaled_by]
