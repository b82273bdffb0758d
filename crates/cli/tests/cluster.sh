#!/usr/bin/env bash
# A PostgreSQL server of one's own on a Unix socket in a folder: `cluster.sh start FOLDER` prints its address, `restart FOLDER [fast|immediate]`,
# `stop FOLDER`. The server refuses to run as root: root runs it as the user the package made, or as nobody. Exit 3: there is no PostgreSQL.
set -euo pipefail
act=$1 folder=$2

# The newest PostgreSQL of the machine.
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$programs" ] || [ ! -x "$programs/initdb" ]; then
    command -v initdb >/dev/null && command -v pg_ctl >/dev/null || exit 3
    programs=$(dirname "$(readlink -f "$(command -v initdb)")")
fi
owner=$(id -un) group=$(id -gn)
if [ "$(id -u)" = 0 ]; then
    owner=nobody
    id -u postgres >/dev/null 2>&1 && owner=postgres
    group=$(id -gn "$owner")
fi
as_server() {
    if [ "$(id -u)" != 0 ]; then "$@"; else (cd / && setpriv --reuid="$owner" --regid="$group" --clear-groups "$@"); fi
}

case $act in
start)
    chmod 755 "$folder"
    chown "$owner:$group" "$folder"
    as_server "$programs/initdb" -D "$folder/data" -U khoi -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null \
        || as_server "$programs/initdb" -D "$folder/data" -U khoi -A trust -E UTF8 --no-locale --no-sync >/dev/null
    as_server "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' ${KHOI_CLUSTER_OPTIONS:--c max_connections=50}" >/dev/null \
        || { cat "$folder/log" >&2; exit 1; }
    echo "postgres://khoi@localhost/postgres?host=$folder"
    ;;
restart) as_server "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -m "${3:-fast}" -w -t 60 restart >/dev/null ;;
stop) as_server "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null ;;
*) echo "cluster.sh: start, restart or stop" >&2; exit 2 ;;
esac
