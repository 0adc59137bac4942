from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import HostFaultError
from core.files import write_fault

# A limit on the size of files stops the write at any moment, as a full disk does.
_PROGRAM = """
import resource, signal, sys
from pathlib import Path
from core.domain.records import BibliographicRecord
from core.errors import LibrarianError
from core.interchange.formats import open_writer
import core.text.normalize
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with open_writer(Path(sys.argv[1])) as writer:
        for number in range(3000):
            writer.write(BibliographicRecord(f"红楼梦 {number} {number * 7919} {number ** 3}"))
except LibrarianError as exc:
    sys.stdout.write(exc.message_id)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files to set")
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx"])
def test_a_disk_that_fills_up(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path)],
        cwd=Path(__file__).resolve().parents[4],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "disk.full"), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_space_left() -> None:
    fault = write_fault(OSError(errno.ENOSPC, "No space left on device"), Path("a.csv"))
    assert isinstance(fault, HostFaultError)
    assert fault.message_id == "disk.full"
