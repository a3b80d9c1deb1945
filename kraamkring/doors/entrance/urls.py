from django.urls import path

from . import devices, welcome

urlpatterns = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/code/", welcome.code, name="welcome_code"),
    path("welcome/<str:secret>/", welcome.opened, name="welcome_link"),
    path("me/devices/", devices.devices, name="devices"),
    path("me/devices/end/", devices.end_others, name="devices_end_others"),
    path("me/devices/<int:number>/end/", devices.end, name="device_end"),
]
