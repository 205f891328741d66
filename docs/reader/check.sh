#!/bin/sh
# Makes a tree of files, backs it up twice with the byssus command, and has byssus_reader.py list, verify and
# extract the repository; compares what comes out with what went in. Exits with 0 only if all is the same, and
# with 77 if Python or a package is missing. BYSSUS_JAR names another jar, PYTHON another interpreter.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
jar=${BYSSUS_JAR:-$here/../../backup-cli/target/byssus.jar}

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

# The first interpreter that has everything; if there is none, tell what the last one lacks.
missing="python3 3.9 or later"
python=
for p in ${PYTHON:-python3 /usr/bin/python3}; do
    command -v "$p" >/dev/null || continue
    missing=$("$p" - <<'END'
import importlib, sys
lacks = [] if sys.version_info >= (3, 9) else ["python3 3.9 or later"]
for module in ("cryptography", "argon2", "zstandard", "lz4.block", "brotli"):
    try:
        importlib.import_module(module)
    except ImportError:
        lacks.append("the package of module " + module)
print(", ".join(lacks))
END
    ) || continue
    [ -n "$missing" ] || { python=$p; break; }
done
[ -n "$python" ] || { echo "missing: $missing"; exit 77; }
command -v java >/dev/null || fail "there is no java"
[ -f "$jar" ] || fail "there is no $jar: build it, or set BYSSUS_JAR"

work=$(mktemp -d)
work=$(cd "$work" && pwd -P)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
BYSSUS_PASSWORD='a passphrase, für zwei Leser'
LC_ALL=C.UTF-8
export BYSSUS_PASSWORD LC_ALL

byssus() {
    java -jar "$jar" -r "$work/repository" "$@"
}

reader() {
    "$python" "$here/byssus_reader.py" "$@"
}

change_tree() { # "first" makes the tree, "second" changes it
    "$python" - "$work/tree" "$1" <<'END'
import os, random, sys
root, step = os.fsencode(sys.argv[1]), sys.argv[2]
rnd = random.Random(step)

def put(name, data, mode=0o644, time=None):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
    os.chmod(path, mode)
    if time is not None:
        os.utime(path, ns=(time, time))

def noise(n):
    return rnd.getrandbits(8 * n).to_bytes(n, "big") if n else b""

if step == "first":
    for i, name in enumerate((b"with space", b"new\nline", b"tab\t\x01\x7f", b"back\\slash", b'"quotes\'', b"-dash", b"...",
                              "Grüße 日本 \U0001f600".encode(), "nfd e\u0301".encode(), b"latin1 \xe9\xff", b"\x80\xfe",
                              b"long" + b"x" * 251, b"*", b"a:b|c<d>e")):
        put(b"odd names/" + name, b"content %d" % i)
    put(b"odd names/directory \xff\xfe/file \xc3", b"inside")
    for n in (0, 1, 511, 512, 513, 65535, 65536, 65537, 131071, 131072, 300000):
        put(b"sizes/noise %d" % n, noise(n))
        put(b"sizes/zeros %d" % n, bytes(n))
    put(b"big", noise(10 << 20) + b"over and over again. " * (5 << 20 >> 4) + noise(4 << 20) + bytes(3 << 20))
    for i in range(1400):
        put(b"many/file %d" % i, b"%d\n" % i * (i % 300))
    os.makedirs(os.path.join(root, b"empty"))
    os.makedirs(os.path.join(root, b"/".join([b"deep"] * 60)))
    for name, to in ((b"file", b"../big"), (b"dangling", b"no/where"), (b"absolute", b"/etc"), (b"bytes", b"\xff\xfe"),
                     (b"directory", b"../many")):
        os.makedirs(os.path.join(root, b"links"), exist_ok=True)
        os.symlink(to, os.path.join(root, b"links", name))
    os.utime(os.path.join(root, b"links/file"), ns=(0, 1234567890123456789), follow_symlinks=False)
    put(b"links/hard 1", noise(700000))
    os.link(os.path.join(root, b"links/hard 1"), os.path.join(root, b"links/hard 2"))
    os.link(os.path.join(root, b"links/hard 1"), os.path.join(root, b"hard 3"))
    os.link(os.path.join(root, b"links/bytes"), os.path.join(root, b"links/same bytes"), follow_symlinks=False)
    put(b"sparse", noise(1000))
    with open(os.path.join(root, b"sparse"), "r+b") as f:
        f.seek(100 << 20)
        f.write(noise(1 << 20))
        f.truncate(200 << 20)
    os.mkfifo(os.path.join(root, b"fifo"), 0o640)
    try:
        os.setxattr(os.path.join(root, b"sparse"), b"user.name", b"value \0\xff")
        os.setxattr(os.path.join(root, b"links"), b"user.empty", b"")
    except OSError as e:
        print("this file system has no attributes:", e)
    for mode in (0o4755, 0o2755, 0o6711, 0o1777, 0o400, 0o000, 0o777):
        put(b"modes/%o" % mode, b"x", mode)
    os.makedirs(os.path.join(root, b"modes/sticky"))
    os.chmod(os.path.join(root, b"modes/sticky"), 0o3770)
    for time in (0, 1, 999_999_999, 1_700_000_000_123_456_789, -1, -1_500_000_000, 4_500_000_000_000_000_001):
        put(b"times/%d" % time, b"t", time=time)
    os.utime(os.path.join(root, b"empty"), ns=(5, 1_000_000_007))
    if os.geteuid() == 0:
        os.mknod(os.path.join(root, b"device"), 0o020600, os.makedev(1, 3))
        os.chown(os.path.join(root, b"big"), 1234, 4321)
        os.chown(os.path.join(root, b"modes/4755"), 2_000_000_000, 7)
        os.chmod(os.path.join(root, b"modes/4755"), 0o4755)
        os.chown(os.path.join(root, b"links/file"), 99, 98, follow_symlinks=False)
    else:
        os.remove(os.path.join(root, b"modes/0"))
else:
    with open(os.path.join(root, b"big"), "r+b") as f:
        f.seek(7 << 20)
        f.write(noise(1000))
        f.seek(0, 2)
        f.write(noise(100000))
    for i in range(0, 1400, 3):
        os.remove(os.path.join(root, b"many/file %d" % i))
    for i in range(20):
        put(b"many/new %d" % i, noise(1000 * i))
    put(b"odd names/latin1 \xe9\xff", b"another content")
    os.rename(os.path.join(root, b"sizes"), os.path.join(root, b"renamed"))
    os.remove(os.path.join(root, b"links/file"))
    os.makedirs(os.path.join(root, b"links/file/is now a directory"))
END
}

