"""Evidence: checked by content, stored once, taken off without forgetting, downloaded only by who may see it."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tasks.common.errors import ServiceError
from tasks.common.files import MAX_SIZE, MAX_SIZE_WORDS
from tasks.people.models import User
from tasks.work.models import Evidence, EvidenceLink, ProgressReport
from tasks.work.selectors.timeline import handed_in
from tasks.work.services.evidence import MAX_FILES, check_upload, evidence_attach, evidence_remove
from tasks.work.services.progress import progress_return, progress_submit
from tests.conftest import signed_in
from tests.tasks.work.reports import DOCX, JPG, PDF, PNG, XLSX, attach, draft, form_data, ooxml, resubmit, upload
from tests.world import World

XLSM = ooxml("spreadsheetml.template.macroEnabled.main+xml")


def attach_now(report: ProgressReport, user: User, name: str, data: bytes = PDF) -> EvidenceLink:
    """As a liaison does who answers a return: no version has it yet."""
    return evidence_attach(user=user, report=report, upload=upload(name, data))


def body(response: Any) -> bytes:
    """What was downloaded; reading it to the end closes the file."""
    assert response.status_code == 200
    return b"".join(response.streaming_content)


GOOD = [
    ("PDF", "通知.pdf", PDF, "application/pdf"),
    ("PDF in capitals", "通知.PDF", PDF, "application/pdf"),
    ("DOCX", "总结.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("XLSX", "台账.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("JPG", "现场.jpg", JPG, "image/jpeg"),
    ("JPEG", "现场.jpeg", JPG, "image/jpeg"),
    ("PNG", "截图.png", PNG, "image/png"),
]

BAD = [
    ("a program", "工具.exe", b"MZ", "“工具.exe”的格式不支持，请上传PDF、DOCX、XLSX、JPG、PNG格式的文件。"),
    ("a page", "页面.html", b"<html>", "格式不支持"),
    ("a drawing with script", "图.svg", b"<svg>", "格式不支持"),
    ("the old office format", "总结.doc", b"\xd0\xcf\x11\xe0", "格式不支持"),
    ("no extension", "README", b"text", "格式不支持"),
    ("two extensions", "通知.pdf.exe", PDF, "格式不支持"),
    ("empty", "空.pdf", b"", "“空.pdf”是空文件"),
    ("a program called PDF", "工具.pdf", b"MZ\x90", "内容与扩展名不符"),
    ("a page called JPG", "页面.jpg", b"<html><script>", "内容与扩展名不符"),
    ("a PDF called DOCX", "通知.docx", PDF, "内容与扩展名不符"),
    ("a workbook called DOCX", "台账.docx", XLSX, "内容与扩展名不符"),
    ("a workbook with macros called XLSX", "台账.xlsx", XLSM, "内容与扩展名不符"),
    ("a broken zip", "总结.docx", DOCX[:60], "文件已损坏"),
    ("a zip without content types", "总结.docx", b"PK\x05\x06" + b"\0" * 18, "文件已损坏"),
]


@pytest.mark.parametrize(("name", "data", "media_type"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_good_file(name: str, data: bytes, media_type: str) -> None:
    assert check_upload(upload(name, data)) == media_type


@pytest.mark.parametrize(("name", "data", "sentence"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_file_gets_a_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence):
        check_upload(upload(name, data))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_damaged_inside_gets_a_sentence(compression: int) -> None:
    """Each byte of it in turn: a damaged file is refused, or the damage is where nobody reads."""
    whole = ooxml("wordprocessingml.document.main+xml", compression)
    refusals = []
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        try:
            check_upload(upload("总结.docx", bytes(damaged)))
        except ServiceError as error:
            refusals.append(str(error))
    assert len(refusals) > len(whole) / 2
    assert len(set(refusals)) == 1
    assert "文件已损坏" in refusals[0]


def test_a_file_that_is_too_large() -> None:
    large = SimpleUploadedFile("大.pdf", PDF)
    large.size = MAX_SIZE + 1
    with pytest.raises(ServiceError, match=rf"“大\.pdf”超过{MAX_SIZE_WORDS}，请压缩或拆分后再上传。"):
        check_upload(large)
    large.size -= 1
    assert check_upload(large)


class TestAttach:
    def test_the_same_content_is_stored_once(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        attach(report, world.liaison, "甲.pdf")
        attach(world.submitted, world.liaison, "乙.pdf")
        assert Evidence.objects.count() == 1
        assert sorted(EvidenceLink.objects.values_list("name", flat=True)) == ["乙.pdf", "甲.pdf"]

    def test_twice_on_one_report_is_once(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        links = [attach(report, world.liaison, name) for name in ("甲.pdf", "乙.pdf")]
        assert links[0] == links[1]

    def test_the_same_content_under_a_new_name_is_shown_by_that(self, world: World, as_liaison: Client) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        attach(report, world.liaison, "甲.pdf")
        progress_submit(user=world.liaison, report=report, now=timezone.now())
        progress_return(user=world.staff, report=report, reason="改文件名。", now=timezone.now())
        attach_now(report, world.liaison, "乙.pdf")
        assert [link.name for link in report.evidence_links.all()] == ["乙.pdf"]
        assert [link.name for link in handed_in(report).evidence] == ["甲.pdf"]  # a version stays as it was

    def test_a_file_gone_from_the_disk_is_stored_again(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        Path(attach(report, world.liaison).evidence.file.path).unlink()
        again = attach(report, world.liaison).evidence
        assert Path(again.file.path).read_bytes() == PDF
        assert Evidence.objects.get() == again

    def test_a_submitted_report_takes_no_more(self, world: World) -> None:
        with pytest.raises(ServiceError, match="不能再增加"):
            evidence_attach(user=world.liaison, report=world.submitted, upload=upload())

    def test_one_more_than_there_may_be_is_refused(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        for n in range(MAX_FILES):
            attach(report, world.liaison, f"{n}.pdf", PDF + bytes([n]))
        with pytest.raises(ServiceError, match=f"最多{MAX_FILES}个"):
            evidence_attach(user=world.liaison, report=report, upload=upload("多.pdf", PDF + b"x"))

    def test_a_path_and_a_long_name_become_a_plain_name(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        sent = upload("x.pdf")
        sent._name = "C:\\temp\\" + "长" * 400 + ".pdf"  # what an old browser sends; the setter would cut it
        link = evidence_attach(user=world.liaison, report=report, upload=sent)
        assert link.name == "长" * 246 + ".pdf"


class TestRemove:
    def test_a_version_keeps_what_it_was_submitted_with(self, world: World, as_staff: Client) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        link = attach(report, world.liaison, "旧稿.pdf")
        progress_submit(user=world.liaison, report=report, now=timezone.now())
        progress_return(user=world.staff, report=report, reason="换附件。", now=timezone.now())
        evidence_remove(user=world.liaison, link=link)
        again = resubmit(report, world.liaison, "已换。")
        assert [version.evidence for version in again.versions.all()] == [
            [{"sha256": link.evidence.sha256, "name": "旧稿.pdf"}],
            [],
        ]
        assert body(as_staff.get(reverse("evidence_download", args=[link.pk]))) == PDF

    def test_a_file_comes_back_when_it_is_uploaded_again(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        evidence_remove(user=world.liaison, link=attach(report, world.liaison))
        assert not attach(report, world.liaison).removed

    def test_not_from_a_submitted_report(self, world: World) -> None:
        with pytest.raises(ServiceError, match="不能再移除"):
            evidence_remove(user=world.liaison, link=attach(world.submitted, world.liaison))


@pytest.fixture
def url(world: World) -> str:
    return f"{reverse('progress_edit', args=[world.assignment.pk])}?period={world.period.pk}"


class TestOnTheForm:
    def test_several_files_come_with_a_draft(self, world: World, as_liaison: Client, url: str) -> None:
        files = [upload("甲.pdf"), upload("乙.png", PNG)]
        html = as_liaison.post(url, form_data(act="save", evidence=files), follow=True).content.decode()
        assert "甲.pdf" in html
        assert "乙.png" in html

    def test_a_bad_file_keeps_the_draft_and_stops_the_submission(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        files = [upload("好.pdf"), upload("工具.exe", b"MZ")]
        response = as_liaison.post(url, form_data(narrative="写好的正文。", act="submit", evidence=files))
        html = response.content.decode()
        assert response.status_code == 200
        assert "草稿已保存，但还没有提交" in html
        assert "“工具.exe”的格式不支持" in html
        assert "写好的正文。</textarea>" in html
        assert "好.pdf</a>" in html
        report = ProgressReport.objects.get(assignment=world.assignment)
        assert (report.status, report.narrative) == ("draft", "写好的正文。")
        assert f'name="revision" value="{report.revision}"' in html

    def test_a_bad_figure_says_that_the_files_did_not_come_along(
        self, world: World, as_liaison: Client, url: str
    ) -> None:
        data = form_data(figures=[{"label": "培训", "value": "N/A"}], act="save", evidence=[upload()])
        assert "所选的佐证材料尚未上传，保存前请重新选择。" in as_liaison.post(url, data).content.decode()

    def test_taking_a_file_off_keeps_what_was_typed(self, world: World, as_liaison: Client, url: str) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        link = attach(report, world.liaison)
        as_liaison.post(url, form_data(narrative="写了一半。", revision="1", remove=str(link.pk)))
        link.refresh_from_db()
        report.refresh_from_db()
        assert (link.removed, report.narrative) == (True, "写了一半。")

    # what came with the request to take the file off
    REFUSED = [
        ("a colleague saved meanwhile", {"revision": "1"}, "请核对最新内容后再保存"),
        ("a figure cannot be read", {"revision": "2", "figures": [{"label": "培训", "value": "N/A"}]}, "不是数字"),
    ]

    @pytest.mark.parametrize(("sent", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_nothing_is_taken_off_where_nothing_is_saved(
        self, world: World, as_liaison: Client, url: str, sent: dict[str, Any], sentence: str
    ) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        link = attach(report, world.liaison)
        ProgressReport.objects.filter(pk=report.pk).update(revision=2, narrative="同事的内容。")
        html = as_liaison.post(url, form_data(narrative="写了一半。", remove=str(link.pk), **sent)).content.decode()
        assert sentence in html
        assert "写了一半。</textarea>" in html
        link.refresh_from_db()
        assert not link.removed

    @pytest.mark.parametrize("asked", ["other", "x", "9" * 30])
    def test_a_file_of_another_report_is_not_found(
        self, world: World, as_liaison: Client, url: str, asked: str
    ) -> None:
        link = attach(world.submitted, world.liaison)
        asked = str(link.pk) if asked == "other" else asked
        assert as_liaison.post(url, form_data(remove=asked)).status_code == 404
        link.refresh_from_db()
        assert not link.removed


class TestDownload:
    def get(self, world: World, person: Any, link: EvidenceLink) -> Any:
        return signed_in(person).get(reverse("evidence_download", args=[link.pk]))

    def test_it_is_an_attachment_under_its_own_name(self, world: World) -> None:
        response = self.get(world, world.staff, attach(world.submitted, world.liaison, "签到 表.pdf"))
        assert response.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''%E7%AD%BE%E5%88%B0%20%E8%A1%A8.pdf"
        )
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert body(response) == PDF

    def test_hidden_from_other_units_and_other_districts(self, world: World) -> None:
        link = attach(world.submitted, world.liaison)
        codes = {person: self.get(world, person, link).status_code for person in (world.stranger, world.foreign_staff)}
        assert set(codes.values()) == {404}

    def test_a_drafts_file_is_hidden_from_staff(self, world: World) -> None:
        link = attach(draft(world.assignment, world.period, world.liaison), world.liaison)
        assert self.get(world, world.staff, link).status_code == 404
        assert body(self.get(world, world.liaison, link)) == PDF

    def test_staff_get_only_what_was_handed_in(self, world: World) -> None:
        report = draft(world.assignment, world.period, world.liaison)
        names = ("移除于提交前.pdf", "已提交.pdf", "提交后移除.pdf")
        early, kept, late = (attach(report, world.liaison, name, PDF + name.encode()) for name in names)
        evidence_remove(user=world.liaison, link=early)
        progress_submit(user=world.liaison, report=report, now=timezone.now())
        progress_return(user=world.staff, report=report, reason="补充。", now=timezone.now())
        evidence_remove(user=world.liaison, link=late)
        new = attach_now(report, world.liaison, "尚未提交.pdf", PDF + b"new")
        for link in (early, new):
            assert self.get(world, world.staff, link).status_code == 404
            assert body(self.get(world, world.liaison, link))
        assert body(self.get(world, world.staff, kept)) == PDF + kept.name.encode()
        assert body(self.get(world, world.staff, late)) == PDF + late.name.encode()
        resubmit(report, world.liaison, "已补充。")
        assert body(self.get(world, world.staff, new)) == PDF + b"new"

    def test_a_file_gone_from_the_disk_is_not_found(self, world: World) -> None:
        link = attach(world.submitted, world.liaison)
        Path(link.evidence.file.path).unlink()
        assert self.get(world, world.staff, link).status_code == 404
