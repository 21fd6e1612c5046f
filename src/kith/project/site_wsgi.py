"""The public site's process, which refuses to serve with a role that sees past row security."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "kith.project.site_settings"
application = get_wsgi_application()

from django.db import connection  # noqa: E402 -- the settings must be loaded first

from kith.project.roles import refuse_unsafe_role  # noqa: E402 -- as above

connection.ensure_connection()
refuse_unsafe_role(connection.connection)
