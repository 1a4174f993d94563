#!/usr/bin/env bash
# Installs what is missing, builds what has changed, and starts the daemon.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: bash tools/run.sh [SOURCE] [OPTION…]

Installs what is missing, builds what has changed, and starts LiveGenre.

SOURCE   what to listen to
  pulse:NAME         a PulseAudio or PipeWire device: pulse:@DEFAULT_MONITOR@ is what this machine plays
  portaudio:NAME     a PortAudio device
  URL                a stream: http://… rtsp://…
  FILE               a recording
  -                  raw PCM on standard input, with --rate, --channels and --format
  demo               the demo programme, made on first use
  none               nothing yet: what to listen to is chosen on the page, and kept
Without it: what this machine plays, else its default microphone, else the demo programme.

OPTION   anything that 'livegenre run' takes; 'bash tools/run.sh none --help' lists it

Examples
  bash tools/run.sh
  bash tools/run.sh demo
  bash tools/run.sh https://radio.example/stream.mp3
  arecord -f S16_LE -r 44100 -c 2 | bash tools/run.sh - --rate 44100 --channels 2 --format s16le
TEXT
}

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
  usage
  exit 0
fi

# shellcheck source-path=SCRIPTDIR source=prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"

livegenre="$repository/artifacts/bin/LiveGenre.Cli/release/livegenre.dll"
built="$repository/artifacts/run.built"

build() {
  local inputs
  # Taken before the build: what changes meanwhile is built next time.
  inputs="$(cd "$repository" && fingerprint src protos models appsettings.json Directory.* global.json)"
  if [[ -f "$livegenre" && -f "$built" && "$(<"$built")" == "$inputs" ]]; then
    return
  fi
  ensure_node
  say "Building; this takes a few minutes the first time, and seconds after a change"
  run_quietly dotnet build "$repository/src/LiveGenre.Cli" -c Release -v quiet -clp:NoSummary || exit 1
  say "Built. Where you read 'livegenre', type: dotnet ${livegenre#"$PWD"/}"
  echo "$inputs" >"$built"
}

# Whether the daemon would listen to the demo programme. A first argument that is no option is the SOURCE; what else is
# named where, and what this machine has, the daemon itself knows.
needs_demo() {
  case "${1:-}" in
    demo) return 0 ;;
    "" | -?*) dotnet "$livegenre" run "$@" --needs-demo </dev/null >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

ensure_packages "${runtime_packages[@]}"
ensure_dotnet
build

if needs_demo "$@"; then
  ensure_packages "${demo_packages[@]}"
  bash "$repository/tools/demo/build.sh" </dev/null >&2
fi

exec dotnet "$livegenre" run "$@"
