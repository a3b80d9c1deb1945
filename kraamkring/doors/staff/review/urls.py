from django.urls import path

from . import views

urlpatterns = [
    path("emergency/review/", views.reviews, name="reviews"),
    path("emergency/review/<uuid:emergency>/", views.review, name="review"),
]
