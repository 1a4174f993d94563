"""What tools/prerequisites.sh says where it cannot install."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent


@unittest.skipUnless(shutil.which("dpkg-query"), "needs a Debian system")
class PrerequisitesTests(unittest.TestCase):

    def test_without_root_and_sudo_it_says_what_root_has_to_do(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)  # another user reads it
            shutil.copy(TOOLS / "prerequisites.sh", folder)
            for program in ["bash", "dirname", "dpkg-query", "grep", "mktemp", "env"]:
                os.symlink(shutil.which(program), f"{folder}/{program}")
            nobody = [shutil.which("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
            run = subprocess.run(
                [*nobody, "/bin/bash", "-c", f"source {folder}/prerequisites.sh; ensure_packages bash no-such-a no-such-b no-such-a"],
                env={"PATH": folder}, capture_output=True, text=True, check=False)
        self.assertEqual(1, run.returncode)
        self.assertEqual("""\
Installing: no-such-a no-such-b
error: installing needs root, and there is no sudo. As root, once:
  apt-get update && apt-get install -y --no-install-recommends no-such-a no-such-b
""", run.stderr)


if __name__ == "__main__":
    unittest.main()
