"""Reads what a test runner left behind: prints how many tests passed, failed and were skipped, or what failed.

    python3 tools/test_report.py counts   trx|unittest|vitest FILE     prints three numbers
    python3 tools/test_report.py failures trx|unittest|vitest FILE     prints each failure, message first
"""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as xml
from typing import NamedTuple


class Report(NamedTuple):
    """Counts, and a text for each failure."""

    passed: int
    failed: int
    skipped: int
    failures: list[str]


def read_trx(text: str) -> Report:
    """Of dotnet test; a test that was begun and not finished has failed."""
    results = xml.fromstring(text).findall(".//{*}UnitTestResult")
    passed = [r for r in results if r.get("outcome") == "Passed"]
    skipped = [r for r in results if r.get("outcome") == "NotExecuted"]
    failed = [r for r in results if r not in passed and r not in skipped]
    parts = (".//{*}ErrorInfo/{*}Message", ".//{*}ErrorInfo/{*}StackTrace", ".//{*}StdOut")
    failures = ["\n".join([f"{r.get('testName')}: {r.get('outcome')}"] + [f"  {r.findtext(p)}" for p in parts if r.findtext(p)])
                for r in failed]
    return Report(len(passed), len(failed), len(skipped), failures)


def read_unittest(text: str) -> Report:
    """Of python3 -m unittest: its closing lines."""
    ran = re.findall(r"^Ran (\d+) tests? in ", text, re.M)
    endings = re.findall(r"^(?:OK|FAILED)(?: \((.*)\))?$", text, re.M)
    named = {name.strip(): int(number) for name, number in re.findall(r"([a-z ]+)=(\d+)", endings[-1])} if endings else {}
    failed = sum(named.get(name, 0) for name in ("failures", "errors", "unexpected successes"))
    skipped = named.get("skipped", 0)
    failures = re.findall(r"^={70}\n((?:ERROR|FAIL): .*?)(?=^={70}$|^-{70}\nRan )", text, re.M | re.S)
    # An error in setUpClass or an import is no test that ran.
    return Report(max(0, int(ran[-1]) - failed - skipped) if ran else 0, failed, skipped, failures)


def read_vitest(text: str) -> Report:
    """Of vitest's JSON reporter."""
    report = json.loads(text)
    tests = [(file["name"], test) for file in report["testResults"] for test in file["assertionResults"]]
    failures = [f"{name}: {test['fullName']}\n" + "\n".join(test["failureMessages"])
                for name, test in tests if test["status"] == "failed"]
    # A file that does not load holds no test to count.
    broken = [file for file in report["testResults"] if file["status"] == "failed" and not file["assertionResults"]]
    failures += [f"{file['name']}: {file['message']}" for file in broken]
    passed = sum(test["status"] == "passed" for _, test in tests)
    return Report(passed, len(failures), len(tests) - passed - len(failures) + len(broken), failures)


READERS = {"trx": read_trx, "unittest": read_unittest, "vitest": read_vitest}


def main(what: str, kind: str, path: str) -> None:
    """Prints what was asked for; a report that is missing or torn counts as no test at all."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            report = READERS[kind](file.read())
    except (OSError, ValueError, KeyError, xml.ParseError):
        report = Report(0, 0, 0, [])
    if what == "counts":
        print(report.passed, report.failed, report.skipped)
    else:
        print("\n\n".join(report.failures))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("counts", "failures") or sys.argv[2] not in READERS:
        sys.exit("usage: test_report.py counts|failures trx|unittest|vitest FILE")
    main(*sys.argv[1:])
