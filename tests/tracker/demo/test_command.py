"""`manage.py seed_demo`: what it prints, and where it refuses."""

import pytest
from django.core.management import CommandError, call_command

from tasks.people.models import User
from tracker.demo import seed as demo


def test_a_random_password_is_printed(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    said = capsys.readouterr().out
    password = said.split("口令均为 ")[1].split("）")[0]
    assert len(password) >= 12
    assert User.objects.get(username="admin").check_password(password)


def test_production_has_no_demo(db: None, settings: object) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_every_account_is_printed_with_place_and_unit(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    lines = capsys.readouterr().out.splitlines()[1:]
    said = {line.split()[0]: line for line in lines}
    assert len(said) == len(lines)
    assert said.keys() == {row["username"] for row in demo.accounts()}
    for row in demo.accounts():
        assert row["name"] in said[row["username"]]
        assert row["unit"] is None or row["place"] + row["unit"] in said[row["username"]]
