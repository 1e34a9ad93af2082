"""A plan's whole way on a new installation, by the admin: in as DOCX, corrected, published; revised in June; matched
with the region's plan above it; out again as the official 任务分工方案."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tasks.planparser import parse_bytes, parse_file
from tests.browser.conftest import ROOT, VisitorDoor
from tests.tasks.planparser.writers import as_docx

PLANS = ROOT / "fixtures" / "plans"
SEED = PLANS / "hongsibu-2023-2025-enforcement.txt"
REGION = PLANS / "ningxia-2025-four-actions.txt"
PREPARE = [
    ["migrate", "--verbosity=0"],
    ["loaddata", "--verbosity=0", "fixtures/roster.json"],
    ["createsuperuser", "--noinput", "--username=admin"],
    ["import_plan", str(REGION), "--publish"],
]
MISREAD = {"保护民营企业 and 企业家权益": "保护民营企业和企业家权益", "依法追究 responsibility": "依法追究责任"}
IN_JUNE = {
    **MISREAD,
    "每年总结梳理不少于3个推广柔性执法的典型案例": "每年总结梳理不少于5个推广柔性执法的典型案例",
    "完成时限: 每年10月底前": "完成时限: 每年9月底前",
    "牵头单位: 财政局、人力资源和社会保障局": "牵头单位: 人力资源和社会保障局",
}
NEW_TASK = (
    "44. 建立行政执法案例指导制度，定期发布典型案例。\n\n责任单位: 司法局\n\n完成时限: 2025年6月底前\n\n三、工作要求"
)


def word_file(path: Path, text: str) -> Path:
    path.write_bytes(as_docx([line for line in text.split("\n") if line.strip()]))
    return path


def in_june() -> str:
    """The plan as it was sent out anew: words, a date and a unit changed, one task gone, one new."""
    text = SEED.read_text(encoding="utf-8")
    for old, new in IN_JUNE.items():
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"2\. 充分发挥基层党组织.*?(?=3\. 开展分类)", "", text, count=1, flags=re.S)
    return text.replace("三、工作要求", NEW_TASK, 1)


def upload(page: Page, path: Path) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/imports/new/")
    page.set_input_files("input[type=file]", str(path))
    page.click("main button[type=submit]")
    expect(page.locator("[data-review]")).to_be_visible(timeout=30_000)
    page.wait_for_load_state()  # its scripts listen


def mend(page: Page, words_of: str, words: tuple[str, str]) -> None:
    """From a warning to its task; the misread word is put right, and the warning is ticked off."""
    row = page.locator("[data-warning]", has_text=words_of)
    anchor = row.get_attribute("data-item")
    page.click(f"#{anchor} >> text=修改")
    for name in ("title", "text"):
        field = page.locator(f"#{anchor} [name={name}]")
        field.fill(field.input_value().replace(*words))
    page.click(f"#{anchor} button:text-is('保存')")
    page.wait_for_url(re.compile(f"#{anchor}$"))
    page.locator("[data-warning]", has_text=words_of).locator("button").click()
    expect(page.locator("[data-warning]", has_text=words_of)).to_have_count(0)


def confirm(page: Page, act: str) -> None:
    page.click(f"summary:text-is('{act}')")
    page.click(".confirm[open] button[type=submit]")


def import_and_publish(page: Page, path: Path) -> None:
    upload(page, path)
    mend(page, "“and”疑似识别错误", (" and ", "和"))
    mend(page, "“responsibility”疑似识别错误", (" responsibility", "责任"))
    confirm(page, "确认导入")
    expect(page.locator("main")).to_contain_text("43项任务")
    confirm(page, "发布")
    expect(page.locator("main")).to_contain_text("方案已发布")


def revise(page: Page, path: Path) -> None:
    """The new version is recognised; its differences are these and no others."""
    upload(page, path)
    page.click("#kin button:text-is('作为该方案的新版本')")
    expect(page.locator("h1")).to_have_text("修订差异")
    chips = page.locator(".difference-chips")
    for words in ("新增 1", "删除 1", "修改 1", "单位 1", "时限 1"):
        expect(chips).to_contain_text(words)
    changed = page.locator(".difference-task", has_text="推广柔性执法")
    expect(changed.locator("ins", has_text="5")).to_have_count(1)
    expect(changed).to_contain_text("每年9月底前")
    confirm(page, "确认修订")
    expect(page.locator("main")).to_contain_text("第2版")
    expect(page.locator("main")).to_contain_text("建立行政执法案例指导制度")


def match_with_the_plan_above(page: Page) -> None:
    page.click("#upper >> text=定为上级方案")
    page.click("#upper >> text=承接情况")
    first = page.locator("[data-coverage=undecided]").first
    upper = first.get_attribute("id")
    page.wait_for_load_state()  # its scripts listen
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.locator(f"#{upper}")).to_have_attribute("data-coverage", "covered")
    expect(page.locator("#coverage-figures")).to_contain_text("已承接")


def test_a_plan_goes_in_is_revised_matched_and_comes_out(visit: VisitorDoor, tmp_path: Path) -> None:
    page = visit("admin").page
    import_and_publish(page, word_file(tmp_path / "三年行动方案.docx", SEED.read_text(encoding="utf-8")))
    plan_url = page.url.split("#")[0]
    revise(page, word_file(tmp_path / "三年行动方案（修订）.docx", in_june()))
    match_with_the_plan_above(page)

    page.goto(plan_url)
    with page.expect_download() as docx:
        page.click("text=导出分工方案")
    sent_out = parse_bytes(docx.value.path().read_bytes())
    wanted = parse_file(word_file(tmp_path / "wanted.docx", in_june()))
    assert [task.title for task in sent_out.tasks()] == [task.title for task in wanted.tasks()]
    assert [task.responsibilities for task in sent_out.tasks()] == [task.responsibilities for task in wanted.tasks()]
    assert [task.deadline for task in sent_out.tasks()] == [task.deadline for task in wanted.tasks()]
    with page.expect_download() as xlsx:
        page.click("text=导出表格")
    assert xlsx.value.suggested_filename.endswith(".xlsx")
