import subprocess, sys
from django.conf import settings
from kith.project.site import site_environment
from tests.environment import REPOSITORY
def test_run(site_database):
    import os
    env={k:v for k,v in site_environment(settings.INSTALLATION).items() if not k.startswith("PYTEST_")}
    done=subprocess.run([sys.executable,"-m","pytest","-o","addopts=-q --strict-markers","-p","no:cacheprovider",f"--confcutdir={REPOSITORY}/tests/publishing/inside","--ds=kith.project.site_settings",*os.environ["INSIDE_ARGS"].split()],env=env|{"PYTHONPATH":f"{REPOSITORY/'src'}:{REPOSITORY}"},cwd=REPOSITORY,stdin=subprocess.DEVNULL)
    assert done.returncode==0
