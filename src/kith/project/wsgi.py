"""The web process, which refuses to serve with a role that sees past row security."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
application = get_wsgi_application()

from kith.project.database import refuse_unsafe_connections  # noqa: E402 -- the settings must be loaded first

refuse_unsafe_connections()

# What is loaded now stays for good. Left among the rest, it is walked through again and again while pages are made:
# a long story alone makes enough objects for that, and each walk costs as much as the whole page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
