"""Addresses of a plan's source documents."""

from django.urls import path

from tasks.plans import views

urlpatterns = [
    path("plans/<int:pk>/source/", views.plan_source, name="plan_source"),
    path("plans/<int:pk>/versions/<int:number>/source/", views.version_source, name="version_source"),
]
