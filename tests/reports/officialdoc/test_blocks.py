from collections.abc import Callable

import pytest

from reports.officialdoc import Annex, Heading, OfficialDocument, Table


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("level 0", lambda: Heading(0, "标题")),
        ("level 5", lambda: Heading(5, "标题")),
        ("a short row", lambda: Table(("甲", "乙"), (("1",),), (1, 1))),
        ("a width missing", lambda: Table(("甲", "乙"), (), (1,))),
        ("no column", lambda: Table((), (), ())),
        ("a width of nothing", lambda: Table(("甲",), (), (0,))),
        ("an item missing", lambda: Table(("甲",), (("1",), ("2",)), (1,), items=("i1",))),
        ("a merged column that is not there", lambda: Table(("甲",), (), (1,), (1,))),
    ],
)
def test_a_block_that_cannot_be_printed_cannot_be_made(name: str, build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        build()


def test_the_attachments_are_the_annexes_unless_named() -> None:
    annexes = (Annex("指标表", ()), Annex("说明", ()))
    assert OfficialDocument("标题", (), annexes=annexes).attachment_names == ("指标表", "说明")
    assert OfficialDocument("标题", (), attachments=("另行印发的表",), annexes=annexes).attachment_names == (
        "另行印发的表",
    )
