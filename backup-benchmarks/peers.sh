#!/usr/bin/env bash
# Byssus beside restic on the same files, in turn: whole processes, warm cache, several rounds; prints a Markdown
# table of medians for each PATH.
#
#   backup-benchmarks/peers.sh PATH…          directories or files
#
#   ROUNDS=5          how often everything is measured; the order of the programs changes from round to round
#   RESTIC=…          the program to compare with; else the one on the PATH, else Debian's package (as root)
#   BYSSUS=…          the command, in words such as 'java -jar byssus.jar'; else backup-cli/target/byssus, made by:
#                     mvn package -Pquick -pl backup-cli -am
#   JAVA_HOME=…       else the Java on the PATH;  BYSSUS_JAVA_OPTIONS='…' goes to it
#   TMPDIR=…          where repositories and restored files go: room for the largest PATH, three times; with more,
#                     what is restored stays until a PATH is done
#
# Both programs run with their defaults, each with a repository of its own in a directory. Caches are not dropped: the
# files are read once before anything is measured, and the first start of Byssus, which prepares the others, is not.
set -u -o pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 1
rounds=${ROUNDS:-5}
# shellcheck disable=SC2206 # words
byssus=(${BYSSUS:-"$here/../backup-cli/target/byssus"})
programs=(byssus restic)
steps=(first unchanged check restore)
declare -A title=([first]="first backup" [unchanged]="nothing changed" [check]="check all data" [restore]="restore")
work=

fail() { printf 'peers.sh: %s\n' "$*" >&2; exit 1; }

clean_up() { [ -z "$work" ] || { chmod -R u+rwX -- "$work" 2>/dev/null; rm -rf -- "$work"; }; }
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

find_restic() {
  restic=${RESTIC:-$(command -v restic || true)}
  if [ -z "$restic" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends restic; } >/dev/null 2>&1
    restic=$(command -v restic || true)
  fi
  [ -n "$restic" ] && "$restic" version >/dev/null 2>&1 ||
    fail "restic is needed to compare with: set RESTIC to it, or install it (Debian: apt-get install restic)"
}

# Runs a command, quietly, and prints milliseconds and its greatest resident size in KiB.
measure() {
  local log=$work/log result=$work/measured
  if [ "$meter" = time ]; then
    local start end
    start=$(date +%s%N)
    /usr/bin/time -o "$result" -f '%M' -- "$@" >"$log" 2>&1 </dev/null || { cat -- "$log" >&2; return 1; }
    end=$(date +%s%N)
    echo "$(((end - start) / 1000000)) $(tail -n 1 -- "$result")"
  elif [ "$meter" = python3 ]; then
    python3 -c '
import os, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=open(sys.argv[1], "wb"), stderr=subprocess.STDOUT).returncode
millis = round((time.monotonic() - start) * 1000)
print(millis, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)' "$log" "$@" || { cat -- "$log" >&2; return 1; }
  else
    # The kernel keeps the greatest size for as long as the process runs: the last look may miss its end.
    local start end pid size=0 seen
    start=$(date +%s%N)
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while seen=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) && [ -n "$seen" ]; do
      size=$seen
      sleep 0.02
    done
    wait "$pid" || { cat -- "$log" >&2; return 1; }
    end=$(date +%s%N)
    echo "$(((end - start) / 1000000)) $size"
  fi
}

choose_meter() {
  if [ "$(/usr/bin/time -f '%M' true 2>&1)" -gt 0 ] 2>/dev/null; then
    meter=time
  elif python3 -c 'import resource' 2>/dev/null; then
    meter=python3
  else
    meter=proc
  fi
}

byssus() {
  local step=$1
  local command=("${byssus[@]}" -q -r "$repository")
  case $step in
    init) "${command[@]}" init >/dev/null ;;
    first | unchanged) measure "${command[@]}" backup "$path" ;;
    check) measure "${command[@]}" check --read-data ;;
    restore) measure "${command[@]}" restore latest --target "$restored" ;;
  esac
}

restic() {
  local step=$1
  local command=("$restic" -q -r "$repository")
  case $step in
    init) "${command[@]}" init >/dev/null ;;
    first | unchanged) measure "${command[@]}" backup "$path" ;;
    check) measure "${command[@]}" check --read-data ;;
    restore) measure "${command[@]}" restore latest --target "$restored" ;;
  esac
}

# Compares content. Fifos, sockets and devices have none.
same() {
  local line name differs=0
  while IFS= read -r line; do
    if [[ $line =~ ^Only\ in\ (.*):\ (.*)$ ]]; then
      name=${BASH_REMATCH[1]}/${BASH_REMATCH[2]}
      [ -e "$name" ] && [ ! -f "$name" ] && [ ! -d "$name" ] && [ ! -L "$name" ] && continue
    fi
    [[ $line =~ \ is\ a\ (fifo|socket|block|character) ]] && continue
    differs=1
    printf '%s\n' "$line" >&2
  done < <(LC_ALL=C diff -r --no-dereference -- "$1" "$2" 2>&1)
  return $differs
}

