from django.urls import path

from . import activity, board, lab

urlpatterns = [
    path("capacity/", board.board, name="capacity"),
    path("capacity/stay/", lab.stay, name="capacity_stay"),
    path("capacity/payment/", lab.payment, name="capacity_payment"),
    path("capacity/workforce/", lab.workforce, name="capacity_workforce"),
    path("capacity/activity/", activity.activity, name="capacity_activity"),
]
