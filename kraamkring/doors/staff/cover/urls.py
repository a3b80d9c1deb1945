from django.urls import path

from . import views

urlpatterns = [
    path("me/cover/", views.covers, name="covers"),
    path("me/cover/<uuid:cover>/", views.answer, name="cover_answer"),
]
