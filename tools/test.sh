#!/usr/bin/env bash
# Installs what is missing, builds, and runs every check and every test.
# The last line is 'N passed, N failed, N skipped'; the exit code is 0 only if something passed and nothing failed.
#   bash tools/test.sh                everything
#   bash tools/test.sh Core Grpc      only the suites whose name holds one of these words
set -uo pipefail

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
  sed -n '2,/^set /{/^set /d; s/^# //; p}' "${BASH_SOURCE[0]}"
  exit 0
fi

# shellcheck source-path=SCRIPTDIR source=prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"
cd "$repository" || exit 1
exec 2>&1 </dev/null

results="$repository/artifacts/test-results"
# Debian's Python holds Debian's packages; another python3 may come first on PATH.
python=/usr/bin/python3
suite_timeout="${LIVEGENRE_SUITE_TIMEOUT:-20m}"
wanted=("$@")
passed=0 failed=0 skipped=0
trouble=()
stage="the set-up"

# The build's servers would outlive the tests; Python would leave its caches in the tree.
export MSBUILDDISABLENODEREUSE=1 PYTHONDONTWRITEBYTECODE=1

# Whatever ends the script, it closes with the line that says how it went.
summary() {
  local entry
  if [[ -n "$stage" ]]; then
    failed=$((failed + 1))
    trouble+=("$stage did not come to its end")
  fi
  if ((${#trouble[@]})); then
    printf '\nWhat went wrong:\n'
    for entry in "${trouble[@]}"; do
      echo "  $entry"
    done
  fi
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
}
trap summary EXIT

is_wanted() {
  local word
  ((${#wanted[@]} == 0)) && return 0
  for word in "${wanted[@]}"; do
    [[ "${1,,}" == *"${word,,}"* ]] && return 0
  done
  return 1
}

# Runs a suite and adds up what its report says. The command writes the report, or its output is it.
#   suite NAME trx|unittest|vitest REPORT COMMAND…
suite() {
  local name="$1" kind="$2" report="$3" log="$results/$1.log"
  local status=0 note="" started=$SECONDS ok bad left_out
  shift 3
  is_wanted "$name" || return 0
  timeout -k 10s "$suite_timeout" "$@" >"$log" 2>&1 || status=$?
  read -r ok bad left_out < <("$python" tools/test_report.py counts "$kind" "$report")
  if ((status != 0 && bad == 0)); then
    bad=1 note=" (ended with exit code $status; 124 is a timeout)"
  elif ((ok + bad + left_out == 0)); then
    bad=1 note=" (no test ran)"
  fi
  tally "$name" "$ok" "$bad" "$left_out" $((SECONDS - started)) "$note"
  if ((bad)) && [[ -n "$note" ]]; then
    tail -n 60 "$log"
  elif ((bad)); then
    "$python" tools/test_report.py failures "$kind" "$report" | head -n 200
  fi
}

# Runs a check that counts as one test, as a skipped one where it exits with 77: check NAME COMMAND…
check() {
  local name="$1" log="$results/$1.log" status=0 started=$SECONDS
  shift
  is_wanted "$name" || return 0
  timeout -k 10s "$suite_timeout" "$@" >"$log" 2>&1 || status=$?
  tally "$name" $((status == 0)) $((status != 0 && status != 77)) $((status == 77)) $((SECONDS - started)) ""
  ((status == 0)) || tail -n 60 "$log"
}

tally() {
  printf '  %-26s %5d passed %3d failed %3d skipped %5d s%s\n' "$@"
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  (($3 == 0)) || trouble+=("$1: $3 failed$6; everything it said: artifacts/test-results/$1.log")
}

# The hang limit names the test that hangs; the suite's own catches a runner that cannot even do that.
dotnet_suite() {
  local name
  name="$(basename "$1" .csproj)"
  suite "$name" trx "$results/$name.trx" \
    dotnet test "$1" -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" \
    --blame-hang --blame-hang-timeout 5m --blame-hang-dump-type none
}

python_suite() {
  local name="${1//\//-}"
  suite "$name" unittest "$results/$name.log" "$python" -m unittest discover -v -s "$1"
}

web_suite() {
  local name
  name="$(basename "$1")"
  suite "$name" vitest "$results/$name.json" \
    npm --prefix "$1" test -- --reporter=default --reporter=json --outputFile.json="$results/$name.json"
}

rm -rf "$results"
mkdir -p "$results"
ensure_packages "${runtime_packages[@]}" "${demo_packages[@]}" "${test_packages[@]}"
ensure_dotnet
ensure_node
npm_packages "$repository/tests/fixtures/interop"
npm_packages "$repository/tests/LiveGenre.Web.Tests"
say "Building the solution"
run_quietly dotnet build LiveGenre.sln -c Release -v quiet -clp:NoSummary || exit 1
bash tools/demo/build.sh || exit 1

stage="the tests"
echo "Checks"
check shellcheck shellcheck tools/*.sh tools/*/*.sh .ci/run
check example dotnet build docs/examples/watch.cs -c Release -v quiet
check dotnet-format dotnet format LiveGenre.sln --no-restore --verify-no-changes
check web-types npm --prefix src/LiveGenre.Web run check
check audit bash tools/audit.sh

echo "Tests"
for project in tests/*.Tests/*.csproj; do
  dotnet_suite "$project"
done
for folder in tools/tests tools/*/tests; do
  python_suite "$folder"
done
web_suite src/LiveGenre.Web
# Skipped, and says so, where there is no Chromium.
web_suite tests/LiveGenre.Web.Tests
# Each fault once; docs/reliability.md has the long version.
check soak dotnet artifacts/bin/LiveGenre.Soak/release/LiveGenre.Soak.dll

stage=""
((failed == 0 && passed > 0))
