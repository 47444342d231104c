#!/usr/bin/env python3
"""Checks logs, receipts and test vectors of Fairnotice without one line of its code.

Written from RFC 6962, RFC 8032 and the C2SP documents (signed-note, tlog-checkpoint, tlog-tiles, tlog-proof,
tlog-cosignature). Python's standard library, and the `openssl` command for Ed25519; nothing else.

    verify_log.py log URL|FOLDER --vkey KEY     every entry, tile and the signed root
    verify_log.py receipt FILE [--vkey KEY]     one receipt
    verify_log.py vectors FOLDER                the files of tests/vectors

Exits with 0 (all is well), 1 (something is not) or 2 (could not run).
"""
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")


class Wrong(Exception):
    """What was looked at is not what it says."""


def require(condition, words):
    if not condition:
        raise Wrong(words)


# --- Bytes -------------------------------------------------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text, length=None):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("not base64: %r" % text)
    require(b64(data) == text, "base64 in another spelling: %r" % text)
    require(length is None or len(data) == length, "%d bytes where %s are due" % (len(data), length))
    return data


def number(text):
    require(re.fullmatch(r"0|[1-9][0-9]{0,15}", text, re.ASCII) is not None and int(text) < 2**53, "not a number: %r" % text)
    return int(text)


# --- Tree (RFC 6962, section 2.1) ----------------------------------------------------------------------------------------


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


class Tree:
    """The definitions of the RFC over a list of leaf hashes; what was computed once is kept."""

    def __init__(self, leaves):
        self.leaves, self.known = leaves, {}

    def root(self, start, end):
        if end - start == 0:
            return sha256(b"")
        if end - start == 1:
            return self.leaves[start]
        if (start, end) not in self.known:
            middle = start + split(end - start)
            self.known[start, end] = node_hash(self.root(start, middle), self.root(middle, end))
        return self.known[start, end]

    def path(self, index, start, end):
        if end - start == 1:
            return []
        middle = start + split(end - start)
        if index < middle:
            return self.path(index, start, middle) + [self.root(middle, end)]
        return self.path(index, middle, end) + [self.root(start, middle)]

    def subproof(self, size, start, end, whole):
        if size == end:
            return [] if whole else [self.root(start, end)]
        middle = start + split(end - start)
        if size <= middle:
            return self.subproof(size, start, middle, whole) + [self.root(middle, end)]
        return self.subproof(size, middle, end, False) + [self.root(start, middle)]

    def consistency(self, old, new):
        return [] if old == 0 else self.subproof(old, 0, new, True)


def split(count):
    return 1 << ((count - 1).bit_length() - 1)


def root_from_path(entry, index, size, hashes):
    """Follows the recursion of the definition downwards to learn the sides, then hashes upwards."""
    require(0 <= index < size, "the tree has no such leaf")
    sides, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        sides.append(index < middle)
        start, end = (start, middle) if index < middle else (middle, end)
    require(len(sides) == len(hashes), "a proof of %d hashes where %d are due" % (len(hashes), len(sides)))
    value = leaf_hash(entry)
    for sibling, on_the_left in zip(hashes, reversed(sides)):
        value = node_hash(value, sibling) if on_the_left else node_hash(sibling, value)
    return value


# --- Signatures --------------------------------------------------------------------------------------------------------


