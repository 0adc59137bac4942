"""Brings the window's translation files up to date with the code, and compiles them.

    .venv/bin/python installer/translations.py            # texts of the code into the .ts files; names what lacks words
    .venv/bin/python installer/translations.py FILE.toml  # the same, then fills in translations

The file holds one table a text: `["English text"]`, `zh_CN = "…"`, `zh_TW = "…"`; for a plural, lists of forms. A text
that stands in several contexts gets the same words in each.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("", "models", "widgets", "pages", "pages/admin", "windows", "windows/exchange", "windows/copying")
LANGUAGES = ("en", "zh_CN", "zh_TW")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def sources() -> list[Path]:
    """Every module with texts of the window."""
    return sorted(file for folder in FOLDERS for file in (ROOT / "librarian_app" / folder).glob("*.py"))


def ts_file(language: str) -> Path:
    return ROOT / "resources" / "i18n" / f"wenyuan_{language}.ts"


def extract(language: str) -> None:
    """Texts of the code into the language's file; those that left the code leave the file."""
    command = [_tool("pyside6-lupdate"), "-no-obsolete", "-locations", "none", "-source-language", "en"]
    command += ["-target-language", language, *(["-pluralonly"] if language == "en" else []), *map(str, sources())]
    subprocess.run([*command, "-ts", str(ts_file(language))], check=True, capture_output=True)


def fill(language: str, words: Mapping[str, Mapping[str, str | Sequence[str]]]) -> list[str]:
    """Enter translations where they are missing. Returns the texts that still lack one."""
    tree = ElementTree.parse(ts_file(language))
    missing = []
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            source = message.findtext("source", "")
            translation = message.find("translation")
            if translation is None or translation.get("type") != "unfinished":
                continue
            given = words.get(source, {}).get(language)
            if given is None:
                missing.append(f"{context.findtext('name')}: {source}")
                continue
            forms = list(translation.iter("numerusform"))
            if forms:
                texts = [given] * len(forms) if isinstance(given, str) else list(given)
                for form, text in zip(forms, texts, strict=True):
                    form.text = text
            else:
                translation.text = str(given)
            del translation.attrib["type"]
    if words:
        body = ElementTree.tostring(tree.getroot(), encoding="unicode")
        ts_file(language).write_text(_HEAD + body + "\n", encoding="utf-8")
        extract(language)  # in lupdate's own layout, so that differences stay small
    return missing


def release(language: str) -> None:
    """Compile the language's file."""
    file = ts_file(language)
    command = [_tool("pyside6-lrelease"), "-silent", str(file), "-qm", str(file.with_suffix(".qm"))]
    subprocess.run(command, check=True, capture_output=True)


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def main() -> int:
    """Returns 1 while texts lack a translation."""
    words = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else {}
    n_missing = 0
    for language in LANGUAGES:
        extract(language)
        for text in fill(language, words):
            n_missing += 1
            sys.stdout.write(f"{language}  {text}\n")
        release(language)
    return 1 if n_missing else 0


if __name__ == "__main__":
    sys.exit(main())
