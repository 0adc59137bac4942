"""Words for what looks after a library: roles, audit events, indexes, findings of a check and their remedies."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from librarian_app import wording


def person_role(value: str) -> str:
    """A role of a person; the owner of the folder where roles do not apply."""
    return {
        "viewer": QCoreApplication.translate("Care", "Viewer"),
        "cataloguer": QCoreApplication.translate("Care", "Cataloguer"),
        "administrator": QCoreApplication.translate("Care", "Administrator"),
        "owner": QCoreApplication.translate("Care", "Owner of the folder"),
        "": "–",
    }.get(value, value)


def vector_channel(value: str) -> str:
    """A kind of vectors."""
    return {
        "title": QCoreApplication.translate("Care", "Titles"),
        "description": QCoreApplication.translate("Care", "Descriptions"),
        "passage": QCoreApplication.translate("Care", "Sentences"),
        "cover": QCoreApplication.translate("Care", "Covers"),
    }.get(value, value)


def index_kind(value: str) -> str:
    """How a channel is searched."""
    return {
        "exact": QCoreApplication.translate("Care", "exact search in memory"),
        "hnsw": QCoreApplication.translate("Care", "approximate search (hnswlib)"),
        "usearch": QCoreApplication.translate("Care", "approximate search (usearch)"),
    }.get(value, value)


def checked_thing(value: str) -> str:
    """What a check counted."""
    return {
        "records": QCoreApplication.translate("Care", "records"),
        "covers": QCoreApplication.translate("Care", "covers"),
        "vectors": QCoreApplication.translate("Care", "vectors"),
        "events": QCoreApplication.translate("Care", "lines of the audit log"),
    }.get(value, value)


def check_group(message_id: str) -> str:
    """What a finding is about, as the heading of its card."""
    kind = message_id.removeprefix("check.")
    if kind.startswith("audit"):
        return QCoreApplication.translate("Care", "Audit log")
    if kind.startswith("index"):
        return QCoreApplication.translate("Care", "Saved indexes")
    if kind.startswith(("vectors", "records", "pictures", "models")):
        return QCoreApplication.translate("Care", "Vectors and encoders")
    return {
        "database": QCoreApplication.translate("Care", "Database"),
        "cover_missing": QCoreApplication.translate("Care", "Lost cover files"),
        "cover_damaged": QCoreApplication.translate("Care", "Damaged cover files"),
        "thumbnail_missing": QCoreApplication.translate("Care", "Thumbnails"),
        "file_orphaned": QCoreApplication.translate("Care", "Files that nothing names"),
        "full_text_stale": QCoreApplication.translate("Care", "Full text"),
        "texts_missing": QCoreApplication.translate("Care", "Words on covers"),
    }.get(kind, QCoreApplication.translate("Care", "Other"))


def remedy(message_id: str) -> str:
    """What repair does about a kind of finding, or what a person can do where it can do nothing."""
    kind = message_id.removeprefix("check.")
    return {
        "thumbnail_missing": QCoreApplication.translate(
            "Care", "Repair makes the thumbnails again from the originals."
        ),
        "file_orphaned": QCoreApplication.translate(
            "Care", "Repair deletes these files. No record and no step that can be undone needs them."
        ),
        "full_text_stale": QCoreApplication.translate("Care", "Repair indexes the words of all records anew."),
        "records_missing": QCoreApplication.translate("Care", "Repair makes the missing vectors."),
        "pictures_missing": QCoreApplication.translate("Care", "Repair makes the missing vectors of covers."),
        "texts_missing": QCoreApplication.translate("Care", "Repair reads these covers."),
        "vectors_foreign": QCoreApplication.translate(
            "Care", "Repair deletes these vectors. Those of the encoder in use stay."
        ),
        "vectors_damaged": QCoreApplication.translate("Care", "Repair deletes these vectors and makes them again."),
        "index_foreign": QCoreApplication.translate("Care", "Repair deletes this file. It can be made again."),
        "index_damaged": QCoreApplication.translate("Care", "Repair deletes this file. It is made again when needed."),
        "index_ahead": QCoreApplication.translate("Care", "Repair deletes this file. It is made again when needed."),
        "database": QCoreApplication.translate(
            "Care", "Repair cannot mend this. Restore the newest backup that verifies, and keep the present folder."
        ),
        "cover_missing": QCoreApplication.translate(
            "Care", "Repair cannot bring it back. Restore it from a backup, or scan the cover again."
        ),
        "cover_damaged": QCoreApplication.translate(
            "Care", "Repair cannot bring it back. Restore it from a backup, or scan the cover again."
        ),
        "models_unavailable": QCoreApplication.translate("Care", "The device page and the models page say more."),
    }.get(kind, QCoreApplication.translate("Care", "Repair does nothing here: it would hide what happened."))


def audit_group(value: str) -> str:
    """A group of events in the filter of the audit log."""
    return {
        "catalogue": QCoreApplication.translate("Care", "Changes to the catalogue"),
        "files": QCoreApplication.translate("Care", "Exports and backups"),
        "models": QCoreApplication.translate("Care", "Training and encoders"),
        "people": QCoreApplication.translate("Care", "People and sign-ins"),
        "settings": QCoreApplication.translate("Care", "Settings and repairs"),
    }.get(value, value)


def audit_kind(value: str) -> str:
    """A kind of event. Steps of the journal have their own names."""
    return {
        "export": QCoreApplication.translate("Care", "Export"),
        "train": QCoreApplication.translate("Care", "Training"),
        "promote": QCoreApplication.translate("Care", "Encoder promoted"),
        "override": QCoreApplication.translate("Care", "Encoder promoted against the gate"),
        "use": QCoreApplication.translate("Care", "Encoder chosen"),
        "rollback": QCoreApplication.translate("Care", "Encoder rolled back"),
        "backup": QCoreApplication.translate("Care", "Backup"),
        "verify_backup": QCoreApplication.translate("Care", "Backup verified"),
        "drill": QCoreApplication.translate("Care", "Restore tried"),
        "restore": QCoreApplication.translate("Care", "Restore"),
        "repair": QCoreApplication.translate("Care", "Repair"),
        "rebuild_index": QCoreApplication.translate("Care", "Index rebuilt"),
        "settings": QCoreApplication.translate("Care", "Settings changed"),
        "sign_in": QCoreApplication.translate("Care", "Signed in"),
        "sign_in_failed": QCoreApplication.translate("Care", "Failed to sign in"),
        "sign_out": QCoreApplication.translate("Care", "Signed out"),
        "roles_on": QCoreApplication.translate("Care", "Roles turned on"),
        "roles_off": QCoreApplication.translate("Care", "Roles turned off"),
        "person_added": QCoreApplication.translate("Care", "Account added"),
        "person_removed": QCoreApplication.translate("Care", "Account removed"),
        "role_changed": QCoreApplication.translate("Care", "Role changed"),
        "password_changed": QCoreApplication.translate("Care", "Own password changed"),
        "password_reset": QCoreApplication.translate("Care", "Password reset"),
        "feedback_deleted": QCoreApplication.translate("Care", "Feedback deleted"),
    }.get(value) or wording.operation(value)