# One program, all steps, in a new repository; writes a line 'millis KiB' to a file for each step.
round() {
  local program=$1 number=$2 step
  repository=$work/repository restored=$work/restored/$program.$number
  rm -rf -- "$repository" "$work/cache"
  mkdir -p -- "$work/restored"
  mkdir -- "$work/cache"
  "$program" init || fail "$program can't make a repository"
  for step in "${steps[@]}"; do
    "$program" "$step" >>"$work/$program.$step" || fail "$program failed: ${title[$step]}"
    [ "$step" != first ] || du -s --block-size=1 --apparent-size -- "$repository" | cut -f 1 >>"$work/$program.stored"
  done
  if [ "$number" -eq 1 ]; then
    same "$path" "$restored$path" || fail "$program restored something else"
  fi
  rm -rf -- "$repository"
  has_room || clear_restored
}

# ext4 does not use inodes again that were freed in the last minutes, and searches long for others where many were: the
# next restore would be measured by that. So what was restored stays until the end, where there is room for it.
has_room() {
  local needed available
  needed=$(du -sk -- "$path" | cut -f 1)
  available=$(df -Pk -- "$work" | awk 'END {print $4}')
  [ "$available" -gt $((4 * needed)) ]
}

clear_restored() {
  [ ! -e "$work/restored" ] || { chmod -R u+rwX -- "$work/restored"; rm -rf -- "$work/restored"; }
}

# Prints the median of a column of a file of numbers.
median() { awk -v c="$2" '{print $c}' "$1" | sort -n | awk '{v[NR]=$1} END {print NR % 2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }

table() {
  local step program
  {
    for step in "${steps[@]}"; do
      printf '%s|%s|%s\n' "${title[$step]}" "$(median "$work/byssus.$step" 1)" "$(median "$work/restic.$step" 1)"
    done
  } | awk -F '|' '
    BEGIN {print "| | byssus | restic | restic / byssus |"; print "|---|---:|---:|---:|"}
    {printf "| %s | %.2f s | %.2f s | %.2f |\n", $1, $2/1000, $3/1000, $3/$2; sum += log($3/$2)}
    END {printf "| geometric mean | | | %.2f |\n", exp(sum/NR)}'
  printf '%s %s\n' "$(median "$work/byssus.stored" 1)" "$(median "$work/restic.stored" 1)" |
    awk '{printf "| stored | %.1f MB | %.1f MB | %.2f |\n", $1/1e6, $2/1e6, $2/$1}'
  for program in "${programs[@]}"; do
    for step in "${steps[@]}"; do median "$work/$program.$step" 2; done | sort -n | tail -n 1
  done | paste -s -d ' ' | awk '{printf "| peak memory | %.0f MB | %.0f MB | %.2f |\n", $1*1024/1e6, $2*1024/1e6, $2/$1}'
}

compare() {
  local number program order
  path=$(realpath -s -- "$1") && [ -e "$path" ] || fail "no such file or directory: $1"
  rm -f -- "$work"/{byssus,restic}.*
  clear_restored
  # Reads everything once.
  find "$path" -type f -exec cat {} + >/dev/null || fail "$path can't be read"
  for ((number = 1; number <= rounds; number++)); do
    if ((number % 2)); then order=(byssus restic); else order=(restic byssus); fi
    for program in "${order[@]}"; do round "$program" "$number"; done
    printf 'round %d of %d: %s\n' "$number" "$rounds" "$path" >&2
  done
  printf '\n**%s**: %s files, %s MB; medians of %s rounds, warm cache\n\n' "$path" \
    "$(find "$path" -type f -printf . | wc -c)" \
    "$(find "$path" -type f -printf '%s\n' | awk '{s += $1} END {printf "%.1f", s/1e6}')" "$rounds"
  table
}

[ $# -gt 0 ] || { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"; exit 1; }
[ "$rounds" -ge 1 ] 2>/dev/null || fail "ROUNDS is a number from 1, not '$rounds'"
command -v "${byssus[0]}" >/dev/null || fail "there is no ${byssus[0]}; make it: mvn package -Pquick -pl backup-cli -am"
work=$(mktemp -d "${TMPDIR:-/tmp}/byssus-peers.XXXXXXXX") || fail "no temporary directory can be made"
find_restic
choose_meter
BYSSUS_PASSWORD=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \n')
export BYSSUS_PASSWORD RESTIC_PASSWORD=$BYSSUS_PASSWORD RESTIC_CACHE_DIR=$work/cache
processors=$(getconf _NPROCESSORS_ONLN)
printf '%s; %s; %s processors\n' \
  "$("${byssus[@]}" version | head -n 1)" "$("$restic" version | cut -d ' ' -f 1,2)" "$processors"
if read -r load _ 2>/dev/null </proc/loadavg && [ "${load%.*}" -ge 1 ]; then
  printf 'Something else is running here (load %s): these times say little.\n' "$load"
fi
for argument in "$@"; do compare "$argument"; done
