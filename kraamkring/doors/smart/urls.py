from django.urls import path

from . import consent, keys, opening, own, wellknown

urlpatterns = [
    path("fhir/.well-known/smart-configuration", wellknown.smart_configuration, name="smart_configuration"),
    path(".well-known/openid-configuration", wellknown.openid_configuration, name="openid_configuration"),
    path("oauth/keys", wellknown.public_keys, name="oauth_keys"),
    path("oauth/authorize", consent.authorize, name="oauth_authorize"),
    path("oauth/token", keys.token, name="oauth_token"),
    path("oauth/revoke", keys.revoke, name="oauth_revoke"),
    path("oauth/introspect", keys.introspect, name="oauth_introspect"),
    path("families/<uuid:family>/programs/", opening.openable, name="family_programs"),
    path("families/<uuid:family>/programs/<uuid:program>/", opening.opened, name="family_program"),
    path("me/programs/", own.programs, name="programs"),
    path("me/programs/<uuid:grant>/end/", own.end, name="program_end"),
]