compare() { # what went in, what came out
    "$python" - "$1" "$2" <<'END'
import filecmp, os, stat, sys
one, two = map(os.fsencode, sys.argv[1:])
differences = count = 0

def compare(path):
    global differences, count
    a, b = one + path, two + path
    s, t = os.lstat(a), os.lstat(b)
    count += 1
    fields = ["st_mtime_ns"] + ["st_uid", "st_gid"] * (os.geteuid() == 0)
    wrong = ["%s %s %s" % (f, getattr(s, f), getattr(t, f)) for f in fields if getattr(s, f) != getattr(t, f)]
    fields = ["st_rdev", "st_size", "st_nlink"]
    if not stat.S_ISDIR(s.st_mode):
        wrong += ["%s %s %s" % (f, getattr(s, f), getattr(t, f)) for f in fields if getattr(s, f) != getattr(t, f)]
    attributes = [{n: os.getxattr(p, n, follow_symlinks=False) for n in os.listxattr(p, follow_symlinks=False)
                   if n.startswith("user.")} for p in (a, b)]
    if attributes[0] != attributes[1]:
        wrong.append("attributes %r %r" % tuple(attributes))
    if t.st_blocks > s.st_blocks + 64:
        wrong.append("holes: %d blocks, %d" % (s.st_blocks, t.st_blocks))
    if s.st_mode != t.st_mode:
        wrong.append("mode %o %o" % (s.st_mode, t.st_mode))
    elif stat.S_ISLNK(s.st_mode) and os.readlink(a) != os.readlink(b):
        wrong.append("link")
    elif stat.S_ISREG(s.st_mode) and not filecmp.cmp(a, b, shallow=False):
        wrong.append("content")
    elif stat.S_ISDIR(s.st_mode):
        names, others = set(os.listdir(a)), set(os.listdir(b))
        if names != others:
            wrong.append("only here %r, only there %r" % (sorted(names - others), sorted(others - names)))
        for name in sorted(names & others):
            compare(path + b"/" + name)
    if wrong:
        differences += 1
        print("differs: %r: %s" % (path, "; ".join(wrong)))

compare(b"")
print("compared %d files, directories and links: %d differ" % (count, differences))
sys.exit(1 if differences else 0)
END
}

flip() { # a file, an offset (negative: from its end)
    chmod u+w "$1"
    "$python" -c 'import os, sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2]), 0 if int(sys.argv[2]) >= 0 else 2)
    b = f.read(1)
    f.seek(-1, 1)
    f.write(bytes([b[0] ^ 1]))' "$1" "$2"
}

echo "== two backups"
change_tree first
byssus -q init >"$work/recovery" || fail "init"
recovery=$(cut -d' ' -f3 "$work/recovery")
byssus -q backup "$work/tree" || fail "first backup"
cp -a "$work/tree" "$work/first"
change_tree second
byssus -q backup "$work/tree" || fail "second backup"

