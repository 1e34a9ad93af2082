"""What sort of unit a name stands for, told by its words."""

import re

from tasks.people.models import Unit

# The end of a name tells the kind of unit; anything else is a department.
KIND_BY_ENDING = (
    (("镇", "乡", "镇人民政府", "乡人民政府", "镇政府", "乡政府"), Unit.Kind.TOWNSHIP),
    (("街道", "街道办", "街道办事处"), Unit.Kind.SUBDISTRICT),
    (
        ("委办", "党委", "委员会办公室", "组织部", "宣传部", "统战部", "政法委", "纪委监委", "纪委", "党校"),
        Unit.Kind.PARTY,
    ),
)


# Names that stand for several units: 各有关部门, 相关单位, 政府组成部门.
_COLLECTIVE = re.compile(r"^(?:各|有关|相关|全体|所有)|(?:各|有关|相关|组成|直属|职能)(?:部门|单位|机构)")


def is_collective(name: str) -> bool:
    """Whether a name reads as one for several units."""
    return _COLLECTIVE.search(name) is not None


def kind_of(name: str) -> Unit.Kind:
    """What sort of unit a new one is, by the end of its name."""
    return next((kind for endings, kind in KIND_BY_ENDING if name.endswith(endings)), Unit.Kind.DEPARTMENT)
