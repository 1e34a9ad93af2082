"""The background jobs of the documents that go out."""

from reports import build
from tasks.common.errors import ServiceError
from tasks.jobs.kinds import Kind, Sentences, register
from tasks.jobs.models import Job

LONG, LONGEST = 25 * 60, 30 * 60  # seconds; a build that hangs is cut off, and after a few attempts given up

BUILDING_KIND = register(
    Kind(
        name=build.BUILDING,
        label="生成年度报告",
        queue=Job.Queue.BUILDING,
        run=build.make_and_store,
        waiting="等待生成",
        sentences=Sentences(
            away="任务队列暂时不可用，报告未能排队生成，请稍后重试或联系管理员。",
            unexpected="生成时出现意外错误，已记入日志，请稍后重试；仍不成功的，请联系管理员。",
            given_up="生成多次中断，请联系管理员查看服务器日志后再试。",
            too_slow="生成用时过长，已经停止，请稍后重试；仍不成功的，请联系管理员。",
            too_large="生成需要的内存过多，已经停止，请联系管理员。",
        ),
        soft_limit=LONG,
        hard_limit=LONGEST,
        max_attempts=5,
        expected=(ServiceError,),
        on_queue=build.build_waits,
        on_start=build.build_starts,
        on_success=build.build_is_made,
        on_failure=build.build_fails,
        discard=build.throw_away,
    )
)
