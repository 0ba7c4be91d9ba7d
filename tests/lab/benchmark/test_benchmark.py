"""The arithmetic of a benchmark, what it writes, and what it counts as whose time. No test here takes the time."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from aiohttp import ClientResponseError, web
from hypothesis import given
from hypothesis import strategies as st

from lab.benchmark import document, picture, profile
from lab.benchmark.client import TURNS_PER_CONVERSATION, Client, common_questions, connections
from lab.benchmark.command import with_epochs
from lab.benchmark.machine import machine
from lab.benchmark.memory import tree, tree_memory
from lab.benchmark.patch_ablation import ALL, Replacement, worth
from lab.benchmark.results import Results, Row, rows
from lab.benchmark.samples import middle, percentile, summary
from lab.benchmark.stories import stories_from_rules
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO
from returndesk.failure import Failure
from returndesk.project import this_project

TIMES = st.lists(st.floats(0, 100), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("of_hundred", "value"), [(0, 1), (1, 1), (50, 50), (51, 51), (95, 95), (99, 99), (99.5, 100), (100, 100)]
)
def test_a_percentile_is_the_nearest_rank(of_hundred, value):
    assert percentile([*range(100, 0, -1)], of_hundred) == value


@given(samples=TIMES, of_hundred=st.floats(1, 100))
def test_so_many_of_a_hundred_samples_keep_within_a_percentile(samples, of_hundred):
    value = percentile(samples, of_hundred)
    assert value in samples
    within = sum(sample <= value for sample in samples)
    assert within >= math.ceil(of_hundred / 100 * len(samples))


@given(samples=TIMES)
def test_percentiles_of_a_summary_rise(samples):
    found = summary(samples)
    assert found.p50 <= found.p95 <= found.p99
    assert found.count == len(samples)


@pytest.mark.parametrize(("samples", "value"), [([3], 3), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5)])
def test_the_middle_is_in_the_middle(samples, value):
    assert middle(samples) == value


@pytest.mark.parametrize("of", [middle, summary])
def test_nothing_measured_is_an_error_and_not_a_zero(of):
    with pytest.raises(ValueError, match="no sample was taken"):
        of([])


def process(proc: Path, pid: int, parent: int, kib: int) -> None:
    folder = proc / str(pid)
    folder.mkdir()
    (folder / "stat").write_text(f"{pid} (a (strange) name) S {parent} 1 1 0")
    (folder / "smaps_rollup").write_text(f"Rss: {kib * 9} kB\nPss: {kib} kB\nPss_Anon: 1 kB\n")


def test_memory_is_that_of_a_process_and_everything_below_it(tmp_path):
    (tmp_path / "cpuinfo").write_text("")
    for pid, parent, kib in ((10, 1, 100), (11, 10, 20), (12, 11, 3), (20, 1, 5000)):
        process(tmp_path, pid, parent, kib)
    assert set(tree(10, tmp_path)) == {10, 11, 12}
    assert tree_memory(10, tmp_path) == 123 * 1024


def test_a_process_that_has_just_ended_occupies_nothing(tmp_path):
    process(tmp_path, 10, 1, 100)
    (tmp_path / "11").mkdir()
    assert tree_memory(10, tmp_path) == 100 * 1024
    assert tree_memory(99, tmp_path) == 0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell about memory")
def test_a_running_process_and_its_child_are_found():
    with subprocess.Popen(["/bin/sh", "-c", "sleep 30 & wait"]) as shell:
        try:
            while len(tree(shell.pid)) < 2:
                assert shell.poll() is None
            assert tree_memory(shell.pid) > 0
        finally:
            for pid in reversed(tree(shell.pid)):
                os.kill(pid, 15)


def results(scale: float) -> Results:
    return Results(
        policy=[0.001 * number * scale for number in range(1, 101)],
        store_backed=[0.002 * number * scale for number in range(1, 101)],
        throughput={8: [80 / scale, 100 / scale, 90 / scale], 1: [50 / scale]},
        memory=int(100 * 1024**2 * scale),
        cold_starts=[6 * scale, 5 * scale, 9 * scale],
        training=20 * scale,
        accuracy={"in_scope_right": 96 - scale, "in_scope_declined": scale, "out_of_scope_right_or_offered": 93},
    )


def row(found: tuple[Row, ...], says: str) -> Row:
    return next(each for each in found if each.says.startswith(says))


@pytest.mark.parametrize(
    ("says", "ours", "stock", "ratio"),
    [
        ("Turn answered from the rules, p50", "50.0", "250.0", "1/5.0"),
        ("Turn answered from the store, p99", "198.0", "990.0", "1/5.0"),
        ("Messages a second, 1 conversation", "50", "10", "5.0 ×"),
        ("Messages a second, 8 conversations", "90", "18", "5.0 ×"),
        ("Memory", "100", "500", "1/5.0"),
        ("Cold start", "6.0", "30.0", "1/5.0"),
        ("Training", "20", "100", "1/5.0"),
        ("Unseen questions: right answer", "95.0", "91.0", "+4.0 points"),
        ("Unseen questions: declined", "1.0", "5.0", "-4.0 points"),
    ],
)
def test_the_comparison_puts_ours_to_stock(says, ours, stock, ratio):
    found = row(rows(results(1), results(5)), says)
    assert (found.ours, found.stock, found.ratio) == (ours, stock, ratio)


def test_every_number_of_conversations_is_a_line_in_order():
    lines = [each.says for each in rows(results(1), results(5)) if each.says.startswith("Messages a second")]
    assert lines == ["Messages a second, 1 conversation", "Messages a second, 8 conversations"]


PROFILE = {
    "policy": {
        "milliseconds": 8.0,
        "owners": {"Rasa's": 0.75, "ours": 0.245, "other": 0.005},
        "steps": {"understanding": 1.0},
        "deep_copies": 0.1,
    },
    "store_backed": {
        "milliseconds": 20.0,
        "owners": {"ours": 1.0},
        "steps": {"filling slots": 1.0},
        "deep_copies": 0.0,
    },
    "growth": [
        {"turns": 10, "policy_milliseconds": 8, "store_backed_milliseconds": 21, "bytes_to_action_server": 45_678}
    ],
    "worth": {"all of them": [8.0, 20.0], "without keeping connections": [8.0, 22.5]},
}
CONDITIONS = document.Conditions(date(2026, 11, 2), {"Processor": "fast, 2 cores"}, (0.1, 2.0), "4 turns")


def test_the_page_says_what_was_measured_and_on_what():
    part = document.measured_part(rows(results(1), results(5)), PROFILE, CONDITIONS, "pictures/benchmark.png")
    assert "| Training (s) | 20 | 100 | 1/5.0 | ≤ 1/4 |" in part
    assert "Measured on 2 November 2026; 4 turns." in part
    assert "- Processor: fast, 2 cores" in part
    assert "![Time of a turn, ours and stock](pictures/benchmark.png)" in part


def test_the_page_says_whose_the_time_is_and_leaves_out_crumbs():
    part = document.measured_part(rows(results(1), results(5)), PROFILE, CONDITIONS, "x.png")
    assert "### A turn answered from the rules: 8.0 ms" in part
    assert "| Rasa's | 75% | 6.00 |" in part
    assert "| other |" not in part
    assert "| 10 | 8.0 | 21.0 | 46 |" in part
    assert "| without keeping connections | 8.0 | 22.5 |" in part


def test_what_is_written_by_hand_stays_and_what_was_measured_before_goes(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# By hand\n{document.BEGIN}\nold numbers\n{document.END}\n## By hand too\n", encoding="utf-8")
    document.replace_measured(page, "new numbers")
    document.replace_measured(page, "newest numbers")
    assert page.read_text(encoding="utf-8") == (
        f"# By hand\n{document.BEGIN}\n\nnewest numbers\n\n{document.END}\n## By hand too\n"
    )


@pytest.mark.parametrize("text", ["", document.BEGIN, f"{document.END}\n{document.BEGIN}"])
def test_a_page_without_a_place_for_numbers_is_a_clear_error(tmp_path, text):
    page = tmp_path / "benchmarks.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(Failure, match="needs the lines"):
        document.replace_measured(page, "numbers")
    assert page.read_text(encoding="utf-8") == text


def test_the_committed_page_has_a_place_for_numbers(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text((this_project().root / "docs" / "benchmarks.md").read_text(encoding="utf-8"), encoding="utf-8")
    document.replace_measured(page, "numbers of a test")
    assert "numbers of a test" in page.read_text(encoding="utf-8")


def test_the_picture_is_drawn_without_a_screen(tmp_path):
    picture.draw(results(1), results(5), tmp_path / "pictures" / "benchmark.png")
    assert (tmp_path / "pictures" / "benchmark.png").read_bytes().startswith(b"\x89PNG")


def test_the_machine_is_named_with_its_versions():
    assert {"Processor", "Memory", "Python", "rasa", "numpy"} <= set(machine())
    assert machine()["rasa"] == "3.6.21"


class Bot:
    """Answers with the message itself, unless told otherwise, and remembers who said what."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.heard: list[tuple[str, str]] = []
        #: How many messages it will refuse.
        self.refuses = 0

    async def webhook(self, request: web.Request) -> web.Response:
        said = await request.json()
        if self.refuses:
            self.refuses -= 1
            return web.Response(status=503)
        self.heard.append((said["sender"], said["message"]))
        text = self.answers.get(said["message"], said["message"])
        return web.json_response([{"recipient_id": said["sender"], "text": text}] if text else [])


