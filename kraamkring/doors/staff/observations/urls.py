from django.urls import path

from . import views

OBSERVATIONS = "families/<uuid:family>/observations/"

urlpatterns = [
    path(OBSERVATIONS, views.observations, name="observations"),
    path(f"{OBSERVATIONS}<uuid:observation>/correct/", views.correct, name="observation_correct"),
    path(f"{OBSERVATIONS}<slug:who>/<slug:what>/", views.history, name="observation_history"),
    path(f"{OBSERVATIONS}<slug:who>/<slug:what>/add/", views.add, name="observation_add"),
]
