"""The years that the product knows."""

FIRST_YEAR, LAST_YEAR = 1978, 2100  # no plan, target or report is of another; what is beyond them is a misreading
