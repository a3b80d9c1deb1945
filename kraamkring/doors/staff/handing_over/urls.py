from django.urls import path

from . import views

urlpatterns = [
    path("families/<uuid:family>/hand-overs/", views.hand_overs, name="hand_overs"),
    path("families/<uuid:family>/hand-overs/new/", views.new, name="hand_over_new"),
    path("families/<uuid:family>/hand-overs/<uuid:item>/", views.one, name="hand_over_one"),
    path("families/<uuid:family>/hand-overs/<uuid:item>.pdf", views.pdf, name="hand_over_pdf"),
]
