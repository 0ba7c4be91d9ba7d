"""Which traces are taken in, and where they go."""

from __future__ import annotations

import asyncio

import pytest

from core.tracing import continued, current_trace, new_trace, onward, trace_from, trace_kept, traced

ID = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
WELL_FORMED = f"00-{ID}-{CALLER}-01"


def test_a_well_formed_trace_is_taken_in_with_a_part_of_our_own():
    trace = trace_from(WELL_FORMED)
    assert trace.id == ID
    assert trace.span != CALLER
    assert trace.header == f"00-{ID}-{trace.span}-01"


def test_whether_the_caller_records_is_handed_on():
    assert trace_from(f"00-{ID}-{CALLER}-00").header.endswith("-00")
    # What else a flag may come to mean is not ours to promise.
    assert trace_from(f"00-{ID}-{CALLER}-ff").header.endswith("-01")


def test_a_later_version_is_read_as_far_as_it_is_known():
    assert trace_from(f"01-{ID}-{CALLER}-01-more-of-it").id == ID


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "hello",
        f"00-{ID}-{CALLER}",
        f"00-{ID}-{CALLER}-01-more",
        f"ff-{ID}-{CALLER}-01",
        f"00-{'0' * 32}-{CALLER}-01",
        f"00-{ID}-{'0' * 16}-01",
        f"00-{ID.upper()}-{CALLER}-01",
        f"00-{ID[:-1]}g-{CALLER}-01",
        f"{WELL_FORMED}\n",
        f"{WELL_FORMED}, {WELL_FORMED}",
        "٠٠" + WELL_FORMED[2:],
        ["a list"],
    ],
)
def test_whatever_is_not_well_formed_begins_a_new_trace(header):
    trace = trace_from(header)
    assert trace.id != ID
    assert trace_from(trace.header).id == trace.id


def test_calls_carry_the_current_trace_and_nothing_where_there_is_none():
    assert (onward(), trace_kept(), current_trace()) == ({}, {}, None)
    with traced(new_trace()) as trace:
        assert onward() == {"traceparent": trace.header}
        assert trace_kept() == {"trace": trace.id}
        with traced(new_trace()) as inner:
            assert current_trace() == inner
        assert current_trace() == trace
    assert current_trace() is None


def test_what_waited_goes_on_with_its_trace():
    with traced(new_trace()) as trace:
        kept = trace_kept()["trace"]
    later = continued(kept)
    assert (later.id, later.span == trace.span) == (trace.id, False)
    assert continued(None).id != trace.id


async def test_tasks_side_by_side_and_threads_keep_their_own_trace():
    async def work() -> bool:
        with traced(new_trace()) as trace:
            await asyncio.sleep(0)
            return current_trace() == trace == await asyncio.to_thread(current_trace)

    assert await asyncio.gather(*(work() for _ in range(20))) == [True] * 20