@pytest.fixture
async def bots() -> AsyncIterator[list[tuple[Bot, Client]]]:
    """Two bots on this machine with their clients; the second does not know the label and is silent about Mars."""
    running = []
    runners = []
    async with connections() as session:
        for name, bot in (("one", Bot()), ("other", Bot(label="Pardon?", mars=""))):
            app = web.Application()
            app.router.add_post("/webhook", bot.webhook)
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            runners.append(runner)
            running.append((bot, Client(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook", session, name, pause=0)))
        yield running
    for runner in runners:
        await runner.cleanup()


async def test_only_questions_that_both_bots_answer_alike_are_timed(bots):
    clients = [client for _, client in bots]
    assert await common_questions(clients, ("refund", "label", "mars", "fee"), None) == ("refund", "fee")
    bots[0][0].answers["fee"] = ""
    bots[1][0].answers["fee"] = ""
    assert await common_questions(clients, ("refund", "fee"), None) == ("refund",)


async def test_who_asks_comes_before_the_questions(bots):
    await common_questions([client for _, client in bots], ("refund",), WHO)
    assert [message for _, message in bots[0][0].heard] == [WHO, "refund"]


async def test_every_question_is_timed_and_a_customer_asks_five(bots):
    bot, client = bots[0]
    taken = await client.time_policy([f"question {number}" for number in range(TURNS_PER_CONVERSATION + 1)])
    assert len(taken) == TURNS_PER_CONVERSATION + 1
    assert min(taken) > 0
    assert len({sender for sender, _ in bot.heard}) == 2
    assert [message for _, message in bot.heard].count("hello") == 2


async def test_look_ups_are_timed_for_a_customer_who_is_known(bots):
    bot, client = bots[0]
    assert len(await client.time_store_backed(STORE_BACKED)) == len(STORE_BACKED)
    assert [message for _, message in bot.heard] == [WHO, *STORE_BACKED]
    assert len({sender for sender, _ in bot.heard}) == 1


async def test_so_many_customers_talk_at_a_time(bots):
    bot, client = bots[0]
    rate = await client.messages_per_second(POLICY, conversations=4, seconds=0.2)
    assert rate > 0
    assert len({sender for sender, _ in bot.heard}) >= 4
    assert {message for _, message in bot.heard} <= set(POLICY)


async def test_a_message_that_is_refused_is_sent_again_and_ends_nothing(bots):
    bot, client = bots[0]
    bot.refuses = 2
    assert len(await client.time_policy(["refund", "fee"])) == 2
    assert [message for _, message in bot.heard] == ["hello", "refund", "fee"]
    bot.refuses = 3
    assert await client.messages_per_second(POLICY, conversations=4, seconds=0.2) > 0
    assert client.refused == 5


async def test_a_bot_that_refuses_everything_is_not_measured(bots):
    bot, client = bots[0]
    bot.refuses = 100
    with pytest.raises(ClientResponseError):
        await client.time_policy(["refund"])


def code(filename: str, name: str):
    """A code object as if it came from a file."""
    return compile("0", filename, "eval").replace(co_name=name)


ROOT = Path("/project")
ALGEBRA = code("/project/.venv/lib/site-packages/numpy/algebra.py", "dot")
CLASSIFIER = code("/project/bot/components/classifier.py", "process")
GRAPH = code("/project/.venv/lib/site-packages/rasa/engine/graph.py", "__call__")
LOOP = code("/usr/lib/python3.10/asyncio/base_events.py", "run_forever")
SELECT = code("/usr/lib/python3.10/selectors.py", "select")
DEEPCOPY = code("/usr/lib/python3.10/copy.py", "deepcopy")


@pytest.mark.parametrize(
    ("stack", "owner"),
    [
        ((ALGEBRA, CLASSIFIER, GRAPH, LOOP), profile.OURS),
        ((DEEPCOPY, GRAPH, LOOP), profile.RASA),
        ((SELECT, LOOP), profile.WAITING),
        ((LOOP,), profile.OTHER),
        ((code("/project/returndesk/benchmark/profile.py", "turn"), LOOP), profile.OTHER),
    ],
)
def test_a_library_works_for_who_called_it(stack, owner):
    assert profile.owner(stack, ROOT) == owner


def test_a_profile_shares_out_all_the_time():
    stacks = Counter({(ALGEBRA, CLASSIFIER, GRAPH, LOOP): 6, (DEEPCOPY, GRAPH, LOOP): 3, (SELECT, LOOP): 1})
    found = profile.profile_of(stacks, {CLASSIFIER: "understanding", GRAPH: "around it"}, ROOT, 8.0)
    assert found.owners == {profile.OURS: 0.6, profile.RASA: 0.3, profile.WAITING: 0.1}
    assert found.steps == {"understanding": 0.6, "around it": 0.3, profile.WAITING: 0.1}
    assert found.deep_copies == 0.3


def test_nothing_sampled_is_no_profile_to_trip_over():
    found = profile.profile_of(Counter(), {}, ROOT, 8.0)
    assert (found.owners, found.steps, found.deep_copies) == ({}, {}, 0)


def test_the_sampler_sees_what_is_running_and_stops_when_told():
    sampler = profile.Sampler()

    def busy_until_seen() -> None:
        # Copied at one stroke, as a stack may be noted on the way.
        while not any(busy_until_seen.__code__ in stack for stack in list(sampler.stacks)):
            sum(range(1000))

    with sampler.running():
        busy_until_seen()
    seen = sum(sampler.stacks.values())
    sum(range(3_000_000))
    assert sum(sampler.stacks.values()) == seen > 0


class Rasa:
    """Stands for a class of Rasa's."""

    @staticmethod
    def method() -> str:
        return "own"


async def test_each_replacement_is_left_out_in_turn_and_put_back(monkeypatch):
    own = Replacement("a detour", Rasa, "method", vars(Rasa)["method"])
    monkeypatch.setattr(Rasa, "method", staticmethod(lambda: "ours"))
    seen = []

    async def turn(number: int) -> float:
        seen.append(Rasa.method())
        return 0.002 if Rasa.method() == "own" else 0.001

    found = await worth([own], turn, turn, rounds=2, turns=1)
    assert found == {ALL: (1.0, 1.0), "without a detour": (2.0, 2.0)}
    assert seen == ["ours", "ours", "own", "own"] * 2
    assert Rasa.method() == "ours"


def test_both_bots_find_the_numbers_and_addresses_that_a_look_up_needs():
    project = this_project()
    stock = yaml.safe_load((project.root / "lab" / "benchmark" / "stock.yml").read_text(encoding="utf-8"))
    ours = yaml.safe_load(project.config.read_text(encoding="utf-8"))
    extractor = "bot.nlu.return_details_extractor.ReturnDetailsExtractor"
    for config in (ours, stock):
        assert extractor in [component["name"] for component in config["pipeline"]]


def test_a_training_that_is_cut_short_is_cut_short_in_all_that_trains_in_epochs():
    stock = (this_project().root / "lab" / "benchmark" / "stock.yml").read_text(encoding="utf-8")
    own, cut = yaml.safe_load(stock), yaml.safe_load(with_epochs(stock, 7))
    for part in ("pipeline", "policies"):
        assert cut[part] == [each | ({"epochs": 7} if "epochs" in each else {}) for each in own[part]]


def test_the_stock_pipeline_is_what_rasa_uses_by_itself():
    script = (
        "import json, rasa.shared.utils.io as io, importlib.resources as r;"
        "path = r.files('rasa.engine.recipes.config_files') / 'default_config.yml';"
        "print(json.dumps(io.read_yaml_file(str(path))))"
    )
    own = yaml.safe_load(
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
        ).stdout
    )
    stock = yaml.safe_load((this_project().root / "lab" / "benchmark" / "stock.yml").read_text(encoding="utf-8"))
    without_ours = [each for each in stock["pipeline"] if not each["name"].startswith("bot.")]
    assert without_ours == own["pipeline"]
    assert sorted(stock["policies"], key=str) == sorted(own["policies"], key=str)


def test_the_stock_bot_learns_stories_from_the_rules_that_hold_everywhere(tmp_path):
    rules = tmp_path / "dialogue.yml"
    rules.write_text(
        "rules:\n"
        "- rule: yes\n  steps:\n  - intent: affirm\n  - action: utter_yes\n"
        "- rule: within a form\n  condition:\n  - active_loop: form\n  steps:\n  - intent: deny\n  - action: utter_no\n"
    )
    (tmp_path / "nlu.yml").write_text("nlu:\n- intent: affirm\n  examples: |\n    - yes\n")
    stories = yaml.safe_load(stories_from_rules(sorted(tmp_path.glob("*.yml"))))["stories"]
    assert stories == [{"story": "dialogue 1", "steps": [{"intent": "affirm"}, {"action": "utter_yes"}]}]
