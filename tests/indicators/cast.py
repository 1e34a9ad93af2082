"""Who gets what at the addresses of the indicators: the page is everybody's, what is on it is not."""

from tests.cast import Entry

ENTRIES = {"indicator_list": Entry(stranger=200, foreign_staff=200)}