def ed25519(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for name, data in (("key", SPKI_ED25519 + key), ("message", message), ("signature", signature)):
            names[name] = os.path.join(folder, name)
            with open(names[name], "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names["key"], "-rawin", "-in", names["message"], "-sigfile", names["signature"]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        require(len(parts) == 3 and parts[0] and not re.search(r"\s", parts[0]), "not a verifier key: %r" % text)
        self.text, self.name = text, parts[0]
        data = unb64(parts[2])
        require(len(data) == 33 and data[0] in (1, 4), "a key of an unknown kind: %r" % text)
        self.kind, self.key = data[0], data[1:]
        self.id = sha256(self.name.encode() + b"\n" + data)[:4]
        require(self.id.hex() == parts[1], "the key's id is not that of the key: %r" % text)


def split_note(note):
    require(note.endswith("\n") and "\n\n" in note[1:], "not a signed note")
    require(not re.search("[\x00-\x09\x0b-\x1f]", note), "a control character in a note")
    end = note.rindex("\n\n")
    text, lines = note[: end + 1], note[end + 2 : -1].split("\n")
    require(end > 0, "a note without text")
    signatures = []
    for line in lines:
        match = re.fullmatch("\u2014 ([^\\s+]+) ([A-Za-z0-9+/=]+)", line)
        require(match, "not a signature line: %r" % line)
        data = unb64(match[2])
        require(len(data) > 4, "an empty signature")
        signatures.append((match[1], data[:4], data[4:]))
    return text, signatures


def open_note(note, keys):
    """The text of a note, and the names of those whose signatures were checked. A bad one by a known key refuses it."""
    text, signatures = split_note(note)
    signed, cosigned = [], []
    for name, key_id, signature in signatures:
        for key in keys:
            if (key.name, key.id) != (name, key_id):
                continue
            if key.kind == 1:
                require(ed25519(key.key, text.encode(), signature), "the signature by %s is bad" % name)
                signed.append(name)
            else:
                require(len(signature) == 72, "a cosignature of %d bytes" % len(signature))
                (time,) = struct.unpack(">Q", signature[:8])
                message = "cosignature/v1\ntime %d\n%s" % (time, text)
                require(ed25519(key.key, message.encode(), signature[8:]), "the cosignature by %s is bad" % name)
                cosigned.append((name, time))
    require(signed, "not signed by a known key")
    return text, signed, cosigned


def read_checkpoint(text):
    lines = text.split("\n")
    require(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), "not a checkpoint")
    return lines[0], number(lines[1]), unb64(lines[2], 32)


# --- A whole log (c2sp.org/tlog-tiles) -----------------------------------------------------------------------------------


def reader(place):
    if re.match(r"https?://", place):
        base = place.rstrip("/") + "/"

        def fetch(path):
            try:
                with urllib.request.urlopen(base + path, timeout=60) as answer:
                    return answer.read()
            except urllib.error.HTTPError as error:
                if error.code in (404, 410):
                    return None
                raise

        return fetch
    require(os.path.isdir(place), "no such folder: %s" % place)

    def load(path):
        try:
            with open(os.path.join(place, *path.split("/")), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    return load


def tile_name(n, width):
    groups = re.findall("...", str(n).zfill(3 * -(-len(str(n)) // 3)))
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:]) + ("" if width == 256 else ".p/%d" % width)


def entries_of(data, path):
    entries, at = [], 0
    while at < len(data):
        require(at + 2 <= len(data), "%s is cut short" % path)
        (length,) = struct.unpack(">H", data[at : at + 2])
        require(at + 2 + length <= len(data), "%s is cut short" % path)
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return entries


def check_entry(entry, path):
    if entry[:1] == b"\1":
        require(len(entry) == 33, "a commitment of %d bytes in %s" % (len(entry), path))
        return
    require(entry[:1] == b"\2", "an entry of an unknown kind in %s" % path)
    try:
        value = json.loads(entry[1:].decode("utf-8"))
    except ValueError:
        raise Wrong("a statement in %s is no JSON" % path)
    # ASCII names, texts and whole numbers alone: for these RFC 8785 is sorted members without spaces.
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    require(canonical == entry[1:], "a statement in %s is not canonical JSON" % path)
    require(value.get("type") in ("published", "checkpoint", "retired"), "an unknown statement in %s" % path)


def check_log(place, keys):
    read = reader(place)

    def need(prefix, n, width):
        data = read(prefix + tile_name(n, width))
        path = prefix + tile_name(n, width)
        if data is None and width < 256:
            path = prefix + tile_name(n, 256)
            data = read(path)
        require(data is not None, "%s is missing" % path)
        return data, path

    checkpoint = read("checkpoint")
    require(checkpoint is not None, "there is no checkpoint")
    text, signed, _ = open_note(checkpoint.decode("utf-8"), keys)
    origin, size, root = read_checkpoint(text)
    require(origin in signed, "the checkpoint is of %s, and signed by %s" % (origin, ", ".join(signed)))
    given_up = read("minimum")
    first = min(number(given_up.decode().rstrip("\n")) if given_up else 0, size) // 256
    levels = []  # of each level the hashes of its tile that is not yet full, and how many came before them

    def carry(level, row):
        """Puts hashes on a level; a full tile is compared with its file and becomes one hash of the level above."""
        if level == len(levels):
            before = first * 256 // 256**level
            kept = before % 256 and need("tile/%d/" % level, before // 256, min(256, size // 256**level - before // 256 * 256))[0]
            levels.append([before // 256, [kept[32 * at : 32 * at + 32] for at in range(before % 256)]])
        levels[level][1] += row
        n, hashes = levels[level]
        if len(hashes) == 256:
            compare(level, n, hashes)
            levels[level] = [n + 1, []]
            carry(level + 1, [Tree(hashes).root(0, 256)])

    def compare(level, n, hashes):
        data, path = need("tile/%d/" % level, n, len(hashes))
        require(data[: 32 * len(hashes)] == b"".join(hashes), "%s is not what the entries give" % path)
        require(len(data) in (32 * len(hashes), 8192), "%s has %d bytes" % (path, len(data)))

    for n in range(first, -(-size // 256)):
        width = min(256, size - 256 * n)
        data, path = need("tile/entries/", n, width)
        entries = entries_of(data, path)
        require(len(entries) in (width, 256), "%s has %d entries" % (path, len(entries)))
        for entry in entries[:width]:
            check_entry(entry, path)
        carry(0, [leaf_hash(entry) for entry in entries[:width]])
        if n % 64 == 0 and sys.stderr.isatty():
            sys.stderr.write("\r%d of %d entries" % (256 * n, size))
    level = 0
    while 256**level <= size:
        carry(level, [])
        level += 1
    total = None
    for level, (n, hashes) in enumerate(levels):
        if hashes:
            compare(level, n, hashes)
        row = hashes + ([total] if total else [])
        total = Tree(row).root(0, len(row)) if row else None
    require((total or sha256(b"")) == root, "the root over all entries is not the signed one")
    return "%s: %d entries, root %s" % (origin, size, b64(root)) + (", entries below %d are given up" % (256 * first) if first else "")


# --- Receipts (c2sp.org/tlog-proof) ----------------------------------------------------------------------------------------


def read_proof(text):
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    require(blank and checkpoint and lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof")
    extra = unb64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
    require(lines and lines[0].startswith("index "), "a proof without an index")
    index = number(lines.pop(0)[6:])
    require(len(lines) <= 63, "a proof of %d hashes" % len(lines))
    return index, [unb64(line, 32) for line in lines], checkpoint, extra


def check_proof(entry, proof, key, keys):
    index, hashes, checkpoint, _ = read_proof(proof)
    text, _ = split_note(checkpoint)
    origin, size, root = read_checkpoint(text)
    require(root_from_path(entry, index, size, hashes) == root, "the tree that was signed does not hold this entry")
    require(key.name == origin, "the key is of %s, the checkpoint of %s" % (key.name, origin))
    own = open_note(checkpoint, [key])
    everyone = open_note(checkpoint, [key] + keys)
    return origin, size, root, index, own and everyone[2]


def ledger_of(name):
    return re.sub(r"/log/[^/]+$", "/log/", name)


def check_receipt(text, keys):
    try:
        receipt = json.loads(text)
    except ValueError:
        raise Wrong("not JSON")
    require(isinstance(receipt, dict) and receipt.get("type") == "fairnotice-receipt" and receipt.get("v") == 1, "not a receipt")
    require(set(receipt) <= {"type", "v", "record", "salt", "proof", "vkey", "root"}, "more than a receipt has")
    for name in ("record", "salt", "proof", "vkey"):
        require(isinstance(receipt.get(name), str), "a receipt without its %s" % name)
    record, salt, key = receipt["record"], unb64(receipt["salt"], 32), Key(receipt["vkey"])
    members = json.loads(record, object_pairs_hook=lambda pairs: pairs)
    require(len({name for name, _ in members}) == len(members), "a record that says a thing twice")
    require(json.dumps(json.loads(record), separators=(",", ":"), ensure_ascii=False) == record, "a record in another spelling")
    known = [one for one in keys if one.kind == 1]
    trusted = any(one.key == key.key and ledger_of(one.name) == ledger_of(key.name) for one in known)
    require(trusted or not known, "signed by another key than the one that was given")
    origin, size, root, index, _ = check_proof(b"\1" + sha256(salt + record.encode("utf-8")), receipt["proof"], key, keys)
    words = "entry %d of %d in %s" % (index, size, origin) + ("" if trusted else " (the key came with the receipt)")
    if "root" not in receipt:
        return words
    above = receipt["root"]
    require(isinstance(above, dict) and set(above) == {"statement", "proof", "vkey"}, "half a root")
    root_key = Key(above["vkey"])
    *_, cosigned = check_proof(b"\2" + above["statement"].encode("utf-8"), above["proof"], root_key, keys)
    statement = json.loads(above["statement"])
    same = (statement.get("type"), statement.get("log"), statement.get("size"), statement.get("root")) == ("checkpoint", origin, size, b64(root))
    require(same, "the root log speaks of another checkpoint")
    return words + ", witnessed by %d" % len(cosigned)


# --- Vectors -----------------------------------------------------------------------------------------------------------


def refused(action):
    try:
        action()
    except (Wrong, ValueError, KeyError, TypeError):
        return True
    return False


def digest_of(proofs):
    return hashlib.sha256(b"".join(bytes([len(hashes)]) + b"".join(hashes) for hashes in proofs)).hexdigest()


def check_trees(vectors):
    largest = max(max(map(int, vectors["roots"])), vectors["rootsUpTo"])
    tree = Tree([leaf_hash(b"entry %d" % index) for index in range(largest)])
    for size, root in vectors["roots"].items():
        require(b64(tree.root(0, int(size))) == root, "root of %s leaves" % size)
    every = b"".join(tree.root(0, size) for size in range(vectors["rootsUpTo"] + 1))
    require(sha256(every).hex() == vectors["rootsSha256"], "roots of all sizes")
    for size in range(1, 513):
        inclusion = digest_of(tree.path(index, 0, size) for index in range(size))
        require(inclusion == vectors["inclusionSha256"][str(size)], "inclusion proofs for %d leaves" % size)
        consistency = digest_of(tree.consistency(old, size) for old in range(size + 1))
        require(consistency == vectors["consistencySha256"][str(size)], "consistency proofs for %d leaves" % size)
    for one in vectors["inclusion"]:
        require([b64(value) for value in tree.path(one["index"], 0, one["size"])] == one["hashes"], "an inclusion proof")
        got = root_from_path(b"entry %d" % one["index"], one["index"], one["size"], [unb64(value, 32) for value in one["hashes"]])
        require(b64(got) == one["root"], "an inclusion proof's root")
    for one in vectors["consistency"]:
        require([b64(value) for value in tree.consistency(one["from"], one["to"])] == one["hashes"], "a consistency proof")


def check_paths(vectors):
    for level, n, width, path in vectors["tiles"]:
        require("tile/%d/%s" % (level, tile_name(n, width)) == path, path)
    for n, width, path in vectors["entries"]:
        require("tile/entries/%s" % tile_name(n, width) == path, path)


def check_notes(vectors):
    for one in vectors["notes"]:
        text, signed, cosigned = open_note(one["note"], [Key(key) for key in one["vkeys"]])
        require((text, signed, [list(pair) for pair in cosigned]) == (one["text"], one["signed"], one["cosigned"]), "a note: %r" % one["note"])
    for one in vectors["refusedNotes"]:
        require(refused(lambda: open_note(one["note"], [Key(key) for key in one["vkeys"]])), "took %r" % one["note"])
    for one in vectors["vkeys"]:
        require(Key(one["vkey"]).id.hex() == one["id"] and b64(Key(one["vkey"]).key) == one["key"], one["vkey"])
    for text in vectors["refusedVkeys"]:
        require(refused(lambda: Key(text)), "took %r" % text)
    for one in vectors["checkpoints"]:
        origin, size, root = read_checkpoint(one["text"])
        require((origin, size, b64(root)) == (one["origin"], one["size"], one["root"]), one["text"])
    for text in vectors["refusedCheckpoints"]:
        require(refused(lambda: read_checkpoint(text)), "took %r" % text)


def check_receipts(vectors):
    for one in vectors["receipts"]:
        check_receipt(json.dumps(one["receipt"]), [Key(key) for key in one["vkeys"]])
    for one in vectors["refused"]:
        require(refused(lambda: check_receipt(json.dumps(one["receipt"]), [Key(key) for key in one["vkeys"]])), "took a receipt: %s" % one["why"])
    for one in vectors["proofs"]:
        index, hashes, checkpoint, extra = read_proof(one["proof"])
        got = {"index": index, "hashes": [b64(value) for value in hashes], "checkpoint": checkpoint, "extra": None if extra is None else b64(extra)}
        require(got == {name: one[name] for name in got}, "a proof: %r" % one["proof"])
    for text in vectors["refusedProofs"]:
        require(refused(lambda: read_proof(text)), "took %r" % text)


def check_vectors(folder):
    checks = {"trees": check_trees, "paths": check_paths, "notes": check_notes, "receipts": check_receipts}
    for name, check in checks.items():
        with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
            try:
                check(json.load(file))
            except Wrong as wrong:
                raise Wrong("%s.json: %s" % (name, wrong))
    return "%d files of vectors" % len(checks)


def main(words):
    keys = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--vkey"]
    rest = [word for at, word in enumerate(words) if word != "--vkey" and (at == 0 or words[at - 1] != "--vkey")]
    if len(rest) != 2 or rest[0] not in ("log", "receipt", "vectors") or (rest[0] == "log" and not keys):
        sys.stderr.write(__doc__)
        return 2
    try:
        known = [Key(key) for key in keys]
        if rest[0] == "log":
            found = check_log(rest[1], known)
        elif rest[0] == "receipt":
            with open(rest[1], encoding="utf-8") as file:
                found = check_receipt(file.read(), known)
        else:
            found = check_vectors(rest[1])
    except (Wrong, UnicodeError) as wrong:
        print("REFUSED: %s" % wrong)
        return 1
    except OSError as error:
        sys.stderr.write("%s\n" % error)
        return 2
    print("OK: %s" % found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
