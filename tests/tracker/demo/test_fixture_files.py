"""fixtures/*.json are what the parser makes of fixtures/plans/ today, and they load."""

import pytest
from django.core.management import call_command

from tasks.plans.models import Plan
from tracker.demo import fixture_files

pytestmark = pytest.mark.slow


def test_no_fixture_is_stale() -> None:
    call_command("make_fixtures", "--check")


def test_the_fixtures_load(db: None) -> None:
    names = [str(fixture_files.FIXTURES / f"{path.stem}.json") for path in fixture_files.plan_documents()]
    call_command("loaddata", str(fixture_files.ROSTER), *names, verbosity=0)
    assert Plan.objects.count() == len(names)


def test_a_stale_fixture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    path = fixture_files.FIXTURES / "plan.json"
    monkeypatch.setattr(fixture_files, "make", lambda: {path: "[]"})
    with pytest.raises(Exception, match=r"plan\.json 已过期"):
        call_command("make_fixtures", "--check")
