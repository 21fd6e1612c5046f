"""Serves the public site, filled, from a process of its own: the site has settings of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from kith.project.site import site_environment
from tests.environment import REPOSITORY

_SERVE = """
import sys
from importlib import import_module
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from wsgiref.simple_server import WSGIRequestHandler, make_server
from django.contrib.staticfiles.handlers import StaticFilesHandler
from kith.project.site_wsgi import application

class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass

module, _, name = sys.argv[1].partition(":")
address = getattr(import_module(module), name)(*sys.argv[2:])
server = make_server("127.0.0.1", 0, StaticFilesHandler(application), handler_class=Quiet)
print(server.server_port, address, flush=True)
server.serve_forever()
"""


@contextmanager
def served_site(filling: str, *words: str) -> Iterator[tuple[str, str]]:
    """Fill the site by a function, `module:function`, given the words; serve it; yield its host and what that returned.

    The site's database must be there (the fixture `site_database`).
    """
    environment = site_environment(settings.INSTALLATION) | {"PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"}
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, filling, *words],
        env=environment,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as site:
        assert site.stdout is not None
        port, address = site.stdout.readline().split()
        yield f"http://127.0.0.1:{port}", address
        site.terminate()
