"""What a library's settings do, and what still works when its encoders cannot be had."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from core.application import build_application
from core.domain.library import EngineState
from core.domain.records import BibliographicRecord
from core.domain.retrieval import SearchRequest
from core.errors import LibrarianError
from core.paths import LibraryPaths
from core.settings import LibrarySettings, save_settings


def test_steps_are_signed_with_the_name_in_the_settings_or_that_of_the_account(library_dir: Path) -> None:
    save_settings(LibraryPaths(library_dir).settings, LibrarySettings(actor="李馆员"))
    with build_application(library_dir) as application:
        application.cataloguing.create(BibliographicRecord("一"))
    save_settings(LibraryPaths(library_dir).settings, LibrarySettings())
    with build_application(library_dir) as application:
        application.cataloguing.create(BibliographicRecord("二"))
        assert [step.actor for step in application.cataloguing.history()] == [getpass.getuser(), "李馆员"]


def test_a_name_chosen_while_open_signs_what_follows(library_dir: Path) -> None:
    with build_application(library_dir) as application:
        application.cataloguing.create(BibliographicRecord("一"))
        application.settings.change("rapidocr", False, "", "李馆员")
        application.cataloguing.create(BibliographicRecord("二"))
        application.settings.change("rapidocr", False, "", "")
        application.cataloguing.create(BibliographicRecord("三"))
        actors = [step.actor for step in application.cataloguing.history()]
        assert actors == [getpass.getuser(), "李馆员", getpass.getuser()]
        application.access.turn_on("管理员", "a long password")
        application.settings.change("rapidocr", False, "", "王馆员")
        application.cataloguing.create(BibliographicRecord("四"))
        assert application.cataloguing.history(1)[0].actor == "管理员"  # the account, whatever the settings say
        application.access.turn_off()
        application.cataloguing.create(BibliographicRecord("五"))
        assert application.cataloguing.history(1)[0].actor == "王馆员"


def test_without_encoders_words_are_searched_and_records_kept(library_dir: Path) -> None:
    states: list[EngineState] = []
    settings = LibrarySettings(preset="no-such-preset")
    with build_application(library_dir, settings=settings, on_state=states.append) as application:
        application.start_background_work()
        application.models.join()
        assert [state.encoders for state in states] == ["loading", "unavailable"]
        assert states[-1] == application.state()
        assert application.state().encoders == "unavailable"
        assert application.state().problem_id is not None
        (record_id,) = application.cataloguing.create(BibliographicRecord("红楼梦")).created
        found = application.search.search(SearchRequest("紅樓夢"))
        assert [r.record.id for r in found.results] == [record_id]
        assert found.notice_id == "search.words_only"
        assert not found.no_good_match
        assert application.reindexing.missing() == {}
        (finding,) = application.consistency.check(True).findings
        assert finding.message_id == "check.models_unavailable"
        with pytest.raises(LibrarianError) as caught:
            application.reindexing.complete()
        assert caught.value.message_id == application.state().problem_id
        assert application.catalogue.count() == 1
    with build_application(library_dir) as reopened:
        assert reopened.catalogue.count() == 1, "closing was complete"


def test_a_library_can_be_opened_again_and_again(library_dir: Path) -> None:
    for n in range(3):
        with build_application(library_dir) as application:
            assert not application.state().read_only
            assert application.catalogue.count() == n
            application.cataloguing.create(BibliographicRecord(f"{n}"))
