"""Hashing of passwords with scrypt, and how long to wait after wrong ones.

A stored password names its method and costs, so that they can be raised later: ``scrypt$n$r$p$salt$hash``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode

from core.errors import InvalidInputError

LEAST_LENGTH = 8
LONGEST = 1024
FREE_FAILURES = 5
"""So many wrong passwords cost nothing; each further one doubles the wait."""
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60
_N, _R, _P = 2**15, 8, 1
_MAX_MEMORY_BYTES = 128 * 1024 * 1024


def check_new_password(password: str) -> None:
    """Refuse what is too short to be a secret.

    Raises:
        InvalidInputError: "people.password_short" or "people.password_long".
    """
    if len(password) < LEAST_LENGTH:
        raise InvalidInputError("people.password_short", least=LEAST_LENGTH)
    if len(password) > LONGEST:
        raise InvalidInputError("people.password_long", most=LONGEST)


def hashed(password: str) -> str:
    """What is stored in place of a password."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${b64encode(salt).decode()}${b64encode(_derive(password, salt, _N, _R, _P)).decode()}"


def fits(password: str, stored: str) -> bool:
    """Whether a password is the stored one, compared in constant time. A damaged entry fits nothing."""
    try:
        method, n, r, p, salt, expected = stored.split("$")
        if method != "scrypt" or len(password) > LONGEST:
            return False
        found = _derive(password, b64decode(salt, validate=True), int(n), int(r), int(p))
        return hmac.compare_digest(found, b64decode(expected, validate=True))
    except (ValueError, OverflowError, MemoryError):
        return False


def wait_seconds(failures: int) -> int:
    """How long nobody may try after so many wrong passwords in a row."""
    beyond = failures - FREE_FAILURES
    if beyond < 0:
        return 0
    return min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS << min(beyond, 10))


def _derive(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    # any two ways to type the same characters are the same password
    import unicodedata

    secret = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=n, r=r, p=p, maxmem=_MAX_MEMORY_BYTES, dklen=32)
