from django.urls import path

from . import papers, views

urlpatterns = [
    path("visits/", views.my_day, name="my_day"),
    path("visits/<uuid:family>/", views.visit_screen, name="visit_screen"),
    path("families/<uuid:family>/address/", views.address, name="address"),
    path("families/<uuid:family>/papers/", papers.papers, name="papers"),
    path("families/<uuid:family>/papers/<uuid:paper>/", papers.paper, name="paper"),
    path("families/<uuid:family>/papers/<uuid:paper>/take-back/", papers.take_back, name="paper_take_back"),
]
