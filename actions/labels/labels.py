"""Opens what a link to a label leads to."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Final

from sqlalchemy.engine import Engine

from actions.labels.code_picture import code_picture
from actions.labels.links import LabelLinks, LinkOver, Part
from actions.store.import_export.label_fields import PDF, PNG, media_type
from actions.store.labels import StoredLabels
from core.clock import Clock, SystemClock
from core.settings import Settings

_ENDINGS: Final[Mapping[str, str]] = {PDF: "pdf", PNG: "png"}


class Labels:
    """The labels that customers open.

    Args:
        links: Makes the links and reads them.
        stored: The store.
        clock: The shop's clock; a label that has run out by it is not given out.
    """

    def __init__(self, links: LabelLinks, stored: StoredLabels, clock: Clock) -> None:
        self.links = links
        self._stored = stored
        self._clock = clock

    @classmethod
    def for_settings(cls, settings: Settings, engine: Engine, clock: Clock) -> Labels:
        """Those that the settings ask for."""
        shared = settings.actions_secret.get_secret_value() if settings.actions_secret else secrets.token_hex()
        return cls(LabelLinks(shared, settings.public_url or None, SystemClock()), StoredLabels(engine), clock)

    def open(self, token: str, part: Part) -> Mapping[str, str]:
        """What stands behind a link, as JSON.

        Args:
            token: What the link holds.
            part: What of the label is wanted.

        Returns:
            `address`, where it lies elsewhere; otherwise `content` in base64, `media_type` and `name`.

        Raises:
            LinkOver: The link has run out or was not made here, or the return has no such label any more or is not
                the customer's any more.
            StoreUnavailable: The database did not answer.
        """
        linked = self.links.read(token)
        label = self._stored.of(linked.return_key)
        if label is None or not linked.is_of(label.customer_id):
            raise LinkOver
        if label.expires_at is not None and label.expires_at <= self._clock.now():
            raise LinkOver
        name = "label-" + "".join(sign for sign in linked.return_key if sign.isascii() and sign.isalnum())
        if part is Part.CODE and label.qr is not None:
            content = base64.b64encode(code_picture(label.qr)).decode()
            return {"content": content, "media_type": PNG, "name": f"{name}-code.png"}
        if part is Part.FILE and label.address is not None:
            return {"address": label.address}
        if part is Part.FILE and label.file is not None:
            kind = media_type(base64.b64decode(label.file))
            if kind is not None:
                return {"content": label.file, "media_type": kind, "name": f"{name}.{_ENDINGS[kind]}"}
        raise LinkOver
