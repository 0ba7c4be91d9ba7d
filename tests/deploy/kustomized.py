"""What `kubectl kustomize` makes of an overlay, also with the old one that Debian brings."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("small", "production")
#: Programs that hold other containers' files: their images and settings are their own.
_WITH_PODS = ("Deployment", "StatefulSet", "Job", "CronJob")


def rendered(overlay: str, folder: Path) -> list[dict[str, Any]]:
    """The objects of an overlay; without kubectl the test is skipped.

    Args:
        overlay: Its name.
        folder: Where a copy goes, with secrets made for it.
    """
    program = shutil.which("kubectl")
    if program is None:
        pytest.skip("kubectl is not installed (Debian, Ubuntu: sudo apt-get install kubernetes-client)")
    copy = folder / "kubernetes"
    shutil.copytree(KUBERNETES, copy, ignore=shutil.ignore_patterns("secrets"))
    make = [str(ROOT / "scripts" / "make-secrets"), str(copy / "overlays" / "small" / "secrets")]
    subprocess.run(make, check=True, capture_output=True, timeout=60)
    if _is_old(program):
        for file in copy.rglob("kustomization.yaml"):
            _write_as_of_old(file)
    command = [program, "kustomize", str(copy / "overlays" / overlay)]
    made = subprocess.run(command, capture_output=True, timeout=60, text=True)
    assert made.returncode == 0, made.stderr
    return [each for each in yaml.safe_load_all(made.stdout) if each]


def pod_of(thing: dict[str, Any]) -> dict[str, Any] | None:
    """The pod's specification that an object holds; None where it holds none."""
    if thing["kind"] not in _WITH_PODS:
        return None
    spec = thing["spec"]["jobTemplate"]["spec"] if thing["kind"] == "CronJob" else thing["spec"]
    return dict(spec["template"]["spec"])


def containers_of(thing: dict[str, Any]) -> list[dict[str, Any]]:
    """The containers of an object's pod, those that run before the others among them."""
    pod = pod_of(thing) or {}
    return [*(pod.get("initContainers") or []), *(pod.get("containers") or [])]


def named(objects: list[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    """One object."""
    return next(each for each in objects if each["kind"] == kind and each["metadata"]["name"] == name)


def _is_old(program: str) -> bool:
    """Whether this is a kubectl whose kustomize is 2.0, as before 1.21: it says nothing of its version."""
    said = subprocess.run([program, "version", "--client", "-o", "json"], capture_output=True, timeout=60, check=True)
    return "kustomizeVersion" not in json.loads(said.stdout)


def _write_as_of_old(file: Path) -> None:
    """Says the same in the words of kustomize 2.0."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    resources = content.pop("resources")
    content["bases"] = [each for each in resources if (file.parent / each).is_dir()]
    content["resources"] = [each for each in resources if each not in content["bases"]]
    patches = [each["path"] for each in content.pop("patches", [])]
    # It can't take away what it does not know, as a CronJob of batch/v1: that stays, and is looked at as well.
    content["patchesStrategicMerge"] = [
        each for each in patches if "\n$patch: delete" not in (file.parent / each).read_text(encoding="utf-8")
    ]
    # It puts labels into selectors too, and does not know all the places where a generated name is referred to.
    content.pop("labels", None)
    content["generatorOptions"] = {"disableNameSuffixHash": True}
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
