#!/usr/bin/env python3
"""A second reader of Byssus repositories (format version 1), written from docs/format.md alone.

    byssus_reader.py list DIR                           snapshots: id, time, origin, paths
    byssus_reader.py ls DIR SNAPSHOT|latest             what is in a snapshot
    byssus_reader.py extract DIR SNAPSHOT|latest TARGET restore a snapshot
    byssus_reader.py verify DIR                         read and check every blob

The passphrase comes from BYSSUS_PASSWORD, or a recovery key from BYSSUS_RECOVERY_KEY. Exit codes: 0 whole, 1 damage was found, 2 it could not be done.
The section numbers in the comments are those of docs/format.md.
"""
import base64
import hashlib
import hmac
import mmap
import os
import re
import resource
import stat
import struct
import sys
import zlib
from collections import OrderedDict
from datetime import datetime, timezone
from functools import lru_cache

import zstandard
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from byssus_parity import Parity

CONFIG, KEY, DATA, TREE, INDEX, ENTRY, CHECKPOINT, SNAPSHOT, EPOCH = range(1, 10)
CHUNK, BUNDLE, DOCUMENT, DIRECTORY = 1, 2, 126, 127
MAX_PLAIN = (64 << 20) - 1
SEGMENT = 65536
REACH = 10 ** 9


class Damaged(Exception):
    """The bytes are not what a writer wrote."""


class Powerless(Damaged):
    """An entry of the log by a host that may not make it: nothing that counts is lost with it."""


class WrongKey(Damaged):
    """The key commitment does not fit."""


class Unsupported(Exception):
    """Something that this reader does not know, or cannot do."""


class NoCodec(Unsupported):
    """A record of a codec that is not installed: no damage (section 2.5)."""


class KeysMissing(Unsupported):
    """Of an epoch whose keys are not there: the letter in the log may bring them."""


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def need(condition, what):
    if not condition:
        raise Damaged(what)


def known(condition, what):
    if not condition:
        raise Unsupported("unsupported format: " + what)


# --- CBOR: core deterministic encoding only, and no more of it than the format uses ------------------------------


def cbor(data):
    value, end = _cbor(bytes(data), 0, 0)
    need(end == len(data), "bytes behind the CBOR item")
    return value


def _cbor(data, p, depth):
    need(p < len(data) and depth <= 16, "CBOR cut off or too deep")
    major, n, p = data[p] >> 5, data[p] & 31, p + 1
    if major == 7:
        need(20 <= n <= 22, "CBOR simple value")
        return (False, True, None)[n - 20], p
    if n >= 24:
        need(n <= 27, "CBOR indefinite length")
        size = 1 << n - 24
        need(p + size <= len(data), "CBOR cut off")
        n, p = int.from_bytes(data[p:p + size], "big"), p + size
        need(n >= (24 if size == 1 else 1 << 4 * size), "CBOR length not shortest")
    need(major > 1 or n < 1 << 63, "CBOR number out of its range")
    if major == 0:
        return n, p
    if major == 1:
        return -1 - n, p
    need(major != 6 and n <= len(data) - p, "CBOR tag, or item cut off")
    if major in (2, 3):
        try:
            return (data[p:p + n] if major == 2 else data[p:p + n].decode("utf-8")), p + n
        except UnicodeDecodeError:
            raise Damaged("CBOR text not in UTF-8") from None
    if major == 4:
        array = []
        for _ in range(n):
            item, p = _cbor(data, p, depth + 1)
            array.append(item)
        return array, p
    result, last = {}, b""
    for _ in range(n):
        start = p
        key, p = _cbor(data, p, depth + 1)
        need(data[start:p] > last and not isinstance(key, (list, dict)), "CBOR map keys out of order")
        last = data[start:p]
        need(type(key) in (int, str), "CBOR map key that is neither a number nor a text")
        result[key], p = _cbor(data, p, depth + 1)
    return result, p


def uint(v):
    return type(v) is int and 0 <= v


def fits(value, shape):
    """Shapes: a number (byte string so long), a type, a predicate, a tuple (array of just these), [shape] (array of)."""
    if isinstance(shape, tuple):
        return type(value) is list and len(value) == len(shape) and all(map(fits, value, shape))
    if isinstance(shape, list):
        return type(value) is list and all(fits(v, shape[0]) for v in value)
    if isinstance(shape, int):
        return type(value) is bytes and len(value) == shape
    return type(value) is shape if isinstance(shape, type) else shape(value)


def either(*shapes):
    return lambda v: any(fits(v, s) for s in shapes)


def just(constant):
    return lambda v: type(v) is type(constant) and v == constant


def shaped(value, shape, what):
    need(fits(value, shape), what + " is not of its form")
    return value


def ascending(values):
    return all(a < b for a, b in zip(values, values[1:]))


def blobs(v):
    """[[run, names], ...] of section 5: names of packs."""
    return (fits(v, [(16, lambda n: type(n) is bytes and n and not len(n) % 32 and ascending(hashes(n)))])
            and ascending([run for run, _ in v]))


def hashes(names):
    return [names[i:i + 32] for i in range(0, len(names), 32)]


def packs_of(v):
    return {(run, sha) for run, names in v for sha in hashes(names)}


def limited(most):
    return lambda v: fits(v, [32]) and len(v) <= most


def voided(number):
    return lambda v: (fits(v, [(uint, 32)]) and len(v) <= 10000 and ascending([0] + [at for at, _ in v])
                      and all(at < number for at, _ in v))


def parity(v):
    return uint(v) and (v == 0 or 10 <= v <= 500)


NONE = just(None)
MARKED = (lambda v: blobs(v) and sum(len(n) for _, n in v) <= 32 * 250000, limited(50000))
TIME = (int, lambda v: uint(v) and v < 10 ** 9)
HOLDER = (32, uint, str, uint, 32)
HOLE = bytes(32)


def content(v):
    """[depth, ids, [length, ...]] of section 7."""
    return (fits(v, (lambda d: uint(d) and d <= 4, bytes, [lambda n: uint(n) and n > 0])) and sum(v[2]) < 1 << 63
            and len(v[1]) == 32 * len(v[2]) and not (v[0] and any(v[1][i:i + 32] == HOLE for i in range(0, len(v[1]), 32))))


# --- Containers (section 2) ---------------------------------------------------------------------------------------


