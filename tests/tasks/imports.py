"""What the tests of the import upload, and drafts that were read already."""

from tasks.models import PlanDraft, User
from tasks.services.draft_parsing import parse_draft
from tasks.services.drafts import draft_begin
from tests.world import World

TEXT = """某区2024年法治政府建设任务分工方案

（一）示范创建行动

1. 争取命名。开展创建，2024年6月底前完成申报。巩固成果。

责任单位：司法局、教育局、财政部门

完成时限：2024年12月

2. 加强宣传。开展宣传。

责任单位：政府组成部门

完成时限：长期坚持

（二）依法行政行动

3. 规范执法。公示执法信息。

牵头单位：教育局

完成时限：2024年13月

附件

指标表

序号\t指标\t单位\t2024年目标
1\t示范项目\t个\t≥5
"""


def ready_draft(world: World, user: User | None = None, text: str = TEXT, name: str = "方案.txt") -> PlanDraft:
    """A draft of this text, read and waiting for review (or failed, when the text is no plan)."""
    begun = draft_begin(user=user or world.staff, name=name, data=text.encode())
    assert begun.draft
    parse_draft(begun.draft.pk)
    begun.draft.refresh_from_db()
    return begun.draft
