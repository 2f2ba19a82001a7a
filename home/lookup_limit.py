"""How many unknown codes one address may try."""

import contextlib
import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

# Wide, because a hospital shares one address; no code is found by so few tries.
MOST_UNKNOWN = 30
# Seconds, from the first of them on.
WINDOW = 300


def has_tried_too_many(request: HttpRequest) -> bool:
    """Answer whether the visitor's address has to wait."""
    return cache.get(_key(request), 0) >= MOST_UNKNOWN


def count_unknown(request: HttpRequest) -> None:
    """Count one more unknown code for the visitor's address."""
    key = _key(request)
    cache.add(key, 0, timeout=WINDOW)
    # The window may have ended in between, or the cache be away.
    with contextlib.suppress(ValueError):
        cache.incr(key)


def _key(request: HttpRequest) -> str:
    # No address is kept readable.
    address = get_adapter(request).get_client_ip(request)
    return f"lookups.{hashlib.sha256(address.encode()).hexdigest()[:32]}"
