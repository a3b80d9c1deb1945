from django.urls import path

from . import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/peace/", views.peace, name="peace"),
    path("me/push/", views.push_switch, name="push_switch"),
    path("me/address/", views.address_works, name="address_works"),
    path("me/calendar/", views.calendar_link, name="calendar_link"),
]
