from django.urls import path

from . import views

urlpatterns = [
    path("families/<uuid:family>/forms/", views.forms, name="registry_forms"),
    path("families/<uuid:family>/forms/<slug:form>.xml", views.message, name="registry_form_xml"),
]
