from django.urls import path, re_path

from . import audit_log, exports, subscriptions, views

TYPE = r"fhir/(?P<type>[A-Z][A-Za-z]{1,40})"
ID = r"(?P<id>[A-Za-z0-9.-]{1,64})"
UUID = r"(?P<id>[0-9a-f-]{36})"
FILE = r"(?P<type>[A-Z][A-Za-z]{1,40})\.(?P<number>[0-9]{1,6})\.ndjson"

urlpatterns = [
    path("fhir/metadata", views.metadata, name="fhir_metadata"),
    path("fhir/openapi.json", views.openapi, name="fhir_openapi"),
    re_path(r"^fhir/?$", views.bundle, name="fhir_bundle"),
    re_path(r"^fhir/(?P<level>)\$export$", exports.kick_off, name="fhir_export"),
    re_path(r"^fhir/(?P<level>Patient)/\$export$", exports.kick_off, name="fhir_export_patients"),
    re_path(rf"^fhir/bulk/{UUID}$", exports.status, name="fhir_export_status"),
    re_path(rf"^fhir/bulk/{UUID}/{FILE}$", exports.file, name="fhir_export_file"),
    path("fhir/AuditEvent", audit_log.every, name="fhir_log"),
    re_path(rf"^fhir/AuditEvent/{UUID}$", audit_log.one, name="fhir_log_row"),
    path("fhir/Subscription", subscriptions.every, name="fhir_subscriptions"),
    re_path(rf"^fhir/Subscription/{UUID}$", subscriptions.one, name="fhir_subscription"),
    re_path(rf"^{TYPE}$", views.interaction, name="fhir_type"),
    re_path(rf"^{TYPE}/_search$", views.interaction, name="fhir_search"),
    re_path(rf"^{TYPE}/\$validate$", views.validate, name="fhir_validate"),
    re_path(rf"^{TYPE}/{ID}$", views.interaction, name="fhir_instance"),
    re_path(rf"^{TYPE}/{ID}/_history$", views.interaction, name="fhir_history"),
    re_path(rf"^{TYPE}/{ID}/_history/(?P<version>[0-9]{{1,9}})$", views.interaction, name="fhir_version"),
    re_path(rf"^{TYPE}/{ID}/(?P<operation>\$[a-z-]{{1,40}})$", views.interaction, name="fhir_operation"),
    re_path(r"^fhir(?:/.*)?$", views.nothing_here, name="fhir_nothing"),
]
