"""Backups from the window: lists, proofs, schedule, and a restore between two runs of the engine."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.backups import BackupPlan
from core.domain.people import Actor
from core.domain.records import BibliographicRecord
from core.engine.start_job import restore_if_asked
from core.errors import InvalidInputError, StoreMismatchError
from core.jobs.job import JobId, JobInfo
from core.paths import LibraryPaths
from core.services import restoring
from core.services.backup import BackupService
from core.services.restoring import restore_library, take_request
from core.services.safekeeping import SafekeepingService
from core.settings import load_settings


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    return LibraryPaths(library_dir)


@pytest.fixture
def catalogue(paths: LibraryPaths) -> Iterator[Catalogue]:
    with Catalogue.open(paths, actor="test") as opened:
        with opened.write("create_record", "") as unit:
            unit.add_records(BibliographicRecord(f"第{n}卷 红楼梦") for n in range(20))
        yield opened


@pytest.fixture
def keeping(catalogue: Catalogue, paths: LibraryPaths) -> SafekeepingService:
    return SafekeepingService(catalogue, paths, BackupService(catalogue, paths))


def kinds(catalogue: Catalogue) -> list[str]:
    return [event.kind for event in catalogue.audit_log.each()]


def aged(keeping: SafekeepingService, file: str, days: float) -> None:
    """Make a backup older, as its own list and the notes tell."""
    note = keeping._notes.of(Path(file))
    assert note is not None
    created = datetime.now(UTC) - timedelta(days=days)
    with zipfile.ZipFile(file) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    old = note.created_at.isoformat().encode()
    members["manifest.json"] = members["manifest.json"].replace(old, created.isoformat().encode())
    with zipfile.ZipFile(file, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    size = round(Path(file).stat().st_size / (1 << 20), 2)
    keeping._notes.put(Path(file), replace(note, created_at=created, size_mib=size))


def damage(file: str) -> None:
    data = bytearray(Path(file).read_bytes())
    data[200:260] = os.urandom(60)
    Path(file).write_bytes(bytes(data))


def test_a_backup_is_listed_with_what_was_proved(keeping: SafekeepingService, catalogue: Catalogue) -> None:
    assert keeping.overview().is_old, "there is something to lose and no backup"
    made = keeping.back_up()
    overview = keeping.overview()
    (backup,) = overview.backups
    assert (backup.file, backup.records, backup.is_present, backup.is_scheduled) == (made.file, 20, True, False)
    assert backup.verified_at is not None
    assert not overview.is_old
    assert overview.free_mib > 0
    before = backup.verified_at
    again = keeping.verify(made.file)
    assert again.verified_at is not None
    assert again.verified_at >= before
    assert kinds(catalogue) == ["create_record", "backup", "verify_backup"]


def test_a_damaged_backup_loses_its_mark(keeping: SafekeepingService) -> None:
    made = keeping.back_up()
    damage(made.file)
    with pytest.raises((StoreMismatchError, InvalidInputError)):
        keeping.verify(made.file)
    assert [backup.verified_at for backup in keeping.overview().backups] in ([None], [])


def test_backups_elsewhere_are_remembered_when_their_disk_is_away(keeping: SafekeepingService, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    made = keeping.back_up(str(stick))
    assert Path(made.file).parent == stick
    assert keeping.overview().backups[0].is_present
    shutil.rmtree(stick)
    overview = keeping.overview()
    assert [backup.is_present for backup in overview.backups] == [False]
    assert overview.is_old, "one that cannot be reached is none"
    with pytest.raises(InvalidInputError, match="not_there"):
        keeping.drill(made.file)
    assert keeping.forget(made.file).backups == ()


def test_a_drill_restores_counts_and_leaves_nothing(
    keeping: SafekeepingService, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = keeping.back_up()
    result = keeping.drill(made.file)
    assert (result.is_good, result.records, result.expected, result.found_by_words) == (True, 20, 20, True)
    assert result.problem_id is None
    (backup,) = keeping.overview().backups
    assert backup.drill is not None
    assert backup.drill.at == result.at, "kept with its date"
    assert list(tmp_path.glob("wenyuan-drill-*")) == []
    assert kinds(catalogue)[-1] == "drill"


def test_a_drill_of_a_damaged_backup_fails_in_words(keeping: SafekeepingService) -> None:
    made = keeping.back_up()
    damage(made.file)
    result = keeping.drill(made.file)
    assert not result.is_good
    assert result.problem_id in ("backup.damaged", "catalogue.file_damaged")


def test_a_database_damaged_before_its_checksum_was_taken_is_noticed(
    keeping: SafekeepingService, catalogue: Catalogue, paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checksums only prove that a file is as it was written; SQLite's own check proves that it is a database."""
    real = catalogue.backup_to

    def damaged(path: Path) -> None:
        real(path)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'ix_record_title_key'")
        connection.commit()
        connection.close()

    monkeypatch.setattr(catalogue, "backup_to", damaged)
    made = keeping.back_up()
    with pytest.raises(StoreMismatchError, match="file_damaged"):
        keeping.verify(made.file)
    assert not keeping.drill(made.file).is_good


