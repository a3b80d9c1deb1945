from django.urls import path

from . import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/calendar/", views.calendar_link, name="calendar_link"),
]
