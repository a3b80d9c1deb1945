from django.urls import path

from . import going_home, screening, views

urlpatterns = [
    path("families/<uuid:family>/admission/", views.admission, name="admission"),
    path("families/<uuid:family>/birth/", views.birth, name="birth"),
    path("families/<uuid:family>/going-home/", going_home.going_home, name="discharge"),
    path("families/<uuid:family>/back-in-hospital/", views.back_in_hospital, name="back_in_hospital"),
    path("families/<uuid:family>/screening/", screening.screening, name="screening"),
    path("families/<uuid:family>/hand-over/", views.hand_over, name="hand_over"),
    path("families/<uuid:family>/loss/", views.loss, name="loss"),
]
