"""The web application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from .collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
application = get_wsgi_application()
collect_seldom()
