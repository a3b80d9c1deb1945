from django.urls import path

from . import views

urlpatterns = [path("families/<uuid:family>/looks/", views.looks, name="looks")]
