"""The background jobs of the intake."""

from tasks.jobs.kinds import Kind, Sentences, register
from tasks.jobs.models import Job
from tasks.planparser import PlanError
from tracker.intake.parsing import draft_fails, draft_is_read, draft_starts, draft_waits, read_draft
from tracker.intake.services.drafts import READING

LONG = 25  # seconds, then the file is refused; a plan of 10,000 tasks took 15 on a busy machine
LONGEST = 30  # then the process is killed; no more than a lease, so that two workers hardly ever read one file
MEMORY = 512 * 1024 * 1024  # bytes on top of what the worker holds

READING_KIND = register(
    Kind(
        name=READING,
        label="解析方案文件",
        queue=Job.Queue.DOCUMENTS,
        run=read_draft,
        waiting="等待解析",
        sentences=Sentences(
            away="任务队列暂时不可用，文件未能排队解析，请稍后点“重新解析”或联系管理员。",
            unexpected="解析时出现意外错误，文件已保留，请联系管理员查看服务器日志。",
            given_up="解析多次中断，文件可能过大或已损坏，请另存为文本文件后再试。",
            too_slow=f"解析超过{LONG}秒仍未完成，请只保留方案正文，或另存为文本文件后再试。",
            too_large="解析这份文件需要的内存过多，请只保留方案正文，或另存为文本文件后再试。",
        ),
        soft_limit=LONG,
        hard_limit=LONGEST,
        memory=MEMORY,
        max_attempts=3,
        expected=(PlanError,),
        on_queue=draft_waits,
        on_start=draft_starts,
        on_success=draft_is_read,
        on_failure=draft_fails,
    )
)
