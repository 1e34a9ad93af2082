"""The house: rooms, and names that mean one thing. The import rules themselves are held by `make check`."""

from collections import defaultdict
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("tracker", "reports", "indicators", "tasks")
ROOMS = ("people", "plans", "rights", "events", "jobs", "work", "alignment", "supervision", "planparser", "common")

# Names that several rooms have, each for the same thing.
LAYERS = {
    *("__init__", "admin", "apps", "models", "selectors", "services", "forms", "views", "urls", "filters", "jobs"),
    *("exports", "middleware", "errors", "compose", "gather"),
}
# A subject has one name in all layers of its room: coverage in selectors and services.
SUBJECTS = {
    *("acts", "assignments", "carryover", "confirm", "coverage", "difference", "drafts", "evidence", "grid", "history"),
    *("items", "lines", "names", "places", "plan_deletion", "plans", "printing", "progress", "publishing", "review"),
    *("revisions", "units", "upper", "users", "versions", "writing", "ooxml", "package", "withdrawn", "workbook"),
}


def modules() -> list[Path]:
    """Every module of ours, migrations left out."""
    files = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return [path.relative_to(ROOT) for path in files if "migrations" not in path.parts]


def test_each_room_of_the_work_is_there() -> None:
    assert all((ROOT / "tasks" / room / "__init__.py").is_file() for room in ROOMS)
    assert (ROOT / "tracker" / "intake" / "__init__.py").is_file()


def test_the_rooms_of_the_work_are_one_application_with_its_tables() -> None:
    labels = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith("tasks.")}
    assert labels == {"tasks"}


def test_no_two_modules_have_one_name_for_two_things() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        found[path.stem].append(str(path))
    several = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert {name: paths for name, paths in several.items() if name not in LAYERS | SUBJECTS} == {}
