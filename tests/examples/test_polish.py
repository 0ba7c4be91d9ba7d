"""The example of a language that a shop adds: Polish, as `docs/languages.md` has it copied into a checkout."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entities import vocabulary
from bot.nlu.entities.detail import Detail, Kind
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.language_detector import LanguageDetector
from bot.responses import nlg
from bot.responses.fact_values import PLACEHOLDER
from bot.responses.languages import PLURAL, language_tags, load_language
from bot.responses.nlg import FactsResponseGenerator
from core.conversations.address import conversations_url
from core.identifiers import USUAL_SHAPES
from core.languages import ENGLISH, LOCALE, SPOKEN
from core.settings import load_settings
from returndesk.doctor.check import Verdict
from returndesk.doctor.command import examine
from returndesk.project import Project, this_project

ROOT = this_project().root
EXAMPLE = ROOT / "examples" / "languages" / "pl"
TOPICS = ("refund_time", "return_fee", "out_of_scope")
#: What a language has to say before all else; the rest may follow one by one.
ANSWERS = {
    "utter_greet", "utter_rule_ask_refund_time", "utter_rule_ask_return_window",
    "utter_rule_report_not_marked_returned", "utter_rule_ask_return_fee", "utter_out_of_scope", "utter_clarify",
    "utter_clarify_one", "utter_not_understood", "utter_change_language", "utter_language_switched",
    "utter_offer_look_up", "utter_offer_look_up_order",
}  # fmt: skip
INTENTS = {
    "greet", "affirm", "deny", "ask_refund_time", "ask_return_window", "report_not_marked_returned", "ask_return_fee",
    "out_of_scope",
}  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader in either case
    assert isinstance(content, dict), path
    return content


def examples(*paths: Path) -> Iterator[Message]:
    """The training messages of some files, as Rasa reads them."""
    for block in (block for path in paths for block in read(path).get("nlu", ())):
        about = {METADATA: {INTENT: block["metadata"]}} if "metadata" in block else {}
        for line in block["examples"].splitlines():
            yield Message(data={TEXT: line.removeprefix("- "), INTENT: block["intent"], **about})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The parts of a checkout that the example is copied over."""
    root = tmp_path_factory.mktemp("shop")
    shutil.copytree(ROOT / "bot", root / "bot", ignore=shutil.ignore_patterns("artefacts", "__pycache__"))
    shutil.copytree(EXAMPLE, root, dirs_exist_ok=True)
    return Project(root)


@pytest.fixture(scope="module")
def english() -> dict[str, list[dict[str, Any]]]:
    responses: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        responses |= read(path).get("responses") or {}
    return responses


