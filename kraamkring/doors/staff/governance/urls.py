from django.urls import path

from . import views

urlpatterns = [
    path("governance/", views.cards, name="governance"),
    path("governance/<slug:pack>/", views.cards, name="governance_cards"),
    path("governance/<slug:pack>/changes/", views.changes, name="governance_changes"),
    path("governance/<slug:pack>/try/", views.try_out, name="governance_try"),
    path("governance/<slug:pack>/cards/<slug:activity>/", views.card, name="governance_card"),
]
