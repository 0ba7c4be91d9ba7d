"""What Rasa does for every message or at every start and need not do: where this process replaces a method of Rasa's.

Rasa 3.6.21 is its last open version and pinned, so what is replaced does not change under us. Each replacement gives
the same results, which its tests hold against Rasa's own; docs/benchmarks.md says what each is worth.
"""

from __future__ import annotations


def install() -> None:
    """Put every replacement in place; imports Rasa, so `keep_out()` comes first."""
    from bot.rasa_patches import (
        action_calls,
        applied_events,
        copied_trackers,
        debug_copies,
        default_actions,
        event_types,
        filled_slots,
        graph_runs,
        known_domain,
        message_fingerprints,
        rule_matching,
        stored_domain,
        unpacked_once,
        walked_states,
    )

    for module in (
        *(action_calls, applied_events, copied_trackers, debug_copies, default_actions, event_types, filled_slots),
        *(graph_runs, known_domain, message_fingerprints, rule_matching, stored_domain, unpacked_once, walked_states),
    ):
        module.install()
