#!/bin/sh
# Makes the demo's user and the backend's client, once.
set -eu
data=${DATA_FOLDER:-/data}
secrets=${SECRETS_FOLDER:-/secrets}
[ ! -e "$secrets/client" ] || exit 0

printf '%s\n' "$DEMO_PASSWORD" | watchword user add alice --password-stdin --data "$data"
watchword client add walnut-backend --grant password --grant refresh_token --scope orders:read --scope parcels:read \
    --resource https://walnut-books.example --may-state-user-address --data "$data" > "$secrets/client.new"

# The server runs as nobody, the backend as its own user; nobody else mounts these volumes.
chown -R nobody:nogroup "$data"
chmod 0444 "$secrets/client.new"
mv "$secrets/client.new" "$secrets/client"
