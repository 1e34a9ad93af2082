"""Every remark the parser can make: a stable code, how grave it is, and the sentence a person reads."""

from __future__ import annotations

from .model import Diagnostic, Severity

# code: (severity, sentence; each says what to do)
MESSAGES: dict[str, tuple[Severity, str]] = {
    "annual_several": ("warning", "“{text}”一年有多个日期，已取最后一个，请核对。"),
    "bad_date": ("warning", "日期“{text}”不存在，请对照原文改正。"),
    "cells_from_lines": ("info", "此表每行只有一格，已按表头的列数拼成各行，请对照原表核对。"),
    "closing_paragraph": ("info", "任务之后的结尾段落没有算作任务内容，请核对。"),
    "column_guessed": ("warning", "表头没有任务一列，已把“{text}”列作为任务读入，请核对。"),
    "column_left_out": ("warning", "表中“{text}”列没有读入，请核对其中是否有任务要求。"),
    "converted_traditional": ("info", "原文含繁体字，已转换为简体，请抽查人名、地名。"),
    "dates_differ": ("warning", "落款日期是{issued}，网站登记的成文日期是{recorded}，已取落款日期，请核对。"),
    "deadline_begins": ("info", "“{text}”是启动时间，没有写完成时限，请核对。"),
    "deadline_repeated": ("warning", "同一任务有多个完成时限，已取第一个，没有采用“{text}”，请核对。"),
    "deadline_unread": ("warning", "没有读懂完成时限“{text}”，请手工填写。"),
    "ditto_used": ("info", "“同上”已按上一项任务填写，请核对。"),
    "fields_guessed": ("warning", "责任单位或时限取自任务内容中的“{text}”，请核对。"),
    "fields_without_task": ("warning", "“{text}”找不到所属任务，请指定任务后手工补充。"),
    "figure_unread": ("warning", "没有读懂目标值“{text}”，请手工填写。"),
    "garbled": ("warning", "“{text}”是乱码，请对照原文改正，并核对此行的编号和归属。"),
    "heading_fields": ("warning", "“{text}”下的任务另有责任单位或时限，标题上的没有采用，请核对。"),
    "heading_fields_used": ("info", "“{text}”的责任单位或时限已用于其下没有写明的任务，请核对。"),
    "hidden_left_out": ("warning", "此工作表隐藏的{text}没有读入，请取消隐藏后核对是否有任务。"),
    "label_in_text": ("warning", "任务内容中的“{text}”没有读成责任单位或时限，请核对并手工补充。"),
    "leader_not_unit": ("info", "“{text}”写的是领导而不是单位，没有列入责任单位，请核对。"),
    "marks_unexplained": ("warning", "没有找到表中记号“{text}”的说明，有记号的都已作责任单位，请核对牵头和配合。"),
    "note_in_table": ("info", "表中的注没有算作任务或标题，请核对其中是否有要求。"),
    "number_gap": ("warning", "编号由{before}跳到{after}，请核对是否漏读任务。"),
    "number_lost": ("warning", "原文缺少编号，已按顺序推定为{number}，请核对。"),
    "numbers_ours": ("warning", "此标题下的段落没有编号，已把写明责任单位的各段按顺序编为任务，请核对。"),
    "only_indicators": ("warning", "没有找到任务，只读入了指标，请补充任务，或者核对所选文件。"),
    "others_told": ("info", "“{text}”没有写明是哪些单位，没有列入责任单位，请核对是否补充。"),
    "remark_left_out": ("info", "“{text}”不是责任单位或时限，没有采用，请核对。"),
    "removed_pinyin": ("info", "已清除汉字后的注音残留，请抽查原文括号。"),
    "repaired_percent": ("info", "已把“{text}”改为“{fixed}”，请核对。"),
    "row_differs": ("warning", "表中的“{text}”与正文所写不同，没有采用，请核对。"),
    "row_joined": ("info", "此行没有编号，已并入上一项任务，请核对。"),
    "row_short": ("warning", "表格此行的列数与表头不符，请对照原表核对。"),
    "rows_of_items": ("info", "表中{count}项与正文的任务同名，责任单位和时限已并入正文，请核对。"),
    "run_on": ("info", "此行连排了几项内容，已按编号分开，请核对。"),
    "section_without_tasks": ("info", "“{text}”部分没有责任单位和时限，按说明文字处理，请核对是否漏读任务。"),
    "suspect_word": ("warning", "“{text}”疑似识别错误，已保留原样，请对照原文改正。"),
    "target_year_unread": ("warning", "没有读懂年度“{text}”，目标值已列入{year}年，请核对。"),
    "task_carried": ("info", "此行的责任单位或时限为空，已沿用上一行，请核对。"),
    "task_without_unit": ("warning", "此任务没有写明责任单位，请补充。"),
    "text_after_fields": ("warning", "责任单位之后的文字没有列入任务内容，请核对其归属。"),
    "title_guessed": ("warning", "没有找到方案标题，已用“{text}”代替，请改正。"),
    "title_long": ("warning", "首句超过60个字，可能漏了句号，请核对任务标题。"),
    "unit_suspect": ("warning", "责任单位“{text}”不像单位名称，请核对。"),
    "units_again": ("warning", "同一任务分段写明了责任单位，已合并为一项任务，请核对是否应当拆分。"),
    "units_for_all": ("info", "按“不再列出”的说明，已为其后各任务加上“{text}”，请核对。"),
    "unknown_table": ("warning", "没有认出此表的表头，表中内容未读入，请手工补录。"),
    "unread_line": ("warning", "没有读懂此行，请核对其归属。"),
    "without_action": ("info", "任务上方没有行动标题，已用方案标题代替，请核对。"),
    "words_carried": ("info", "此行的任务名称为空，已沿用上一行，请核对。"),
    "year_guessed": ("warning", "“{text}”没有写年份，已按{year}年处理，请核对。"),
    "years_unknown": ("warning", "没有找到方案所属年度，请填写年度后核对各项时限。"),
}


def diagnostic(code: str, line: int | None, **values: object) -> Diagnostic:
    """A remark by its code; ``values`` fill the sentence (long texts are cut at 30 characters)."""
    severity, sentence = MESSAGES[code]
    shown = {key: _short(str(value)) for key, value in values.items()}
    return Diagnostic(severity, code, sentence.format(**shown), line)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
