"""Gets Django and the database server ready for a command."""

import django
from django.conf import settings

from kith.project.installation import Installation


def start_django() -> None:
    """Load the settings and the apps."""
    django.setup()


def installation() -> Installation:
    """Return the installation of this process's settings."""
    found: Installation = settings.INSTALLATION
    return found


def start_server() -> bool:
    """Start the embedded server where there is one, and return whether this call started it."""
    from kith.project.database import embedded_server  # noqa: PLC0415 -- needs the apps to be loaded

    if not installation().embedded:
        return False
    server = embedded_server(installation())
    running = server.running()
    server.start()
    return not running
