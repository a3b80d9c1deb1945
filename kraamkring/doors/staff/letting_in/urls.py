from django.urls import path

from . import views

urlpatterns = [
    path("families/<uuid:family>/parents/", views.parents, name="parents_access"),
    path("families/<uuid:family>/parents/<uuid:user>/end/", views.end, name="parents_access_end"),
]
