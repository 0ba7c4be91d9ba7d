"""Packs a model without pressing it together: its numbers hardly shrink, and every start unpacks it.

Rasa 3.6 packs at the highest level: for an eighth of the size a third of the time in which a bot loads its model.
"""

from __future__ import annotations

from typing import Any, Final

from tarsafe import TarSafe  # type: ignore[import-untyped]

#: Gzip's, for archives as they are.
LEVEL: Final = 0


def pack_quickly() -> None:
    """Replace a method of the library that packs models, for this process; doing so again changes nothing."""
    if hasattr(TarSafe, "gzopen_pressed"):
        return
    TarSafe.gzopen_pressed = TarSafe.gzopen

    def gzopen(cls: type[TarSafe], /, name: Any, mode: str = "r", fileobj: Any = None, **options: Any) -> Any:
        return TarSafe.gzopen_pressed.__func__(cls, name, mode, fileobj, **{"compresslevel": LEVEL, **options})

    TarSafe.gzopen = classmethod(gzopen)
