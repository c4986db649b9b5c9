"""Messages to the browser by the HX-Trigger header; `assets/controllers/toast.ts` shows them."""

import json
from typing import Any, Literal

Kind = Literal["done", "error", "conflict"]


def toast_header(
    text: str,
    *,
    kind: Kind = "done",
    more: str = "",
    undo_url: str = "",
    action: dict[str, str] | None = None,
    **events: Any,
) -> str:
    """The header's value: a toast, and further events by keyword (underscores become dashes).

    `undo_url` is posted to by Undo; `action` is {"text", "url"} for a further button. `deal_changed`
    becomes the event `voronka:deal-changed`.
    """  # fmt: skip
    toast = {"text": text, "kind": kind, "more": more, "undoUrl": undo_url, "action": action}
    told = {"voronka:toast": {key: value for key, value in toast.items() if value}}
    told |= {f"voronka:{name.replace('_', '-')}": detail for name, detail in events.items()}
    # Headers are Latin-1: JSON's ASCII escapes carry every script through.
    return json.dumps(told)
