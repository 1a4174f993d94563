# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists of packages are for the scripts that source this
# What LiveGenre needs on a machine, and how to get it. Sourced by run.sh and test.sh.
# Everything here is quick when nothing is missing, and ends the script when it fails. Messages go to standard error.

repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# The daemon's own: ffmpeg decodes streams and files, the libraries reach sound servers and devices, and keep history;
# the certificates are for https, tzdata for reports in a station's own time.
runtime_packages=(ca-certificates ffmpeg libportaudio2 libpulse0 libsqlite3-0 tzdata)
# The demo programme's.
demo_packages=(fluidsynth fluid-soundfont-gm espeak-ng ffmpeg python3)
# The tests': other people's gRPC, independent references, a sound server to play to, a browser, a clock to set, shells to complete in.
test_packages=(
  python3 python3-grpcio python3-protobuf python3-numpy python3-scipy python3-torch python3-matplotlib
  protobuf-compiler libprotobuf-dev postgresql pulseaudio pulseaudio-utils libasound2-plugins shellcheck
  chromium libfaketime fish zsh
)

# Vite runs on this Node.js or a later one; Debian 12 has 18.
web_node_minimum="20.19"

# Invariant globalisation spares the SDK libicu, whose package has another name in each Debian.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Installs those Debian packages that are not there.
ensure_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "Not a Debian system: the equivalents of these must be installed: $*"
    return
  fi
  local package missing=()
  local installed
  installed="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    return
  fi
  say "Installing: ${missing[*]}"
  apt_install "${missing[@]}"
}

apt_install() {
  local log as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "installing needs root, and there is no sudo. As root, once:
  apt-get update && apt-get install -y --no-install-recommends $*"
    as_root=(sudo)
  fi
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
  log="$(mktemp)"
  # Package lists may be absent or old: they are fetched only when the first try says so.
  if ! "${install[@]}" </dev/null >"$log" 2>&1; then
    if ! "${as_root[@]}" apt-get update </dev/null >"$log" 2>&1 || ! "${install[@]}" </dev/null >"$log" 2>&1; then
      tail -n 15 "$log" >&2
      rm -f "$log"
      fail "apt-get could not install: $*"
    fi
  fi
  rm -f "$log"
}

# The .NET SDK that global.json asks for.
ensure_dotnet() {
  local home
  if has_sdk; then
    return
  fi
  for home in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/lib/dotnet /usr/share/dotnet /opt/dotnet; do
    if [[ -n "$home" && -x "$home/dotnet" ]] && PATH="$home:$PATH" has_sdk; then
      say "The .NET SDK is in $home. To type 'dotnet' yourself: export PATH=\"$home:\$PATH\""
      export DOTNET_ROOT="$home" PATH="$home:$PATH"
      return
    fi
  done
  if command -v apt-cache >/dev/null && apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
    say "Installing: dotnet-sdk-10.0"
    apt_install dotnet-sdk-10.0
    has_sdk && return
  fi
  fail "the .NET SDK 10 is missing, and this machine's package sources do not have it. Install it from
  https://learn.microsoft.com/dotnet/core/install/linux-debian (adds Microsoft's package source), or unpack it
  into ~/.dotnet with https://dot.net/v1/dotnet-install.sh --channel 10.0, and run this again."
}

has_sdk() {
  (cd "$repository" && dotnet --version </dev/null >/dev/null 2>&1)
}

# npm, with which the build fetches the native ONNX Runtime and makes the page, and a Node.js that Vite runs on, first on
# PATH: the machine's own if it is new enough, else one from npm.
ensure_node() {
  if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    ensure_packages nodejs npm
  fi
  if node_is_new_enough; then
    return
  fi
  # The package's own folder: npm 9 makes no link in .bin for it.
  local folder="$repository/tools/node" bin
  bin="$folder/node_modules/node-linux-$(node -p process.arch)/bin"
  if [[ ! -x "$bin/node" ]]; then
    say "Node.js $(node --version) is older than $web_node_minimum; the page is built with a newer one from npm"
    # The package is optional, as there is one for each processor: npm that cannot fetch it says nothing and leaves the folder without.
    rm -rf "$folder/node_modules"
    npm_packages "$folder"
    [[ -x "$bin/node" ]] || fail "npm could not fetch $(basename "${bin%/bin}"), a Node.js for this machine. Look whether npm reaches its registry
  (npm ping), or install Node.js $web_node_minimum or later, and run this again."
  fi
  export PATH="$bin:$PATH"
  node_is_new_enough || fail "Node.js $web_node_minimum or later is needed for the page; this one is $(node --version)"
}

node_is_new_enough() {
  [[ "$(printf '%s\n' "$web_node_minimum" "$(node -p process.versions.node)" | sort -V | head -n1)" == "$web_node_minimum" ]]
}

# Installs what a package-lock.json pins, unless it is there.
npm_packages() {
  local folder="$1" mark="$1/node_modules/.package-lock.json"
  if [[ -f "$mark" && ! "$folder/package-lock.json" -nt "$mark" ]]; then
    return
  fi
  say "Installing npm packages of ${folder#"$repository"/}"
  (cd "$folder" && run_quietly npm ci --ignore-scripts --no-audit --no-fund) || exit 1
  touch "$mark"
}

# A text that changes when a file under the given folders is added, removed or written; what builds put there is left out.
fingerprint() {
  find "$@" \( -name node_modules -o -name wwwroot -o -path '*/native/runtimes' -o -path '*/LiveGenre.Web/src/protocol' \) -prune \
    -o -type f -printf '%p %T@\n' | LC_ALL=C sort | sha256sum
}

# Runs a command in silence; shows what it said if it fails.
run_quietly() {
  local log status=0
  log="$(mktemp)"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  if ((status != 0)); then
    tail -n 60 "$log" >&2
    say "error: '$*' failed with exit code $status"
  fi
  rm -f "$log"
  return "$status"
}
