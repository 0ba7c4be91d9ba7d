"""A bot in which something runs away with a customer's words: it asks for fewer, and nobody else is held up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import requests
from health_desk import own_bot
from health_process import Asked

from returndesk.process.ports import free_ports

pytestmark = pytest.mark.served

#: The bot as it is, but that one of its components reads a certain word for ever.
_PROGRAM = """
import bot.rasa_patches.install

installed = bot.rasa_patches.install.install

def install_and_patch():
    installed()
    from bot.nlu.masking_tokenizer import MaskingTokenizer

    process = MaskingTokenizer.process

    def endless(self, messages):
        while any("abracadabra" in message.get("text") for message in messages):
            pass
        return process(self, messages)

    MaskingTokenizer.process = endless

# Nothing may import Rasa before the bot has begun.
bot.rasa_patches.install.install = install_and_patch
from bot.__main__ import main
main()
"""
_ENDLESS = "abracadabra"
_TOO_MUCH = "That message is too much for me to read in full."


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, shared_settings: dict[str, str]) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("understanding")
    (port,) = free_ports(1)
    actions_port = int(shared_settings["RETURNDESK_ACTIONS_URL"].rpartition(":")[2].partition("/")[0])
    settings = {
        **shared_settings,
        "RETURNDESK_UNDERSTANDING_SECONDS": "0.5",
        "RETURNDESK_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
    }
    with own_bot(port, actions_port, folder, settings, ("-c", _PROGRAM)) as running:
        yield running


def say(bot: Asked, sender: str, text: str) -> str:
    body = {"sender": sender, "message": text}
    answers = requests.post(f"{bot.url}/webhooks/rest/webhook", json=body, timeout=60).json()
    return "\n".join(answer["text"] for answer in answers)


def too_much(bot: Asked) -> float:
    lines = requests.get(f"{bot.url}/metrics", timeout=10).text.splitlines()
    return float(next(line for line in lines if line.startswith("returndesk_too_much_to_understand_total ")).split()[1])


def test_it_is_asked_for_in_fewer_words_and_the_conversation_goes_on(bot: Asked) -> None:
    before = too_much(bot)
    assert say(bot, "one", _ENDLESS).startswith(_TOO_MUCH)
    assert "3 to 20 business days" in say(bot, "one", "how long does a refund take?")
    assert too_much(bot) == before + 1
    assert bot.check("understanding") == {"ok": True}


def test_a_form_goes_on_behind_it(bot: Asked) -> None:
    assert "order or return number?" in say(bot, "form", "what is the status of my return?") + say(bot, "form", "yes")
    assert say(bot, "form", _ENDLESS).startswith(_TOO_MUCH)
    assert "e-mail" in say(bot, "form", "R1001")


def test_meanwhile_it_says_that_it_is_well_and_takes_in_others(bot: Asked) -> None:
    with ThreadPoolExecutor() as customers:
        endless = customers.submit(say, bot, "endless", _ENDLESS)
        while not endless.done():
            # Within the time that a message may take, on the thread that takes everything in.
            assert bot.get("/healthz", 60).json() == {"status": "ok"}
        waiting = customers.submit(say, bot, "other", "how long does a refund take?")
    assert "3 to 20 business days" in waiting.result()


def test_nothing_is_left_when_it_is_killed(bot: Asked) -> None:
    say(bot, "last", "hello")
    children = psutil.Process(bot.process.pid).children(recursive=True)
    # Two that fork, and at least one that understands.
    assert len(children) > 2
    bot.process.kill()
    bot.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
