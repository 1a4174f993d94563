"""What tools/audit.sh makes of the registries' answers, among them that of a registry without advisories: none, which is no news."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

AUDIT = Path(__file__).resolve().parent.parent / "audit.sh"

FLAW = {"severity": "High", "advisoryurl": "https://example.org/GHSA-1"}


def nuget(package, flaws):
    return json.dumps({"version": 1, "projects": [{"path": "p", "frameworks": [{"framework": "net10.0", "transitivePackages": [
        {"id": package, "resolvedVersion": "1.0.0", "vulnerabilities": flaws}]}] if flaws else [{"framework": "net10.0"}]}]})


def npm(package, flaws):
    return json.dumps({"vulnerabilities": {package: {"severity": "high", "via": flaws}} if flaws else {}})


class AuditTests(unittest.TestCase):
    """Stand-ins for dotnet and npm answer of the trial as if it had a flaw or not, and of everything else as told."""

    def run_audit(self, trial, others):
        with tempfile.TemporaryDirectory() as folder:
            npm_flaw = [{"url": "https://example.org/GHSA-2"}]
            answers = {
                "dotnet": (nuget("Newtonsoft.Json", [FLAW] if trial else []), nuget("Other", [FLAW] if others else []), "trial.csproj"),
                "npm": (npm("minimist", npm_flaw if trial else []), npm("other", npm_flaw if others else []), "/npm"),
            }
            Path(folder, "git").symlink_to("/bin/false")  # a machine may have none
            for program, (of_trial, of_others, mark) in answers.items():
                path = Path(folder, program)
                path.write_text(f"#!/bin/sh\ncase \"$* \" in\n*{mark}*) echo '{of_trial}';;\n*) echo '{of_others}';;\nesac\n")
                path.chmod(0o755)
            environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
            return subprocess.run(["bash", AUDIT], env=environment, capture_output=True, text=True, check=False)

    def test_a_registry_without_advisories_tells_nothing(self):
        run = self.run_audit(trial=False, others=False)
        self.assertEqual(77, run.returncode, run.stdout + run.stderr)
        self.assertIn("NuGet: this feed gives no advisories.", run.stdout)
        self.assertIn("npm: this registry gives no advisories.", run.stdout)

    def test_a_flaw_fails_and_is_named(self):
        run = self.run_audit(trial=True, others=True)
        self.assertEqual(1, run.returncode, run.stdout + run.stderr)
        self.assertIn("Other 1.0.0 High https://example.org/GHSA-1", run.stdout)
        self.assertIn("src/LiveGenre.Web/package-lock.json:\nother high https://example.org/GHSA-2", run.stdout)

    def test_no_flaw_passes(self):
        run = self.run_audit(trial=True, others=False)
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
