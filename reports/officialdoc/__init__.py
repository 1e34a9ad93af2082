"""Official documents as DOCX (GB/T 9704-2012): plain data in, bytes out, and a checker for any DOCX.

Knows nothing of Django and of the models; whoever composes a document builds an `OfficialDocument` and calls `render`.
"""

from reports.officialdoc.blocks import Annex, Block, Heading, OfficialDocument, Paragraph, Table
from reports.officialdoc.checker import Finding, NotADocxError, check
from reports.officialdoc.numbering import chinese_number, level_of, level_prefix, point_prefix
from reports.officialdoc.ooxml import clean_lines
from reports.officialdoc.titles import title_breaks
from reports.officialdoc.writer import Rendered, render, render_with_lines

__all__ = [
    "Annex",
    "Block",
    "Finding",
    "Heading",
    "NotADocxError",
    "OfficialDocument",
    "Paragraph",
    "Rendered",
    "Table",
    "check",
    "chinese_number",
    "clean_lines",
    "level_of",
    "level_prefix",
    "point_prefix",
    "render",
    "render_with_lines",
    "title_breaks",
]