echo "== list"
reader list "$work/repository" >"$work/list" || fail "list"
cat "$work/list"
cut -f1 "$work/list" >"$work/ids"
byssus snapshots --json | grep -o '"id":"[0-9a-f]*"' | cut -d'"' -f4 | cmp - "$work/ids" || fail "other snapshots"
[ "$(wc -l <"$work/ids")" = 2 ] || fail "there are not two snapshots"

echo "== without arguments"
reader 2>&1 | grep -q 'extract DIR' || fail "the reader does not list its commands"

echo "== verify"
reader verify "$work/repository" || fail "verify"

echo "== ls"
reader ls "$work/repository" latest >"$work/ls" || fail "ls"
echo "$(wc -l <"$work/ls") lines"

echo "== extract"
reader extract "$work/repository" "$(head -n 1 "$work/ids")" "$work/out1" || fail "extract of the first snapshot"
compare "$work/first" "$work/out1$work/tree" || fail "the first snapshot"
reader extract "$work/repository" latest "$work/out2" || fail "extract of the second snapshot"
compare "$work/tree" "$work/out2$work/tree" || fail "the second snapshot"

echo "== pin, forget"
first=$(head -n 1 "$work/ids")
byssus -q pin "$first" --reason 'to be compared'
byssus -q backup "$work/tree" || fail "third backup"
third=$(reader list "$work/repository" | tail -n 1 | cut -f1)
[ "$(reader list "$work/repository" | wc -l)" = 3 ] || fail "there are not three snapshots"
byssus -q forget "$third" || fail "forget"
if byssus -q forget "$first" 2>/dev/null; then
    fail "a pinned snapshot is forgotten"
fi
reader list "$work/repository" | cut -f1 | cmp - "$work/ids" || fail "other snapshots than before the third backup"
byssus -q unpin "$first"
byssus -q forget --keep-last 1 || fail "forget by a rule"
reader list "$work/repository" | cut -f1 >"$work/left"
tail -n 1 "$work/ids" | cmp - "$work/left" || fail "not just the last snapshot"
reader verify "$work/repository" || fail "verify after forgetting"

echo "== damage"
for kind in packs log index config; do
    rm -rf "$work/damaged"
    cp -a "$work/repository" "$work/damaged"
    blob=$(find "$work/damaged/$kind" -type f -size +1k | sort | tail -n 1)
    [ -n "$blob" ] || blob=$(find "$work/damaged/$kind" -type f | sort | tail -n 1)
    flip "$blob" 300
    if reader verify "$work/damaged" >"$work/said" 2>&1; then
        fail "verify does not see a byte changed in $blob"
    fi
    echo "a changed byte in $kind: $(head -n 1 "$work/said" | cut -c 1-150)"
done
echo "== a new epoch"
byssus -q key rotate || fail "key rotate"
byssus -q backup "$work/tree" || fail "backup in a new epoch"
reader verify "$work/repository" || fail "verify in a new epoch"
reader list "$work/repository" | cut -f1 >"$work/left"
rm -rf "$work/damaged"
cp -a "$work/repository" "$work/damaged"
rm -r "$work/damaged/epochs"
reader list "$work/damaged" | cut -f1 | cmp - "$work/left" || fail "the log's letter does not suffice"

(unset BYSSUS_PASSWORD; BYSSUS_RECOVERY_KEY=$(echo "$recovery" | tr A-Z- 'a-z ') reader list "$work/repository") | cut -f1 |
    cmp - "$work/left" || fail "the recovery key does not open the repository"
if BYSSUS_PASSWORD=wrong reader list "$work/repository" 2>/dev/null; then
    fail "a wrong passphrase opens the repository"
fi
echo "== a write-only host"
BYSSUS_NEW_PASSWORD=host byssus -q key add --write-only --label web || fail "key add --write-only"
for epoch in its-first its-second; do
    BYSSUS_PASSWORD=host BYSSUS_CACHE_DIR=$work/cache byssus -q backup "$work/tree" --tag "$epoch" || fail "backup by a host in $epoch epoch"
    reader extract "$work/repository" latest "$work/$epoch" || fail "extract of a host's snapshot in $epoch epoch"
    compare "$work/tree" "$work/$epoch$work/tree" || fail "a host's snapshot in $epoch epoch"
    byssus -q key rotate || fail "key rotate with a host"
done
byssus -q prune --grace 0 --max-unused 0% || fail "prune with a host"
reader verify "$work/repository" || fail "verify with a host"
reader list "$work/repository" >"$work/left" || fail "list with a host"
if BYSSUS_PASSWORD=host reader list "$work/repository" 2>/dev/null; then
    fail "a host's key reads"
