/** Signed notes, keys, checkpoints, cosignatures and proofs as the C2SP documents spell them. */
import { describe, expect, test } from 'vitest';
import { toBase64, toHex, utf8 } from '../../../core/log/bytes.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../core/log/checkpoint.ts';
import { addCheckpointBody, cosignatureBytes, cosignedText, parseCosignatureLines, verifyCosignatures } from '../../../core/log/cosignature.ts';
import { EMPTY_ROOT } from '../../../core/log/hash.ts';
import { COSIGNATURE, ED25519, formatNote, formatVkey, keyId, parseNote, parseVkey, signNote, type Vkey, verifyNote } from '../../../core/log/note.ts';
import { formatProof, parseProof } from '../../../core/log/proof.ts';
import { testSigner } from '../../support/log-world.ts';

const FOO = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const shop = testSigner('example.org/log/shop');
const other = testSigner('example.org/log/other');
const vkeyOf = (signer: typeof shop, type: Vkey['type'] = ED25519): Vkey => {
  const parsed = parseVkey(formatVkey(signer.name, type, signer.publicKey));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed;
};
const TEXT = formatCheckpoint({ origin: shop.name, size: 0, root: EMPTY_ROOT });

describe('verifier keys', () => {
  test('are read with their id checked, and written back the same', async () => {
    const vkey = parseVkey(FOO);
    expect(vkey).toMatchObject({ ok: true, name: 'example.com/foo', id: '530d903a', type: ED25519 });
    if (!vkey.ok) return;
    expect(vkey.key).toHaveLength(32);
    expect(keyId(vkey.name, vkey.type, vkey.key)).toBe('530d903a');
    expect(formatVkey(vkey.name, vkey.type, vkey.key)).toBe(FOO);
  });

  test.each([
    ['vkey-bad-id', FOO.replace('530d903a', '530d903b')],
    ['vkey-bad-id', FOO.replace('foo', 'fop')],
    ['vkey-bad-form', FOO.replace('530d903a', '530D903A')],
    ['vkey-bad-form', FOO.replace('+530d903a', '')],
    ['vkey-bad-form', FOO.replace('example.com/foo', 'example com')],
    ['vkey-bad-form', `${FOO} `],
    ['vkey-bad-id', FOO.replace('U2k', 'U2l')],
    ['vkey-unknown-type', FOO.replace('AekyeRrm', 'A+kyeRrm')],
    ['vkey-unknown-type', 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q=='],
    ['vkey-bad-form', ''],
  ])('are refused as %s: %j', async (reason, text) => {
    expect(parseVkey(text)).toEqual({ ok: false, reason });
  });
});

describe('signed notes', () => {
  test('are read back as they were written', async () => {
    const note = formatNote(TEXT, [await signNote(TEXT, shop), await signNote(TEXT, other)]);
    expect(note.startsWith(`${TEXT}\n— example.org/log/shop `)).toBe(true);
    const parsed = parseNote(note);
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(parsed.text).toBe(TEXT);
    expect(formatNote(parsed.text, parsed.signatures)).toBe(note);
  });

  test('verify by one known key; unknown signatures are ignored', async () => {
    const note = formatNote(TEXT, [await signNote(TEXT, other), await signNote(TEXT, shop)]);
    const vkey = vkeyOf(shop);
    expect(await verifyNote(note, [vkey])).toMatchObject({ ok: true, text: TEXT, by: [vkey] });
    expect(await verifyNote(note, [parseVkey(FOO) as Vkey])).toEqual({ ok: false, reason: 'note-not-signed' });
    expect(await verifyNote(note, [])).toEqual({ ok: false, reason: 'note-not-signed' });
  });

  test('are refused for a bad signature by a known key, although another one is good', async () => {
    const good = await signNote(TEXT, shop);
    const bad = { ...(await signNote(TEXT, other)), signature: new Uint8Array(64) };
    const vkeys = [vkeyOf(shop), vkeyOf(other)];
    expect(await verifyNote(formatNote(TEXT, [good, bad]), vkeys)).toEqual({ ok: false, reason: 'note-bad-signature', name: other.name });
    expect(await verifyNote(formatNote(TEXT, [good, { ...bad, signature: new Uint8Array(3) }]), vkeys)).toMatchObject({ reason: 'note-bad-signature' });
    expect(await verifyNote(formatNote(TEXT, [good, bad]), vkeys.slice(0, 1))).toMatchObject({ ok: true });
  });

  test('take 16 signatures and more, and not without end', async () => {
    const line = await signNote(TEXT, shop);
    expect(
      parseNote(
        formatNote(
          TEXT,
          Array.from({ length: 16 }, () => line),
        ),
      ),
    ).toMatchObject({ ok: true });
    expect(
      parseNote(
        formatNote(
          TEXT,
          Array.from({ length: 101 }, () => line),
        ),
      ),
    ).toEqual({ ok: false, reason: 'note-too-long' });
    expect(parseNote('x'.repeat(200_000))).toEqual({ ok: false, reason: 'note-too-long' });
  });

  const SIGNED = 'text\n\n— example.com/foo Uw2QOgAA\n';
  test.each([
    ['note-bad-form', 'text\n'],
    ['note-bad-form', SIGNED.slice(0, -1)],
    ['note-bad-form', '\n\n— example.com/foo Uw2QOgAA\n'],
    ['note-bad-signature-line', 'text\n\n'],
    ['note-bad-signature-line', SIGNED.replace('—', '-')],
    ['note-bad-signature-line', SIGNED.replace('Uw2QOgAA', 'Uw2QOg==')],
    ['note-bad-signature-line', SIGNED.replace('Uw2QOgAA', 'Uw2QOgAB=')],
    ['note-bad-signature-line', SIGNED.replace('example.com/foo', 'example.com+foo')],
    ['note-bad-signature-line', SIGNED.replace(' Uw2QOgAA', '  Uw2QOgAA')],
    ['note-bad-signature-line', `${SIGNED}more\n`],
    ['note-bad-character', SIGNED.replace('text', 'te\tt')],
    ['note-bad-character', SIGNED.replace('text\n', 'text\r\n')],
    ['note-bad-character', SIGNED.replace('text', 'te\ud800t')],
  ])('are refused as %s: %j', (reason, note) => {
    expect(parseNote(SIGNED)).toMatchObject({ ok: true });
    expect(parseNote(note)).toEqual({ ok: false, reason });
  });

  test('cannot be made of a text that cannot be signed', () => {
    expect(() => formatNote('no end', [])).toThrow('lines of text');
    expect(() => formatNote('a\tb\n', [])).toThrow('lines of text');
  });
});

describe('checkpoints', () => {
  const SOFA = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  test('are three lines: origin, size, root', () => {
    const parsed = parseCheckpoint(SOFA);
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(parsed).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] });
    expect(formatCheckpoint(parsed)).toBe(SOFA);
    expect(TEXT).toBe('example.org/log/shop\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
  });

  test('keep lines of others', () => {
    const parsed = parseCheckpoint(`${SOFA}extension\n`);
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(parsed.extensions).toEqual(['extension']);
    expect(formatCheckpoint(parsed)).toBe(`${SOFA}extension\n`);
  });

  test.each([
    ['checkpoint-bad-size', SOFA.replace('20852163', '020852163')],
    ['checkpoint-bad-size', SOFA.replace('20852163', '-1')],
    ['checkpoint-bad-size', SOFA.replace('20852163', '9007199254740992')],
    ['checkpoint-bad-size', SOFA.replace('20852163', '1e3')],
    ['checkpoint-bad-root', SOFA.replace('q2I=', 'q2J=')],
    ['checkpoint-bad-root', SOFA.replace('q2I=', 'q2I')],
    ['checkpoint-bad-root', SOFA.replace('CsUY', '')],
    ['checkpoint-bad-form', SOFA.slice(0, -1)],
    ['checkpoint-bad-form', `${SOFA}\n`],
    ['checkpoint-bad-form', SOFA.replace('example.com/behind-the-sofa', '')],
  ])('are refused as %s: %j', (reason, text) => {
    expect(parseCheckpoint(text)).toEqual({ ok: false, reason });
  });
});

