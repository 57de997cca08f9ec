#!/usr/bin/env bash
# Tries the images without Docker: without-docker.sh DIR [gpu]
# Runs the steps of the Dockerfile in clean Debian roots below DIR, then the program as compose.yaml would. As root, with debootstrap.
set -euo pipefail

# In name spaces of its own, so that no mount outlives the script.
if [[ -z ${OBJECTOMALY_APART:-} ]]; then
  exec env OBJECTOMALY_APART=yes unshare --mount --pid --fork --mount-proc "$0" "$@"
fi

folder=${1:?a folder for the roots, of which 2 GB are used}
kind=${2:-}
sources=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
dockerfile=$sources/docker/Dockerfile${kind:+.cuda}
steps=/usr/local/lib/objectomaly

home=$(getent passwd root | cut -d: -f6)

say() { printf '\n== %s\n' "$*"; }

environment=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" LANG=C.UTF-8 OBJECTOMALY_CACHE=/var/cache/objectomaly
  OBJECTOMALY_BIND=0.0.0.0 OBJECTOMALY_PORT=18080 OBJECTOMALY_TOKEN=only-for-trying)
[[ $kind == gpu ]] && environment+=(OBJECTOMALY_GPU=on)

# A command in a root: within ROOT COMMAND ...
within() { env -i "${environment[@]}" chroot "$@"; }

# What a container started from the compose file may do.
contained=(env -i "${environment[@]}" chroot "$folder/run"
  setpriv --reuid 10001 --regid 10001 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs)

# A clean root with this machine's way to the network: layer NAME
layer() {
  local root=$folder/$1
  rm -rf --one-file-system "$root"
  cp -a "$folder/clean" "$root"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \;
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
}

mkdir -p "$folder"
if [[ ! -e $folder/clean/etc/debian_version ]]; then
  say "a clean Debian"
  debootstrap --variant=minbase bookworm "$folder/clean" ${MIRROR:+"$MIRROR"} >/dev/null
fi

say "the build stage"
layer build
mkdir -p "$folder/build/source" "$folder/build$home/.m2" "$folder/build/var/cache/maven" ~/.m2/repository
mount --bind ~/.m2 "$folder/build$home/.m2"
mount --bind ~/.m2/repository "$folder/build/var/cache/maven"
# What the first stage copies, without the last word of each line.
awk '/^FROM/ { stage++ } stage == 1 && $1 == "COPY" { for (i = 2; i < NF; i++) print $i }' "$dockerfile" |
  tar -C "$sources" -c -T - | tar -C "$folder/build/source" -x
within "$folder/build" sh -c "cd /source && docker/install.sh build-tools && docker/install.sh program /opt/objectomaly $kind"

say "the image"
layer run
mkdir -p "$folder/run$steps"
cp "$sources/docker/install.sh" "$sources/docker/healthy.sh" "$folder/run$steps/"
# Debian has no NCCL, which NVIDIA's image brings.
within "$folder/run" "$steps/install.sh" runtime
cp -a "$folder/build/opt/objectomaly" "$folder/run/opt/"
# shellcheck disable=SC2086
within "$folder/run" "$steps/install.sh" prepare /opt/objectomaly $kind

say "as the compose file starts it: read-only but for /tmp, /recordings and the cache"
mount --bind "$folder/run" "$folder/run"
for path in /var/cache/objectomaly /recordings; do mount --bind "$folder/run$path" "$folder/run$path"; done
mount -t tmpfs -o size=256m,mode=1777 tmpfs "$folder/run/tmp"
mount --bind "$sources/samples" "$folder/run/videos"
mount --rbind /dev "$folder/run/dev"
mount -t proc proc "$folder/run/proc"
mount -o remount,ro,bind "$folder/run"
"${contained[@]}" sh -c '! touch /opt/here 2>/dev/null' || { echo "the root can be written to"; exit 1; }
"${contained[@]}" /opt/objectomaly/objectomaly process /videos/drive.mp4 -o /recordings/drive.annotated.mp4 --overwrite

say "a watch and its health"
rm -f "$folder/run/recordings/healthy"
# The first process of its own name space, as in a container.
unshare --mount --pid --fork --mount-proc="$folder/run/proc" "${contained[@]}" sh -c \
  '(until tr "\0" "\n" </proc/1/cmdline | grep -qx watch && /usr/local/lib/objectomaly/healthy.sh; do sleep 2; done 2>/dev/null
    touch /recordings/healthy; kill 1) &
    exec /opt/objectomaly/objectomaly watch front=/videos/drive.mp4 --loop --record /recordings/seen --clips' &
timeout 120 tail --pid=$! -f /dev/null || { echo "the watch has not become healthy"; exit 1; }
[[ -e $folder/run/recordings/healthy ]]
say "done"
