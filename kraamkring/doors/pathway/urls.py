from django.urls import path

from . import views

urlpatterns = [
    path("", views.look, name="pathway"),
    path("cards/", views.cards, name="cards"),
]
