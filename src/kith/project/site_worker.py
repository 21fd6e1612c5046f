"""The public site's worker: hands over mail, publishes by the clock, does the editing library's jobs.

It signs in as the site does: it publishes pages and reads addresses, and so do the site's own pages, so that a role of
its own would be closed to nothing that matters. Neither can open the casework database.
"""

import os

import django


def main() -> None:
    """Run the site's jobs until stopped; first of all hand over the mail that waits.

    Raises:
        UnsafeRole: the role could see past row security.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "kith.project.site_settings"
    os.environ.setdefault("KITH_PROCESS", "site-worker")
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- needs the settings

    from kith.project.commands.serving import run_worker  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.project.roles import refuse_unsafe_role  # noqa: PLC0415 -- as above
    from kith.publishing.services.posting import ask_for_delivery  # noqa: PLC0415 -- as above

    connection.ensure_connection()
    refuse_unsafe_role(connection.connection)
    ask_for_delivery()
    connection.close()
    run_worker()


if __name__ == "__main__":
    main()
