from django.urls import path

from . import views

urlpatterns = [
    path("families/<uuid:family>/letter/", views.letter, name="letter"),
    path("families/<uuid:family>/letter.pdf", views.letter_pdf, name="letter_pdf"),
]
