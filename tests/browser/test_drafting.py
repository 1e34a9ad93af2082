"""A plan is written in the browser: chosen from last year's, filled in by keys and by a paste, printed, confirmed."""

import re

from playwright.sync_api import Page, expect

from tasks.planparser import parse_file
from tests.browser.conftest import VisitorDoor

# What a browser hands over when a block of a spreadsheet is pasted.
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
BLOCK = '甲项工作。做好甲。\t司法局\t教育局、财政局\t\t2025年9月底\r\n"乙项工作。\n第二段。"\t\t某某局\t\t长期坚持\r\n'


def cell(page: Page, row: int, name: str) -> str:
    return f"table.grid tbody tr:nth-child({row}) [data-cell={name}]"


def begin(page: Page) -> None:
    page.goto(page.url + "plans/")
    page.click("main >> text=拟制方案")
    page.select_option("[name=upper]", "none")
    page.wait_for_url(re.compile("upper=none"))
    page.click("text=下一步")
    expect(page.locator("main")).to_contain_text("已定2025年目标 32 项")
    page.click("text=建立拟制稿")
    expect(page.locator("h1")).to_have_text("任务表格")
    page.wait_for_load_state()  # its scripts listen


def saved(page: Page) -> None:
    expect(page.locator("[data-grid-saved]")).to_contain_text("已保存")


def fill_by_keys(page: Page) -> None:
    """Typed, taken back, copied downward, completed to a name of the place."""
    page.click(cell(page, 2, "deadline"))
    page.keyboard.type("2025年6月底")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("tbody tr:nth-child(2) [data-understood]")).to_have_text("2025-06-30")
    page.keyboard.press("Control+d")
    expect(page.locator(cell(page, 3, "deadline"))).to_have_value("2025年6月底")
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, 3, "deadline"))).to_have_value("")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("司法")
    expect(page.locator(".grid-menu li").first).to_have_text("司法局")
    expect(page.locator(cell(page, 3, "lead"))).to_have_attribute("aria-activedescendant", "unit-menu-0")
    page.keyboard.press("Enter")
    expect(page.locator(cell(page, 3, "lead"))).not_to_have_attribute("aria-activedescendant", "unit-menu-0")
    expect(page.locator(cell(page, 3, "lead"))).to_have_value("司法局")
    page.keyboard.type("某")
    page.keyboard.press("Escape")
    expect(page.locator(cell(page, 3, "lead"))).to_have_value("")


def paste_at_the_end(page: Page) -> int:
    """A block goes onto new rows; the number of the first."""
    last = page.locator("table.grid tbody tr").count()
    page.click(cell(page, last, "text"))
    page.keyboard.press("Enter")
    page.evaluate(PASTE, BLOCK)
    expect(page.locator("[data-grid-state]")).to_have_text("已填入2行、10格")
    expect(page.locator(f"tbody tr:nth-child({last + 1}) [data-understood]")).to_have_text("2025-09-30")
    expect(page.locator(f"tbody tr:nth-child({last + 2}) [data-note=responsible]")).to_have_text("未对应：某某局")
    expect(page.locator(cell(page, last + 2, "text"))).to_have_value("乙项工作。\n第二段。")
    return last + 1


def test_a_plan_is_written_filled_in_and_printed(visit: VisitorDoor) -> None:
    page = visit("fazhike1").page
    begin(page)
    fill_by_keys(page)
    first = paste_at_the_end(page)
    page.click(cell(page, first, "text"))
    page.click("text=上移")
    page.keyboard.press("ArrowDown")
    saved(page)
    page.reload()
    expect(page.locator(cell(page, first - 1, "text"))).to_have_value("甲项工作。做好甲。")
    with page.expect_download() as download:
        page.click("text=导出分工方案")
    texts = [task.text for task in parse_file(download.value.path()).tasks()]
    assert texts[-1] == "乙项工作。\n第二段。"
    assert len(texts) == 28
    page.click("text=返回核对")
    page.click("summary:has-text('确认写入')")
    page.click(".confirm-box >> text=确认写入")
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    expect(page.locator("main")).to_contain_text("方案已写入为草稿")
    expect(page.locator("main")).to_contain_text("红寺堡区2025年法治政府建设任务分工方案.docx")


