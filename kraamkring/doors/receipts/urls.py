from django.urls import path

from . import views

urlpatterns = [
    path("receipts/sms/", views.sms, name="sms_receipt"),
    path("receipts/sms/<slug:company>/", views.sms_report, name="sms_report"),
    path("receipts/mail/", views.mail, name="mail_receipt"),
    path("receipts/push/", views.pushed, name="push_receipt"),
]
