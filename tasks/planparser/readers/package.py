"""Zipped office files (DOCX, XLSX): their members are read under limits, and their XML without entities."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import cast

from lxml import etree

from tasks.planparser.errors import PlanError

from .markup import is_too_much

BROKEN = "文件已损坏，请重新下载，或用 Office、WPS 打开后另存一份再试。"
TOO_LARGE = "文件解压后过大，请删去图片等附件，或拆成几份后再试。"
UNSAFE = "文件内含不安全的内容，请用 Office、WPS 打开后另存一份再试。"
MAX_MEMBERS = 5_000
MAX_MEMBER = 48 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An office file's members by name, each read only when it is asked for and never beyond ``MAX_MEMBER``."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise PlanError(BROKEN) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._check()

    def _check(self) -> None:
        if len(self._infos) > MAX_MEMBERS or sum(info.file_size for info in self._infos.values()) > MAX_UNPACKED:
            raise PlanError(TOO_LARGE)
        if any(name.startswith("/") or ".." in name.split("/") for name in self._infos):
            raise PlanError("文件内部的路径不正常，请用 Office、WPS 打开后另存一份再试。")
        if any(name.lower().endswith("vbaproject.bin") for name in self._infos):
            raise PlanError("文件含有宏，请另存为不含宏的 DOCX 或 XLSX 后再试。")

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a member; PlanError where it is missing, broken, encrypted or too large."""
        info = self._infos.get(name)
        if info is None:
            raise PlanError(BROKEN)
        if info.flag_bits & 1:
            raise PlanError("文件有密码，请取消密码后再试。")
        try:
            with self._zip.open(info) as member:
                data = member.read(MAX_MEMBER + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise PlanError(BROKEN) from error
        if len(data) > MAX_MEMBER:
            raise PlanError(TOO_LARGE)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML member; PlanError where it is no plain XML."""
        return parse_xml(self.read(name))

    def main(self, usual: str) -> str:
        """The member that holds the document; where none is named, the ``usual`` one."""
        return next((part for kind, part in self.targets("").values() if kind == "officeDocument"), usual)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part that stay inside the file: id to (last word of the type, member)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        return {
            item.get("Id", ""): (item.get("Type", "").rsplit("/", 1)[-1], _resolved(folder, item.get("Target", "")))
            for item in self.xml(rels).iter(_RELATIONSHIP)
            if item.get("TargetMode") != "External"
        }


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML text; PlanError where it is broken, too deep, or declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if is_too_much(data):
        raise PlanError(TOO_LARGE)
    try:
        root = cast("etree._Element", etree.fromstring(data, parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PlanError(UNSAFE if b"<!ENTITY" in data else BROKEN) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise PlanError(UNSAFE)
    return root


def members(data: bytes) -> frozenset[str]:
    """The names inside a zip file; none where it is no readable one, PlanError for far too many."""
    if not data.startswith(b"PK\x03\x04"):
        return frozenset()
    if (
        data.count(b"PK\x01\x02") > 2 * MAX_MEMBERS
    ):  # the library would hold them all; some may be those of a file inside
        raise PlanError(TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
