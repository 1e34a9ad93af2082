"""What a person can ask to do. Each act has its name in Chinese, for refusals and for the table of rights."""

from django.db import models


class Act(models.TextChoices):
    """Reading first, then what changes something, room by room from below."""

    BUREAU_READ = "bureau.read", "查看司法局工作页面"
    WORK_READ = "work.read", "查看任务、进展、佐证材料和指标"
    PLAN_READ = "plan.read", "查看工作方案及其来源文件"
    PLAN_DETAILS = "plan.details", "查看方案版本和承接情况、导出任务分工方案"
    REPORT_READ = "report.read", "查看、下载年度报告"
    EVENTS_READ = "events.read", "查看操作记录"

    SITE_MANAGE = "site.manage", "系统管理"
    PLACE_CREATE = "place.create", "新建地区"
    JOBS_MANAGE = "jobs.manage", "管理后台任务"

    PLAN_PUBLISH = "plan.publish", "发布工作方案"
    PLAN_REVISE = "plan.revise", "修订工作方案"
    PLAN_DELETE = "plan.delete", "删除方案草稿"
    NAME_LINK = "name.link", "对应责任单位名称"

    PROGRESS_FILL = "progress.fill", "填写进展"
    PROGRESS_SUBMIT = "progress.submit", "提交进展"
    PROGRESS_DECIDE = "progress.decide", "审核进展"
    EVIDENCE_ATTACH = "evidence.attach", "上传佐证材料"
    EVIDENCE_REMOVE = "evidence.remove", "移除佐证材料"

    UPPER_SET = "upper.set", "指定上级方案"
    COVERAGE_DECIDE = "coverage.decide", "确认上级任务承接情况"

    REPORT_BEGIN = "report.begin", "新建年度报告"
    REPORT_SIGN = "report.sign", "填写年度报告署名和成文日期"
    REPORT_WRITE = "report.write", "撰写年度报告章节"
    REPORT_BUILD = "report.build", "生成年度报告"

    DRAFT_BEGIN = "draft.begin", "导入方案文件"
    DRAFT_WRITE = "draft.write", "拟制工作方案"
    DRAFT_PLACE = "draft.place", "选择导入稿的地区"
    DRAFT_CORRECT = "draft.correct", "核对、修改导入稿"
    DRAFT_CONFIRM = "draft.confirm", "确认导入"
    DRAFT_DISCARD = "draft.discard", "放弃导入稿"


# Acts that change nothing.
READING = frozenset({Act.BUREAU_READ, Act.WORK_READ, Act.PLAN_READ, Act.PLAN_DETAILS, Act.REPORT_READ, Act.EVENTS_READ})