def test_the_schedule_is_due_after_its_period(keeping: SafekeepingService, paths: LibraryPaths) -> None:
    assert not keeping.overview().is_due, "off at first"
    assert keeping.set_plan(BackupPlan("daily", 3)).is_due, "there is none yet"
    assert load_settings(paths.settings).backup_every == "daily"
    made = keeping.back_up(is_scheduled=True)
    assert not keeping.overview().is_due
    aged(keeping, made.file, 1.0)
    assert keeping.overview().is_due
    keeping.set_plan(BackupPlan("weekly", 3))
    assert not keeping.overview().is_due
    aged(keeping, made.file, 7.0)
    assert keeping.overview().is_due
    assert not keeping.overview().is_old
    aged(keeping, made.file, 15.0)
    assert keeping.overview().is_old


@pytest.mark.parametrize("plan", [BackupPlan("daily", 0), BackupPlan("daily", 101), BackupPlan("daily", 3, "/nowhere")])
def test_impossible_plans_are_refused(keeping: SafekeepingService, plan: BackupPlan) -> None:
    with pytest.raises(InvalidInputError):
        keeping.set_plan(plan)


def test_pruning_keeps_n_scheduled_ones_all_others_and_the_last_verified(
    keeping: SafekeepingService, tmp_path: Path
) -> None:
    made = []
    for n in range(5):
        file = keeping._paths.backups / f"wenyuan-{n}.zip"
        keeping._backup.create(str(file), is_scheduled=n != 1)
        aged(keeping, str(file), 10 - n)
        made.append(str(file))
    for file in made[2:]:  # of the scheduled ones only the oldest is still verified
        note = keeping._notes.of(Path(file))
        assert note is not None
        keeping._notes.put(Path(file), replace(note, verified_at=None))
    note = keeping._notes.of(Path(made[1]))
    assert note is not None
    keeping._notes.put(Path(made[1]), replace(note, verified_at=None))
    deleted = keeping.prune(2)
    assert sorted(deleted) == [made[2]], "0 is the last verified one, 1 was made by hand, 3 and 4 are the newest"
    assert keeping.prune(2) == ()


