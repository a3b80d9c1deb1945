from django.urls import include, path

from . import (
    alarm,
    appointments,
    calling,
    circle,
    entitled,
    leave,
    looks,
    measuring,
    more,
    paper,
    partner,
    plan,
    questions,
    record,
    sharing,
    taking,
    together,
    week,
)

PAGES = [
    path("", week.week, name="my_week"),
    path("plan/", plan.plan, name="my_plan"),
    path("plan/change/", plan.change, name="my_plan_change"),
    path("plan/changes/", plan.changes, name="my_plan_changes"),
    path("plan/points/", plan.raise_point, name="my_points"),
    path("plan/points/<uuid:item>/", plan.point, name="my_point"),
    path("questions/", questions.questions, name="my_questions"),
    path("checklist/", questions.checklist, name="my_checklist"),
    path("appointments/", appointments.appointments, name="my_appointments"),
    path("appointments/<uuid:item>/", appointments.another_time, name="my_appointment"),
    path("circle/", circle.circle, name="my_circle"),
    path("circle/partner/", partner.partner, name="my_partner"),
    path("circle/partner/<uuid:member>/", partner.parts, name="my_partner_parts"),
    path("circle/partner/<uuid:member>/end/", partner.end, name="my_partner_end"),
    path("circle/sharing/", sharing.sharing, name="my_sharing"),
    path("circle/who-sees-what/", sharing.who_sees, name="my_who_sees"),
    path("circle/sharing/<slug:module>/", sharing.say, name="my_say"),
    path("meetings/", together.meetings, name="my_meetings"),
    path("meetings/<uuid:item>/", together.meeting, name="my_meeting"),
    path("record/", record.record, name="my_record"),
    path("record/take/", taking.download, name="my_download"),
    path("record/take/record.pdf", taking.as_pdf, name="my_record_pdf"),
    path("record/take/record.json", taking.as_json, name="my_record_json"),
    path("print/", paper.paper, name="my_paper"),
    path("looks/", looks.looks, name="my_looks"),
    path("call/", calling.call, name="my_call"),
    path("alarm/", alarm.alarm, name="my_alarm"),
    path("more/", more.more, name="my_more"),
    path("measurements/", measuring.measurements, name="my_measurements"),
    path("measurements/<slug:who>/<slug:thing>/", measuring.one, name="my_measure"),
    path("care/", entitled.care, name="my_care"),
    path("leave/", leave.leave, name="my_leave"),
]
PUBLIC = [
    path("", alarm.public, name="alarm_signs"),
    path("<slug:code>/", alarm.public, name="alarm_signs_in"),
]

# Each page of the pregnancy that she booked last, and of the one that is named.
urlpatterns = [
    path("my/", include(PAGES)),
    path("my/<uuid:family>/", include(PAGES)),
    path("alarm-signs/", include(PUBLIC)),
    path("families/<uuid:family>/paper/", paper.paper_for, name="paper_for"),
]
