"""Where roles may be named, and what templates may ask."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.people.models import Membership
from tasks.rights.acts import Act

ROOT = Path(__file__).parents[3]
OURS = ("tasks", "tracker", "reports", "indicators")

# Who names a role besides the room of rights: people's own data and its page, and the demo, which makes people.
MAY_NAME_ROLES = {
    "tasks/people/models.py",
    "tasks/people/admin.py",
    "tracker/demo/demo_progress.py",
    "tracker/demo/seed.py",
    "tracker/management/commands/seed_demo.py",
}
ATTRIBUTES = {"is_superuser", "memberships", "is_admin", "posts", *Membership.Role.names}
WORDS = {*Membership.Role.values, "stand_in", "is_superuser", "memberships__role"}
ROOMS_WITHOUT_PEOPLE = {"migrations", "rights", "planparser"}  # old data; the rule itself; a library


def sources() -> Iterator[Path]:
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not ROOMS_WITHOUT_PEOPLE & set(path.relative_to(ROOT).parts):
                yield path


def roles_named(path: Path) -> list[str]:
    """The lines of a module that ask for a person's role: by attribute, or by its word."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES:
            found.append(f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}")
        if isinstance(node, ast.Constant) and node.value in WORDS:
            found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.value!r}")
    return found


def test_nobody_else_names_a_role() -> None:
    named = {str(path.relative_to(ROOT)): lines for path in sources() if (lines := roles_named(path))}
    assert [line for path, lines in named.items() if path not in MAY_NAME_ROLES for line in lines] == []


def test_the_list_of_those_who_may_is_no_longer_than_it_must_be() -> None:
    assert {path for path in MAY_NAME_ROLES if not roles_named(ROOT / path)} == set()


def asked() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for name in re.findall(r"\bmay\.(\w+)", path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT)), name


@pytest.mark.parametrize(("path", "name"), sorted(set(asked())))
def test_a_template_asks_for_acts_that_there_are(path: str, name: str) -> None:
    """What is none would be answered with no, and nobody would notice."""
    assert name.upper() in Act.__members__


def test_no_template_asks_for_a_role() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    assert [path for path, text in pages.items() if re.search(r"is_superuser|\.is_staff|\bscope\.", text)] == []
