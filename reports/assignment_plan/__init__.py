"""任务分工方案: a plan goes out as the official document (DOCX) and as a worksheet (XLSX).

gather (database > ParsedPlan) > compose (> OfficialDocument) or workbook (> XLSX). What goes out, the parser reads
again as the same plan.
"""

from reports.assignment_plan.compose import compose
from reports.assignment_plan.workbook import workbook

__all__ = ["compose", "workbook"]
