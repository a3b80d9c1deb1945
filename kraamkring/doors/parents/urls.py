from django.urls import include, path

from . import calling, week

PAGES = [
    path("", week.week, name="my_week"),
    path("call/", calling.call, name="my_call"),
]

# Each page of the pregnancy that she booked last, and of the one that is named.
urlpatterns = [path("my/", include(PAGES)), path("my/<uuid:family>/", include(PAGES))]
