"""Runs the processes of a small installation and stops them together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType

from django.core.management import call_command
from rich.console import Console

from kith.project.commands.environment import installation, start_django, start_server
from kith.project.site import collect_site_files, site_environment

_SITE_WORKER = {"KITH_PROCESS": "site-worker"}


def serve(*, port: int) -> None:
    """Start database, web, public site and the worker of each; stop all of them when any stops or somebody asks."""
    start_django()
    started = start_server()
    call_command("collectstatic", interactive=False, verbosity=0)
    collect_site_files(installation())
    children = [_web(port), _site(port + 1), _worker(), _site_worker(port + 1)]
    Console().print(f"Serving at http://localhost:{port}/ , the public site at http://localhost:{port + 1}/ .")
    Console().print("Ctrl-C stops both.")
    _wait(children)
    if started and installation().embedded:
        from kith.project.database import embedded_server  # noqa: PLC0415 -- needs the apps to be loaded

        embedded_server(installation()).stop()


def run_worker() -> None:
    """Run jobs in this process until it is stopped."""
    start_django()
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- needs the apps to be loaded
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415 -- as above

    # Django's own connector only asks for jobs; running them needs one that listens.
    asking = app.connector
    if not isinstance(asking, DjangoConnector):
        raise TypeError("The job queue is not Django's own; see INSTALLED_APPS.")
    with app.replace_connector(asking.get_worker_connector()) as listening:
        listening.run_worker(concurrency=2, delete_jobs="successful")


def become_site_worker() -> None:
    """Make this process the public site's worker, which has settings, apps and a database of its own."""
    start_django()
    environment = site_environment(installation()) | _SITE_WORKER
    os.execve(sys.executable, _site_worker_command(), environment)  # noqa: S606 -- our own program  # nosec B606 -- as said


def _web(port: int) -> "subprocess.Popen[bytes]":
    return _serving("kith.project.wsgi", port, os.environ | {"KITH_PROCESS": "web"})


def _site(port: int) -> "subprocess.Popen[bytes]":
    return _serving("kith.project.site_wsgi", port, _of_site(port))


def _of_site(port: int) -> dict[str, str]:
    own = {"KITH_SITE_ADDRESS": os.environ.get("KITH_SITE_ADDRESS", f"http://localhost:{port}")}
    return site_environment(installation()) | own


def _serving(application: str, port: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning"]
    return subprocess.Popen(command, env=environment)  # noqa: S603 -- our own program and a port number


def _worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "kith.project", "worker"], env=os.environ | {"KITH_PROCESS": "worker"}
    )


def _site_worker(port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_site_worker_command(), env=_of_site(port) | _SITE_WORKER)  # noqa: S603 -- our own program


def _site_worker_command() -> list[str]:
    return [sys.executable, "-m", "kith.project.site_worker"]


def _wait(children: "list[subprocess.Popen[bytes]]") -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
