from django.urls import path

from . import views

urlpatterns = [
    path("wards/", views.ward_messages, name="ward_messages"),
    path("wards/<uuid:told>/", views.ward_message, name="ward_message"),
]
