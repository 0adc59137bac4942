"""Message ids → sentences in the person's language. The only place where core's message ids become words.

The sentences are in resources/i18n/*.toml, one table per id with the keys ``en``, ``zh_CN`` and ``zh_TW``. Looking one
up never fails: an id without a sentence gives a generic one that names the id, so that an error is never hidden by an
error about the error.
"""

from __future__ import annotations

import ctypes
import locale
import logging
import os
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, cast

from core.paths import resources_dir

Language = Literal["en", "zh_CN", "zh_TW"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh_CN", "zh_TW")

_TRADITIONAL = ("tw", "hk", "mo", "hant")
_GENERIC: Mapping[Language, str] = {
    "en": "Something went wrong ({id}). The log has the details.",
    "zh_CN": "出现问题（{id}）。详情见日志。",
    "zh_TW": "出現問題（{id}）。詳情見日誌。",
}

logger = logging.getLogger(__name__)


def sentence(message_id: str, context: Mapping[str, str | int | float], language: str, table: str = "messages") -> str:
    """The sentence of `message_id` with the values of `context` in it.

    Args:
        message_id: Key of resources/i18n/`table`.toml, for example ``"image.truncated"``.
        context: Values of the placeholders. One that is missing shows as "…", one too many is ignored.
        language: "en", "zh_CN", "zh_TW" or any locale name; unknown ones read English.
        table: Which file: "messages" (what core says) or "cli" (the command line's own words).
    """
    wanted = match_language(language)
    entry = _load(table).get(message_id)
    if entry is None:
        return _GENERIC[wanted].format(id=message_id)
    template = entry.get(wanted) or entry.get("en") or _GENERIC[wanted]
    try:
        return template.format_map(_Values({"id": message_id, **{k: _plain_number(v) for k, v in context.items()}}))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError):
        logger.warning("the sentence of %s cannot be filled in", message_id)
        return template


def known_ids(table: str = "messages") -> frozenset[str]:
    """Every id that has a sentence."""
    return frozenset(_load(table))


def match_language(name: str) -> Language:
    """The interface language nearest to a locale name such as ``zh-Hant-HK``, ``zh_CN.UTF-8`` or ``de_DE``."""
    parts = name.replace("-", "_").split(".")[0].split("@")[0].lower().split("_")
    if parts[0] != "zh":
        return "en"
    return "zh_TW" if any(part in _TRADITIONAL for part in parts[1:]) else "zh_CN"


def system_language() -> Language:
    """The language of the person's system: LC_ALL, LC_MESSAGES, LANG; on Windows the language of its interface."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return match_language(value)
    if sys.platform == "win32":
        return match_language(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en"))
    return "en"


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _plain_number(value: str | int | float) -> str | int | float:
    return round(value, 3) if isinstance(value, float) else value


@cache
def _load(table: str) -> Mapping[str, Mapping[str, str]]:
    """The file as id → language → sentence. Ids contain dots, so their tables are quoted: ``["image.truncated"]``."""
    path = resources_dir() / "i18n" / f"{table}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        logger.warning("no sentences: %s cannot be read (%s)", path, exc)
        return {}
    return cast("Mapping[str, Mapping[str, str]]", content)
