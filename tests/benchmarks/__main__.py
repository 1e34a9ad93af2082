"""`python -m tests.benchmarks [--write]`: measure, print the table, and fail where a bound does not hold."""

import platform
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Row

README = Path(__file__).with_name("README.md")
MARK = "<!-- the table below is written by `make bench` -->"


def main() -> int:
    from tests.benchmarks import parsing, scratch

    with tempfile.TemporaryDirectory() as home:
        scratch.set_up(home)
        from tests.benchmarks import import_pages, report_build, task_list

        rows = [*parsing.rows(), *import_pages.rows(), *report_build.rows(), *task_list.rows()]
    text = table(rows)
    sys.stdout.write(text)
    if "--write" in sys.argv:
        README.write_text(README.read_text(encoding="utf-8").split(MARK)[0] + f"{MARK}\n\n{text}", encoding="utf-8")
    failed = [row.name for row in rows if not row.holds]
    for name in failed:
        sys.stderr.write(f"past its bound: {name}\n")
    return 1 if failed else 0


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, under a line that says what they were measured on."""
    lines = [
        f"Python {platform.python_version()}, {platform.machine()}, SQLite.",
        "",
        "| What | Ours | Floor | Ratio | Bound | |",
        "|---|---:|---:|---:|---:|---|",
        *(
            f"| {row.name} | {row.ours} | {row.floor} | {row.ratio:.2f} | {row.bound:g} "
            f"| {'' if row.holds else '**past**'} {row.note} |"
            for row in rows
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
