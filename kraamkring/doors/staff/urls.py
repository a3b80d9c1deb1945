from django.urls import path

from . import views

urlpatterns = [
    path("families/", views.families, name="families"),
    path("families/<uuid:family>/", views.family, name="family"),
]
