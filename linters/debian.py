"""Installs one package of Debian, where that can be done without asking anybody."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Return whether apt-get installed a package; False where we are not root or there is no apt-get."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", package)):
        done = subprocess.run(
            ["apt-get", *arguments],  # noqa: S607 -- found on the system's own path
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            return False
    return True


def why_not() -> str:
    """Return why nothing could be installed."""
    return "only root may install one" if os.geteuid() != 0 else "apt-get could not install one"
