#!/usr/bin/env bash
# Installs what the tests start and Debian provides. Tests never install anything themselves.
set -euo pipefail

# command or file, package, who needs it
needs='
bwrap bubblewrap test/core/reach/sandbox, the drills: the sandbox
firejail firejail npm run bench -- sandbox: to compare with
rg ripgrep npm run bench -- logs: to compare with
perl perl-base test/core/reach/sandbox: what tries to get out
setpriv util-linux test/core/reach/sandbox: the weaker level
unshare util-linux test/faults: a disk of its own that fills up or turns read-only
mount mount test/faults: the same
chromium chromium test/e2e: the browser
/usr/share/fonts/truetype/lato/Lato-Regular.ttf fonts-lato test/e2e: letters as wide as people see them
/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf fonts-noto-color-emoji test/e2e: the same
'

missing=()
while read -r need package _; do
  [ -z "$need" ] || [ -e "$need" ] || command -v "$need" >/dev/null || missing+=("$package")
done <<<"$needs"

if [ "${#missing[@]}" -eq 0 ]; then
  echo "peers: every Debian package that the tests use is here"
  exit 0
fi

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "peers: installing ${missing[*]}"
"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
