from django.urls import path

from . import consent, coordination, views

urlpatterns = [
    path("families/<uuid:family>/network/", views.network, name="network"),
    path("families/<uuid:family>/network/invite/", views.invite, name="invite"),
    path("families/<uuid:family>/network/intensity/", coordination.intensity, name="intensity"),
    path("families/<uuid:family>/network/<uuid:member>/remove/", views.remove, name="member_remove"),
    path("families/<uuid:family>/network/<uuid:member>/leave/", views.leave, name="member_leave"),
    path(
        "families/<uuid:family>/network/<uuid:member>/coordinate/",
        coordination.choose,
        name="member_coordinate",
    ),
    path("families/<uuid:family>/consent/", consent.consents, name="consent"),
    path("families/<uuid:family>/consent/<slug:module>/", consent.say, name="consent_say"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:member>/", views.answer, name="invitation_answer"),
    path("invitations/coordinate/<uuid:proposal>/", coordination.answer, name="proposal_answer"),
]
