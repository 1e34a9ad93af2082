"""A plan goes in by the browser: upload, wait, correct what is wrong, confirm, publish."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, VisitorDoor

SEED = ROOT / "fixtures" / "plans" / "hongsibu-2024-eight-actions.txt"
TITLE = "红寺堡区法治政府建设任务分工方案（补充）"


def upload(page: Page, path: Path) -> None:
    page.click("main >> text=导入方案")
    page.set_input_files("input[type=file]", str(path))
    expect(page.locator("[data-chosen]")).to_contain_text(path.name)
    page.click("main button[type=submit]")
    expect(page.locator("[data-review]")).to_be_visible(timeout=30_000)
    page.wait_for_load_state()  # its scripts listen


def task(page: Page, action: int, place: int) -> str:
    """The card of the task at this place, both from 1: a selector by its id, which stays wherever the task goes."""
    panel = page.locator("section.panel:has(> .panel-head.review-item)").nth(action - 1)
    return f"#{panel.locator('.review-task').nth(place - 1).get_attribute('id')}"


def correct_first_task(page: Page) -> None:
    """Open the first card, change title and one unit, save; the page is back at the card, its line beside it."""
    first = task(page, 1, 1)
    page.click(f"{first} >> text=修改")
    page.fill(f"{first} input[name=title]", "示范创建取得实效")
    page.fill(f"{first} input[name=said-1-name]", "财政局")
    page.click(f"{first} button:text-is('保存')")
    page.wait_for_url(re.compile(f"{first}$"))
    card = page.locator(first)
    expect(page.locator(f"#line-{card.get_attribute('data-line')}")).to_have_class(re.compile("is-at"))
    expect(card).to_contain_text("示范创建取得实效")
    expect(card).to_contain_text("财政局")
    expect(card).not_to_contain_text("综合执法局")


def go_through_warnings(page: Page) -> None:
    """n leads from warning to warning, with the line and the item beside it; then the unknown name is decided."""
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator("[data-warning-at]")).to_contain_text("2/3 不认识责任单位“政府各相关部门”")
    expect(page.locator("#line-175")).to_have_class(re.compile("is-linked"))
    expect(page.locator("#line-175")).to_be_in_viewport()
    expect(page.locator(".review-task.is-linked")).to_be_in_viewport()
    page.keyboard.press("e")
    expect(page.locator(".review-task.is-linked [name=number]")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("[data-review-scroll]").focus()
    page.keyboard.press("p")
    expect(page.locator("[data-warning-at]")).to_contain_text("1/3")
    page.keyboard.press("x")
    page.wait_for_url(re.compile("#warning-1$"))
    expect(page.locator("[data-warning-at]")).to_contain_text("1/2 不认识责任单位“政府各相关部门”")
    page.click("#names >> text=是政府组成部门")
    expect(page.locator("#names")).to_contain_text("= 政府组成部门")


def test_a_plan_is_imported_corrected_and_published(visit: VisitorDoor, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text(SEED.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    page = visit("fazhike1").page
    page.goto(page.url + "plans/")
    upload(page, document)
    go_through_warnings(page)
    correct_first_task(page)

    page.click("#line-29 td:nth-child(2)")
    beside = page.locator(task(page, 2, 1))
    expect(beside).to_have_class(re.compile("is-linked"))
    expect(beside).to_be_in_viewport()

    page.click("#about >> text=修改")
    page.fill("#about input[name=title]", TITLE)
    page.click("#about button:text-is('保存')")
    expect(page.locator("h1")).to_have_text(TITLE)

    expect(page.locator("#kin")).to_contain_text("请选择")  # the demo has this plan already
    page.click("#kin button:text-is('作为另一份方案')")
    page.click("summary:text-is('确认导入')")
    expect(page.locator(".confirm[open]")).to_contain_text("8 个行动，29 项任务，32 项指标")
    page.click(".confirm[open] button")
    expect(page.locator("main")).to_contain_text("方案已导入为草稿")
    expect(page.locator("main")).to_contain_text("示范创建取得实效")
    page.click("summary:text-is('发布')")
    page.click(".confirm[open] button")
    expect(page.locator("main")).to_contain_text("方案已发布")


def test_a_line_is_given_to_another_task_by_keys(visit: VisitorDoor, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text(SEED.read_text(encoding="utf-8") + "\n\n\n\n", encoding="utf-8")
    page = visit("fazhike1").page
    page.goto(page.url + "plans/")
    upload(page, document)
    second = task(page, 1, 2)
    units = page.locator(second).inner_text()
    page.click("#line-29 td:nth-child(2)")
    page.focus("[data-review-scroll]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".line-form")).to_contain_text("现在归")
    page.keyboard.press("Escape")
    expect(page.locator(".line-form")).to_have_count(0)
    page.click("#line-29 a")
    page.select_option("#line-into", second.removeprefix("#"))
    page.click(".line-form button:text-is('归入')")
    page.wait_for_url(re.compile(f"{second}$"))
    expect(page.locator("#messages")).to_contain_text("第29行已改归属")
    assert page.locator(second).inner_text() != units


def test_the_form_of_a_line_comes_into_view_whole(visit: VisitorDoor, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text(SEED.read_text(encoding="utf-8") + "\n" * 6, encoding="utf-8")
    page = visit("fazhike1", viewport={"width": 1093, "height": 614}).page
    page.goto(page.url + "plans/")
    upload(page, document)
    page.click("#line-29 a")
    expect(page.locator(".line-form button:text-is('归入')")).to_be_in_viewport(ratio=1)
    expect(page.locator(".line-form button:text-is('不属于任何任务')")).to_be_in_viewport(ratio=1)
    expect(page.locator("#line-29")).to_be_in_viewport()


def test_a_form_that_does_not_come_says_so_once_until_it_does(visit: VisitorDoor, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text(SEED.read_text(encoding="utf-8") + "\n\n\n\n\n", encoding="utf-8")
    visitor = visit("fazhike1")
    page, said = visitor.page, visitor.page.locator("#messages .notice")
    page.goto(page.url + "plans/")
    upload(page, document)
    first = task(page, 1, 1)
    form = f"**/tasks/{first.removeprefix('#')}/"
    page.route(form, lambda route: route.fulfill(status=500))
    for _ in range(2):
        page.click(f"{first} >> text=修改")
        expect(said).to_contain_text("没有读取成功，请稍后再试")
    expect(said).to_be_in_viewport()
    page.unroute(form)
    page.click(f"{first} >> text=修改")
    expect(page.locator(f"{first} input[name=title]")).to_be_visible()
    expect(said).to_have_count(0)
    assert visitor.faults, "the refusals were seen"
    visitor.faults.clear()  # they were meant


def test_a_file_that_is_no_plan_says_so_and_goes_away(visit: VisitorDoor, tmp_path: Path) -> None:
    letter = tmp_path / "通知.txt"
    letter.write_text("通知\n\n今天下午开会。\n", encoding="utf-8")
    page = visit("fazhike1").page
    page.goto(page.url + "imports/new/")
    page.set_input_files("input[type=file]", str(letter))
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("没有找到任务", timeout=30_000)
    page.click("summary:text-is('放弃导入')")
    page.click(".confirm[open] button")
    expect(page.locator("main")).to_contain_text("已放弃导入")


DROP = """zone => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "拖来的方案.txt"));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_a_file_can_be_dropped(visit: VisitorDoor) -> None:
    page = visit("fazhike1").page
    page.goto(page.url + "imports/new/")
    page.eval_on_selector("[data-drop]", DROP)
    expect(page.locator("[data-chosen]")).to_contain_text("拖来的方案.txt")
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1


def test_pasted_text_is_reviewed_without_javascript(visit: VisitorDoor) -> None:
    page = visit("fazhike1", javascript=False).page
    page.goto(page.url + "imports/new/")
    page.fill("textarea[name=text]", SEED.read_text(encoding="utf-8") + "\n\n\n")
    page.click("main button[type=submit]")
    for _ in range(60):
        if page.locator("[data-review]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    first = task(page, 1, 1)
    page.click(f"{first} >> text=修改")
    page.fill("input[name=title]", "没有脚本也能改")
    page.click("button:text-is('保存')")
    expect(page.locator(first)).to_contain_text("没有脚本也能改")
