from django.urls import path

from . import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("families/<uuid:family>/seen/", views.seen, name="seen"),
]
