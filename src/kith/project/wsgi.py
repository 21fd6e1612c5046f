"""The web process, which refuses to serve with a role that sees past row security."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
application = get_wsgi_application()

from kith.project.database import refuse_unsafe_connections  # noqa: E402 -- the settings must be loaded first

refuse_unsafe_connections()
