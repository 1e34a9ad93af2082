"""A plan as a grid (表格): one row for each action and task, cells of plain text; pure.

What a cell says is read only where somebody changed it: an unchanged one keeps what the plan holds (a deadline chosen
by hand, a title of its own, the line it was read from).
"""
