from django.urls import path

from . import behind, views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:name>/", views.figure, name="figure"),
    path("figures/<slug:name>/paper/", views.figure_pdf, name="figure_pdf"),
    path("figures/<slug:name>/families/", behind.families, name="figure_families"),
]