@pytest.fixture(scope="module")
def voice(shop: Project, english: dict[str, Any]) -> Iterator[FactsResponseGenerator]:
    """What speaks in the shop that has added Polish."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlg, "language_tags", partial(language_tags, shop.locales))
        patch.setattr(nlg, "load_language", partial(load_language, folder=shop.locales))
        yield FactsResponseGenerator(domain=Domain.from_dict({"responses": english}))


def say(voice: FactsResponseGenerator, response: str, **values: Any) -> str:
    message = voice.generate_from_slots(response, {}, "rest", **values)
    assert message is not None
    return " ".join(str(message["text"]).split())


# --- Answers ------------------------------------------------------------------------------------------------------


def test_it_is_not_there_unless_it_is_copied(shop: Project):
    assert "pl" not in language_tags()
    assert not (ROOT / "bot" / "nlu" / "entities" / "words" / "pl.yml").exists()
    assert not [path for path in this_project().training_data() if path.is_relative_to(EXAMPLE)]
    assert {*language_tags(shop.locales)} - {*language_tags()} == {"pl"}


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("utter_greet", "Dzień dobry! Odpowiadam na pytania o zwroty towarów i pieniędzy."),
        ("utter_rule_ask_refund_time", "**od 3 do 20 dni roboczych** od chwili, gdy magazyn potwierdzi zwrot towaru."),
        ("utter_rule_ask_refund_time", ", „Zakończenie zwrotu i zwrot pieniędzy”_"),
        ("utter_rule_ask_return_window", "w ciągu **90 dni od złożenia zamówienia** albo w ciągu **7, 15 lub 30 dni"),
        ("utter_rule_report_not_marked_returned", "**od 1 do 2 dni roboczych** po nadaniu paczki"),
        ("utter_rule_ask_return_fee", "jest bezpłatny**, do 5 razy w miesiącu."),
        ("utter_out_of_scope", "W tym nie mogę pomóc."),
        ("utter_clarify", "Czy o coś z tej listy?"),
        ("utter_not_understood", "po polsku."),
        ("utter_offer_look_up", "Czy mam sprawdzić Państwa zwrot?"),
    ],
)
@pytest.mark.parametrize("tag", ["pl", "pl-PL", "PL"])
def test_a_polish_customer_is_answered_in_polish(voice: FactsResponseGenerator, tag: str, response: str, said: str):
    assert said in say(voice.in_language(tag), response)


@pytest.mark.parametrize("response", ["utter_rule_ask_packaging", "utter_rule_ask_refund_method", "utter_help"])
def test_what_is_not_translated_is_said_in_english(voice: FactsResponseGenerator, response: str):
    assert say(voice.in_language("pl"), response) == say(voice, response)


async def test_the_pages_locale_is_enough(voice: FactsResponseGenerator):
    tracker = DialogueStateTracker.from_events(
        "web:1", [UserUttered("R1001", metadata={LOCALE: "pl-PL"})], slots=[TextSlot(SPOKEN, [{}])]
    )

    polish = await voice.generate("utter_clarify", tracker, "rest")
    elsewhere = await voice.generate("utter_stopped", tracker, "rest")
    assert polish is not None and elsewhere is not None
    assert polish["text"] == "Nie wiem dokładnie, o co chodzi. Czy o coś z tej listy?"
    assert polish[nlg.IN_ENGLISH] == say(voice, "utter_clarify")
    assert elsewhere["text"] == say(voice, "utter_stopped")


def test_what_a_customer_hears_first_is_there_with_every_value(shop: Project, english: dict[str, Any]):
    def values(text: str) -> set[str]:
        return {*(name for name, _ in PLURAL.findall(text)), *PLACEHOLDER.findall(PLURAL.sub("", text))}

    responses = load_language("pl", english, shop.locales).responses
    assert ANSWERS - responses.keys() == set()
    named = {
        name for path in (EXAMPLE / "bot" / "locales" / "pl").glob("*.yml") for name in read(path).get("responses", ())
    }
    assert named == responses.keys()
    for name, (polish, *_) in responses.items():
        assert values(english[name][0]["text"]) <= values(polish["text"]), name


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 dni roboczych"),
        (1, "1 dzień roboczy"),
        (2, "2 dni robocze"),
        (5, "5 dni roboczych"),
        (12, "12 dni roboczych"),
        (21, "21 dni roboczych"),
        (22, "22 dni robocze"),
        ("1,5", "1,5 dnia roboczego"),
    ],
)
def test_nouns_agree_with_numbers_as_in_polish(voice: FactsResponseGenerator, count: int | str, said: str):
    assert say(voice.in_language("pl"), "utter_some_working_days", count=count) == said


def test_doctor_lists_what_is_said_in_english(shop: Project, english: dict[str, Any], tmp_path: Path):
    there = Project(shop.root, tmp_path)
    settings = load_settings(database_url=f"sqlite:///{tmp_path}/returns.db", model_dir=tmp_path)
    settings = settings.copy(update={"conversations_url": conversations_url(settings)})

    (found,) = [check for check in examine(there, settings) if check.name == "words of pl"]
    missing = english.keys() - load_language("pl", english, shop.locales).responses.keys()
    assert found.verdict is Verdict.WARN
    assert found.found.startswith(f"{len(missing)} of {len(english)} responses are said in English: ")
    assert {"utter_help", "utter_rule_ask_packaging"} <= {*found.found.partition(": ")[2].split(", ")} == missing
    assert found.remedy == "write them in bot/locales/pl"


# --- Understanding ------------------------------------------------------------------------------------------------


def test_ten_messages_are_there_for_each_topic():
    texts: dict[str, set[str]] = {}
    for message in examples(*(EXAMPLE / "data" / "nlu" / "pl").glob("*.yml")):
        assert message.get(METADATA) == {INTENT: {"language": "pl"}}
        texts.setdefault(message.get(INTENT), set()).add(message.get(TEXT).lower())
    assert {intent: len(said) for intent, said in texts.items()} == dict.fromkeys(INTENTS, 10)


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> LanguageDetector:
    """One that has learnt Polish from the example, and the others from a part of their messages."""
    data = ROOT / "data" / "nlu"
    shared = [path for topic in TOPICS for path in (data / f"{topic}.yml", *data.glob(f"*/{topic}.yml"))]
    messages = [*examples(*shared, *(EXAMPLE / "data" / "nlu" / "pl").glob("*.yml"))]
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    component = LanguageDetector(LanguageDetector.get_default_config(), storage, Resource("detector"))
    component.train(TrainingData(messages))
    return component


@pytest.mark.parametrize(
    "text",
    [
        "kiedy bedzie przelew za moje zamowienie",
        "Chcę odesłać spodnie, bo są za duże",
        "Zostawiłem pudełko u kuriera, a system twierdzi, że nic nie wysłano",
        "nie mam drukarki, jak odesłać",
        "dziekuje bardzo za pomoc",
    ],
)
@pytest.mark.parametrize("spoken", [ENGLISH, "uk", "de"])
def test_a_polish_message_is_found_to_be_polish(detector: LanguageDetector, text: str, spoken: str):
    assert detector.language_of(text, spoken) == "pl"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "ich habe mein Paket noch nicht bekommen"),
        ("en", "how much does a return cost me"),
        ("es", "cuánto tarda el reembolso en llegar"),
        ("nl", "wanneer krijg ik mijn geld terug"),
        ("uk", "коли я отримаю гроші за замовлення"),
    ],
)
def test_other_messages_are_not(detector: LanguageDetector, tag: str, text: str):
    assert detector.language_of(text, "pl") == tag


@pytest.fixture(scope="module")
def finder(shop: Project) -> Iterator[DetailFinder]:
    """What reads details in the shop that has added Polish."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "TABLES", shop.root / "bot" / "nlu" / "entities" / "words")
        yield DetailFinder(USUAL_SHAPES)


