from django.urls import path

from . import carers, days, pool, views

urlpatterns = [
    path("planning/", views.planning, name="planning"),
    path("planning/run/", views.run, name="planning_run"),
    path("planning/changes/", views.changes, name="planning_changes"),
    path("planning/scarcity/", views.scarcity, name="planning_scarcity"),
    path("planning/days/<uuid:request_id>/<str:day>/", days.day, name="planning_day"),
    path("planning/pool/", pool.pool, name="planning_pool"),
    path("planning/carers/", carers.carers, name="planning_carers"),
    path("planning/carers/<uuid:carer>/", carers.carer, name="planning_carer"),
    path("families/<uuid:family>/maternity-care/", days.ask, name="maternity_care"),
]
