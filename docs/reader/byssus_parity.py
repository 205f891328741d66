#!/usr/bin/env python3
"""The parity of packs, written from section 10 of docs/format.md alone.

    byssus_parity.py correct PACK PARITY TARGET    write a pack anew, without the damage that its parity corrects

Exit codes: 0 the new file is the pack, 1 there is more damage than that, 2 it could not be done.
"""
import hashlib
import struct
import sys

HEADER = 64


def tables():
    """Exponents and logarithms of GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1, to the base x."""
    power, exponents, logarithms = 1, [], {}
    for i in range(255):
        exponents.append(power)
        logarithms[power] = i
        power = power << 1 ^ (0x11D if power & 0x80 else 0)
    return exponents, logarithms


EXP, LOG = tables()


def times(a, b):
    return EXP[(LOG[a] + LOG[b]) % 255] if a and b else 0


def inverse(a):
    return EXP[-LOG[a] % 255]


PRODUCTS = [bytes(times(a, b) for b in range(256)) for a in range(256)]


def xor(a, b):
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).to_bytes(len(a), "big")


def crc_table():
    found = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        found.append(value)
    return found


CRC = crc_table()


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ CRC[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


def shares(j, s):
    """What the byte of shard s is multiplied with in parity block j."""
    return inverse((255 - j) ^ s)


class Parity:
    """A blob of parity. Fails with ValueError if it is of no use."""

    def __init__(self, blob):
        headers = [h for h in (blob[:HEADER], blob[-HEADER:]) if self.holds(h)]
        if not headers:
            raise ValueError("no header of the parity holds")
        self.same_headers = len(headers) == 2 and headers[0] == headers[1]
        _, _, self.k, self.m, self.block, self.length, self.sha256, _, _ = struct.unpack(">6sHHHIQ32sII", headers[0])
        if not (1 <= self.m <= self.k and self.k + self.m <= 256 and self.block in (256, 512, 1024, 2048, 4096)
                and 1 <= self.length <= 1 << 30):
            raise ValueError("a field of the parity's header is out of bounds")
        self.blocks = -(-self.length // self.block)
        self.rows = -(-(-(-self.length // self.k)) // self.block)
        table = 4 * (self.blocks + self.m * self.rows)
        size = self.m * self.rows * self.block
        if len(blob) != 2 * HEADER + 2 * table + size:
            raise ValueError("the parity has another length than its header says")
        at = HEADER + table
        self.parity = [blob[p:p + self.block] for p in range(at, at + size, self.block)]
        self.tables = [struct.unpack(f">{table // 4}I", blob[p:p + table]) for p in (HEADER, at + size)]

    @staticmethod
    def holds(header):
        return (len(header) == HEADER and header[:8] == b"BYSPAR\0\1" and header[56:60] == bytes(4)
                and crc32c(header[:60]) == int.from_bytes(header[60:], "big"))

    def right(self, number, data):
        return crc32c(data) in (self.tables[0][number], self.tables[1][number])

    def blocks_of(self, pack):
        """The blocks of a pack of the right length, the last one as long as it is."""
        return [pack[p:p + self.block] for p in range(0, self.length, self.block)]

    def filled(self, blocks, shard, row):
        number = shard * self.rows + row
        return blocks[number].ljust(self.block, b"\0") if number < self.blocks else None

    def sum(self, blocks, j, row, without=()):
        total = bytes(self.block)
        for s in range(self.k):
            data = self.filled(blocks, s, row)
            if data is not None and s not in without:
                total = xor(total, data.translate(PRODUCTS[shares(j, s)]))
        return total

    def problems(self, pack):
        """What is wrong with the parity of a pack that is whole."""
        if hashlib.sha256(pack).digest() != self.sha256 or len(pack) != self.length:
            yield "it is of another pack"
            return
        if not self.same_headers or self.tables[0] != self.tables[1]:
            yield "its two headers or tables differ"
        blocks = self.blocks_of(pack)
        sums = [crc32c(b) for b in blocks + self.parity]
        if sums != list(self.tables[0]):
            yield "its table has another sum of a block"
        for j in range(self.m):
            for row in range(self.rows):
                if self.sum(blocks, j, row) != self.parity[j * self.rows + row]:
                    yield f"parity block {j} of code word {row} is another one"

    def corrected(self, pack):
        """A damaged pack without the damage, or None if there is too much."""
        blocks = self.blocks_of(pack[:self.length].ljust(self.length, b"\0"))
        damaged = {n for n, b in enumerate(blocks) if not self.right(n, b)}
        whole = [self.right(self.blocks + n, b) for n, b in enumerate(self.parity)]
        for row in range(self.rows):
            lost = [s for s in range(self.k) if s * self.rows + row in damaged]
            good = [j for j in range(self.m) if whole[j * self.rows + row]][:len(lost)]
            if len(good) < len(lost):
                return None
            for s, block in zip(lost, self.solve(blocks, lost, good, row)):
                number = s * self.rows + row
                blocks[number] = block[:len(blocks[number])]
        found = b"".join(blocks)
        return found if hashlib.sha256(found).digest() == self.sha256 else None

    def solve(self, blocks, lost, good, row):
        """The lost blocks of a code word, by Gauss and Jordan."""
        matrix = [[shares(j, s) for s in lost] for j in good]
        right = [xor(self.parity[j * self.rows + row], self.sum(blocks, j, row, without=lost)) for j in good]
        for i in range(len(lost)):
            pivot = next(p for p in range(i, len(lost)) if matrix[p][i])
            matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
            right[i], right[pivot] = right[pivot], right[i]
            by = inverse(matrix[i][i])
            matrix[i] = [times(by, v) for v in matrix[i]]
            right[i] = right[i].translate(PRODUCTS[by])
            for o in range(len(lost)):
                by = matrix[o][i]
                if o != i and by:
                    matrix[o] = [a ^ times(by, b) for a, b in zip(matrix[o], matrix[i])]
                    right[o] = xor(right[o], right[i].translate(PRODUCTS[by]))
        return right


def main(args):
    if len(args) != 4 or args[0] != "correct":
        print(__doc__, file=sys.stderr)
        return 2
    with open(args[1], "rb") as pack, open(args[2], "rb") as parity:
        try:
            found = Parity(parity.read()).corrected(pack.read())
        except ValueError as e:
            print(e, file=sys.stderr)
            return 1
    if found is None:
        print("there is more damage than the parity corrects", file=sys.stderr)
        return 1
    with open(args[3], "xb") as target:
        target.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
