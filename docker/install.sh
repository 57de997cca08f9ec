#!/usr/bin/env bash
# The steps of both images, each a command, so that they can be run in any clean Debian or Ubuntu without Docker too:
#
#   install.sh build-tools          a JDK and Maven
#   install.sh program DIR [gpu]    builds the sources of the working folder and lays the program out in DIR
#   install.sh runtime [gpu]        what the program needs of the system, and the user it runs as
#   install.sh prepare DIR [gpu]    unpacks the program's libraries, so that the first start is as quick as any other
set -euo pipefail

jdk=17
export DEBIAN_FRONTEND=noninteractive

packages() {
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends "$@" >/dev/null
  rm -rf /var/lib/apt/lists/*
}

# Whether the loader knows a library.
has() { [[ $(ldconfig -p) == *"$1 "* ]]; }

case ${1:-} in
  build-tools)
    packages "openjdk-$jdk-jdk-headless" maven ca-certificates
    ;;
  program)
    mvn -B -q -Dmaven.repo.local=/var/cache/maven -Dmaven.test.skip=true ${3:+-P"$3"} package
    mkdir -p "$2/target"
    cp -a objectomaly models LICENSE NOTICE "$2/"
    cp -a "target/objectomaly${3:+-$3}.jar" "target/lib${3:+-$3}" "$2/target/"
    ;;
  runtime)
    # What FFmpeg's part for cameras of the machine and OpenCV's optical flow are linked to.
    wanted=("openjdk-$jdk-jre-headless" ca-certificates libxcb1 libxcb-shm0 libpulse0 libgtk2.0-0)
    # NVIDIA's image with cuDNN has brought NCCL so far; another version of it would only be downloaded on top.
    if [[ ${2:-} == gpu ]] && ! has libnccl.so.2; then wanted+=(libnccl2); fi
    packages "${wanted[@]}"
    useradd --uid 10001 --create-home objectomaly
    # A new volume takes over the owner of the folder it covers.
    install -d -o objectomaly -g objectomaly /recordings /videos "$OBJECTOMALY_CACHE"
    ;;
  prepare)
    [[ ${3:-} == gpu ]] && export OBJECTOMALY_GPU=on
    "$2/objectomaly" prepare
    chown -R objectomaly:objectomaly "$OBJECTOMALY_CACHE"
    # For `docker run --user` as well: the unpacked libraries are used where the folder can be written to.
    chmod 1777 "$OBJECTOMALY_CACHE" "$OBJECTOMALY_CACHE/natives"
    # The driver comes from the host when the container starts; all else must be in the image.
    if [[ ${3:-} == gpu ]] && "$2/objectomaly" doctor | grep -E '^  (cu|NCCL).* missing '; then
      echo "install.sh: the base image lacks the libraries above" >&2
      exit 1
    fi
    ;;
  *)
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
