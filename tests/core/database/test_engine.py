"""A new file is opened by several at once."""

import threading

import pytest

from core.database.engine import make_file, open_engine
from core.database.sessions import writing_connection

OPENERS = 6


@pytest.mark.embedded("a new file is SQLite's; servers make their databases themselves")
@pytest.mark.parametrize("attempt", range(40))
def test_several_may_open_a_new_file_at_the_same_moment(tmp_path, attempt):
    at_once, failures = threading.Barrier(OPENERS), []

    def write():
        engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
        make_file(engine)
        at_once.wait()
        try:
            with writing_connection(engine) as connection:
                connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS notes (words TEXT)")
        except Exception as error:  # noqa: BLE001  # whatever it is, the test shows it
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=write) for _ in range(OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
