"""Building the annual report of 1,000 tasks, against plain python-docx writing the same paragraphs."""

TASKS = 1_000
