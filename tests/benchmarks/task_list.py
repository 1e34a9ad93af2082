"""The task list on 100,000 assignments: the whole page for signed-in staff, against raw SQL into a plain string."""

import datetime as dt
import io
from collections.abc import Callable, Iterator

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.people.models import User
from tests.benchmarks import floor, scratch
from tests.benchmarks.measure import Row, megabytes, milliseconds, paired, peak_memory

MAX_QUERIES = 12
Visit = Callable[[str], bytes]
# The address's query, and what the floor asks instead.
FILTERS = {
    "light=yellow": floor.Where("light = 'yellow'"),
    "light=red": floor.Where("light = 'red'"),
    "light=grey": floor.Where("light = 'grey'"),
    "q=机制": floor.Where("title LIKE '%机制%' OR text LIKE '%机制%'"),
    "period=missing": floor.Where("period = 'missing'"),
    "kind=annual": floor.Where("kind = 'annual'"),
    "role=responsible": floor.Where("role = 'responsible'"),
}
SORTS = {
    "sort=-deadline": floor.Where(order="due_key DESC NULLS LAST, action_position, task_position, id"),
    "sort=completion": floor.Where(order="completion ASC NULLS LAST, action_position, task_position, id"),
    "sort=light": floor.Where(order="instr('red yellow green grey blue', light), action_position, task_position, id"),
    "page=1500": floor.Where(offset=1499 * 50),
}


def rows() -> Iterator[Row]:
    """Default page, each filter, Django admin, and the number of queries."""
    scratch.fill()
    today = dt.date.today()  # noqa: DTZ011  as the machine's clock has it, like the page
    staff, admin = visitor("staff"), visitor("admin")
    yield Row(
        "queries of the task list",
        f"{queries(staff, '/tasks/')}",
        f"{MAX_QUERIES}",
        queries(staff, "/tasks/") / MAX_QUERIES,
        1,
        f"{scratch.ASSIGNMENTS:,} assignments",
    )
    page, raw = (lambda: staff("/tasks/")), (lambda: floor.page(today, floor.Where()))
    ours, plain, ratio = paired(page, raw)
    memory = peak_memory(page)
    yield Row(
        "task list, default page",
        milliseconds(ours),
        milliseconds(plain),
        ratio,
        5,
        f"floor: raw SQL; peak memory {megabytes(memory)}",
    )
    yield _slowest("slowest filter", FILTERS, 1.5, staff, today)
    yield _slowest("slowest order", SORTS, 2, staff, today)
    ours, plain, ratio = paired(lambda: admin("/tasks/"), lambda: admin("/plain-admin/tasks/assignment/"))
    yield Row(
        "task list over Django admin's",
        milliseconds(ours),
        milliseconds(plain),
        ratio,
        0.7,
        "floor: admin change list of the same columns",
    )


def _slowest(what: str, pages: dict[str, floor.Where], bound: float, staff: Visit, today: dt.date) -> Row:
    """The page of these that takes longest; the ratios of the others beside it."""
    measured = []
    for query, where in pages.items():
        check_same(staff(f"/tasks/?{query}"), floor.page(today, where), query)
        times = paired(lambda q=query: staff(f"/tasks/?{q}"), lambda w=where: floor.page(today, w), rounds=5)
        measured.append((times, query))
    (ours, plain, ratio), query = max(measured)
    others = "; ".join(f"{name} {times[2]:.2f} of {milliseconds(times[1])}" for times, name in sorted(measured)[:-1])
    return Row(f"task list, {what} ({query})", milliseconds(ours), milliseconds(plain), ratio, bound, others)


def check_same(page: bytes, plain: floor.Page, query: str) -> None:
    """Both count the same, and the page's first row is the floor's: else the comparison is of different work."""
    text = page.decode()
    if f"<b>{plain.count}</b>" not in text.replace(",", "") or plain.titles[0] not in text:
        raise AssertionError(f"the page and the floor differ for {query}: {plain.count}, {plain.titles[:1]}")


def visitor(username: str) -> Callable[[str], bytes]:
    """A function that gets a page through the whole stack, signed in with a session of this user's."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    application = WSGIHandler()

    def get(address: str) -> bytes:
        path, _, query = address.partition("?")
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query.encode().decode("latin-1"),
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "HTTP_COOKIE": f"sessionid={session.session_key}",
        }
        response = application(environ, lambda code, headers: status.append(code))
        body = b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise AssertionError(f"{address}: {status[0]}")
        return body

    return get


def queries(get: Callable[[str], bytes], address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(address)
    return len(captured)
