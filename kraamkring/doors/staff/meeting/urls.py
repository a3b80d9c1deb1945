from django.urls import path

from . import views

urlpatterns = [
    path("families/<uuid:family>/meetings/", views.meetings, name="meetings"),
    path("families/<uuid:family>/meetings/new/", views.call, name="meeting_new"),
    path("families/<uuid:family>/meetings/<uuid:item>/", views.meeting, name="meeting"),
    path("families/<uuid:family>/meetings/<uuid:item>/move/", views.move, name="meeting_move"),
]
