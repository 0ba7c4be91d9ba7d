"""What Rasa does for every message and need not do: the places where this process replaces a method of Rasa's.

Rasa 3.6.21 is its last open version and pinned, so what is replaced does not change under us. Each replacement gives
the same results, which its tests hold against Rasa's own; docs/benchmarks.md says what each is worth.
"""

from __future__ import annotations


def save_time() -> None:
    """Puts every replacement in place; imports Rasa, so `keep_out()` comes first."""
    from bot.rasa_patches.action_calls import make_cheap
    from bot.rasa_patches.event_types import make_known
    from bot.rasa_patches.graph_runs import make_direct
    from bot.rasa_patches.known_domain import make_glanced
    from bot.rasa_patches.rule_matching import make_indexed
    from bot.rasa_patches.walked_states import make_walked

    make_cheap()
    make_known()
    make_direct()
    make_glanced()
    make_indexed()
    make_walked()
