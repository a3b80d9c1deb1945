from django.urls import path

from . import views

urlpatterns = [
    path("tour/", views.tour, name="tour"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<str:name>/", views.letter, name="inbox_letter"),
]
