"""The memory that an import of a MARC file takes at most, without encoders: it must not grow with the file.

    python -m core.bench.import_memory 10000 100000 [--match control,isbn,title]

Each number of made-up records is imported by a process of its own into a new library in a temporary folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import cast

from core.application import build_application
from core.bench.large_library import made_up_records
from core.domain.importing import ImportOptions, MatchRule
from core.domain.records import Identifier
from core.errors import HostFaultError
from core.interchange.formats import open_writer
from core.retrieval.models import LoadedModels, ModelHost
from core.text.numbers import isbn13_check_digit


def write_records(path: Path, n_records: int) -> None:
    """Write made-up records, each with an ISBN, to a file of MARC 21."""
    with open_writer(path, "marc") as writer:
        for number, record in enumerate(made_up_records(n_records)):
            body = f"9787{number:08}"
            isbn = Identifier("isbn", body + isbn13_check_digit(body))
            writer.write(replace(record, identifiers=(isbn,)))


def import_once(file: Path, folder: Path, rules: tuple[MatchRule, ...]) -> str:
    """Import a file into a new library. Returns the number of records, the seconds, and the most memory held."""
    from resource import RUSAGE_SELF, getrusage

    begun = time.monotonic()
    with build_application(folder, models=ModelHost(_no_models)) as application:
        report = application.interchange.import_files([str(file)], options=ImportOptions(match=rules))
    peak = getrusage(RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return f"{report.created:>9,} records  {time.monotonic() - begun:6.0f} s  {peak:6.0f} MiB"


def _no_models() -> LoadedModels:
    raise HostFaultError("model.missing", model="none", command="")


def main() -> None:
    """Import as many records as the command line says, once for each number."""
    parser = argparse.ArgumentParser()
    parser.add_argument("numbers", nargs="+", type=int)
    parser.add_argument("--match", default="")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    rules = cast("tuple[MatchRule, ...]", tuple(filter(None, options.match.split(","))))
    for number in options.numbers:
        with tempfile.TemporaryDirectory() as folder:
            if options.file is not None:
                sys.stdout.write(import_once(options.file, Path(folder) / "library", rules) + "\n")
                return
            file = Path(folder) / "records.mrc"
            write_records(file, number)
            # A process of its own: the most memory that one ever held never goes down again.
            module = [sys.executable, "-m", "core.bench.import_memory"]
            subprocess.run([*module, "1", f"--file={file}", f"--match={options.match}"], check=True)


if __name__ == "__main__":
    main()
