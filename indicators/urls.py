"""Addresses of the indicators."""

from django.urls import path

from indicators import views

urlpatterns = [path("indicators/", views.indicator_list, name="indicator_list")]
