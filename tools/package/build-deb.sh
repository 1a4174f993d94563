#!/usr/bin/env bash
# Builds the Debian package: livegenre_VERSION_ARCHITECTURE.deb, with the .NET runtime and the model in it.
#   bash tools/package/build-deb.sh [--out DIR] [--version VERSION]
# DIR is artifacts/package; VERSION is that of Directory.Build.props, with -1 behind it.
set -euo pipefail

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
  sed -n '2,/^set /{/^set /d; s/^# //; p}' "${BASH_SOURCE[0]}"
  exit 0
fi

# shellcheck source-path=SCRIPTDIR source=../prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/../prerequisites.sh"
cd "$repository"

here=tools/package
out=artifacts/package
version="$(sed -n 's/.*<VersionPrefix>\(.*\)<.*/\1/p' Directory.Build.props)-1"
while (($#)); do
  case "$1" in
    --out) out="$2" ;;
    --version) version="$2" ;;
    *) fail "unknown: $1; see --help" ;;
  esac
  shift 2
done
architecture="$(dpkg --print-architecture)"
case "$architecture" in
  amd64) rid=linux-x64 ;;
  arm64) rid=linux-arm64 ;;
  *) fail "ONNX Runtime has no library for $architecture" ;;
esac

ensure_dotnet
ensure_node
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

say "Publishing for $rid"
run_quietly dotnet publish src/LiveGenre.Cli -c Release -r "$rid" --self-contained -v quiet \
  -p:RunAnalyzers=false -o "$root/usr/lib/livegenre" || exit 1
find "$root/usr/lib/livegenre" \( -name '*.pdb' -o -name 'LiveGenre.*.xml' -o -name 'livegenre.xml' \) -delete
# Models are looked for beside the program.
install -d "$root/usr/lib/livegenre/models"
cp -R models/livegenre-1 "$root/usr/lib/livegenre/models/"
find "$root/usr/lib/livegenre" -type d -exec chmod 755 {} +
find "$root/usr/lib/livegenre" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/livegenre/livegenre"

install -d "$root/usr/bin"
ln -s ../lib/livegenre/livegenre "$root/usr/bin/livegenre"
install -Dm644 "$here/livegenre.service" "$root/lib/systemd/system/livegenre.service"
install -Dm644 "$here/appsettings.json" "$root/etc/livegenre/appsettings.json"
install -Dm644 src/LiveGenre.Cli/Completion/livegenre.bash "$root/usr/share/bash-completion/completions/livegenre"
install -Dm644 src/LiveGenre.Cli/Completion/_livegenre "$root/usr/share/zsh/vendor-completions/_livegenre"
install -Dm644 src/LiveGenre.Cli/Completion/livegenre.fish "$root/usr/share/fish/vendor_completions.d/livegenre.fish"
install -Dm644 "$here/debian/lintian-overrides" "$root/usr/share/lintian/overrides/livegenre"

documents="$root/usr/share/doc/livegenre"
install -Dm644 -t "$documents" docs/running.md
install -d "$root/usr/share/man/man1"
gzip -9n <"$here/livegenre.1" >"$root/usr/share/man/man1/livegenre.1.gz"
license="$(sed -n '/^Permission/,$p' LICENSE | sed 's/^$/./; s/^/ /')"
awk -v text="$license" '/^@LICENSE@$/ {print text; next} {print}' "$here/debian/copyright" >"$documents/copyright"
printf 'livegenre (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n -- The LiveGenre maintainers <livegenre@example.org>  %s\n' \
  "$version" "$(LC_ALL=C date -u -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}")" | gzip -9n >"$documents/changelog.Debian.gz"

install -d "$root/DEBIAN"
size="$(du -sk --apparent-size "$root" | cut -f1)"
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/" "$here/debian/control" >"$root/DEBIAN/control"
install -m644 "$here/debian/conffiles" "$root/DEBIAN/conffiles"
install -m755 "$here/debian/"{postinst,prerm,postrm} "$root/DEBIAN/"
(cd "$root" && find usr lib etc -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"

mkdir -p "$out"
# A low level: a tenth larger than with the highest, in a fraction of the time.
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$out" >/dev/null
echo "$out/livegenre_${version}_$architecture.deb"
