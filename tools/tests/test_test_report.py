"""The counts that tools/test.sh adds up: a report that hides a failure would turn the whole run green."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import test_report  # noqa: E402

TRX = """<?xml version="1.0"?>
<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
  <UnitTestResult testName="A" outcome="Passed" /><UnitTestResult testName="B" outcome="NotExecuted" />
  <UnitTestResult testName="C" outcome="Failed"><Output><ErrorInfo><Message>one is not two</Message></ErrorInfo></Output></UnitTestResult>
  <UnitTestResult testName="D" outcome="Aborted" />
</Results></TestRun>"""

UNITTEST_FAILED = """test_a (t.A) ... ok
test_b (t.A) ... FAIL

======================================================================
FAIL: test_b (t.A)
----------------------------------------------------------------------
AssertionError: 1 != 2

----------------------------------------------------------------------
Ran 5 tests in 0.1s

FAILED (failures=1, errors=1, skipped=1)
"""


class TestReportTests(unittest.TestCase):
    def test_trx_counts_an_aborted_test_as_failed_and_shows_the_message(self):
        report = test_report.read_trx(TRX)
        self.assertEqual((1, 2, 1), report[:3])
        self.assertIn("one is not two", report.failures[0])

    def test_unittest_counts_failures_errors_and_skips(self):
        report = test_report.read_unittest(UNITTEST_FAILED)
        self.assertEqual((2, 2, 1), report[:3])
        self.assertIn("AssertionError: 1 != 2", report.failures[0])

    def test_unittest_that_passed(self):
        self.assertEqual((3, 0, 1), test_report.read_unittest("Ran 4 tests in 1.0s\n\nOK (skipped=1)\n")[:3])

    def test_unittest_that_crashed_ran_nothing(self):
        self.assertEqual((0, 0, 0), test_report.read_unittest("test_a ... Segmentation fault\n")[:3])

    def test_vitest_counts_a_file_that_does_not_load_as_a_failure(self):
        report = test_report.read_vitest(json.dumps({"testResults": [
            {"name": "a.ts", "status": "failed", "message": "", "assertionResults": [
                {"fullName": "adds", "status": "passed", "failureMessages": []},
                {"fullName": "waits", "status": "pending", "failureMessages": []},
                {"fullName": "divides", "status": "failed", "failureMessages": ["NaN"]}]},
            {"name": "b.ts", "status": "failed", "message": "Cannot find module", "assertionResults": []}]}))
        self.assertEqual((1, 2, 1), report[:3])


if __name__ == "__main__":
    unittest.main()
