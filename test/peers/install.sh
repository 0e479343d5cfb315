#!/usr/bin/env bash
# Installs what the tests start and Debian provides. Tests never install anything themselves.
# With the word `bench` also what only benchmarks compare with.
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

if [ "${1:-}" = bench ]; then
  needs+='rsyslogd rsyslog npm run bench -- logs: to compare with
'
fi

missing=()
while read -r need package _; do
  [ -z "$need" ] || [ -e "$need" ] || command -v "$need" >/dev/null || missing+=("$package")
done <<<"$needs"

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
if [ "${#missing[@]}" -eq 0 ]; then
  echo "peers: every Debian package that is used is here"
else
  echo "peers: installing ${missing[*]}"
  "${as_root[@]}" apt-get update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
fi

# Debian's syslog-ng and rsyslog keep each other out: this one is unpacked into a folder of its own, and started through a
# script that knows where its libraries are.
home=/opt/fettle-peers/syslog-ng
if [ "${1:-}" = bench ] && ! command -v syslog-ng >/dev/null; then
  echo "peers: unpacking syslog-ng"
  packages=$(mktemp -d)
  (cd "$packages" && apt-get download syslog-ng-core libivykis0 libnet1 libpcre3)
  "${as_root[@]}" mkdir -p "$home"
  for package in "$packages"/*.deb; do "${as_root[@]}" dpkg -x "$package" "$home"; done
  rm -r "$packages"
  "${as_root[@]}" tee /usr/local/bin/syslog-ng >/dev/null <<'SCRIPT'
#!/bin/sh
home=/opt/fettle-peers/syslog-ng
lib=$home/usr/lib
export LD_LIBRARY_PATH="$lib/syslog-ng:$lib/$(uname -m)-linux-gnu:$home/lib/$(uname -m)-linux-gnu"
exec "$home/usr/sbin/syslog-ng" --module-path="$(echo "$lib"/syslog-ng/*.*/)" "$@"
SCRIPT
  "${as_root[@]}" chmod +x /usr/local/bin/syslog-ng
fi
