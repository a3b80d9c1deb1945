from django.urls import path

from . import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("families/<uuid:family>/messages/", views.family_messages, name="family_messages"),
]
