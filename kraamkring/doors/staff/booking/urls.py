from django.urls import path

from . import views

urlpatterns = [path("families/new/", views.book, name="book")]
