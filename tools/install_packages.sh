#!/bin/sh
# Installs the Debian packages of packaging/packages.txt that are missing, for the purposes given: build test lint bench.
set -eu
list=$(dirname "$0")/../packaging/packages.txt
missing=
for purpose in "$@"; do
    for package in $(awk -v purpose="$purpose" '$1 !~ /^#/ && $2 == purpose {print $1}' "$list"); do
        case $package in
            # A newer Node.js than Debian's often brings both commands itself; it then conflicts with Debian's npm.
            nodejs) command -v node >/dev/null && continue ;;
            npm) command -v npm >/dev/null && continue ;;
        esac
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
done
[ -z "$missing" ] && exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "These Debian packages are missing:$missing. Install them as root." >&2; exit 1; }
    as_root=sudo
fi
echo "-- installing packages:$missing"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
