from django.urls import path

from . import bundle, pages, sending, shell

urlpatterns = [
    path("worker.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("visits/offline/", shell.offline, name="visit_offline"),
    path("visits/start/", pages.start, name="visit_start"),
    path("visits/standing/", sending.standing, name="visit_standing"),
    path("visits/send/", sending.send, name="visit_send"),
    path("visits/gone/", sending.gone, name="visit_gone"),
    path("visits/bundle/", bundle.bundle, name="visit_bundle"),
    path("visits/device/", pages.device, name="visit_device"),
    path("visits/devices/", pages.devices, name="visit_devices"),
    path("visits/devices/<uuid:device>/revoke/", pages.revoked, name="visit_device_revoke"),
    path("visits/waiting/", pages.waiting, name="visit_waiting"),
]
