"""What was not understood is labelled by whoever may, becomes a patch that applies, and leaks nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from people_labels import FOR_TEST, TEN, catch_up, label
from people_said import NOW, SCRIPTS, UNCLEAR, say

from returndesk.learn.held_out import is_common_phrase, overlaps
from returndesk.learn.utterances import read_training, read_unseen
from returndesk.patch import as_patch
from returndesk.people.learning_inbox import LEFT_OUT, NEW_TOPIC
from returndesk.people.training_patch import TrainingData
from returndesk.project import Project


def texts_of(services):
    return {each.words for each in services.learning.groups()}


def test_the_inbox_holds_what_was_not_understood_or_disliked_and_nothing_else(said):
    assert texts_of(said) == {*TEN, "kettle refund in a jiffy", "will kettles rise tomorrow"}
    disliked = next(each for each in said.learning.groups() if each.why == "disliked")
    assert (disliked.words, disliked.topic) == ("kettle refund in a jiffy", "ask_refund_time")


def test_like_messages_are_one_group_and_the_largest_comes_first(said):
    for number in range(3):
        say(said.conversations, f"web:s{number}", "Does the kettle need stamps?", NOW, UNCLEAR)
    say(said.conversations, "web:s9", "does the kettle need a stamp", NOW, UNCLEAR)
    catch_up(said)
    first = said.learning.groups()[0]
    assert (first.words, len(first.events)) == ("Does the kettle need stamps?", 4)


async def test_ten_labelled_messages_are_a_patch_that_applies_to_a_clean_checkout_and_leaks_nothing(
    said, visitor, checkout, server
):
    lea = await visitor("lea")
    for words, topic in TEN.items():
        response = await label(lea, said, words, *(("", "not_ours") if topic == "out_of_scope" else (topic,)))
        assert response.status == 303
    response = await lea.send("/learning/patch", "/learning/patch")
    assert "attachment" in response.headers["Content-Disposition"]
    patch = await response.read()
    before, tests = read_training([checkout.root / "data"]), read_unseen(checkout.unseen)
    applied = subprocess.run(
        ["git", "apply", "-"], input=patch, cwd=checkout.root, capture_output=True, check=False
    )  # fmt: skip
    assert applied.stderr.decode() == ""
    after = read_training([checkout.root / "data"])
    known = set(before)
    added = [each for each in after if each not in known]
    cases = [each for each in read_unseen(checkout.unseen) if each not in set(tests)]
    assert {each.text: each.intent for each in added} == {text: TEN[text] for text in TEN if text not in FOR_TEST}
    assert {each.text: each.intent for each in cases} == {text: TEN[text] for text in FOR_TEST}
    assert len(after) + len(read_unseen(checkout.unseen)) == len(before) + len(tests) + len(TEN)
    unseen = [each for each in read_unseen(checkout.unseen) if not is_common_phrase(each)]
    assert [str(each) for each in overlaps(unseen, after)] == [str(each) for each in overlaps(unseen, before)]
    log = await lea.page("/log")
    assert "labelled" in log and "took a patch" in log and "kettle" not in log


async def test_what_leaks_or_tells_who_wrote_it_is_refused_and_the_rest_is_added(said, visitor, checkout):
    refunds = [each for each in read_unseen(checkout.unseen) if each.intent == "ask_refund_time"]
    test = next(each for each in refunds if each.text.replace(" ", "").isalpha())
    leak = f"{test.text} please"
    say(said.conversations, "web:leak", leak, NOW, UNCLEAR)
    catch_up(said)
    mia = await visitor("mia")
    await label(mia, said, leak, "ask_refund_time")
    await label(mia, said, next(iter(TEN)), "ask_refund_time")
    made = said.training.patch(said.learning.labelled())
    assert (made.added, [turn.words for turn, _ in made.refused]) == ({"ask_refund_time": 1}, [leak])
    assert test.text not in made.text
    page = await mia.page("/learning/patch")
    assert "a message of the test sets" in page and "Download" not in page


async def test_nothing_that_identifies_a_customer_is_in_the_inbox_or_the_patch(said, visitor):
    words = "kettle gone, I am ana@example.com, my name is Ana Perez, order 8120034500012345"
    say(said.conversations, "web:ana", words, NOW, UNCLEAR)
    catch_up(said)
    lea = await visitor("lea")
    shown = next(each.words for each in said.learning.groups() if "kettle gone" in each.words)
    await label(lea, said, shown, "ask_refund_time")
    patch = await (await lea.send("/learning/patch", "/learning/patch")).text()
    for page in (await lea.page("/learning"), await lea.page("/learning/patch"), patch):
        assert "kettle gone" in page
        for secret in ("Perez", "8120034500012345"):
            assert secret not in page
    # Training has its own example of an address in the place of each.
    assert shown.startswith("kettle gone, I am [e-mail]")


async def test_a_new_topic_and_what_is_left_out_are_no_lines_and_a_label_can_be_taken_back(said, visitor):
    mia, words = await visitor("mia"), list(TEN)
    await label(mia, said, words[0], what="new")
    await label(mia, said, words[1], what="leave_out")
    assert {each.label for each in said.learning.labelled()} == {LEFT_OUT, NEW_TOPIC}
    assert not {*words[:2]} & texts_of(said)
    made = said.training.patch(said.learning.labelled())
    assert (made.text, [each.words for each in made.new_topics]) == ("", [words[0]])
    event = next(each.event for each in said.learning.labelled() if each.words == words[1])
    await mia.send("/learning", "/learning/take-back", events=str(event))
    assert words[1] in texts_of(said)


async def test_a_label_goes_with_its_conversation(said, visitor):
    await label(await visitor("mia"), said, next(iter(TEN)), "ask_refund_time")
    said.conversations.forget(["web:n0"])
    assert said.learning.labelled() == []


@pytest.mark.parametrize("topic", ["", "nothing_of_the_kind", "ask_refund_time\n- evil", "../../etc/passwd"])
async def test_what_is_no_topic_is_no_label(said, visitor, topic):
    assert (await label(await visitor("mia"), said, next(iter(TEN)), topic)).status == 400
    assert said.learning.labelled() == []


@pytest.mark.parametrize("events", ["", "x", "-1", "9" * 20, "999999"])
async def test_what_is_no_message_is_not_labelled(said, visitor, events):
    mia = await visitor("mia")
    response = await mia.send("/learning", "/learning/label", events=events, what="new")
    assert response.status == 404


async def test_an_auditor_reads_and_an_agent_takes_no_patch(said, visitor):
    aud, mia = await visitor("aud"), await visitor("mia")
    page = await aud.page("/learning")
    assert next(iter(TEN)) in page and "/learning/label" not in page
    token = page.partition('name="token" value="')[2].partition('"')[0]
    for path in ("/learning/label", "/learning/take-back", "/learning/patch"):
        assert (await aud.post(path, {"token": token, "events": "1", "what": "new"})).status == 403
    token = (await mia.page("/")).partition('name="token" value="')[2].partition('"')[0]
    assert (await mia.post("/learning/patch", {"token": token})).status == 403
    assert (await (await visitor()).see("/learning")).status == 303


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
async def test_a_form_of_another_site_or_session_labels_nothing(said, visitor, headers):
    lea, ben = await visitor("lea"), await visitor("ben")
    page = await (lea if headers else ben).page("/learning")
    token = page.partition('name="token" value="')[2].partition('"')[0]
    event = str(said.learning.groups()[0].events[0])
    fields = {"token": token, "events": event, "what": "new"}
    for path in ("/learning/label", "/learning/take-back", "/learning/patch"):
        assert (await lea.post(path, fields, headers=headers)).status == 403
    assert said.learning.labelled() == []


async def test_a_script_that_a_customer_wrote_is_text(said, visitor):
    lea = await visitor("lea")
    for number, script in enumerate(SCRIPTS):
        say(said.conversations, f"web:x{number}", f"kettle {script.replace(chr(0), '')}", NOW, UNCLEAR)
    catch_up(said)
    for group in said.learning.groups():
        await label(lea, said, group.words, "ask_refund_time")
    for page in (await lea.page("/learning"), await lea.page("/learning/patch")):
        for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
            assert attack not in page
        assert " style=" not in page and "<style" not in page


async def test_without_training_data_labels_are_kept_and_there_is_no_patch(services, visitor, tmp_path):
    nowhere = TrainingData(Project(tmp_path / "nowhere"), services.turn_list._masker)
    assert list(nowhere.topics()) == []
    assert nowhere.patch([]).text == ""


def test_a_patch_is_what_git_takes_whatever_ends_a_line(tmp_path):
    old = {"a.yml": "one\ntwo\u2028half\nthree", "b.yml": "x\r\ny\r\n", "c.yml": "same\n"}
    new = {"a.yml": "one\ntwo\u2028half\nthree\nfour", "b.yml": "x\r\nz\r\ny\r\n", "c.yml": "same\n", "d.yml": "new\n"}
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name, text in old.items():
        Path(tmp_path, name).write_bytes(text.encode())
    patch = as_patch(tmp_path, {tmp_path / name: text for name, text in new.items()})
    assert "c.yml" not in patch
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    assert {name: Path(tmp_path, name).read_bytes().decode() for name in new} == new
