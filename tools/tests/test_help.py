"""Every script says with --help what it does and how it is called, and does nothing else."""

import subprocess
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent
SCRIPTS = ["run.sh", "test.sh", "audit.sh", "demo/build.sh", "package/build-deb.sh"]


class HelpTests(unittest.TestCase):

    def test_help_of_each_script_says_how_it_is_called(self):
        for script in SCRIPTS:
            with self.subTest(script), tempfile.TemporaryDirectory() as folder:
                run = subprocess.run(["bash", TOOLS / script, "--help"], cwd=folder, capture_output=True, text=True, check=False)
                self.assertEqual((0, ""), (run.returncode, run.stderr))
                self.assertIn(f"bash tools/{script}", run.stdout)
                self.assertLess(len(run.stdout.splitlines()), 40)
                self.assertEqual([], list(Path(folder).iterdir()))

    def test_demo_of_an_unknown_option_is_refused(self):
        run = subprocess.run(["bash", TOOLS / "demo/build.sh", "--out"], capture_output=True, text=True, check=False)
        self.assertEqual(2, run.returncode)
        self.assertIn("'--out' is no option", run.stderr)


if __name__ == "__main__":
    unittest.main()