def shown(detail: Detail) -> str:
    sense = f" {detail.sense.value}" if detail.kind is Kind.DATE and detail.sense else ""
    return f"{detail.kind.value} {detail.value}{sense}"


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("nadałam paczkę wczoraj na poczcie", {"date yesterday past"}),
        ("oddalem to w srode w punkcie", {"date Wednesday past"}),
        ("wysłałem buty 9 października", {"date 9 October past"}),
        ("paczkę wysłałam trzy dni temu", {"date 3 days ago past", "day_count 3"}),
        ("jeszcze nie nadałem paczki", {"hand_in not"}),
        ("jutro zaniosę paczkę na pocztę", {"hand_in ahead", "date tomorrow ahead"}),
        ("dzień dobry, do kiedy mogę oddać towar", set()),
    ],
)
def test_days_and_hand_ins_are_read_in_polish(finder: DetailFinder, text: str, details: set[str]):
    assert {*map(shown, finder.find(text, "pl"))} == details


# --- The widget ---------------------------------------------------------------------------------------------------


def test_the_widget_has_all_its_words():
    def names(path: Path) -> list[str]:
        return re.findall(r"^  (\w+):", path.read_text("utf-8"), re.MULTILINE)

    strings = Path("widget", "src", "strings")
    assert names(EXAMPLE / strings / "pl.ts") == names(ROOT / strings / "de.ts")
