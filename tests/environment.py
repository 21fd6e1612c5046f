"""Points the tests at a server and a database of their own, before any setting is read."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
HOME = REPOSITORY / "var" / "test"

os.environ["KITH_HOME"] = str(HOME)
os.environ["KITH_PROCESS"] = "test"
os.environ["KITH_DATABASE"] = f"kith_test_{os.getpid()}"
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.project.settings"
os.environ.pop("DATABASE_URL", None)
