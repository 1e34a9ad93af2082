"""The numbers and names of GB/T 9704-2012, in the units of WordprocessingML, for the writer and the checker alike.

A twip is a twentieth of a point; font sizes are in half-points.
"""

import unicodedata

TWIPS_PER_MM = 1440 / 25.4

# Page: A4, 天头 37, 地脚 35, 订口 28, 切口 26 mm, which leaves a text area (版心) of 156 x 225 mm.
PAGE_MM = (210, 297)
MARGINS_MM = {"top": 37, "bottom": 35, "left": 28, "right": 26}
TEXT_WIDTH = 8845

LINES_PER_PAGE = 22
CHARACTERS_PER_LINE = 28

# 225 mm are 637.8 pt: 22 lines fit at 28.95 pt, and only 21 at 29 pt.
LINE_PITCH = 579
# 28 characters of 16 pt are 448 pt, the line holds 442.2 pt: each is set 0.25 pt closer.
CHARACTER_SPACING = -5
CHARACTER_WIDTH = 315

TITLE_SIZE = 44  # 2号
BODY_SIZE = 32  # 3号
TITLE_CHARACTERS = TEXT_WIDTH / (TITLE_SIZE * 10)  # on a line
PAGE_NUMBER_SIZE = 28  # 4号
TABLE_SIZE = 24  # 小四

# The footer line is 20 pt high and ends 25.2 mm above the edge of the page, which puts the middle of its dashes
# (measured in the rendered page) 7 mm below the text area.
FOOTER_LINE = 400
FOOTER_DISTANCE = 1429

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEI_FONT = "黑体"
KAI_FONT = "楷体_GB2312"
SONG_FONT = "宋体"

# Names under which the same typeface is installed: the GB2312 cut, the one that newer systems bring, the English name.
FONT_FAMILIES: dict[str, frozenset[str]] = {
    TITLE_FONT: frozenset({TITLE_FONT, "方正小标宋_GBK", "小标宋", "方正小标宋", "FZXiaoBiaoSong-B05S"}),
    BODY_FONT: frozenset({BODY_FONT, "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋_GB2312"}),
    HEI_FONT: frozenset({HEI_FONT, "SimHei", "方正黑体_GBK"}),
    KAI_FONT: frozenset({KAI_FONT, "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体_GB2312"}),
    SONG_FONT: frozenset({SONG_FONT, "SimSun", "方正书宋_GBK"}),
}

LEVEL_FONTS = {1: HEI_FONT, 2: KAI_FONT, 3: BODY_FONT, 4: BODY_FONT}


def mm_to_twips(millimetres: float) -> int:
    """Return millimetres in whole twips."""
    return round(millimetres * TWIPS_PER_MM)


def characters(text: str) -> float:
    """Return the width of `text` in full characters; a figure or Latin letter is half of one."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
