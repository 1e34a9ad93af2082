"""Signing in, and one's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy

from tasks.events.acts import EventAct
from tasks.events.services import record
from tasks.people.models import User

WRONG_SIGN_IN = "用户名或密码不正确，请重新输入。连续输错10次，账号将锁定30分钟"


class SignInForm(AuthenticationForm):
    """Django's, with one sentence whatever was wrong, so that nobody learns which names exist."""

    error_messages = {"invalid_login": WRONG_SIGN_IN, "inactive": WRONG_SIGN_IN}

    def clean_username(self) -> str:
        """No name is longer than the column that attempts are logged in; a longer one is simply wrong."""
        longest = User._meta.get_field("username").max_length
        return str(self.cleaned_data["username"])[:longest]


class SignInView(auth_views.LoginView):
    """The sign-in page. Django marks its view login_not_required and follows `next` only to this host."""

    authentication_form = SignInForm
    redirect_authenticated_user = True


class OwnPasswordForm(PasswordChangeForm):
    """Django's, with what a new password must be in one line instead of a list."""

    error_messages = {
        "password_incorrect": "旧密码不正确，请重新输入",
        "password_mismatch": "两次输入的新密码不一致，请重新输入",
    }

    WORDS = {
        "old_password": ("旧密码", "", "请填写旧密码"),
        "new_password1": (
            "新密码",
            "至少10个字符，不能全是数字，不能与姓名、用户名相近",
            "请填写新密码",
        ),
        "new_password2": ("再输一次新密码", "", "请再输一次新密码"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text, missing) in self.WORDS.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.error_messages["required"] = missing


class PasswordChangeView(auth_views.PasswordChangeView):
    """Change one's own password: this session goes on, the person's other sessions end."""

    form_class = OwnPasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("password_change")
    extra_context = {"year_from_home": True}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record(act=EventAct.PASSWORD_CHANGE, user=form.user, obj=form.user, object_name=form.user.get_username())
        messages.success(self.request, "密码已修改，下次请用新密码登录")
        return response
