"""`doctor`: what this machine has to run on, and what the program makes of it."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from core.paths import LibraryPaths
from librarian_app.cli.documents import plain
from librarian_app.cli.output import JsonValue, facts
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.device import DeviceReport


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    commands.add("doctor", run_doctor)


def run_doctor(session: Session, _options: Namespace) -> Outcome:
    """Examine the machine. Exit code 1 where something does not work. Needs no library."""
    from core.application import encoder_threads
    from core.services.doctor import DoctorService

    service = DoctorService(LibraryPaths(session.library_dir), encoder_threads())
    with session.progress.cancelled_by_ctrl_c(session.words("cancelling")):
        report = service.report(session.progress)
    is_bad = any(verdict.tone == "bad" for verdict in report.verdicts)
    return Outcome(_document(session, report), lambda: _text(session, report), 1 if is_bad else 0)


def _document(session: Session, report: DeviceReport) -> JsonValue:
    document = plain(report)
    if isinstance(document, dict):
        document["verdicts"] = [
            {"id": each.message_id, "tone": each.tone, "message": session.sentence(each.message_id, dict(each.values))}
            for each in report.verdicts
        ]
    return document


def _text(session: Session, report: DeviceReport) -> str:
    words = session.words
    verdicts = [session.sentence(each.message_id, dict(each.values)) for each in report.verdicts]
    driver, capability = words("doctor.driver"), words("doctor.capability")
    pairs = [
        (
            gpu.name,
            f"{driver} {gpu.driver}, {gpu.memory_free_mib:,.0f} / {gpu.memory_total_mib:,.0f} MiB, "
            f"{capability} {gpu.capability}",
        )
        for gpu in report.gpus
    ]
    torch = report.torch
    pairs += [
        ("PyTorch", f"{torch.version}, CUDA {torch.cuda or '–'}, {' '.join(torch.architectures)}"),
        *(
            (words("doctor.kernel", device=run.device), run.problem or f"{run.took_ms} ms, ±{run.difference:g}")
            for run in report.kernels
        ),
        (
            words("doctor.cpu"),
            words("doctor.cpu_facts", processor=report.cpu.name, cores=report.cpu.cores, threads=report.cpu.threads),
        ),
        (words("doctor.memory"), f"{report.memory_free_mib:,.0f} / {report.memory_total_mib:,.0f} MiB"),
        (words("doctor.disk"), f"{report.disk_free_mib:,.0f} / {report.disk_total_mib:,.0f} MiB"),
        (
            words("doctor.ocr"),
            ", ".join(f"{each.name} {each.version}" for each in report.ocr if each.is_found) or "–",
        ),
        (words("doctor.fonts"), ", ".join(report.fonts[:6]) or "–"),
        (words("doctor.system"), report.system),
    ]
    return "\n".join([*verdicts, "", facts(pairs)])
