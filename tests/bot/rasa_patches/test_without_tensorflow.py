"""Training and serving with TensorFlow kept out and with Rasa as it comes give the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.rasa_patches.without_tensorflow import REFUSED, REPLACED, SWITCH

ROOT = Path(__file__).resolve().parents[3]
MESSAGES = ("where is the money", "how can I stop it", "what is the capital of France", "R1001", "x" * 300)

NLU = """
version: "3.1"
nlu:
- intent: money
  examples: |
    - where is my refund
    - when do I get the money back
    - my refund has not arrived
- intent: stopping
  examples: |
    - cancel the return
    - how do I stop my return
    - I want to cancel
- intent: other
  examples: |
    - what is the weather
    - tell me a joke
    - who won the match
rules:
- rule: money
  steps:
  - intent: money
  - action: utter_money
"""
DOMAIN = """
version: "3.1"
intents: [money, stopping, other]
responses:
  utter_money:
  - text: It is on its way.
"""
#: Trains and parses in one process: with TensorFlow, importing Rasa takes longer than either.
TRAIN_AND_PARSE = """
import asyncio, json, sys
model, messages = sys.argv.pop(1), json.loads(sys.argv.pop(1))
from bot.__main__ import main
main()
from bot.rasa_patches.without_tensorflow import keep_out
kept_out = keep_out()
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
agent = Agent.load(model)

async def answers():
    parsed = [await agent.parse_message(text) for text in messages]
    channel = CollectingOutputChannel()
    await agent.handle_message(UserMessage("where is my refund", channel))
    return {"parsed": parsed, "said": [message["text"] for message in channel.messages]}

result = asyncio.run(answers())
print("RESULT" + json.dumps({"kept_out": kept_out, "tensorflow": "tensorflow" in sys.modules, **result}, default=float))
"""


def run(arguments: list[str], tensorflow: str) -> subprocess.CompletedProcess[str]:
    """A Python process of its own: what is imported can't be taken back."""
    environment = {**os.environ, SWITCH: tensorflow, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def train(folder: Path, tensorflow: str, config: Path, program: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Trains on the few examples above; `program` is what Python runs."""
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "data.yml").write_text(NLU, encoding="utf-8")
    options = {
        "--domain": folder / "domain.yml",
        "--data": folder / "data.yml",
        "--config": config,
        "--out": folder / f"models-{tensorflow}",
        "--fixed-model-name": "model",
    }
    return run([*program, "train", *(str(part) for option in options.items() for part in option)], tensorflow)


def test_answers_are_equal_with_and_without_tensorflow(tmp_path: Path) -> None:
    results = {}
    for tensorflow in ("off", "on"):
        model = str(tmp_path / f"models-{tensorflow}" / "model.tar.gz")
        program = ("-c", TRAIN_AND_PARSE, model, json.dumps(MESSAGES))
        done = train(tmp_path, tensorflow, ROOT / "bot" / "config.yml", program)
        assert done.returncode == 0, done.stdout + done.stderr
        line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
        results[tensorflow] = json.loads(line.removeprefix("RESULT"))
        assert results[tensorflow].pop("kept_out") is (tensorflow == "off")
        assert results[tensorflow].pop("tensorflow") is (tensorflow == "on")
    first = results["off"]
    assert first["said"] == ["It is on its way."]
    assert all(parsed["intent_ranking"] for parsed in first["parsed"])
    assert results["on"] == first


def test_a_component_that_needs_tensorflow_is_named_with_the_remedy(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(
        "recipe: default.v1\nassistant_id: x\nlanguage: en\npipeline:\n- name: WhitespaceTokenizer\n"
        "- name: CountVectorsFeaturizer\n- name: DIETClassifier\n  epochs: 1\npolicies:\n- name: RulePolicy\n",
        encoding="utf-8",
    )
    done = train(tmp_path, "off", config, ("-m", "bot"))
    assert done.returncode != 0
    assert "DIETClassifier needs TensorFlow" in done.stderr
    assert f"{SWITCH}=on" in done.stderr


def test_nothing_imports_tensorflow_in_a_process_that_keeps_it_out() -> None:
    code = (
        "import importlib, sys\n"
        "from bot.rasa_patches.without_tensorflow import REPLACED, REFUSED, TensorFlowNeeded, keep_out\n"
        "assert keep_out() and keep_out()\n"
        "import rasa.engine.recipes.default_components\n"
        "for module in (*REPLACED, *REFUSED):\n"
        "    try:\n"
        "        importlib.import_module(module)\n"
        "        print('stands in', module)\n"
        "    except TensorFlowNeeded:\n"
        "        print('refused', module)\n"
        "print(any(name.split('.')[0] in REFUSED for name in sys.modules))\n"
    )
    done = run(["-c", code], "off")
    assert done.returncode == 0, done.stderr
    expected = [*(f"stands in {module}" for module in REPLACED), *(f"refused {module}" for module in REFUSED), "False"]
    assert done.stdout.splitlines() == expected


def test_coming_too_late_is_an_error_that_says_so() -> None:
    code = "import rasa.utils.tensorflow.callback\nfrom bot.rasa_patches.without_tensorflow import keep_out\nkeep_out()"
    done = run(["-c", code], "off")
    assert "comes too late: rasa.utils.tensorflow.callback is imported already" in done.stderr
