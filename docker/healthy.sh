#!/usr/bin/env bash
# Healthy is a container whose watch says so; other commands serve no page and are well while they run.
set -euo pipefail

[[ $'\n'$(tr '\0' '\n' </proc/1/cmdline)$'\n' == *$'\n'watch$'\n'* ]] || exit 0
exec 3<>"/dev/tcp/127.0.0.1/${OBJECTOMALY_PORT:-8080}"
printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[[ $status == 200 ]]
