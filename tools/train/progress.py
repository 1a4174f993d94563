"""One line of progress with the time left."""
import sys
import time


class Progress:
    """Counts towards `total`, from `done` on, and prints at most every `every_s` seconds."""

    def __init__(self, title, total, done=0, every_s=10):
        self._title, self._total, self._first, self._every_s = title, total, done, every_s
        self._started = self._printed = time.monotonic()

    def update(self, done, note=""):
        """Call after each step with the steps done so far."""
        now = time.monotonic()
        if now - self._printed < self._every_s and done < self._total:
            return
        self._printed = now
        left_s = (now - self._started) / max(1, done - self._first) * (self._total - done)
        print(f"{self._title}: {done}/{self._total} ({100 * done / self._total:.0f} %), "
              f"{int(left_s) // 60} min {int(left_s) % 60:02d} s left {note}", file=sys.stderr, flush=True)