describe('proofs as text', () => {
  const checkpoint = `${TEXT}\n— example.com/foo Uw2QOgAA\n`;
  const proof = { index: 3, hashes: [EMPTY_ROOT, EMPTY_ROOT], checkpoint };
  test('are written as the specification shows, and read back', () => {
    const root = toBase64(EMPTY_ROOT);
    expect(formatProof(proof)).toBe(`c2sp.org/tlog-proof@v1\nindex 3\n${root}\n${root}\n\n${checkpoint}`);
    expect(parseProof(formatProof(proof))).toEqual({ ok: true, ...proof });
    const withExtra = { ...proof, extra: utf8('more'), hashes: [] };
    expect(formatProof(withExtra)).toBe(`c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 3\n\n${checkpoint}`);
    expect(parseProof(formatProof(withExtra))).toEqual({ ok: true, ...withExtra });
  });

  const written = formatProof(proof);
  test.each([
    ['proof-bad-form', ''],
    ['proof-bad-form', written.replace('@v1', '@v2')],
    ['proof-bad-form', written.slice(0, written.indexOf('\n\n') + 2)],
    ['proof-bad-index', written.replace('index 3', 'index 03')],
    ['proof-bad-index', written.replace('index 3\n', '')],
    ['proof-bad-extra', written.replace('index 3', 'extra !\nindex 3')],
    ['proof-bad-hash', written.replace('47DE', '')],
    ['proof-bad-hash', formatProof({ ...proof, hashes: Array.from({ length: 64 }, () => EMPTY_ROOT) })],
    ['proof-too-long', written + 'x'.repeat(300_000)],
  ])('are refused as %s', (reason, text) => {
    expect(parseProof(text)).toEqual({ ok: false, reason });
  });
});

