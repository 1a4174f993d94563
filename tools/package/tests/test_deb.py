"""The Debian package, installed, upgraded and purged in a throw-away copy of this machine."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
PATIENCE_S = 120  # on a busy machine everything takes a multiple of its time


def run(*command, check=True, **more):
    """Runs a command; what it said stands in the error if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800, check=False, **more)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Machine:
    """A copy of this machine that forgets what is done to it: an overlay over its root."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="livegenre-deb-"))
        self.root = self.folder / "root"
        run("mount", "-t", "tmpfs", "none", self.folder)
        for part in ("root", "upper", "work"):
            (self.folder / part).mkdir()
        run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir=/,upperdir={self.folder}/upper,workdir={self.folder}/work", self.root)
        for path in ("proc", "dev", "tmp"):
            run("mount", "--rbind", f"/{path}", self.root / path)
        # Its /run is empty: systemctl would reach this machine's own service manager.
        run("mount", "-t", "tmpfs", "none", self.root / "run")

    @staticmethod
    def is_possible():
        if os.geteuid() != 0 or not shutil.which("dpkg"):
            return False
        try:
            Machine().dispose()
            return True
        except AssertionError:
            return False

    def run(self, *command, **more):
        return run("chroot", self.root, *command, **more)

    def dispose(self):
        run("umount", "-R", "-l", self.root)
        run("umount", "-l", self.folder)
        self.folder.rmdir()


@unittest.skipUnless(Machine.is_possible(), "needs root, dpkg and the right to mount an overlay")
class DebianPackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.dispose)
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="livegenre-deb-out-"))
        cls.addClassCleanup(shutil.rmtree, cls.scratch)
        built = os.environ.get("LIVEGENRE_DEB")  # one that there is already
        if built:
            shutil.copy(built, cls.scratch)
        else:
            run("bash", REPOSITORY / "tools/package/build-deb.sh", "--out", cls.scratch)
        (cls.package,) = cls.scratch.glob("*.deb")

    def test_1_install_enables_nothing_and_the_program_runs(self):
        self.machine.run("dpkg", "-i", self.package)

        self.assertRegex(self.machine.run("livegenre", "--version"), r"^\d+\.\d+\.\d+")
        self.assertIn("livegenre:", self.machine.run("getent", "passwd", "livegenre"))
        self.assertFalse((self.machine.root / "etc/systemd/system/multi-user.target.wants/livegenre.service").exists())
        for completion in ("bash-completion/completions/livegenre", "zsh/vendor-completions/_livegenre", "fish/vendor_completions.d/livegenre.fish"):
            self.assertTrue((self.machine.root / "usr/share" / completion).is_file(), completion)

    def test_2_the_service_answers_as_its_user(self):
        page, grpc = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        command = self.service_command() + ["--page", page, "--grpc", grpc]
        state = self.machine.root / "var/lib/livegenre"
        state.mkdir(mode=0o700)  # as StateDirectory= does
        self.machine.run("chown", "livegenre:", "/var/lib/livegenre")
        # chroot becomes the daemon; it resolves the user's name within.
        command = ["chroot", "--userspec=livegenre:livegenre", self.machine.root, *command]
        environment = {**os.environ, "STATE_DIRECTORY": "/var/lib/livegenre"}

        self.assertIn("livegenre-1", run(*command, "--check", env=environment))

        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as daemon:
            try:
                answer = self.wait_for(f"{page}/health/ready", daemon)
                self.assertEqual("ready", json.loads(answer)["status"])
                self.assertIn("<title>LiveGenre", self.wait_for(page, daemon))
                self.assertEqual("livegenre", self.owner_of(daemon))
            finally:
                daemon.terminate()
            self.assertEqual(0, daemon.wait(PATIENCE_S), daemon.stdout.read())
        self.assertTrue((state / "history.db").is_file())

    def test_3_an_upgrade_keeps_the_settings_that_were_changed(self):
        settings = self.machine.root / "etc/livegenre/appsettings.json"
        changed = settings.read_text().replace("5080", "6080")
        settings.write_text(changed)
        newer = self.rebuild("9.9.9-1")

        self.machine.run("dpkg", "-i", "--force-confdef", "--force-confold", newer, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})

        self.assertIn("9.9.9-1", self.machine.run("dpkg-query", "-W", "livegenre"))
        self.assertEqual(changed, settings.read_text())
        self.assertTrue((settings.parent / "appsettings.json.dpkg-dist").is_file())
        self.assertTrue((self.machine.root / "var/lib/livegenre/history.db").is_file())

    def test_4_purging_leaves_nothing(self):
        self.machine.run("dpkg", "--purge", "livegenre")

        left = [path for path in ("etc/livegenre", "var/lib/livegenre", "usr/lib/livegenre", "usr/bin/livegenre", "lib/systemd/system/livegenre.service")
                if os.path.lexists(self.machine.root / path)]
        self.assertEqual([], left)
        self.assertEqual("", self.machine.run("getent", "passwd", "livegenre", check=False))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "needs systemd-analyze")
    def test_unit_is_sound_and_exposes_little(self):
        unit = REPOSITORY / "tools/package/livegenre.service"
        said = run("systemd-analyze", "security", "--offline=yes", "--threshold=25", unit, check=False)
        self.assertRegex(said.splitlines()[-1], r"Overall exposure level for livegenre.service: [0-2]\.[0-9]")

    @unittest.skipUnless(shutil.which("lintian"), "needs lintian")
    def test_lintian_finds_no_error(self):
        said = run("lintian", "--allow-root", "--fail-on", "error", self.package, check=False)
        self.assertNotRegex(said, r"(?m)^E: ")

    def service_command(self):
        """What the installed unit starts."""
        unit = (self.machine.root / "lib/systemd/system/livegenre.service").read_text()
        (command,) = [line.removeprefix("ExecStart=") for line in unit.splitlines() if line.startswith("ExecStart=")]
        return command.split()

    def rebuild(self, version):
        """The package as a later version of it, with other settings; the rest is the same."""
        tree = self.scratch / "tree"
        run("dpkg-deb", "-R", self.package, tree)
        control = tree / "DEBIAN/control"
        control.write_text(control.read_text().replace("Version: ", f"Version: {version}\nX-Before: "))
        settings = tree / "etc/livegenre/appsettings.json"
        settings.write_text(settings.read_text().replace("5081", "7081"))
        package = self.scratch / "newer.deb"
        run("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, package)
        return package

    def wait_for(self, url, daemon):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and daemon.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=10) as response:
                    return response.read().decode()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        daemon.kill()
        self.fail(f"{url} does not answer:\n{daemon.stdout.read()}")
        return None

    def owner_of(self, process):
        uid = pathlib.Path(f"/proc/{process.pid}").stat().st_uid
        users = (line.split(":") for line in (self.machine.root / "etc/passwd").read_text().splitlines())
        return next(name for name, _, number, *_ in users if number == str(uid))


if __name__ == "__main__":
    unittest.main()
