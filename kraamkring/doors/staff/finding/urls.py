from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("families/<uuid:family>/same-person/", views.same_person, name="same_person"),
    path("families/<uuid:family>/same-person/<uuid:merge>/", views.apart, name="undo_same_person"),
]