def test_the_grid_fits_a_small_screen(visit: VisitorDoor) -> None:
    page = visit("fazhike1", viewport={"width": 1093, "height": 614}).page
    page.goto(page.url + "imports/write/?years=2025&upper=none&step=tasks")
    page.click("text=建立拟制稿")
    expect(page.locator("table.grid")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_rows_are_put_in_without_script(visit: VisitorDoor) -> None:
    page = visit("fazhike1", javascript=False).page
    page.goto(page.url + "imports/write/?years=2025&upper=none&last=none&step=tasks")
    page.click("text=建立拟制稿")
    page.fill("#pasted", "任务内容\t责任单位\n丙项工作。\t教育局\n")
    page.click("text=填入表格末尾")
    page.check("[name=at][value='2']")
    page.click("text=插入任务")
    page.fill(cell(page, 3, "text"), "丁项工作。")
    page.click("button:text-is('保存')")
    expect(page.locator("#messages")).to_contain_text("已保存")
    expect(page.locator(cell(page, 3, "text"))).to_have_text("丁项工作。")


def test_a_deleted_row_comes_back(visit: VisitorDoor) -> None:
    """By key and by button, wherever the caret was before: in the row below, or nowhere in the table."""
    page = visit("fazhike1").page
    begin(page)
    rows, third = page.locator("table.grid tbody tr"), page.input_value(cell(page, 3, "text"))
    count = rows.count()
    expect(page.locator("[data-grid-undo]")).to_be_disabled()
    page.dblclick(cell(page, 2, "text"))  # the caret is in its text
    page.check("tbody tr:nth-child(3) [name=at]")
    page.click("text=删除行")
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, 3, "text"))).to_have_value(third)
    page.click("text=删除行")
    expect(rows).to_have_count(count - 1)
    page.click("h1")
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, 3, "text"))).to_have_value(third)
    name = page.locator("tbody tr:nth-child(3) [name=row]")
    expect(name).not_to_have_value(re.compile("^task:~"))  # a deletion saved in between is taken back there too
    was = name.input_value()
    page.click("text=删除行")
    saved(page)
    with page.expect_request(lambda asked: asked.method == "POST" and b"task:~" in (asked.post_data_buffer or b"")):
        page.click("button:text-is('撤销')")  # and with it what no cell shows
    expect(page.locator("[data-grid-undo]")).to_be_disabled()
    expect(page.locator(cell(page, 3, "text"))).to_have_value(third)
    expect(name).to_have_value(was)  # it is saved, and what it was
    page.reload()
    expect(rows).to_have_count(count)
    expect(page.locator(cell(page, 3, "text"))).to_have_value(third)


HEADED = "责任部门\t备注\t工作任务\t办理时限\n教育局\t无\t丁项工作。做好丁。\t2025年9月底\n"


def test_a_pasted_table_with_a_head_row_is_understood(visit: VisitorDoor) -> None:
    page = visit("fazhike1").page
    begin(page)
    rows = page.locator("table.grid tbody tr")
    count = rows.count()
    page.click(cell(page, count, "number"))  # where it begins says the row, the head row the columns
    page.keyboard.press("Enter")
    page.evaluate(PASTE, HEADED)
    expect(page.locator("[data-grid-state]")).to_have_text(
        "已填入1行、3格；“备注”列在任务表格中没有对应的列，没有填入。"
    )
    expect(rows).to_have_count(count + 1)
    expect(page.locator(cell(page, count + 1, "text"))).to_have_value("丁项工作。做好丁。")
    expect(page.locator(cell(page, count + 1, "responsible"))).to_have_value("教育局")
    saved(page)
    expect(page.locator(f"tbody tr:nth-child({count + 1}) [data-understood]")).to_have_text("2025-09-30")
    page.click("h1")
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, count + 1, "text"))).to_have_value("")
