"""Evidence files: checked by content, stored once by hash, attached to progress reports."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from tasks.common.errors import ServiceError
from tasks.common.files import MAX_SIZE, MAX_SIZE_WORDS
from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User
from tasks.rights.acts import Act
from tasks.rights.rules import require
from tasks.work.models import Evidence, EvidenceLink, ProgressReport

MAX_FILES = 20
OOXML_TYPE = "application/vnd.openxmlformats-officedocument."
Check = Callable[["UploadedFile[Any]"], bool]
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)
ACCEPTED = "PDF、DOCX、XLSX、JPG、PNG"


def _starts_with(signature: bytes) -> Check:
    def matches(upload: UploadedFile[Any]) -> bool:
        upload.seek(0)
        return bool(upload.read(len(signature)) == signature)

    return matches


def _is_ooxml(main_type: str) -> Check:
    """A zip whose content types name the main part of that application; a macro workbook names another."""

    def matches(upload: UploadedFile[Any]) -> bool:
        upload.seek(0)
        try:
            with zipfile.ZipFile(upload) as archive:
                info = archive.getinfo("[Content_Types].xml")
                return info.file_size < 1_000_000 and main_type.encode() in archive.read(info)
        except DAMAGED:
            return False

    return matches


# Suffix: media type, and the test that its content must pass.
KINDS: dict[str, tuple[str, Check]] = {
    ".pdf": ("application/pdf", _starts_with(b"%PDF-")),
    ".jpg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".png": ("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    ".docx": (
        OOXML_TYPE + "wordprocessingml.document",
        _is_ooxml(OOXML_TYPE + "wordprocessingml.document.main+xml"),
    ),
    ".xlsx": (
        OOXML_TYPE + "spreadsheetml.sheet",
        _is_ooxml(OOXML_TYPE + "spreadsheetml.sheet.main+xml"),
    ),
}


def check_upload(upload: UploadedFile[Any]) -> str:
    """The media type of an acceptable upload. Raises ServiceError with what to do about any other."""
    name, size = str(upload.name), upload.size or 0
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise ServiceError(f"“{name}”的格式不支持，请上传{ACCEPTED}格式的文件。")
    if size == 0:
        raise ServiceError(f"“{name}”是空文件，请检查后重新上传。")
    if size > MAX_SIZE:
        raise ServiceError(f"“{name}”超过{MAX_SIZE_WORDS}，请压缩或拆分后再上传。")
    media_type, matches = KINDS[suffix]
    if not matches(upload):
        raise ServiceError(
            f"“{name}”的内容与扩展名不符或文件已损坏，请用原程序打开确认后另存为{suffix[1:].upper()}再上传。"
        )
    return media_type


@transaction.atomic
def evidence_attach(*, user: User, report: ProgressReport, upload: UploadedFile[Any]) -> EvidenceLink:
    """Attach an upload to a report that can still be edited. The same content is stored once, whatever its name.

    On one report the same content is one file: under a new name it is shown by that.

    Raises NotAllowedError for who does not report for the unit, ServiceError when the file is not acceptable, or the
    report is handed in or full.
    """
    require(user, Act.EVIDENCE_ATTACH, unit_id=report.assignment.unit_id)
    media_type = check_upload(upload)
    _require_editable(report.pk, "这份填报已提交，不能再增加佐证材料。")
    if report.evidence_links.filter(removed=False).count() >= MAX_FILES:
        raise ServiceError(f"每份填报最多{MAX_FILES}个佐证材料，请先移除不需要的文件。")
    evidence = _store(upload, media_type)
    shown = {"name": _clean_name(str(upload.name)), "removed": False}
    link, _ = EvidenceLink.objects.update_or_create(
        report=report, evidence=evidence, defaults=shown, create_defaults={**shown, "uploaded_by": user}
    )
    record(act=EventAct.EVIDENCE_ATTACH, user=user, obj=link, reason=str(report))
    return link


def _require_editable(report_id: int, refusal: str) -> None:
    """Lock the report's row first: a submission at the same moment waits, and its version holds what is attached."""
    report = ProgressReport.objects.select_for_update().filter(pk=report_id).first()
    if report is None or not report.is_editable:
        raise ServiceError(refusal)


def _store(upload: UploadedFile[Any], media_type: str) -> Evidence:
    """The stored file of this content. A row whose file has gone from the disk gets it back."""
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    name = f"{digest[:2]}/{digest}"
    found = Evidence.objects.filter(sha256=digest).first()
    if found:
        if not found.file.storage.exists(str(found.file.name)):
            found.file.save(name, upload)
        return found
    evidence = Evidence(sha256=digest, size=upload.size or 0, media_type=media_type)
    evidence.file.save(name, upload, save=False)
    try:
        with transaction.atomic():
            evidence.save()
    except IntegrityError:  # the same file came in twice at once: keep the row that was first, drop our copy
        evidence.file.delete(save=False)
        return Evidence.objects.get(sha256=digest)
    return evidence


def _clean_name(name: str) -> str:
    """The bare file name, no longer than the column; the suffix survives."""
    path = PurePath(name.replace("\\", "/"))
    return path.stem[: 250 - len(path.suffix)] + path.suffix


@transaction.atomic
def evidence_remove(*, user: User, link: EvidenceLink) -> None:
    """Take a file off a report that can still be edited; a version that was submitted with it keeps it.

    Taken off already, it stays so. Raises NotAllowedError as for attaching, ServiceError when the report is handed in.
    """
    require(user, Act.EVIDENCE_REMOVE, unit_id=link.report.assignment.unit_id)
    _require_editable(link.report_id, "这份填报已提交，不能再移除佐证材料。")
    if EvidenceLink.objects.filter(pk=link.pk, removed=False).update(removed=True):
        record(act=EventAct.EVIDENCE_REMOVE, user=user, obj=link, reason=str(link.report))
