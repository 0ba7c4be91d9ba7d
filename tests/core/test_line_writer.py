"""Lines of a log whose reader is slow: in their order, and nobody waits for it."""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TextIO

import pytest

from core.line_writer import MOST_WAITING, LineWriter


@pytest.fixture
def pipe() -> Iterator[tuple[TextIO, TextIO]]:
    reads, writes = os.pipe()
    with os.fdopen(reads, encoding="utf-8") as reader, os.fdopen(writes, "w", encoding="utf-8") as writer:
        yield reader, writer


def test_lines_arrive_whole_and_in_their_order_however_late_they_are_read(pipe):
    reader, stream = pipe
    writer = LineWriter(stream)
    lines = [f"{number} {'é' * (number % 7 * 900)}\n" for number in range(400)]
    began = time.perf_counter()
    for line in lines:
        writer.write(line)
    # Nobody has read anything, and a pipe holds 64 kB.
    assert time.perf_counter() - began < 5
    assert [reader.readline() for _ in lines] == lines


def test_lines_that_nobody_reads_are_counted_and_not_kept_for_ever(pipe):
    reader, stream = pipe
    writer = LineWriter(stream)
    beyond = 50_000
    for number in range(MOST_WAITING + beyond):
        writer.write(f"{number}\n")
    lost, kept = 0, []
    while lost + len(kept) < MOST_WAITING + beyond:
        line = reader.readline()
        if "lines_lost" in line:
            lost += json.loads(line)["lines"]
        else:
            kept.append(int(line))
    assert lost > 0
    assert kept == sorted(kept)


def test_a_reader_that_is_gone_is_nobodys_trouble():
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w", encoding="utf-8") as stream:
        LineWriter(stream).write("nobody hears it\n")


def test_what_is_no_file_is_written_to_as_it_is():
    stream = io.StringIO()
    LineWriter(stream).write("a line\n")
    assert stream.getvalue() == "a line\n"


def test_a_stream_that_is_closed_fails_nobody():
    stream = io.StringIO()
    writer = LineWriter(stream)
    writer.write("first\n")
    assert stream.getvalue() == "first\n"
    stream.close()
    writer.write("second\n")


def test_many_threads_may_write_at_once():
    threads, lines = 8, 2_000
    with tempfile.TemporaryFile("w+", encoding="utf-8") as stream:
        writer = LineWriter(stream)
        with ThreadPoolExecutor(threads) as pool:
            for written in [pool.submit(_write_some, writer, lines) for _ in range(threads)]:
                written.result()
        stream.seek(0)
        assert stream.read() == "a line\n" * threads * lines


def _write_some(writer: LineWriter, lines: int) -> None:
    for _ in range(lines):
        writer.write("a line\n")