def test_scheduled_backups_prune_as_they_are_made(keeping: SafekeepingService, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.set_plan(BackupPlan("daily", 1))
    first = keeping.back_up(is_scheduled=True)
    aged(keeping, first.file, 2)
    time.sleep(1.1)  # names have seconds
    second = keeping.back_up(is_scheduled=True)
    assert [backup.file for backup in keeping.overview().backups] == [second.file]


def test_a_restore_between_two_runs_keeps_log_accounts_and_what_was_there(
    keeping: SafekeepingService, catalogue: Catalogue, paths: LibraryPaths
) -> None:
    made = keeping.back_up()
    catalogue.people.add("李主任", "administrator", "hash", 1)
    catalogue.set_meta("roles", "on")
    with catalogue.write("create_record", "later") as unit:
        unit.add_record(BibliographicRecord("后来的书"))
    catalogue.act_as(Actor("李主任", "administrator"))
    keeping.request_restore(made.file)
    assert catalogue.count() == 21, "nothing happens while it is open"
    catalogue.close()
    told: list[JobInfo] = []
    restore_if_asked(paths, told.append)
    assert [told[0].state, told[-1].state] == ["running", "succeeded"]
    assert {job.kind for job in told} == {"restore"}
    with Catalogue.open(paths, actor="x") as restored:
        assert restored.count() == 20
        assert kinds(restored) == ["create_record", "backup", "create_record", "restore"]
        assert list(restored.audit_log.each())[-1].actor == "李主任"
        assert restored.audit_log.verify().is_intact
        assert [account.person.name for account in restored.people.all()] == ["李主任"]
        assert restored.get_meta("roles") == "on"
        outcome = SafekeepingService(restored, paths, BackupService(restored, paths)).last_restore()
    assert outcome is not None
    assert (outcome.is_done, outcome.records) == (True, 20)
    assert (Path(outcome.kept_in) / "catalogue.sqlite3").is_file()
    restore_if_asked(paths, told.append)
    assert take_request(paths) is None, "a request is carried out once"


def test_jobs_of_the_past_are_not_taken_up_again(
    keeping: SafekeepingService, catalogue: Catalogue, paths: LibraryPaths
) -> None:
    """A backup that the window makes holds its own job, which was running when the database was copied."""
    for job_id, state in (("1", "running"), ("2", "queued"), ("3", "succeeded")):
        catalogue.save_job(JobInfo(JobId(job_id), "backup", "io", state))  # type: ignore[arg-type]
    made = keeping.back_up()
    catalogue.close()
    restore_library(Path(made.file), paths)
    with Catalogue.open(paths, actor="x") as restored:
        assert [job.id for job in restored.load_jobs()] == ["3"]


def test_a_failed_restore_leaves_the_library_and_says_why(
    keeping: SafekeepingService, catalogue: Catalogue, paths: LibraryPaths
) -> None:
    made = keeping.back_up()
    keeping.request_restore(made.file)
    damage(made.file)
    catalogue.close()
    told: list[JobInfo] = []
    restore_if_asked(paths, told.append)
    assert told[-1].state == "failed"
    assert told[-1].error_id in ("backup.damaged", "backup.not_one")
    with Catalogue.open(paths, actor="x") as reopened:
        assert reopened.count() == 20
        outcome = SafekeepingService(reopened, paths, BackupService(reopened, paths)).last_restore()
    assert outcome is not None
    assert not outcome.is_done


def test_a_stale_request_is_dropped(
    keeping: SafekeepingService, paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.request_restore(keeping.back_up().file)
    monkeypatch.setattr(restoring, "REQUEST_HOLDS_FOR", timedelta(0))
    assert take_request(paths) is None
    assert not (paths.root / restoring.REQUEST_FILE).exists()


def test_a_backup_of_another_library_brings_its_own_log(
    keeping: SafekeepingService, catalogue: Catalogue, paths: LibraryPaths, tmp_path: Path
) -> None:
    other = LibraryPaths(tmp_path / "other")
    with Catalogue.open(other, actor="somebody") as theirs:
        theirs.audit_log.add("export", "theirs.csv")
        made = BackupService(theirs, other).create()
    catalogue.close()
    restore_library(Path(made.file), paths, None, Actor("me"))
    with Catalogue.open(paths, actor="x") as restored:
        assert kinds(restored) == ["export", "restore"]
        assert restored.audit_log.verify().is_intact
