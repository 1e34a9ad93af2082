"""Every error page is ours, in Chinese, with its own status, and needs no database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from tasks.common.files import MAX_SIZE_WORDS
from tests.world import World
from tracker.middleware import RequestSizeLimit
from tracker.urls import handler400, handler403, handler404, handler500
from tracker.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAULTS = {
    "400": (SuspiciousOperation("x"), "这个请求无法处理"),
    "403": (PermissionDenied("x"), "您没有权限进行这项操作"),
    "404": (Http404("x"), "没有找到这个页面"),
    "500": (RuntimeError("x"), "系统出了问题"),
}


def fail(request: HttpRequest, code: str) -> HttpResponse:
    raise FAULTS[code][0]


@csrf_protect
def accept(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [*ours, path("fail/<str:code>/", fail, name="fail"), path("accept/", accept, name="accept")]


@pytest.fixture
def browser(world: World) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(world.liaison)
    return client


def says(response: HttpResponse, status: int, *sentences: str) -> None:
    page = response.content.decode()
    assert response.status_code == status
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert '<html lang="zh-Hans">' in page
    assert "Traceback" not in page
    assert "返回首页" in page


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_shows_its_page(browser: Client, code: str) -> None:
    says(browser.get(f"/fail/{code}/"), int(code), FAULTS[code][1])


@pytest.mark.urls(__name__)
def test_an_expired_form_says_how_to_save_what_was_typed(browser: Client) -> None:
    says(browser.post("/accept/"), 403, "页面已过期，请重新提交")


def test_an_unknown_address_is_not_found(browser: Client) -> None:
    says(browser.get("/no/such/page/"), 404, "没有找到这个页面")


def test_an_oversized_request_is_refused_unread(rf: RequestFactory, settings: object) -> None:
    limit = settings.REQUEST_SIZE_LIMIT
    view = RequestSizeLimit(lambda request: HttpResponse("read"))
    assert view(rf.post("/", CONTENT_LENGTH=str(limit))).content == b"read"
    says(view(rf.post("/", CONTENT_LENGTH=str(limit + 1))), 413, "上传的内容太大", f"不能超过{MAX_SIZE_WORDS}")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "405", "413", "500"])
def test_no_error_page_asks_the_database(rf: RequestFactory, page: str) -> None:
    """Without the `db` fixture a query raises: the database may be what failed."""
    from django.contrib.auth.middleware import get_user
    from django.shortcuts import render
    from django.utils.functional import SimpleLazyObject

    request = rf.get("/")
    request.user = SimpleLazyObject(lambda: get_user(request))
    assert "返回首页" in render(request, f"{page}.html").content.decode()