describe('cosignatures', () => {
  const witness = testSigner('witness.example');
  const TIME = 1_700_000_000;
  const cosign = async (time: number, text = TEXT): Promise<Uint8Array> => cosignatureBytes(time, await witness.sign(utf8(cosignedText(time, text))));

  test('are over a time and the checkpoint', async () => {
    expect(cosignedText(TIME, TEXT)).toBe(`cosignature/v1\ntime 1700000000\n${TEXT}`);
    const signature = await cosign(TIME);
    expect(toHex(signature.subarray(0, 8))).toBe('000000006553f100');
    const vkey = vkeyOf(witness, COSIGNATURE);
    const lines = [await signNote(TEXT, shop), { name: witness.name, id: vkey.id, signature }];
    expect(await verifyCosignatures(TEXT, lines, [vkey])).toEqual({ ok: true, cosigned: [{ vkey, time: TIME }] });
    // The log's own signature is none of a witness, and the witness's none of the log.
    expect(await verifyNote(formatNote(TEXT, lines), [vkeyOf(shop), vkey])).toMatchObject({ ok: true, by: [vkeyOf(shop)] });
    expect(await verifyCosignatures(TEXT, lines.slice(0, 1), [vkey])).toEqual({ ok: true, cosigned: [] });
  });

  test('for another checkpoint, at another time or of another length are refused', async () => {
    const vkey = vkeyOf(witness, COSIGNATURE);
    const signature = await cosign(TIME);
    const late = Uint8Array.from(signature, (byte, at) => (at === 7 ? byte + 1 : byte));
    for (const [text, field] of [
      [`${TEXT}x\n`, signature],
      [TEXT, late],
      [TEXT, signature.subarray(0, 71)],
      [TEXT, new Uint8Array(72).fill(255)],
    ] as const) {
      expect(await verifyCosignatures(text, [{ name: witness.name, id: vkey.id, signature: field }], [vkey])).toEqual({
        ok: false,
        reason: 'cosignature-bad',
        name: witness.name,
      });
    }
  });

  test('are asked for with the proof from the size that the witness knows', async () => {
    const checkpoint = formatNote(TEXT, [await signNote(TEXT, shop)]);
    expect(addCheckpointBody(0, [], checkpoint)).toBe(`old 0\n\n${checkpoint}`);
    expect(addCheckpointBody(7, [EMPTY_ROOT], checkpoint)).toBe(`old 7\n${toBase64(EMPTY_ROOT)}\n\n${checkpoint}`);
    const line = formatNote(TEXT, [{ name: witness.name, id: '00000000', signature: await cosign(TIME) }]).slice(TEXT.length + 1);
    expect(parseCosignatureLines(line)).toMatchObject([{ name: witness.name }]);
    expect(parseCosignatureLines(line.slice(0, -1))).toBeUndefined();
    expect(parseCosignatureLines(`${line}\n`)).toBeUndefined();
  });
});
