"""README and manual say what the code does: commands, accounts, variables, files and the words on the pages."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
OUR_APPS = ("tracker", "tasks", "indicators", "reports")


def sources() -> str:
    """All templates and all Python of ours, as one text."""
    files = [*(ROOT / "templates").rglob("*.html"), *(path for app in OUR_APPS for path in (ROOT / app).rglob("*.py"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_make_target_that_readme_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^|&& )make (\w+)", README, re.MULTILINE))
    assert {"run", "test", "install", "quick", "check", "browser", "services", "bench", "pins"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_management_command_named_is_there_and_ours_are_named() -> None:
    commands = get_commands()
    named = set(re.findall(r"(?:manage\.py|^manage|&& manage) (\w+)", README + MANUAL, re.MULTILINE))
    assert named <= set(commands)
    ours = {name for name, app in commands.items() if app in OUR_APPS}
    assert ours - {"serve"} <= named, "a command of ours that nobody is told of"


def test_every_account_named_is_in_the_demo() -> None:
    accounts = json.loads((ROOT / "fixtures" / "demo" / "accounts.json").read_text(encoding="utf-8"))
    known = {row["username"] for row in accounts}
    table = README[README.index("| Account |") : README.index("## Commands")]
    named = set(re.findall(r"`(\w+)`", table))
    assert {"admin", "fazhike1"} <= named <= known


def test_every_environment_variable_named_is_read_somewhere() -> None:
    code = sources() + (ROOT / "Makefile").read_text() + (ROOT / "tests" / "browser" / "conftest.py").read_text()
    for name in set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=\S*)?`", README)):
        assert name in code, name


@pytest.mark.parametrize("document", [README, MANUAL], ids=["README", "manual"])
def test_every_file_linked_is_there(document: str) -> None:
    base = ROOT if document is README else ROOT / "docs"
    links = re.findall(r"\]\((?!http)([^)#]+)\)", document)
    for link in links:
        assert (base / link).exists(), link


def guides() -> dict[str, str]:
    """What tells a developer where things are: each file's name with its text."""
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


def is_there(name: str) -> bool:
    """Whether a path (which may hold a *) or a dotted module of ours leads to something in the tree."""
    path = name if "/" in name else name.replace(".", "/")
    return any(any(ROOT.glob(found)) for found in (path.strip("/"), f"{path}.py"))


@pytest.mark.parametrize("guide", guides())
def test_every_path_named_is_there(guide: str) -> None:
    """Paths that begin in a folder of the tree, modules of ours, and links."""
    text = guides()[guide]
    tops = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name.isalpha())
    paths = re.findall(rf"`((?:{tops})/[\w./*-]+)`", text)
    modules = re.findall(rf"`((?:{'|'.join(OUR_APPS)})(?:\.[a-z_]+)+)`", text)
    assert [name for name in dict.fromkeys([*paths, *modules]) if not is_there(name)] == []
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / guide).parent.joinpath(link).exists()] == []


def test_every_word_in_brackets_is_on_a_page() -> None:
    """The manual quotes what is on the pages in 【】; 【待补充】 is what the report prints."""
    shown = sources()
    words = {word for word in re.findall(r"【([^】]+)】", MANUAL) if word}
    assert len(words) > 15
    assert [word for word in sorted(words) if word not in shown] == []


def test_the_manual_keeps_the_limits_of_the_code() -> None:
    from tasks.common.files import MAX_SIZE_WORDS

    assert MAX_SIZE_WORDS in MANUAL
    assert f"连续输错 {settings.AXES_FAILURE_LIMIT} 次" in MANUAL
    assert f"{int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)} 分钟" in MANUAL


def test_readme_is_in_step_with_the_house() -> None:
    house = README[README.index("## The house") :]
    for folder in (*OUR_APPS, "fixtures", "templates", "tests", "docs"):
        assert f"{folder}/" in house
        assert (ROOT / folder).is_dir()