fi
BYSSUS_PASSWORD=host byssus snapshots 2>/dev/null && fail "a host lists snapshots"
echo "== garbage in the log"
garbage() { # how far ahead
    last=$(ls "$work/repository/log" | sort | tail -n 1 | sed 's/^0*//')
    echo garbage >"$work/repository/log/$(printf %016d $((last + $1)))"
}
for ahead in 1 3 400; do
    garbage $ahead
    byssus -q backup "$work/tree" 2>/dev/null || fail "backup behind garbage"
done
if reader verify "$work/repository" >"$work/said" 2>&1; then
    fail "verify does not see garbage in the log"
fi
# It ends with 1, since it leaves what hosts stored.
byssus -q repair --void-entries >"$work/said" 2>&1 || grep -q "^entry voided: log/" "$work/said" || fail "repair --void-entries"
rm -f "$work/repository/checkpoint/"*
byssus -q backup "$work/tree" || fail "backup behind voided garbage"
reader verify "$work/repository" || fail "verify behind voided garbage"
byssus snapshots --json | grep -o '"id":"[0-9a-f]*"' | cut -d'"' -f4 >"$work/ids"
reader list "$work/repository" | cut -f1 | cmp - "$work/ids" || fail "other snapshots behind voided garbage"
echo "== what earlier versions wrote"
golden=$here/../../backup-core/src/test/resources/golden
for made in "$golden"/*/* "$here"/../../backup-compression-brotli/src/test/resources/golden/*/*; do
    BYSSUS_PASSWORD=golden reader verify "$made/repository" >"$work/said" || { cat "$work/said"; fail "verify of $made"; }
    BYSSUS_PASSWORD=golden reader list "$made/repository" | cut -f1 | sort >"$work/ids" || fail "list of $made"
    find "$made" -maxdepth 1 -type f | sed 's:.*/::' | sort | cmp - "$work/ids" || fail "other snapshots in $made"
    echo "$(wc -l <"$work/ids") snapshots in ${made##*/golden/}"
done
made=$golden/1/recovery_key
BYSSUS_RECOVERY_KEY=$(cat "$made/keys/recovery") reader verify "$made/repository" || fail "verify with a recovery key that an earlier version made"
echo "== readers that lack something say what"
lacking() { # what the reader has, what it has instead, a golden repository, what it says
    sed "s/$1/$2/" "$here/byssus_reader.py" >"$work/lacking.py"
    cmp -s "$here/byssus_reader.py" "$work/lacking.py" && fail "the reader does not have '$1'"
    status=0
    BYSSUS_PASSWORD=golden PYTHONPATH=$here "$python" "$work/lacking.py" verify "$3/repository" >"$work/said" 2>&1 || status=$?
    if [ $status != 2 ] || grep -q '^damaged' "$work/said" || ! grep -q "unsupported format: $4" "$work/said"; then
        cat "$work/said"
        fail "a reader without $4 does not say so of $3"
    fi
}
lacking 'feature == "write-only"' False "$golden/1/write_only" "feature write-only"
lacking 'kind <= 18' 'kind <= 12' "$golden/1/epochs" "log entry of type 13"
lacking 'kind <= 18' 'kind <= 15' "$golden/1/parity" "log entry of type 16"
lacking 'kind <= 18' 'kind <= 17' "$golden/1/voided" "log entry of type 18"
lacking 'suite in (1, 2)' 'suite == 1' "$golden/1/chacha20" "container version 1, suite 2"
for codec in lz4 gzip; do
    lacking "codec == \"$codec\"" False "$golden/1/$codec" "codec $codec"
done
lacking 'codec == "zstd"' False "$golden/1/plain" "codec zstd"
lacking 'import brotli' 'import not_installed' "$here/../../backup-compression-brotli/src/test/resources/golden/1/brotli" "codec brotli"
echo "== parity corrects"
made=$golden/1/parity/repository
pack=$(cd "$made/packs" && find . -type f -size +16k | head -n 1)
[ -n "$pack" ] || fail "no pack of a golden repository has parity"
rm -rf "$work/damaged"
cp -a "$made" "$work/damaged"
for at in 5 20000 -7; do flip "$work/damaged/packs/$pack" "$at"; done
"$python" "$here/byssus_parity.py" correct "$work/damaged/packs/$pack" "$made/parity/$pack" "$work/corrected" || fail "the parity of a golden pack"
cmp "$made/packs/$pack" "$work/corrected" || fail "something else than the pack comes of its parity"
rm -rf "$work/damaged"
cp -a "$made" "$work/damaged"
flip "$work/damaged/parity/$pack" 5000
BYSSUS_PASSWORD=golden reader verify "$work/damaged" 2>&1 | grep -q 'damaged: parity/' || fail "verify does not see a byte changed in the parity"
echo "== all is well"