class Container:
    def __init__(self, data, kind, secret_of):
        """secret_of(header fields) gives (secret, context) of section 2.2."""
        self.data = data
        need(len(data) >= 96 + 8, "container cut off")
        magic, version, suite, self.kind, a, epoch, domain, reserved = struct.unpack(">6sHBBHIQ8s", data[:32])
        need(magic == b"BYSSUS", "magic")
        sealed = self.kind in (DATA, TREE, SNAPSHOT)
        known(version == 1 and suite in (1, 2) and 1 <= self.kind <= 9, f"container version {version}, suite {suite}")
        known(a == (32 if sealed else 0) and reserved == bytes(8), "agreement length or reserved field")
        need(self.kind == kind, f"container of kind {self.kind} instead of {kind}")
        need(epoch == 0 if kind in (KEY, EPOCH) else 0 < epoch < 2 ** 31, "epoch")
        self.epoch = epoch
        need(0 < domain < 2 ** 63 if sealed or kind == INDEX else domain == 0, "domain")
        self.start = 96 + a
        need(len(data) >= self.start + 8, "container cut off")
        header = data[:64 + a]
        secret, context = secret_of(kind, epoch, domain, header[64:])
        prk = mac(header[32:64], secret)
        info = b"byssus container 1" + header + context
        t1 = mac(prk, info + b"\1")
        t2 = mac(prk, t1 + info + b"\2")
        t3 = mac(prk, t2 + info + b"\3")
        if t3 != data[64 + a:self.start]:
            raise WrongKey("key commitment does not fit")
        self.aead, self.mask = (AESGCM if suite == 1 else ChaCha20Poly1305)(t1), t2
        self.binding = sha256(data[:self.start])
        tail = int.from_bytes(data[-8:], "big") ^ int.from_bytes(mac(self.mask, b"\xff" * 8)[:8], "big")
        self.directory_at, self.limit = tail, len(data) - 8

    def head(self, p):
        """The record header at p: (unmasked bytes, type, codec, payload length, plain length, where it ends)."""
        need(self.start <= p and p + 32 <= self.limit, "record out of its container")
        raw = bytes(x ^ y for x, y in zip(self.data[p:p + 16], mac(self.mask, struct.pack(">Q", p))))
        kind, codec, payload, plain = struct.unpack(">B7sII", raw)
        end = p + 16 + payload + 16 * max(1, -(-payload // SEGMENT))
        need(re.fullmatch(rb"[a-z0-9-]{1,7}\0*", codec), "record header: codec")
        codec = codec.rstrip(b"\0").decode()
        need(end <= self.limit and plain <= MAX_PLAIN and (codec != "none" or plain == payload), "record header: lengths")
        return raw, kind, codec, payload, plain, end

    def record(self, p):
        """Opens the record at p: (type, payload length, plain length, plaintext, where it ends)."""
        raw, kind, codec, payload, plain, end = self.head(p)
        data, at, number, left = [], p + 16, 0, payload
        while True:
            n = min(left, SEGMENT)
            left -= n
            nonce = struct.pack(">QI", p, number | (0 if left else 1 << 31))
            try:
                data.append(self.aead.decrypt(nonce, bytes(self.data[at:at + n + 16]), self.binding + raw))
            except InvalidTag:
                raise Damaged(f"record at {p} does not open") from None
            at, number = at + n + 16, number + 1
            if not left:
                return kind, payload, plain, decompress(codec, b"".join(data), plain), end

    def directory(self):
        kind, payload, plain, data, end = self.record(self.directory_at)
        need(kind == DIRECTORY and payload == plain and end == self.limit, "directory is not the last record")
        need(self.head(self.directory_at)[2] == "none", "directory is compressed")
        return shaped(cbor(data), [either(
            (just(CHUNK), uint, uint, 32), (just(BUNDLE), uint, uint, bytes, [uint]), (just(DOCUMENT), uint, uint))],
            "directory")

    def document(self):
        """The only record of a container with a single document (section 2.6)."""
        kind, payload, plain, data, end = self.record(self.start)
        need(kind == DOCUMENT and self.head(self.start)[2] == "none", "no document")
        need(self.directory() == [[DOCUMENT, payload, plain]] and end == self.directory_at, "more than a document")
        return data


def decompress(codec, payload, plain):
    try:
        if codec == "none":
            data = payload
        elif codec == "zstd":
            need(payload[:4] == b"\x28\xb5\x2f\xfd", "no zstd frame")
            frame = zstandard.get_frame_parameters(payload)
            need(frame.dict_id == 0 and frame.content_size in (plain, zstandard.CONTENTSIZE_UNKNOWN), "zstd frame")
            data = zstandard.ZstdDecompressor().decompress(payload, max_output_size=plain or 1, allow_extra_data=False)
        elif codec == "gzip":
            need(payload[:4] == b"\x1f\x8b\x08\x00", "no gzip member without flags")
            z = zlib.decompressobj(31)
            data = z.decompress(payload, plain + 1)
            need(z.eof and not z.unused_data, "gzip member too long, cut off or not alone")
        elif codec == "lz4":
            import lz4.block
            data = lz4.block.decompress(payload, uncompressed_size=plain)
        elif codec == "brotli":
            import brotli
            z, data = brotli.Decompressor(), b""
            for i in range(0, len(payload), 1024):
                data += z.process(payload[i:i + 1024])
                need(len(data) <= plain, "brotli stream too long")
            need(z.is_finished(), "brotli stream cut off")
        else:
            raise NoCodec(f"unsupported format: codec {codec}")
    except ImportError as e:
        raise NoCodec(f"unsupported format: codec {codec}: {e}") from None
    except (Damaged, Unsupported):
        raise
    except Exception as e:  # each library has errors of its own
        raise Damaged(f"{codec}: {e}") from None
    need(len(data) == plain, f"{codec}: {len(data)} bytes instead of {plain}")
    return data


# --- The store, keys and signatures (sections 1, 3, 4) -------------------------------------------------------------


class Store:
    NAMES = re.compile(r"config|keys/[0-9a-f]{64}|(packs|parity)/[0-9a-f]{32}/[0-9a-f]{64}|index/[0-9a-f]{64}"
                       r"|(log|checkpoint|epochs)/[0-9]{16}")
    LIMITS = {"config": 1 << 16, "keys": 1 << 16, "epochs": 1 << 16, "log": 1 << 24, "checkpoint": 1 << 28, "index": 1 << 28}  # section 1

    def __init__(self, root):
        self.root = root
        if not os.path.isfile(os.path.join(root, "config")):
            raise Unsupported("there is no repository at " + root)

    def list(self, prefix):
        keys = []
        for folder, _, names in os.walk(os.path.join(self.root, prefix)):
            keys += [os.path.relpath(os.path.join(folder, n), self.root) for n in names]
        return sorted(k for k in keys if self.NAMES.fullmatch(k))

    @lru_cache(maxsize=256)
    def get(self, key):
        """The blob's bytes, mapped into memory; Damaged if it is absent."""
        try:
            with open(os.path.join(self.root, key), "rb") as f:
                size = os.fstat(f.fileno()).st_size
                need(size <= self.LIMITS.get(key.split("/")[0], size), f"{key} has {size} bytes")
                return mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except FileNotFoundError:
            raise Damaged(key + " is missing") from None


def preamble(data):
    """Section 4.1: (length of the preamble, slot, parameters)."""
    need(len(data) >= 12, "key file cut off")
    magic, version, slot, reserved, n = struct.unpack(">6sHBBH", data[:12])
    need(magic == b"BYSKEY", "magic of the key file")
    known(version == 1 and slot in (1, 2, 3) and reserved == 0, f"key file version {version}, slot {slot}")
    p = data[12:12 + n]
    need(len(p) == n, "key file cut off")
    if slot == 2:
        m = int.from_bytes(p[:2], "big")
        w = int.from_bytes(p[2 + m:4 + m], "big")
        known(1 <= m <= 200 and 1 <= w <= 16384 and n == 4 + m + w, "key provider's parameters")
        return 12 + n, slot, None
    if slot == 3:
        known(n == 32, "recovery key's parameters")
        return 12 + n, slot, p
    known(n == 44, "passphrase parameters")
    memory, passes, lanes, salt = struct.unpack(">III32s", p)
    known(8192 <= memory <= 1 << 20 and 1 <= passes <= 16 and memory * passes <= 1 << 22 and 1 <= lanes <= 16
          and memory >= 8 * lanes, "passphrase parameters out of bounds")
    return 12 + n, slot, (memory, passes, lanes, salt)


def recovery_key(text):
    """Section 4.2: the 20 bytes of a recovery key as it was typed."""
    try:
        data = base64.b32decode(re.sub(r"[-\s]", "", text).upper().translate(str.maketrans("018", "OIB")))
    except ValueError:
        raise Unsupported("BYSSUS_RECOVERY_KEY is no recovery key") from None
    known(len(data) == 25 and sha256(b"byssus recovery key 1" + data[:20])[:5] == data[20:], "mistyped BYSSUS_RECOVERY_KEY")
    return data[:20]


def verify_signature(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Damaged("signature does not hold") from None


def domain_of(container):
    """The domain that a container says to be of."""
    return max(1, int.from_bytes(container[16:24], "big")) if len(container) >= 64 else 1


def other(v):
    """The number of a domain that is not that of full holders."""
    return uint(v) and v > 1


class Repository:
    def __init__(self, root, passphrase):
        self.store, self.problems, self.unread, self.indexes, self.domains = Store(root), 0, 0, {}, {}
        self.records = OrderedDict()  # the plaintexts of the last records read
        self.unlock(passphrase)
        statement, _, epoch = self.statement(self.store.get("config"), CONFIG, b"byssus configuration 1", ("root",))
        need(epoch == 1, "configuration of another epoch than the first")
        config = cbor(statement)
        known(type(config) is list and len(config) == 9, "configuration")
        shaped(config, (16, uint, uint, str, (uint, uint, uint), 32, [HOLDER], bool, [str]), "configuration")
        for feature in config[8]:
            self.require(feature)
        need(config[0] == self.id and config[5] == self.epochs[1]["author"], "configuration and key file do not belong together")
        self.first_holders = config[6]

    @staticmethod
    def require(feature):
        known(feature == "write-only", "feature " + feature)

    def problem(self, text):
        self.problems += 1
        note("damaged: " + text)

    def failed(self, what, error):
        """Says what is wrong with a part of the repository, and goes on."""
        if isinstance(error, NoCodec):
            self.unread += 1
            note(f"{what}: {error}")
        else:
            self.problem(f"{what}: {error}")

    def unlock(self, passphrase):
        recovery = recovery_key(os.environ["BYSSUS_RECOVERY_KEY"]) if "BYSSUS_RECOVERY_KEY" in os.environ else None
        if not passphrase and not recovery:
            raise Unsupported("neither BYSSUS_PASSWORD nor BYSSUS_RECOVERY_KEY is set")
        work = 0  # of Argon2id, in KiB (section 4.1)
        for key in self.store.list("keys")[:100]:
            try:
                data = self.store.get(key)
                n, slot, parameters = preamble(data)
                if slot == 2:
                    note(key + " needs a key provider")
                if slot != (3 if recovery else 1):
                    continue
                if recovery:
                    holder = mac(mac(parameters, recovery), b"byssus recovery holder 1\1")
                else:
                    memory, passes, lanes, salt = parameters
                    known(work + memory * passes <= 1 << 24, "too costly with those before it")
                    work += memory * passes
                    holder = hash_secret_raw(passphrase, salt, passes, memory, lanes, 32, Type.ID, 0x13)
                document = Container(data[n:], KEY, lambda *_: (holder, sha256(data[:n]))).document()
            except WrongKey:
                if key != "keys/" + sha256(data).hex():
                    note(key + " is damaged")
                continue
            except (Damaged, Unsupported) as e:
                note(f"{key}: {e}")
                continue
            self.take(cbor(document))
            self.holder = sha256(data)
            self.private = mac(mac(sha256(data[:n]), holder), b"byssus holder 1\1")
            return self.copies()
        raise Unsupported("the passphrase opens no key file")

    def take(self, m):
        """Section 4.3."""
        need(type(m) is dict and set(m) >= {1, 2, 3, 9, 10, 12, 13}, "key file lacks a secret")
        known(15 not in m, "the key is a write-only host's: it reads nothing that is stored")
        known(set(m) <= {1, 2, 3, 9, 10, 12, 13}, "secret in the key file")
        need(uint(m[1]) and m[1] > 0 and all(fits(m[i], 16 if i == 3 else 32) for i in m if i > 2), "secrets")
        need(type(m[2]) is list and m[2], "epochs")
        self.epochs = {}
        for e in m[2]:
            self.take_epoch(e)
        need(m[1] == 1, "a full holder in another domain than the first")
        self.id, self.keys = m[3], {1: (m[9], m[12], m[13])}
        self.enter(1)

    def derived(self, index_key, field, domain):
        """Section 4.6: a secret of a write-only host's domain."""
        return mac(mac(self.id, index_key), b"byssus domain 1" + struct.pack(">QB", domain, field) + b"\1")

    def enter(self, domain):
        """Reads in a domain from here on."""
        if domain not in self.keys:
            need(domain in self.domains, f"no domain {domain}")
            key = self.epochs[self.domains[domain][1]]["index"]
            self.keys[domain] = tuple(self.derived(key, field, domain) for field in (9, 12, 13))
        self.domain = domain
        self.ids, self.mixing, self.names = self.keys[domain]
        self.index = self.indexes.setdefault(domain, {})

    def take_epoch(self, m):
        fields = {2: "public", 4: "ledger", 5: "root", 6: "", 7: "author", 8: "", 11: "index", 14: "private"}
        need(type(m) is dict and set(m) >= {1, *fields} - {6, 14}, "epoch lacks a secret")
        known(set(m) <= {1, *fields}, "secret of an epoch")
        need(m[1] == len(self.epochs) + 1 and all(fits(m[i], 32) for i in m if i > 1), "secrets of an epoch")
        self.epochs[m[1]] = {name: m.get(i) for i, name in fields.items()}

    def letter(self, document):
        """Section 4.5: takes the secrets of the next epoch out of a letter: (epoch, entry, holders)."""
        statement, signer, signature = shaped(cbor(document), (bytes, 32, 64), "letter")
        epoch, entry, ephemeral, copies, sealed = shaped(
            cbor(statement), (uint, uint, 32, [either((32, 48), (32, 48, bytes))], bytes), "letter")
        if epoch == len(self.epochs) + 1:
            need(signer == self.epochs[epoch - 1]["root"], "letter signed by nobody who may")
            verify_signature(signer, signature, b"byssus epoch 1" + statement)
            wrapped = {c[0]: c[1] for c in copies}.get(self.holder)
            known(wrapped, f"epoch {epoch} is not for this key file: its holder was removed")
            private = X25519PrivateKey.from_private_bytes(self.private)
            own = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            try:
                shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
                key = mac(mac(ephemeral + own, shared),
                          b"byssus letter 1" + self.id + struct.pack(">I", epoch) + self.holder + b"\1")
                key = AESGCM(key).decrypt(bytes(12), wrapped, self.holder)
            except (ValueError, InvalidTag):
                raise Damaged(f"letter about epoch {epoch} does not open") from None
            self.take_epoch(cbor(Container(sealed, EPOCH, lambda *_: (key, self.id)).document()))
        return epoch, entry, [c[0] for c in copies]

    def copies(self):
        """Takes the secrets of later epochs from the copies of letters, as far as there are any."""
        while True:
            key = f"epochs/{len(self.epochs) + 1:016}"
            if key not in self.store.list("epochs"):
                return
            try:
                self.letter(self.store.get(key))
            except Damaged as e:
                note(f"{key} is damaged: {e}")
                return

    def secret(self, kind, epoch, domain, agreement):
        """Section 2.2."""
        if epoch not in self.epochs:
            raise KeysMissing(f"no keys of epoch {epoch}")
        e = self.epochs[epoch]
        if kind in (CONFIG, ENTRY, CHECKPOINT):
            return e["ledger"], self.id
        known(domain == self.domain, f"domain {domain}")
        if kind == INDEX:
            return e["index"] if domain == 1 else self.derived(e["index"], 11, domain), self.id
        known(e["private"], f"no private key of epoch {epoch}")
        try:  # raises ValueError if the shared secret is all zero
            shared = X25519PrivateKey.from_private_bytes(e["private"]).exchange(X25519PublicKey.from_public_bytes(agreement))
        except ValueError:
            raise Damaged("agreement") from None
        return self.mixing + shared, self.id + e["public"]

    def statement(self, data, kind, purpose, signers):
        """Section 3: (statement, who of the epoch signed it, epoch)."""
        container = self.open(data, kind)
        keys = {self.epochs[container.epoch][name]: name for name in signers}
        if kind == ENTRY:
            keys.update({author: number for number, _, author, _, _ in self.domains.values()})
        statement, signer = self.signed(container.document(), purpose, keys)
        return statement, keys[signer], container.epoch

    def open(self, data, kind):
        return Container(data, kind, self.secret)

    @staticmethod
    def signed(document, purpose, signers):
        """Section 3: (statement, signer)."""
        statement, signer, signature = shaped(cbor(document), (bytes, 32, 64), "signed document")
        need(signer in signers, "signed by nobody who may")
        verify_signature(signer, signature, purpose + statement)
        return statement, signer

    # --- The log (section 5) ---

    def entry(self, number, data):
        """(previous, type, change, domain, the host that signed it or none) of a valid entry; Damaged if it is void."""
        try:
            statement, signer, epoch = self.statement(data, ENTRY, b"byssus log entry 1", ("root", "author"))
        except Unsupported as e:
            raise Damaged(e) from None  # does not open, so it is void
        host = signer if type(signer) is int else None
        try:
            need(epoch >= self.epoch, f"of epoch {epoch}, behind the beginning of epoch {self.epoch}")
            need(not host or self.domains[host][3] in self.holders, "of a host whose key was removed")
            previous, kind, change = self.said(number, cbor(statement), signer)
            domain = self.domain_said(kind, change, host or 1)
        except (Damaged, Unsupported) as e:
            raise Powerless(e) if host else e from None
        self.epoch = epoch
        return previous, kind, change, domain, host

    @staticmethod
    def said(number, statement, signer):
        n, previous, _, kind, change = shaped(statement, (uint, 32, uint, uint, lambda v: True), "log entry")
        if type(signer) is int:
            need(kind in (1, 2, 8), "of a host that may say what it stored and nothing else")
        else:
            known(1 <= kind <= 18, f"log entry of type {kind}")
            need(signer == ("root" if kind in (9, 10, 13, 14, 15, 18) else "author"), "signed by another key than its type asks for")
        need(n == number, "number is not that of its name")
        shapes = {1: either((16, [32]), (16, [32], other)), 2: (16, [32], bytes),
                  3: (lambda v: fits(v, [32]) and 1 <= len(v) <= 1000,),
                  4: either((16, limited(50000), limited(50000)), (16, limited(50000), limited(50000), other)),
                  5: MARKED, 6: (uint, *MARKED),
                  7: (lambda v: uint(v) and v < number,), 8: (16,), 9: HOLDER, 10: (32,), 11: (32, str), 12: (32,),
                  13: (bytes, int), 14: (other, 32, HOLDER), 15: (str,), 16: (parity,), 17: (16, [32], 32, bytes),
                  18: (lambda v: uint(v) and (v == 0 or v > number), voided(number))}
        return previous, kind, shaped(change, shapes[kind], "change")

    @staticmethod
    def domain_said(kind, change, signer):
        """The domain that a change is about."""
        if kind == 2:
            need(domain_of(change[2]) == signer, "a snapshot of another domain than its author's")
            return signer
        if kind == 17:
            return domain_of(change[3])
        named = change[2:] if kind == 1 else change[3:] if kind == 4 else ()
        need(not named or signer == 1, "about another domain than its author's")
        return named[0] if named else signer

    def checkpoint(self, key):
        statement, _, epoch = self.statement(self.store.get(key), CHECKPOINT, b"byssus checkpoint 1", ("author",))
        state = cbor(statement)
        need(type(state) is list and len(state) in (11, 13), "checkpoint")
        for feature in shaped(state[11], [str], "features") if len(state) == 13 else ():
            self.require(feature)
        domain = (other, uint, 32, 32, str)
        shape = (uint, 32, [32], [(uint, bytes, either(str, NONE))], [HOLDER],
                 either(NONE, (uint, blobs, [32])), [(uint, blobs, [32])], [(16, uint)],
                 [(16, uint)], parity, (just(epoch), int))
        shaped(state, shape if len(state) == 11 else (*shape, [str], [(domain, [32])]), "checkpoint")
        need(ascending([0] + [c[0] for c in state[6]]), "condemned")
        need(all(len(dict(runs)) == len(runs) for runs in state[7:9]), "runs")
        need(state[0] == int(key[-16:]), "number is not that of its name")
        return state if len(state) == 13 else [*state, [], []]

    def fold(self, from_start=False):
        """Sets what the last entry leaves: segments, snapshots (with the entry that committed each, and the pin), holders,
        the open mark (number, packs, segments), what is condemned (entry: packs, segments) which runs hold and
        which are unfinished."""
        self.mark, self.condemned, self.holds, self.unfinished, self.parity = None, {}, {}, {}, 0
        self.segments, self.snapshots, self.holders = {}, {}, {h[0]: h for h in self.first_holders}
        self.features, self.domains = set(), {}  # segments: by their domain and name
        self.epoch, begun = 1, 0

        def of_domains(segments, domains):
            named = {(1, name): None for name in segments}
            named.update({(d[0], name): None for d, names in domains for name in names})
            return named

        def of_checkpoint(snapshots):
            return {sha256(container): (entry, container, pin) for entry, container, pin in snapshots}

        def of_pruners(mark, condemned, holds, unfinished):
            return (mark and (mark[0], packs_of(mark[1]), set(mark[2])),
                    {n: (packs_of(p), set(s)) for n, p, s in condemned}, dict(holds), dict(unfinished))
        number, previous = 0, sha256(self.store.get("config"))
        checkpoints = {}
        for key in reversed(self.store.list("checkpoint")):
            try:
                state = checkpoints[int(key[-16:])] = self.checkpoint(key)
            except (Damaged, KeysMissing) as e:
                (self.problem if from_start else note)(f"{key} is ignored: {e}")
                continue
            if not from_start:
                number, previous = state[:2]
                self.segments = of_domains(state[2], state[12])
                self.features, self.domains = set(state[11]), {d[0]: d for d, _ in state[12]}
                self.snapshots, self.holders = of_checkpoint(state[3]), {h[0]: h for h in state[4]}
                self.mark, self.condemned, self.holds, self.unfinished = of_pruners(*state[5:9])
                self.parity = state[9]
                self.epoch, begun = state[10]
                break
        doubtful = {}  # by their number: hash and problem of what a VOID may settle
        for key in self.store.list("log"):
            n = int(key[-16:])
            if n <= number:
                continue
            if n - number > REACH:
                note(f"{key} and what is behind it is no entry: no number is so great yet")
                break
            if n != number + 1:
                self.problem(f"log entries {number + 1} to {n - 1} are missing")
                previous = None
            data, follows = b"", None
            try:
                try:
                    data = self.store.get(key)
                    blob = sha256(data)
                except Damaged:
                    blob = bytes(32)  # too large
                    raise
                claimed, kind, change, domain, host = self.entry(n, data)
                if previous not in (None, claimed):
                    problem = key + " does not continue the entry before it"
                    if host:
                        doubtful[n] = blob, problem
                    else:
                        self.problem(problem)
                if kind == 18:
                    for at, h in change[1]:
                        if doubtful.get(at, (None,))[0] == h:
                            del doubtful[at]
                    follows = change[0]
                if kind in (1, 2, 4, 17):
                    gone = set().union(*(segments for _, segments in self.condemned.values()))
                    self.segments.update(dict.fromkeys((domain, s) for s in change[1] if s not in gone))
                    if kind == 1:
                        self.unfinished[change[0]] = n
                    else:
                        self.unfinished.pop(change[0], None)
                if kind == 2:
                    self.holds.pop(change[0], None)
                    self.snapshots.setdefault(sha256(change[2]), (n, change[2], None))
                if kind == 3:
                    for name in change[0]:
                        if self.snapshots.get(name, (0, b"", None))[2] is None:
                            self.snapshots.pop(name, None)
                if kind == 4:
                    self.segments = {named: None for named in self.segments if named[1] not in change[2]}
                    if change[2]:
                        self.condemned[n] = set(), set(change[2])
                if kind == 5 and not self.mark:
                    self.mark, self.holds = (n, packs_of(change[0]), set(change[1])), {}
                if kind == 6 and self.mark and self.mark[0] == change[0]:
                    gone = packs_of(change[1]) & self.mark[1], (set(change[2]) & self.mark[2]) - {name for _, name in self.segments}
                    self.mark = None
                    if any(gone):
                        self.condemned[n] = gone
                if kind == 7:
                    self.condemned = {e: gone for e, gone in self.condemned.items() if e > change[0]}
                if kind == 8:
                    self.holds[change[0]] = n
                if kind == 16:
                    self.parity = change[0]
                if kind == 17:
                    self.holds.pop(change[0], None)
                    old = self.snapshots.get(change[2])
                    if old and domain_of(old[1]) == domain:
                        del self.snapshots[change[2]]
                        self.snapshots[sha256(change[3])] = old[0], change[3], old[2]
                if kind in (11, 12) and change[0] in self.snapshots:
                    self.snapshots[change[0]] = (*self.snapshots[change[0]][:2], change[1] if kind == 11 else None)
                if kind == 9:
                    self.holders[change[0]] = change
                if kind == 14 and all(change[0] != d[0] and change[1] != d[2] for d in self.domains.values()):
                    self.holders[change[2][0]] = change[2]
                    self.domains[change[0]] = [change[0], self.epoch, change[1], change[2][0], change[2][2]]
                if kind == 15:
                    self.require(change[0])
                    self.features.add(change[0])
                if kind == 10:
                    self.holders.pop(change[0], None)
                if kind == 13:
                    epoch, number_in_letter, recipients = self.letter(change[0])
                    need((epoch, number_in_letter) == (self.epoch + 1, n), "letter about another epoch, or of another entry")
                    self.epoch, begun = epoch, change[1]
                    self.holders = {i: h for i, h in self.holders.items() if i in recipients}
            except Powerless as e:
                note(f"{key} has no effect: {e}")
            except Damaged as e:
                doubtful[n] = blob, f"{key} is void: {e}"
            number, previous = (follows - 1, bytes(32)) if follows else (n, blob)
            state = checkpoints.get(n)
            if from_start and state and not (
                    state[1] == previous and of_domains(state[2], state[12]) == self.segments
                    and set(state[11]) == self.features and {d[0]: d for d, _ in state[12]} == self.domains
                    and of_checkpoint(state[3]) == self.snapshots and {h[0]: h for h in state[4]} == self.holders
                    and state[9] == self.parity and of_pruners(*state[5:9]) == (self.mark, self.condemned, self.holds, self.unfinished)
                    and state[10] == [self.epoch, begun]):
                self.problem(f"checkpoint {n} is not what the log says")
        for _, problem in doubtful.values():
            self.problem(problem)
        if max(checkpoints, default=0) > number:
            self.problem(f"checkpoint {max(checkpoints)} lies behind the last log entry, {number}")

    def snapshot(self, container):
        """Section 8: the elements of a snapshot's document."""
        self.enter(domain_of(container))
        elements = cbor(self.open(container, SNAPSHOT).document())
        known(type(elements) is list and len(elements) == 11, "snapshot")
        strategies = ("full", "incremental", "differential")
        return shaped(elements, (TIME, str, str, [str], [str], str, lambda v: v in strategies, either(32, NONE), 32,
                                 uint, uint), "snapshot")

    def find(self, name):
        """The container of a snapshot by the first digits of its id, or the last of the log."""
        found = {i: c for i, (_, c, _) in sorted(self.snapshots.items(), key=lambda s: s[1][0])}
        if name != "latest":
            found = {i: c for i, c in found.items() if i.hex().startswith(name.lower())}
        if not found or name != "latest" and len(found) > 1:
            raise Unsupported(f"{len(found)} snapshots are called {name}")
        return self.snapshot(list(found.values())[-1])

    # --- The index (section 6) ---

    def segment(self, name):
        records = [either((just(CHUNK), uint, uint, 16), (just(BUNDLE), uint, uint, bytes, [uint]))]
        shape = [(16, 32, lambda v: v in (DATA, TREE), lambda v: uint(v) and v <= 1 << 30, just(128), records)]
        return shaped(cbor(self.open(self.store.get("index/" + name.hex()), INDEX).document()), shape, "index segment")

    def load_index(self):
        """Fills self.index: id prefix -> [(kind, pack, offset, record, number in the bundle)]; gives the packs."""
        packs = {}
        condemned = set().union(*(gone for gone, _ in self.condemned.values()))
        for domain, name in self.segments:
            try:
                self.enter(domain)
                if domain > 1 and domain_of(self.store.get("index/" + name.hex())) != domain:
                    note(f"index/{name.hex()} is not of the host that named it")
                    continue
                for run, sha, kind, length, start, records in self.segment(name):
                    if (run, sha) in condemned:
                        continue
                    pack, p = f"packs/{run.hex()}/{sha.hex()}", start
                    packs[pack, domain] = kind, length, records
                    for r in records:
                        prefixes = prefixes_of(r, 16)
                        for i, prefix in enumerate(prefixes):
                            self.index.setdefault(prefix, []).append((kind, pack, p, r, i))
                        p += 16 + r[1] + 16 * max(1, -(-r[1] // SEGMENT))
            except (Damaged, Unsupported) as e:
                self.problem(f"index/{name.hex()}: {e}")
        return packs

    @lru_cache(maxsize=256)
    def pack(self, key, kind, domain):
        """A pack, which has to be of the domain that is read in."""
        return self.open(self.store.get(key), kind)

    def chunk(self, wanted):
        """A tree or a piece of content; a writer that has a chunk in a pack of the one kind refers to it from both."""
        error = Damaged(f"chunk {wanted.hex()} is not in the index")
        for kind, pack, p, record, i in self.index.get(wanted[:16], ()):
            try:
                data = self.records.pop((pack, p, self.domain), None)
                if data is None:
                    found = self.pack(pack, kind, self.domain).record(p)
                    need(list(found[:3]) == record[:3], f"{pack}: record at {p} is not what the index says")
                    data = found[3]
                self.records[pack, p, self.domain] = data
                if len(self.records) > 8:
                    self.records.popitem(last=False)
                chunk = chunks_of(record, data)[i]
                need(mac(self.ids, chunk) == wanted, f"{pack}: chunk {wanted.hex()} is another one")
                return chunk
            except (Damaged, Unsupported) as e:
                error = e
        raise error

    # --- Trees and content (section 7) ---

    def tree(self, wanted):
        tree = cbor(self.chunk(wanted))
        return shaped(tree, either((just(1), [dict]), (just(2), [either(32, NONE)]),
                                   lambda v: fits(v[:1], (just(3),)) and content(v[1:])), f"tree {wanted.hex()}")

    def directory(self, wanted):
        """All entries of a directory by name; what an entry must have besides its name is checked in entry_of."""
        entries = {}
        for path, leaf in self.leaves(wanted, ()):
            last = b""
            for e in leaf:
                name = shaped(e.get(1), bytes, "name")
                need(0 < len(name) <= 4096 and b"/" not in name and b"\0" not in name and name not in (b".", b".."),
                     "name")
                need(name > last and name not in entries, "names out of order, or one twice")
                hashed = mac(self.names, name)
                need(all((hashed[d // 2] >> (4 - d % 2 * 4)) & 15 == c for d, c in enumerate(path)), "name in another's place")
                entries[name], last = e, name
        return entries

    def leaves(self, wanted, path):
        tree = self.tree(wanted)
        if tree[0] == 1:
            yield path, tree[1]
            return
        need(tree[0] == 2 and len(tree[1]) == 16 and len(path) < 16, f"tree {wanted.hex()} is not of a directory")
        for i, child in enumerate(tree[1]):
            if child is not None:
                yield from self.leaves(child, path + (i,))

    def content(self, depth, ids, lengths, met=None):
        """The chunks of content, as (id, length); HOLE is the id of a hole."""
        if met is None:
            met = {"lists": set(), "repeated": 0, "most": min(1 << 24, sum(lengths) // 512)}
        for i, length in enumerate(lengths):
            one = ids[32 * i:32 * i + 32]
            if depth == 0:
                yield one, length
                continue
            tree = self.tree(one)
            need(tree[:2] == [3, depth - 1] and sum(tree[3]) == length, f"list {one.hex()}")
            if depth == 1 and one in met["lists"]:
                met["repeated"] += len(tree[3])
                need(met["repeated"] <= met["most"], f"list {one.hex()} unfolds too far")
            met["lists"].add(one)
            yield from self.content(*tree[1:], met)

    def read(self, e):
        """The pieces of a file: bytes, or the length of a hole."""
        if 9 in e:
            yield e[9]
            return
        for one, length in self.content(*e[10]):
            if one == HOLE:
                yield length
                continue
            data = self.chunk(one)
            need(len(data) == length, f"chunk {one.hex()} has another length")
            yield data


def prefixes_of(record, size):
    """The ids of a record of the index (size 16) or of a pack's directory (size 32)."""
    if record[0] == CHUNK:
        return [record[3]]
    need(record[4] and len(record[3]) == size * len(record[4]), "bundle has not as many ids as lengths")
    return [record[3][i:i + size] for i in range(0, len(record[3]), size)]


def chunks_of(record, data):
    """The chunks in a record's plaintext."""
    if record[0] == CHUNK:
        return [data]
    lengths = record[4]
    need(data[:4 * len(lengths) + 4] == struct.pack(f">{len(lengths) + 1}I", len(lengths), *lengths), "bundle's table")
    need(len(data) == 4 * len(lengths) + 4 + sum(lengths), "bundle's length")
    chunks, p = [], 4 * len(lengths) + 4
    for n in lengths:
        chunks.append(data[p:p + n])
        p += n
    return chunks


def entry_of(e):
    """Checks an entry (section 7) and gives it back."""
    need(all(map(uint, e)), "key of an entry")
    kind = shaped(e.get(2), uint, "kind")
    known(kind <= 6, f"entry of kind {kind}")
    known(all(1 <= k <= 17 or k > 63 for k in e), f"key of an entry among {sorted(e)}")
    own = ({10 if 10 in e else 9}, {12}, {13}, set(), set(), {15}, {15})[kind]
    must = set(range(1, 9)) | own
    may = must | {11, 16} | ({14} if kind != 1 else {17})
    need(must <= set(e) and all(k in may for k in e if k < 64), f"an entry of kind {kind} with the keys {sorted(e)}")
    owner = lambda v: type(v) is int and -1 <= v < 1 << 32
    device = lambda v: uint(v) and v < 1 << 32
    time = lambda v: fits(v, TIME) and -31557014167219200 <= v[0] <= 31556889864403199
    shapes = {3: lambda v: uint(v) and v < 0o10000, 4: owner, 5: owner, 6: time, 7: time, 8: int, 9: bytes,
              10: content, 11: bool, 17: bool, 12: 32, 13: bytes, 14: (uint, lambda v: uint(v) and v > 1), 15: (device, device),
              16: [(str, bytes)], 64: str, 65: str, 66: bool}
    need(all(fits(e[k], shapes[k]) for k in e if k in shapes), "entry is not of its form")
    names = [n for n, _ in e.get(16, ())]
    need(len(set(names)) == len(names) and all(0 < len(n.encode()) < 256 and "\0" not in n and len(v) <= 65536
                                               for n, v in e.get(16, ())), "attributes")
    need(sum(len(n.encode()) + len(v) for n, v in e.get(16, ())) <= 98304, "too many attributes")
    return e


TYPES = (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR, stat.S_IFBLK)

# --- Commands ------------------------------------------------------------------------------------------------------


def note(text):
    print(text, file=sys.stderr)


def shown(text):
    """Printable: what is no UTF-8 and what is no graphic character as escapes."""
    if isinstance(text, bytes):
        text = text.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def timed(seconds, nanos):
    try:
        return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%S}.{nanos:09}Z"
    except (ValueError, OverflowError, OSError):
        return f"{seconds}.{nanos:09}"


def command_list(repo):
    for _, container, _ in sorted(repo.snapshots.values(), key=lambda s: s[0]):
        try:
            s = repo.snapshot(container)
            print(sha256(container).hex(), timed(*s[0]), shown(s[1]), *map(shown, s[3]), sep="\t")
        except (Damaged, Unsupported) as e:
            repo.failed(f"snapshot {sha256(container).hex()}", e)


def command_ls(repo, name):
    def walk(tree, path):
        for name, e in sorted(repo.directory(tree).items()):
            at = path + b"/" + name
            try:
                e = entry_of(e)
                kind = TYPES[e[2]]
                size = len(e[9]) if 9 in e else sum(e[10][2]) if 10 in e else 0
                size = "%d:%d" % tuple(e[15]) if 15 in e else size
                link = " -> " + shown(e[13]) if 13 in e else ""
                print(stat.filemode(kind | e[3]), e[4], e[5], size, timed(*e[6]), shown(at) + link)
                if e.get(66):
                    note(f"{shown(at)}: extended attributes may be missing")
                if e[2] == 1:
                    walk(e[12], at)
            except (Damaged, Unsupported) as error:
                repo.failed(shown(at), error)

    repo.load_index()
    walk(repo.find(name)[8], b"")


def link_group(e):
    """What the names of one file have in common: the inode number alone may have become another file's."""
    return e[2], e[14][0], e[8], tuple(e[6]), tuple(e[7])


def command_extract(repo, name, target):
    """Everything is made below an open directory, by names without a slash, and never through a link."""
    def restore(tree, folder, path):
        for name, e in sorted(repo.directory(tree).items()):
            try:
                restore_entry(entry_of(e), name, folder, path + b"/" + name)
            except (Damaged, Unsupported, OSError, ValueError, OverflowError) as error:
                repo.failed(shown(path + b"/" + name), error)

    def restore_entry(e, name, folder, path):
        flags = os.O_NOFOLLOW | os.O_CLOEXEC
        group = link_group(e) + (repr([e.get(key) for key in (9, 10, 13, 15)]),) if 14 in e else None
        if e[2] == 4:
            note(f"{shown(path)}: a socket, which only its owner can make")
            return
        if e[2] >= 5 and os.geteuid() != 0:
            note(f"{shown(path)}: a device, which only root can make")
            return
        if group in linked:
            os.link(linked[group], target_of(path), follow_symlinks=False)
            return
        fd = None
        if e[2] == 2:
            os.symlink(e[13], name, dir_fd=folder)
        elif e[2] == 1:
            os.mkdir(name, 0o700, dir_fd=folder)
            fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | flags, dir_fd=folder)
        elif e[2] == 0:
            fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | flags, 0o600, dir_fd=folder)
        else:
            os.mknod(name, TYPES[e[2]] | 0o600, os.makedev(*e.get(15, (0, 0))), dir_fd=folder)
        try:
            if e[2] == 1:
                try:
                    restore(e[12], fd, path)
                except (Damaged, Unsupported) as error:
                    repo.failed(shown(path), error)
            elif e[2] == 0:
                try:
                    for data in repo.read(e):
                        if type(data) is int:
                            os.lseek(fd, data, os.SEEK_CUR)
                            continue
                        while data:
                            data = data[os.write(fd, data):]
                    os.ftruncate(fd, os.lseek(fd, 0, os.SEEK_CUR))
                except (Damaged, Unsupported):
                    os.unlink(name, dir_fd=folder)
                    raise
            if os.geteuid() == 0:
                os.chown(name, e[4], e[5], dir_fd=folder, follow_symlinks=False)
            if fd is not None:
                os.fchmod(fd, e[3])
            elif e[2] != 2:
                os.chmod(name, e[3], dir_fd=folder)
            for attribute, value in e.get(16, ()):
                try:
                    os.setxattr(target_of(path), attribute.encode(), value, follow_symlinks=False)
                except OSError as error:
                    note(f"{shown(path)}: {shown(attribute)} is not kept: {error.strerror}")
            nanos = e[6][0] * 10 ** 9 + e[6][1]
            os.utime(name, ns=(nanos, nanos), dir_fd=folder, follow_symlinks=False)
        finally:
            if fd is not None:
                os.close(fd)
        if group:
            linked[group] = target_of(path)

    def target_of(path):
        return os.fsencode(target) + path

    linked = {}
    os.makedirs(target, exist_ok=True)
    if os.listdir(target):
        raise Unsupported(f"{target} is not empty")
    repo.load_index()
    fd = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    restore(repo.find(name)[8], fd, b"")


def command_verify(repo):
    store, sizes, lengths = repo.store, {}, {}

    def attempt(what, action, *args):
        try:
            return action(*args)
        except (Damaged, Unsupported) as e:
            repo.failed(what, e)

    def named(key):
        need(sha256(store.get(key)).hex() == key[-64:], "SHA-256 is not its name")

    def pack(key, kind, length, records):
        container = repo.open(store.get(key), kind)
        need(len(container.data) == length, "another length than in the index")
        directory, p = container.directory(), container.start
        need([r[:3] + ([b"".join(i[:16] for i in prefixes_of(r, 32))] + r[4:]) for r in directory if r[0] != DOCUMENT]
             == records and len(directory) == len(records), "directory is not what the index says")
        for r in directory:
            need(p < container.directory_at, "directory lists more records than there are")
            *found, data, p = container.record(p)
            need(found == r[:3], "record is not what the directory says")
            for one, chunk in zip(prefixes_of(r, 32), chunks_of(r, data)):
                need(mac(repo.ids, chunk) == one, f"chunk {one.hex()} is another one")
                lengths[one] = len(chunk)
        need(p == container.directory_at, "gap before the directory")

    def corrects(key):
        try:
            for problem in Parity(store.get(key)[:]).problems(store.get("packs" + key[6:])[:]):
                raise Damaged(problem)
        except ValueError as e:
            raise Damaged(str(e)) from None

    def files(tree):
        """Number of the files below a directory, size of those with one name, sizes of the others by what they are."""
        if tree not in sizes:
            count, size, linked = 0, 0, {}
            for name, e in repo.directory(tree).items():
                e = entry_of(e)
                if e[2] == 1:
                    n, s, l = files(e[12])
                    count, size, linked = count + n, size + s, {**l, **linked}
                elif e[2] == 0:
                    own = 0
                    for one, length in repo.content(*e[10]) if 10 in e else ((HOLE, len(e[9])),):
                        need(one == HOLE or lengths.get(one) == length, f"{shown(name)}: a chunk lacks")
                        own += length
                    count += 1
                    if 14 in e:
                        linked.setdefault(link_group(e) + (own,), own)
                    else:
                        size += own
            sizes[tree] = count, size, linked
        return sizes[tree]

    def snapshot(container):
        s = repo.snapshot(container)
        count, size, linked = files(s[8])
        found = count, size + sum(linked.values())
        need(found == (s[9], s[10]), f"has {found} files and bytes, says {s[9:11]}")

    for key in store.list("keys") + store.list("packs") + store.list("index"):
        attempt(key, named, key)
    for holder in repo.holders:
        if "keys/" + holder.hex() not in store.list("keys"):
            repo.problem(f"keys/{holder.hex()} is missing")
    for key in store.list("keys"):
        attempt(key, preamble, store.get(key))
        if bytes.fromhex(key[5:]) not in repo.holders:
            note(key + " is of no holder")
    packs = repo.load_index()
    for (key, domain), (kind, length, records) in sorted(packs.items()):
        repo.enter(domain)
        attempt(key, pack, key, kind, length, records)
    for _, container, _ in sorted(repo.snapshots.values(), key=lambda s: s[0]):
        attempt(f"snapshot {sha256(container).hex()}", snapshot, container)
    for key in store.list("parity"):
        if ("packs" + key[6:]) in {pack for pack, _ in packs}:
            attempt(key, corrects, key)
        else:
            note(key + " is of no pack")
    stray = [k for k in store.list("packs") if k not in {pack for pack, _ in packs}]
    stray += [k for k in store.list("index") if bytes.fromhex(k[6:]) not in {name for _, name in repo.segments}]
    for key in stray:
        note(key + " does not count (a run that is under way or was cut short)")
    print(f"{len(store.list('log'))} log entries, {len(store.list('checkpoint'))} checkpoints, {len(repo.holders)} holders, "
          f"{len(repo.segments)} index segments, {len(packs)} packs, {len(lengths)} chunks, "
          f"{len(repo.snapshots)} snapshots: {repo.problems} problems" + (f", {repo.unread} unread" if repo.unread else ""))


def main(args):
    commands = {"list": (command_list, 2), "ls": (command_ls, 3), "extract": (command_extract, 4),
                "verify": (command_verify, 2)}
    command, count = commands.get(args[0] if args else "", (None, 0))
    if command is None or len(args) != count:
        note(__doc__)
        return 2
    sys.setrecursionlimit(20000)  # directories may be nested deeply, each takes a few calls and one open file
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    try:
        repo = Repository(args[1], os.environb.get(b"BYSSUS_PASSWORD"))
        repo.fold(from_start=args[0] == "verify")
        command(repo, *args[2:])
        return 1 if repo.problems else 2 if repo.unread else 0
    except (Damaged, Unsupported, OSError) as e:
        note(f"{'damaged: ' if isinstance(e, Damaged) else ''}{e}")
        return 1 if isinstance(e, Damaged) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
