"""What the widget asks of a running bot to send photos."""

from __future__ import annotations

import requests
from running_desk import Visit


def post(visit: Visit, path: str, **more: object) -> requests.Response:
    """A request about photos, with the session."""
    address = f"{visit.desk.url}/webhooks/rest/photos{path}"
    return requests.post(address, headers={"Authorization": f"Bearer {visit.session}"}, timeout=60, **more)  # type: ignore[arg-type]


def uploaded(visit: Visit, content: bytes) -> requests.Response:
    """The answer to the last piece of a file, or to the first that is refused."""
    answer = post(visit, "", json={"size": len(content)})
    if answer.status_code != 200:
        return answer
    name, piece = answer.json()["file"], answer.json()["piece"]
    for at in range(0, len(content), piece):
        answer = post(visit, f"/piece?file={name}&at={at}", data=content[at : at + piece])
        if answer.status_code != 200:
            return answer
    return answer


def sent(visit: Visit, *names: str, caption: str = "", message_id: str = "m1") -> requests.Response:
    """The answer to a message that files go with."""
    said = {"files": names, "caption": caption, "shown": "Photos: 1", "message_id": message_id, "rich": True}
    return post(visit, "/sent", json=said)
