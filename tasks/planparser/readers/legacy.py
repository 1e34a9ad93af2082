"""Files of old Word and WPS: turned into DOCX by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tasks.planparser.errors import PlanError
from tasks.planparser.source import SourceLine

from .docx import DocxReader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TIMEOUT = 60  # seconds
_SAVE_AS = "无法转换 DOC、WPS 文件，请用 Word 或 WPS 另存为 DOCX 后再试。"


class LegacyReader:
    """DOC and WPS, and the encrypted files that come in the same container."""

    def accepts(self, data: bytes) -> bool:
        """Whether the file is an OLE container, or begins like one that was cut."""
        return data.startswith(OLE[:4])

    def read(self, data: bytes) -> list[SourceLine]:
        """The lines of the converted document; PlanError for anything else in such a container."""
        if _has(data, "EncryptedPackage") or _has(data, "EncryptionInfo"):
            raise PlanError("文件有密码，请取消密码后再试。")
        if _has(data, "Workbook") or _has(data, "PowerPoint Document"):
            raise PlanError("暂不支持旧版 XLS、PPT 文件，请另存为 XLSX 或 DOCX 后再试。")
        if not _has(data, "WordDocument"):
            raise PlanError("暂不支持这种旧版文件，请另存为 DOCX 后再试。")
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is None:
            raise PlanError(_SAVE_AS)
        return DocxReader().read(_converted(data, office))


def _has(data: bytes, name: str) -> bool:
    """Whether the container names such a stream."""
    return name.encode("utf-16-le") in data


def _converted(data: bytes, office: str) -> bytes:
    """The document as DOCX, made in a folder of its own with a profile of its own; macros do not run."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.doc")
        source.write_bytes(data)
        command = [
            *(office, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(Path(folder, "out")), str(source)),
        ]
        _run(command, folder)
        made = Path(folder, "out", "plan.docx")
        if not made.is_file():
            raise PlanError(_SAVE_AS)
        return made.read_bytes()


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice and end it with all it started when it takes too long."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8"}
    try:
        process = subprocess.Popen(  # noqa: S603  our own command, the file is in our own folder
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise PlanError(_SAVE_AS) from error
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise PlanError("转换 DOC、WPS 文件用时过长，请另存为 DOCX 后再试。") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
