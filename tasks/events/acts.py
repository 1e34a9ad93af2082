"""Every act that can be recorded: its code, its words, and whether it is kept for good."""

from __future__ import annotations

from enum import Enum, StrEnum


class Keep(Enum):
    """How long a row stands."""

    HISTORY = "for good: timelines and audits read it"
    TRAIL = "for TRACKER_LOG_DAYS: who came, looked and took away"


HISTORY, TRAIL = Keep.HISTORY, Keep.TRAIL


class EventAct(StrEnum):
    """One row for each act: code, words, how long it is kept. The code stands in the database: never change one."""

    label: str
    keep: Keep

    def __new__(cls, code: str, label: str, keep: Keep) -> EventAct:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label, member.keep = label, keep
        return member

    # ---- signing in ----
    SIGN_IN = "session.sign_in", "登录", TRAIL
    SIGN_IN_FAIL = "session.fail", "登录失败", TRAIL
    LOCK = "session.lock", "账号锁定", TRAIL
    UNLOCK = "session.unlock", "解除锁定", TRAIL
    SIGN_OUT = "session.sign_out", "退出登录", TRAIL
    ACCESS_REFUSE = "access.refuse", "访问被拒绝", TRAIL

    # ---- accounts and rights ----
    PASSWORD_CHANGE = "password.change", "修改本人密码", HISTORY
    PASSWORD_RESET = "password.reset", "重置他人密码", HISTORY
    ACCOUNT_ADD = "account.add", "新增用户", HISTORY
    ACCOUNT_CHANGE = "account.change", "修改用户", HISTORY
    ACCOUNT_DELETE = "account.delete", "删除用户", HISTORY
    RIGHT_GRANT = "right.grant", "登记任职", HISTORY
    RIGHT_CHANGE = "right.change", "变更任职", HISTORY
    RIGHT_WITHDRAW = "right.withdraw", "取消任职", HISTORY

    # ---- what the administration keeps ----
    RECORD_ADD = "record.add", "新增资料", HISTORY
    RECORD_CHANGE = "record.change", "修改资料", HISTORY
    RECORD_DELETE = "record.delete", "删除资料", HISTORY
    PLACE_ADD = "place.add", "新建地区", HISTORY

    # ---- a plan on its way in ----
    DRAFT_BEGIN = "draft.begin", "上传方案文件", HISTORY
    DRAFT_WRITE = "draft.write", "建立拟制稿", HISTORY
    DRAFT_REOPEN = "draft.reopen", "重新打开导入稿", HISTORY
    DRAFT_READ = "draft.read", "解析完成", HISTORY
    DRAFT_FAIL = "draft.fail", "解析未完成", HISTORY
    DRAFT_RETRY = "draft.retry", "重新解析", HISTORY
    DRAFT_EDIT = "draft.edit", "修改导入稿", HISTORY
    DRAFT_CONFIRM = "draft.confirm", "确认导入", HISTORY
    DRAFT_DISCARD = "draft.discard", "放弃导入", HISTORY

    # ---- plans ----
    PLAN_IMPORT = "plan.import", "写入方案", HISTORY
    PLAN_REVISE = "plan.revise", "修订方案", HISTORY
    PLAN_PUBLISH = "plan.publish", "发布方案", HISTORY
    PLAN_DELETE = "plan.delete", "删除方案草稿", HISTORY
    PLAN_UPPER = "plan.upper", "确定上级方案", HISTORY
    PLAN_NOTE = "plan.note", "方案变更", HISTORY
    NAME_LINK = "name.link", "对应单位名称", HISTORY
    COVERAGE_DECIDE = "coverage.decide", "确认承接情况", HISTORY
    COVERAGE_CLEAR = "coverage.clear", "撤销承接确认", HISTORY

    # ---- assignments and progress ----
    ASSIGNMENT_OPEN = "assignment.open", "生成承办任务", HISTORY
    ASSIGNMENT_CHANGE = "assignment.change", "变更承办任务", HISTORY
    ASSIGNMENT_WITHDRAW = "assignment.withdraw", "撤回承办任务", HISTORY
    ASSIGNMENT_REOPEN = "assignment.reopen", "恢复承办任务", HISTORY
    ASSIGNMENT_DONE = "assignment.done", "任务办结", HISTORY
    PROGRESS_BEGIN = "progress.begin", "开始填报", HISTORY
    PROGRESS_WRITE = "progress.write", "修改填报", HISTORY
    PROGRESS_SUBMIT = "progress.submit", "提交进展", HISTORY
    PROGRESS_ACCEPT = "progress.accept", "审核通过", HISTORY
    PROGRESS_RETURN = "progress.return", "退回进展", HISTORY
    EVIDENCE_ATTACH = "evidence.attach", "上传佐证材料", HISTORY
    EVIDENCE_REMOVE = "evidence.remove", "移除佐证材料", HISTORY

    # ---- reports ----
    REPORT_BEGIN = "report.begin", "新建年度报告", HISTORY
    REPORT_SIGN = "report.sign", "修改署名和成文日期", HISTORY
    REPORT_WRITE = "report.write", "修改报告章节", HISTORY
    REPORT_BUILD = "report.build", "生成年度报告", HISTORY
    REPORT_BUILT = "report.built", "年度报告已生成", HISTORY
    REPORT_FAIL = "report.fail", "年度报告未生成", HISTORY

    # ---- jobs ----
    JOB_RETRY = "job.retry", "重试后台任务", HISTORY
    JOB_CANCEL = "job.cancel", "取消后台任务", HISTORY

    # ---- what was taken away ----
    EVIDENCE_DOWNLOAD = "evidence.download", "下载佐证材料", TRAIL
    SOURCE_DOWNLOAD = "source.download", "下载来源文件", TRAIL
    REPORT_DOWNLOAD = "report.download", "下载年度报告", TRAIL
    PLAN_EXPORT = "plan.export", "导出分工方案", TRAIL
    TASK_EXPORT = "task.export", "导出任务台账", TRAIL
    COVERAGE_EXPORT = "coverage.export", "导出承接情况", TRAIL
    EVENT_EXPORT = "event.export", "导出操作记录", TRAIL


BY_CODE = {act.value: act for act in EventAct}
CHOICES = tuple((act.value, act.label) for act in EventAct)
TRAIL_CODES = frozenset(act.value for act in EventAct if act.keep is TRAIL)


def label_of(code: str) -> str:
    """The words of an act; the code itself for one that this version does not know."""
    known = BY_CODE.get(code)
    return known.label if known else code
