from django.urls import path

from . import views

urlpatterns = [
    path("privacy/", views.log, name="privacy"),
    path("privacy/export/", views.export, name="privacy_export"),
]
