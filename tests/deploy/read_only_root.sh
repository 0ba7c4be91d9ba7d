#!/bin/sh
# Runs a command as a container would: its files and all others read-only but for /tmp, as a user who owns nothing, with
# no capability and no variable but those named. Needs root and a mount namespace of its own:
#   unshare --mount sh read_only_root.sh USER APP SECRETS [CLOSED PATH]… -- VARIABLE=… COMMAND…
# APP becomes /mnt/app, SECRETS /run/secrets/returndesk. PATHs are what the command needs besides; a folder above one that
# only its owner may enter is CLOSED, and gives way to one with nothing but PATH in it ("-" where there is none). So does
# /tmp, where a PATH may lie.
set -eu

user=$1 app=$2 secrets=$3
shift 3
mount --make-rprivate /
# What is mounted from here on is a view of something that is read-only by then, or empty and root's.
awk '{ print $5 }' /proc/self/mountinfo | grep -Ev '^/(proc|sys|dev)(/|$)' | while read -r mounted; do
    mount -o remount,ro,bind "$mounted"
done
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/app /mnt/secrets /mnt/kept
mount --bind "$app" /mnt/app
mount --bind "$secrets" /mnt/secrets
count=0
places=""
while [ "$1" != -- ]; do
    in_tmp=
    case $2 in /tmp/*) in_tmp=yes ;; esac
    if [ "$1" != - ] || [ -n "$in_tmp" ]; then
        count=$((count + 1))
        mkdir "/mnt/kept/$count"
        mount --bind "$2" "/mnt/kept/$count"
        places="$places $count:$1:$2"
    fi
    shift 2
done
shift
for place in $places; do
    closed=${place#*:}
    closed=${closed%%:*}
    [ "$closed" = - ] || [ "$(stat -f -c %T "$closed")" = tmpfs ] || mount -t tmpfs -o mode=755 tmpfs "$closed"
done
# Before the PATHs, one of which may lie in it.
mount -t tmpfs -o mode=1777 tmpfs /tmp
for place in $places; do
    path=${place##*:}
    mkdir -p "$path"
    mount --bind "/mnt/kept/${place%%:*}" "$path"
done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/secrets/returndesk
mount --bind /mnt/secrets /run/secrets/returndesk
cd /mnt/app
exec setpriv --reuid="$user" --regid="$user" --clear-groups --bounding-set=-all --no-new-privs env -i "$@"
