from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from installer import system_packages
from installer.system_packages import Need


def _program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


posix = pytest.mark.skipif(os.name != "posix", reason="shell scripts stand for the system's programs")
LOST = Need(
    "libwenyuan-nowhere.so.7", lambda: False, {"apt": "libnowhere7", "dnf": "nowhere-libs", "pacman": "nowhere"}
)


def test_libraries_are_found_by_loading_them() -> None:
    if sys.platform.startswith("linux"):
        assert system_packages.can_load("libc.so.6")
    assert not system_packages.can_load("libwenyuan-nowhere.so.7")


@posix
def test_languages_are_what_tesseract_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.tesseract_languages() == frozenset()
    _program(tmp_path, "tesseract", "echo 'List of available languages in \"/x\" (2):'; echo chi_sim; echo eng")
    assert system_packages.tesseract_languages() == {"chi_sim", "eng"}


@posix
def test_a_bare_machine_lacks_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_packages, "can_load", lambda _file: False)
    monkeypatch.setattr(system_packages, "has_chinese_font", lambda: False)
    missing = system_packages.missing_needs("linux")
    line = system_packages.install_line(missing, "apt", as_root=False)
    assert line.startswith("sudo apt-get install -y --no-install-recommends ")
    for package in (
        "tesseract-ocr-chi-sim",
        "tesseract-ocr-chi-tra",
        "yaz",
        "libegl1",
        "libxcb-cursor0",
        "fonts-noto-cjk",
        "g++",
    ):
        assert package in line.split()


@pytest.mark.parametrize("manager", ["apt", "dnf", "pacman", "zypper"])
def test_every_need_has_a_package_on_every_linux(manager: str) -> None:
    lacking = [need for need in system_packages._LINUX if not need.packages.get(manager)]
    assert lacking == ([system_packages._YAZ] if manager == "pacman" else []), "Arch: users' repository only"


def test_each_package_is_named_once() -> None:
    needs = [need for need in system_packages._TESSERACT if need.name != "tesseract"]
    assert system_packages.packages_for(needs, "brew") == ["tesseract-lang"]


def test_root_needs_no_sudo() -> None:
    assert system_packages.install_line([LOST], "dnf", as_root=True) == "dnf install -y nowhere-libs"
    assert system_packages.install_line([LOST], "pacman", as_root=False) == "sudo pacman -S --needed nowhere"


def test_windows_is_told_of_winget_and_others_of_their_own() -> None:
    assert "winget install" in system_packages.advice([LOST], None, "win32")
    assert "package manager" in system_packages.advice([LOST], None, "linux")
    assert "package manager" in system_packages.advice([system_packages._YAZ], "pacman", "linux")


@posix
def test_apt_installs_where_it_may_and_names_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A stand-in for apt-get that brings one of two things: a batch with an unknown name fails as a whole."""
    log, installed = tmp_path / "log", tmp_path / "installed"
    _program(
        tmp_path,
        "apt-get",
        f'echo "$@" >> {log}\ncase "$*" in *libnowhere7*) exit 100;; *libhere1*) : > {installed};; esac',
    )
    here = Need("libhere.so.1", installed.exists, {"apt": "libhere1"})
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_packages, "_LINUX", (here, LOST))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_packages, "root_prefix", list)
    system_packages.provide(may_install=True)
    calls = log.read_text(encoding="utf-8").splitlines()
    assert calls[0].startswith("update")
    assert len(calls) == 4, "update, the batch, then one by one"
    said = capfd.readouterr()
    assert said.out == ""
    assert "Not found: libwenyuan-nowhere.so.7." in said.err
    assert "apt-get install -y --no-install-recommends libnowhere7" in said.err


@posix
@pytest.mark.parametrize("may_install", [True, False])
def test_without_the_right_nothing_is_installed(
    may_install: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    _program(tmp_path, "apt-get", f'echo "$@" >> {log}')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_packages, "_LINUX", (LOST,))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system_packages, "root_prefix", (lambda: None) if may_install else list)
    system_packages.provide(may_install=may_install)
    assert not log.exists()
    assert "libnowhere7" in capfd.readouterr().err


@posix
def test_sudo_counts_only_without_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "_is_root", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.root_prefix() is None
    sudo = _program(tmp_path, "sudo", "exit 1")
    assert system_packages.root_prefix() is None
    _program(tmp_path, "sudo", "exit 0")
    assert system_packages.root_prefix() == [str(sudo), "-n"]


def test_nothing_missing_says_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(system_packages, "missing_needs", lambda _platform: [])
    system_packages.provide(may_install=True)
    assert capfd.readouterr().err == ""
