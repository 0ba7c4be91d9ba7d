"""A serving process computes with one thread, where nobody says otherwise."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bot.rasa_patches.one_thread import use_one_thread
from returndesk.project import this_project

_COUNT = (
    "import json, os, sys; from bot.rasa_patches.one_thread import use_one_thread; use_one_thread(os.environ); "
    "import numpy, threadpoolctl; "
    "numpy.ones((500, 500)) @ numpy.ones((500, 500)); "
    "print(json.dumps([pool['num_threads'] for pool in threadpoolctl.threadpool_info()]))"
)


def test_the_libraries_take_one_thread():
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    told = subprocess.run(
        [sys.executable, "-c", _COUNT], cwd=this_project().root, env=environment, capture_output=True, check=True
    )
    pools = json.loads(told.stdout)
    assert pools
    assert set(pools) == {1}


def test_a_choice_that_was_made_stays():
    environment = {"OMP_NUM_THREADS": "4"}
    use_one_thread(environment)
    assert environment["OMP_NUM_THREADS"] == "4"
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
