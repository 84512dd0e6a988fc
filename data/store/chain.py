"""The chain that keeps the past: the canonical text of an event, and the hash that holds the one before.

**Canonical text** is a JSON object with the keys ``actor at batch body change county id kind org role seq what``:
UTF-8, keys sorted by code point at every depth, no white space, numbers in their shortest form that reads back the
same, no escapes but those JSON requires. It is everything that was said of the event; nothing in it is derived from
other events.

**Hash** of an event is ``SHA-256(hash of the county's event before it ‖ canonical text)``; before the first event
stand 32 zero bytes. The county's row carries number and hash of the last event, reports show them (`data.store.heads`),
and ``onemap audit verify`` proves them.
"""

import hashlib
from typing import Any

import orjson

from data.rules.events import HappenedEvent
from data.store.errors import UnwritableText

_NUL = b"\\u0000"
"""How JSON writes the one character that PostgreSQL cannot hold."""


def canonical(county: str, seq: int, event: HappenedEvent) -> bytes:
    """The canonical text of an event as UTF-8. `UnwritableText` for NUL characters and lone surrogates."""
    said = {
        "actor": event.actor,
        "at": event.at,
        "batch": event.batch,
        "body": event.body,
        "change": event.change,
        "county": county,
        "id": event.id,
        "kind": event.kind,
        "org": event.org,
        "role": event.role,
        "seq": seq,
        "what": event.what,
    }
    try:
        text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise UnwritableText(id=event.id, what=event.what) from error
    if _NUL in text and _NUL in text.replace(b"\\\\", b""):
        raise UnwritableText(id=event.id, what=event.what)
    return text


def link(before: bytes, text: bytes) -> bytes:
    """The hash of an event whose predecessor's hash is ``before``; 32 bytes."""
    return hashlib.sha256(before + text).digest()


def said(text: str) -> dict[str, Any]:
    """A canonical text as the object it is."""
    told: dict[str, Any] = orjson.loads(text)
    return told
