"""Addresses of the record."""

from django.urls import path

from tasks.events import views

urlpatterns = [
    path("events/", views.event_list, name="event_list"),
    path("events/export.xlsx", views.event_export, name="event_export"),
]
