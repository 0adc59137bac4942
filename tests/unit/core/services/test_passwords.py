from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

import pytest

from core.errors import InvalidInputError
from core.services.passwords import FREE_FAILURES, check_new_password, fits, hashed, wait_seconds


def test_a_password_fits_only_itself() -> None:
    stored = hashed("藏书万卷 2026")
    assert fits("藏书万卷 2026", stored)
    assert not fits("藏书万卷 2025", stored)
    assert not fits("", stored)
    assert "藏书" not in stored
    assert stored != hashed("藏书万卷 2026"), "each has its own salt"


def test_full_width_typing_is_the_same_password() -> None:
    assert fits("ｐａｓｓｗｏｒｄ１", hashed("password1"))


def test_the_stored_form_names_method_and_costs() -> None:
    method, n, r, p, salt, key = hashed("correct horse").split("$")
    assert (method, int(n) >= 2**15, r, p) == ("scrypt", True, "8", "1")
    expected = hashlib.scrypt(b"correct horse", salt=b64decode(salt), n=int(n), r=8, p=1, maxmem=2**27, dklen=32)
    assert b64decode(key) == expected


def test_an_older_cost_still_fits() -> None:
    key = hashlib.scrypt(b"old one", salt=b"0123456789abcdef", n=2**10, r=8, p=1, dklen=32)
    stored = f"scrypt$1024$8$1${b64encode(b'0123456789abcdef').decode()}${b64encode(key).decode()}"
    assert fits("old one", stored)


@pytest.mark.parametrize(
    "stored", ["", "x", "md5$1$2$3$4$5", "scrypt$0$8$1$AA==$AA==", "scrypt$a$b$c$d$e", "scrypt$1$1$1$$"]
)
def test_a_damaged_entry_fits_nothing(stored: str) -> None:
    assert not fits("anything", stored)
    assert not fits("", stored)


def test_waits_grow_and_have_an_end() -> None:
    assert [wait_seconds(n) for n in range(FREE_FAILURES)] == [0] * FREE_FAILURES
    assert [wait_seconds(FREE_FAILURES + n) for n in range(4)] == [30, 60, 120, 240]
    assert wait_seconds(10_000) == 900


def test_short_and_endless_passwords_are_refused() -> None:
    check_new_password("八个字符的密码啊")
    for wrong in ("short", "x" * 5000):
        with pytest.raises(InvalidInputError):
            check_new_password(wrong)
