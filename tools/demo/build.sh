#!/usr/bin/env bash
# Makes the demo programme: OUT_DIR/programme.flac and OUT_DIR/programme.json (what is on air when).
#   bash tools/demo/build.sh [OUT_DIR]      default: artifacts/demo
# Does nothing when both are there and nothing they are made from has changed.
set -euo pipefail

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
  sed -n '2,/^set /{/^set /d; s/^# //; p}' "${BASH_SOURCE[0]}"
  exit 0
fi

if [[ "${1:-}" == -* ]]; then
  echo "tools/demo/build.sh: '$1' is no option; see --help" >&2
  exit 2
fi

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
out_dir="$(realpath -m "${1:-$here/../../artifacts/demo}")"
soundfont="${LIVEGENRE_SOUNDFONT:-/usr/share/sounds/sf2/FluidR3_GM.sf2}"

missing=()
for program in fluidsynth espeak-ng ffmpeg ffprobe python3; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[[ -f "$soundfont" ]] || missing+=("$soundfont")
if ((${#missing[@]})); then
  echo "tools/demo/build.sh: missing: ${missing[*]}" >&2
  echo "  On Debian: apt-get install fluidsynth fluid-soundfont-gm espeak-ng ffmpeg python3" >&2
  echo "  Another General MIDI soundfont: LIVEGENRE_SOUNDFONT=FILE.sf2" >&2
  exit 1
fi

# The programs' versions are inputs too: another fluidsynth plays other samples.
inputs="$(
  {
    cd "$here" && find . -name '*.py' -not -path './tests/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    stat -L -c '%s' "$soundfont"
    { fluidsynth --version; espeak-ng --version; ffmpeg -version; } 2>/dev/null | grep -i version
  } | sha256sum | cut -d' ' -f1
)"
stamp="$out_dir/programme.inputs.sha256"
if [[ -f "$out_dir/programme.flac" && -f "$out_dir/programme.json" && "$(cat "$stamp" 2>/dev/null)" == "$inputs" ]]; then
  echo "The demo programme is up to date: $out_dir/programme.flac"
  exit 0
fi

echo "Making the demo programme …"
rm -f "$stamp"
PYTHONDONTWRITEBYTECODE=1 python3 "$here/build_programme.py" "$out_dir" "$soundfont"
echo "$inputs" >"$stamp"
echo "The demo programme is ready: $out_dir/programme.flac"
