"""The main job, as people do it: hand in, return, answer, accept, build, download."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, VisitorDoor

NARRATIVE = "组织窗口人员集中学习政府信息公开条例，逐件核对依申请公开答复文书。"
ANSWER = NARRATIVE + "答复文书全部经法制审核后发出。"
TASK = "规范信息公开工作"
YEAR = 2024


def choose_year(page: Page) -> None:
    """Turn from the newest year to the one of the task, by the switch in the top bar."""
    page.click(f".years >> text={YEAR}年")
    page.wait_for_url(re.compile(f"year={YEAR}"))


def open_task(visitor: Visitor) -> None:
    """Find the task in the list of its year by the search field, and open it."""
    visitor.open("/tasks/")
    choose_year(visitor.page)
    visitor.page.fill("input[name=q] >> nth=-1", TASK)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("table.ledger tbody tr")).to_have_count(1)
    assert "q=" in visitor.page.url, "the URL holds the state"
    visitor.page.click(f"table.ledger >> text={TASK}")
    expect(visitor.page.locator("h1")).to_contain_text(TASK)


def fill_report(page: Page, narrative: str) -> None:
    page.fill("textarea[name=narrative]", narrative)
    page.fill("input[name=completion]", "60")
    page.fill("input[name$='-0-label']", "依申请公开答复")
    page.fill("input[name$='-0-value']", "17")
    page.fill("input[name$='-0-unit']", "件")


def review(visitor: Visitor, *, key: str) -> None:
    """Find the unit's report in the queue and press a key on it, once the page's scripts listen."""
    visitor.open("/review/")
    visitor.page.select_option("select[name=unit]", label="发改局")
    visitor.page.wait_for_url(re.compile("unit="))
    row = visitor.page.locator("table.ledger tbody tr", has_text=TASK)
    expect(row).to_have_count(1)
    row.locator("a.row-link").click()
    expect(visitor.page.locator("body")).to_contain_text(NARRATIVE)
    visitor.page.wait_for_load_state()
    visitor.page.keyboard.press(key)


def test_from_progress_to_the_report(visit: VisitorDoor, tmp_path: Path) -> None:
    evidence = tmp_path / "公开台账.pdf"
    evidence.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    liaison, staff = visit("fagaiju"), visit("fazhike1")

    open_task(liaison)
    liaison.page.click("text=填报进展")
    fill_report(liaison.page, NARRATIVE)
    liaison.page.set_input_files("input[type=file]", str(evidence))
    liaison.page.click(".form-actions button[value=save]")
    expect(liaison.page.locator("body")).to_contain_text("已保存")
    expect(liaison.page.locator("body")).to_contain_text("公开台账.pdf")
    liaison.page.click(".form-actions button[value=submit]")
    expect(liaison.page.locator("#messages")).to_contain_text("已提交，等待司法局审核")

    review(staff, key="r")
    staff.page.fill("textarea[name=reason]", "请写明答复文书的审核情况。")
    staff.page.click("button.btn-danger")
    expect(staff.page.locator("#messages")).to_contain_text("已退回：发改局")

    liaison.open("/")
    choose_year(liaison.page)
    expect(liaison.page.locator("body")).to_contain_text("请写明答复文书的审核情况。")
    liaison.page.locator("main li", has_text=TASK).locator("a:has-text('修改')").click()
    liaison.page.fill("textarea[name=narrative]", ANSWER)
    liaison.page.click(".form-actions button[value=submit]")
    expect(liaison.page.locator("#messages")).to_contain_text("已提交，等待司法局审核")

    review(staff, key="a")
    expect(staff.page.locator("#messages")).to_contain_text("已审核通过：发改局")
    liaison.page.reload()
    expect(liaison.page.locator("body")).to_contain_text("已通过")

    text = build_and_download(staff)
    assert ANSWER.rstrip("。") in text
    assert "17件" in text


def build_and_download(staff: Visitor) -> str:
    """Build the 2024 report, wait for the bar to end, download the DOCX; its text."""
    staff.open("/annual-reports/")
    staff.page.click("main >> text=红寺堡区2024年法治政府建设年度报告")
    staff.page.click("text=生成年度报告 >> nth=0")
    link = staff.page.locator("a:has-text('下载')").first
    expect(link).to_be_visible(timeout=60_000)
    with staff.page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename == "红寺堡区2024年法治政府建设年度报告.docx"
    document = Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    return "".join(paragraph.text for paragraph in document.paragraphs)


def test_filters_swap_the_table_and_export_what_is_shown(visit: VisitorDoor) -> None:
    staff = visit("fazhike1")
    staff.open("/tasks/")
    page = staff.page
    page.evaluate("document.body.dataset.sameDocument = 'yes'")
    page.select_option("select[name=light]", value="red")
    page.wait_for_url(re.compile("light=red"))
    assert page.evaluate("document.body.dataset.sameDocument") == "yes", "no reload"
    expect(page.locator("table.ledger tbody tr").first).to_contain_text("逾期")
    with page.expect_download() as waiting:
        page.click("text=导出表格")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    page.go_back()
    expect(page.locator("select[name=light]")).to_have_value("")


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 1093, "height": 614}])
@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("fagaiju", ["/", "/tasks/", "/indicators/", "/password/"]),
        (
            "fazhike1",
            [
                "/",
                "/?year=2024",
                "/tasks/",
                "/tasks/?year=2024",
                "/tasks/1/",
                "/review/",
                "/plans/",
                "/plans/1/",
                "/imports/new/",
                "/indicators/",
                "/annual-reports/",
                "/annual-reports/1/",
                "/annual-reports/1/sections/lacking/",
            ],
        ),
        ("xixia", ["/", "/tasks/", "/review/", "/plans/", "/plans/4/", "/indicators/", "/annual-reports/"]),
        ("ningxia", ["/", "/tasks/", "/review/", "/plans/", "/plans/3/", "/indicators/", "/annual-reports/"]),
        ("admin", ["/", "/admin/", "/admin/tasks/unit/", "/admin/tasks/user/add/"]),
    ],
)
def test_no_page_complains_or_scrolls_sideways(
    visit: VisitorDoor, username: str, paths: list[str], viewport: dict[str, int]
) -> None:
    visitor = visit(username, viewport=viewport)
    for path in paths:
        visitor.open(path)
        overflow = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0 or path.startswith("/admin/"), f"{path} is {overflow} px too wide"


def test_the_help_on_keys_gives_the_focus_back(visit: VisitorDoor) -> None:
    page = visit("fazhike1").page
    page.focus("main a >> nth=0")
    here = "document.activeElement.outerHTML"
    link = page.evaluate(here)
    for close in ("?", "Escape"):
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_focused()
        page.keyboard.press(close)
        expect(page.locator("#keys")).to_be_hidden()
        assert page.evaluate(here) == link


def test_the_list_works_without_javascript(visit: VisitorDoor) -> None:
    visitor = visit("fazhike1", javascript=False)
    visitor.open("/tasks/")
    choose_year(visitor.page)
    visitor.page.fill("#task-filters input[name=q]", TASK)
    visitor.page.click("#task-filters button:has-text('查询')")
    visitor.page.wait_for_url(re.compile("q="))
    expect(visitor.page.locator("table.ledger tbody tr").first).to_contain_text(TASK)
