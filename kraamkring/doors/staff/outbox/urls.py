from django.urls import path

from . import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("families/<uuid:family>/red-flags/<uuid:flag>/", views.red_flag, name="red_flag"),
    path("families/<uuid:family>/messages/", views.family_messages, name="family_messages"),
]
