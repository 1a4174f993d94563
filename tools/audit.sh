#!/usr/bin/env bash
# Asks the registries whether any package that LiveGenre uses, however indirectly, has a known vulnerability.
# Exit code 0: none has. 1: one has; which, and the advisory, is printed. 77: a registry gives no advisories, so nothing
# can be said of its packages. Whether one does is tried with a package that is known to have some.
#   bash tools/audit.sh
set -uo pipefail

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
  sed -n '2,/^set /{/^set /d; s/^# //; p}' "${BASH_SOURCE[0]}"
  exit 0
fi

repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
trial="$(mktemp -d)"
trap 'rm -rf "$trial"' EXIT
found=0 unknown=0

# Each prints a line for each flaw, and fails where there is no answer.
nuget() { # nuget PROJECT: lines 'package version severity advisory'
  { dotnet list "$1" package --vulnerable --include-transitive --format json || true; } 2>/dev/null | /usr/bin/python3 -c '
import json, sys
for project in json.load(sys.stdin).get("projects", []):
    for framework in project.get("frameworks", []):
        for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
            for flaw in package.get("vulnerabilities", []):
                print(package["id"], package["resolvedVersion"], flaw["severity"], flaw["advisoryurl"])' | sort -u
}

npm_flaws() { # npm_flaws FOLDER: lines 'package severity advisory'; npm itself fails where there are any
  { npm --prefix "$1" audit --json --package-lock-only || true; } 2>/dev/null | /usr/bin/python3 -c '
import json, sys
for name, package in json.load(sys.stdin).get("vulnerabilities", {}).items():
    print(name, package["severity"], *(flaw["url"] for flaw in package["via"] if isinstance(flaw, dict)))' | sort -u
}

report() { # report WHERE COMMAND…
  local where="$1" lines
  shift
  if ! lines="$("$@" 2>/dev/null)"; then
    echo "$where: no answer."
    unknown=1
  elif [[ -n "$lines" ]]; then
    printf '%s\n%s\n' "$where:" "$lines"
    found=1
  fi
}

cat >"$trial/trial.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="[12.0.1]" /></ItemGroup>
</Project>
PROJECT
dotnet restore "$trial" >/dev/null 2>&1
if [[ -n "$(nuget "$trial/trial.csproj" 2>/dev/null)" ]]; then
  report "NuGet" nuget "$repository/LiveGenre.sln"
else
  echo "NuGet: this feed gives no advisories."
  unknown=1
fi

mkdir "$trial/npm"
echo '{ "name": "trial", "version": "1.0.0", "dependencies": { "minimist": "0.0.8" } }' >"$trial/npm/package.json"
npm --prefix "$trial/npm" install --package-lock-only --ignore-scripts --no-audit >/dev/null 2>&1
if [[ -n "$(npm_flaws "$trial/npm" 2>/dev/null)" ]]; then
  while IFS= read -r lock; do
    report "$lock" npm_flaws "$repository/$(dirname "$lock")"
  done < <(cd "$repository" && find . \( -name node_modules -o -name artifacts \) -prune -o -name package-lock.json -printf '%P\n' | LC_ALL=C sort)
else
  echo "npm: this registry gives no advisories."
  unknown=1
fi

((found == 0)) || exit 1
((unknown == 0)) || exit 77
echo "No package has a known vulnerability."
