"""What an official document is made of. Plain frozen data; text is plain text, layout is the writer's affair."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

MAX_LEVEL = 4


@dataclass(frozen=True)
class Heading:
    """A heading on a line of its own. `text` carries its number (一、 （一） 1. （1）); `level` is 1 to 4.

    `item` is the id of what begins here, for who asks on which line it does (see `render_with_lines`).
    """

    level: int
    text: str
    item: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= MAX_LEVEL:
            raise ValueError(f"level out of range 1..{MAX_LEVEL}: {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of body text; each line of `text` becomes a paragraph of its own, empty lines are dropped.

    `lead_in` is a phrase that runs into the text: one numbered 一、 （一） 1. or （1） is set in the face
    of its level, any other, such as 一是…。, in bold.
    `sources` are the ids of the progress reports that the text came from; they are for whoever composes and
    reviews, and are not printed. `item` is as a heading's.
    """

    text: str
    sources: tuple[int, ...] = ()
    lead_in: str = ""
    item: str = ""


@dataclass(frozen=True)
class Table:
    """A ruled table as wide as the text area, with its header row repeated on every page.

    `widths` are relative shares of that width, one per column. In each column of `merged` (indices), equal consecutive
    values become one cell; a later merged column never merges across the boundary of an earlier one. `items` are, where
    there are any, the ids of what the rows say.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths: tuple[float, ...]
    merged: tuple[int, ...] = ()
    items: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = len(self.header)
        if not columns or len(self.widths) != columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"every row and the widths must have {columns} columns, at least one")
        if any(width <= 0 for width in self.widths):
            raise ValueError("widths must be positive")
        if self.items and len(self.items) != len(self.rows):
            raise ValueError("every row must have an item where any has")
        if any(not 0 <= column < columns for column in self.merged):
            raise ValueError(f"merged columns out of range 0..{columns - 1}: {self.merged}")


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """A 附件: it begins on a new page and is numbered by the document when there are several."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class OfficialDocument:
    """A whole document. A `title` may hold line breaks, to break it where the sense does.

    `document_number` is the 发文字号 (宁政办发〔2025〕9号), printed above the title as in the 版头, whose 发文机关标志
    and red line belong to the paper it is issued on.
    `issuer` and `dated_on` make the signature; either may be missing. `attachments` are the names printed after 附件：;
    when empty, the titles of `annexes` are.
    """

    title: str
    blocks: Sequence[Block]
    issuer: str | None = None
    dated_on: date | None = None
    attachments: Sequence[str] = ()
    annexes: Sequence[Annex] = field(default=())
    document_number: str | None = None

    @property
    def attachment_names(self) -> tuple[str, ...]:
        """Return the names of the 附件说明, in order."""
        return tuple(self.attachments) or tuple(annex.title for annex in self.annexes)
