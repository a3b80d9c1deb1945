from django.urls import path

from . import views

urlpatterns = [path("receipts/sms/", views.sms, name="sms_receipt")]
