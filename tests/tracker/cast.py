"""The pages of the project itself: home, sign-in, password, and Django's admin."""

from tests.cast import Entry

ENTRIES: dict[str, Entry] = {
    "home": Entry(stranger=200, foreign_staff=200),
    "login": Entry(anonymous=200, liaison=302, stranger=302, staff=302, foreign_staff=302, admin=302),
    "logout": Entry(method="post", changes=False, liaison=302, stranger=302, staff=302, foreign_staff=302, admin=302),
    "password_change": Entry(stranger=200, foreign_staff=200),
    "admin:index": Entry(liaison=302, stranger=302, staff=302, foreign_staff=302, admin=200),
}
