from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "kraamkring.doors.fhir"
    label = "fhir_door"
