/** The check of a whole log: what is whole passes, what is not is named by its file (C13). */
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../core/log/bytes.ts';
import { checkLog, type LogCheck } from '../../../core/log/check.ts';
import { type CheckState, formatState, type LogFault, type LogReport, parseState } from '../../../core/log/check-faults.ts';
import { bundleOf, statementEntry } from '../../../core/log/entry.ts';
import { parseTilePath } from '../../../core/log/tiles.ts';
import { type SignedLog, signedLog, testEntries } from '../../support/signed-log.ts';

/** The smallest tree with something at each of three levels. */
const SIZE = 65_536 + 257;
const ENTRIES = testEntries(SIZE);
const whole = await signedLog(ENTRIES);
/** Gone through once; what is far from the edge is tried on small logs, for the sake of time. */
const states: CheckState[] = [];
const wholeReport = await checkLog({ read: async (path) => whole.files.get(path), vkeys: [whole.vkey], save: (state) => void states.push(state) });
/** Sixteen bundles before the first tile of level 1 is full. */
const nearTheEnd = states.find(({ size }) => size === 65_536 - 4096) ?? expect.fail('no such state');
const small = await signedLog(ENTRIES.slice(0, 700));

function check(log: SignedLog, changed: Record<string, Uint8Array | undefined> = {}, state?: CheckState): Promise<LogReport> {
  return checkLog({ read: async (path) => (path in changed ? changed[path] : log.files.get(path)), vkeys: [log.vkey], state });
}

const file = (log: SignedLog, path: string): Uint8Array => log.files.get(path) ?? expect.fail(`there is no ${path}`);
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

describe('a log that is whole', () => {
  test.each([0, 1, 255, 256, 257, 512, 700])('of %d leaves passes', async (size) => {
    expect(await check(await signedLog(ENTRIES.slice(0, size)))).toMatchObject({ ok: true, faults: [], commitments: size, statements: 0, head: { size } });
  });

  test('of three levels passes', () => {
    expect(wholeReport).toMatchObject({ ok: true, faults: [], commitments: SIZE });
  });

  test('has every file of it read, and progress is told to the end', async () => {
    const read = new Set<string>();
    const told: number[] = [];
    const reading = async (path: string): Promise<Uint8Array | undefined> => {
      read.add(path);
      return small.files.get(path);
    };
    expect(await checkLog({ read: reading, vkeys: [small.vkey], progress: (checked) => told.push(checked) })).toMatchObject({ ok: true });
    expect([...read].toSorted()).toEqual(['minimum', ...small.files.keys()].toSorted());
    expect(told.at(-1)).toBe(700);
  });

  test('passes where partial tiles are gone because the full ones are there', async () => {
    const later = await signedLog(ENTRIES.slice(0, 1024));
    expect(
      await checkLog({ read: async (path) => (path === 'checkpoint' ? small.files.get(path) : later.files.get(path)), vkeys: [small.vkey] }),
    ).toMatchObject({
      // The partial tile of level 1 has no full one yet.
      faults: [{ path: 'tile/1/000.p/2', reason: 'missing' }],
    });
    later.files.set('tile/1/000.p/2', file(small, 'tile/1/000.p/2'));
    expect(
      await checkLog({ read: async (path) => (path === 'checkpoint' ? small.files.get(path) : later.files.get(path)), vkeys: [small.vkey] }),
    ).toMatchObject({ ok: true });
  });

  test.each([512, 65_536 - 256, 65_536, 65_792])('passes where what is below %d is given up, and says so', async (minimum) => {
    const log = minimum > 700 ? whole : small;
    const given = (path: string): boolean => {
      const name = parseTilePath(path);
      return !name || (name.n + 1) * 256 ** (name.kind === 'tile' ? name.level + 1 : 1) > minimum;
    };
    const read = async (path: string): Promise<Uint8Array | undefined> =>
      path === 'minimum' ? utf8(`${minimum}\n`) : given(path) ? log.files.get(path) : undefined;
    expect(await checkLog({ read, vkeys: [log.vkey] })).toMatchObject({ ok: true, faults: [], pruned: minimum, commitments: log.size - minimum });
    const bad = minimum > 700 ? 'tile/2/000.p/1' : 'tile/1/000.p/2';
    const flip = async (path: string): Promise<Uint8Array | undefined> => (path === bad ? flipped(file(log, bad), 0) : read(path));
    expect((await checkLog({ read: flip, vkeys: [log.vkey] })).ok).toBe(false);
  });

  test('counts statements apart', async () => {
    const statement = statementEntry({ type: 'retired', below: 1, at: '2027-01-01T00:00:00Z' });
    expect(await check(await signedLog([...ENTRIES.slice(0, 300), statement]))).toMatchObject({ ok: true, commitments: 300, statements: 1 });
  });
});

describe('a fault is named by its file', () => {
  const inSmall = [...small.files.keys()].filter((path) => path !== 'checkpoint').map((path) => [path, small, undefined] as const);
  const inWhole = [
    'tile/0/250',
    'tile/0/256',
    'tile/0/257.p/1',
    'tile/1/000',
    'tile/1/001.p/1',
    'tile/2/000.p/1',
    'tile/entries/255',
    'tile/entries/257.p/1',
  ].map((path) => [path, whole, nearTheEnd] as const);

  test.each([...inSmall, ...inWhole])('%s, where a byte of it is flipped', async (path, log, state) => {
    const bytes = file(log, path);
    for (const at of [0, 1, 2, bytes.length - 1]) {
      const { faults } = await check(log, { [path]: flipped(bytes, at) }, state);
      expect(new Set(faults.map((fault) => fault.path)), `byte ${at}`).toEqual(new Set([path]));
    }
  });

  test.each([...inSmall, ...inWhole])('%s, where it is missing, cut short or too long', async (path, log, state) => {
    const bytes = file(log, path);
    expect((await check(log, { [path]: undefined }, state)).faults).toEqual([{ path, reason: 'missing' }]);
    for (const other of [bytes.subarray(0, -1), bytes.subarray(0, 0), new Uint8Array([...bytes, 0])]) {
      const { faults } = await check(log, { [path]: other }, state);
      expect(faults).toMatchObject([{ path }]);
      expect(['wrong-length', 'bundle-truncated', 'differs']).toContain(faults[0]?.reason);
    }
  });

  test('where it is swapped with another', async () => {
    for (const [one, two] of [
      ['tile/0/000', 'tile/0/001'],
      ['tile/entries/000', 'tile/entries/001'],
      ['tile/0/001', 'tile/entries/001'],
    ] as const) {
      const { faults } = await check(small, { [one]: file(small, two), [two]: file(small, one) });
      expect(new Set(faults.map(({ path }) => path))).toEqual(new Set([one, two]));
    }
  });

  test('also where tile and bundle were swapped together', async () => {
    const { faults } = await check(small, {
      'tile/0/000': file(small, 'tile/0/001'),
      'tile/entries/000': file(small, 'tile/entries/001'),
    });
    expect(faults).toEqual([{ path: 'tile/0/000', reason: 'differs' }]);
  });

  test('with the entry that was changed', async () => {
    const entries = ENTRIES.slice(256, 512).map((entry, at) => (at === 9 ? ENTRIES[0] : entry)) as Uint8Array[];
    expect((await check(small, { 'tile/entries/001': bundleOf(entries) })).faults).toEqual([{ path: 'tile/entries/001', reason: 'differs', index: 265 }]);
    const unknown = ENTRIES.slice(256, 512).map((entry, at) => (at === 9 ? utf8('?') : entry));
    expect((await check(small, { 'tile/entries/001': bundleOf(unknown) })).faults).toEqual([
      { path: 'tile/entries/001', reason: 'entry-unknown-kind', index: 265 },
    ]);
  });

  test('and all of several are', async () => {
    const bad = ['tile/entries/000', 'tile/0/001', 'tile/0/002.p/188'];
    const { faults } = await check(small, Object.fromEntries(bad.map((path) => [path, flipped(file(small, path), 50)])));
    expect(faults.map(({ path }) => path).toSorted()).toEqual(bad.toSorted());
  });

  test('an entry of no known kind is one, although the tree is right', async () => {
    const log = await signedLog([...ENTRIES.slice(0, 4), utf8('?')]);
    expect((await check(log)).faults).toEqual([{ path: 'tile/entries/000.p/5', reason: 'entry-unknown-kind', index: 4 }]);
  });

  test('tiles that agree with each other and not with the signature are one of the checkpoint', async () => {
    const other = await signedLog(ENTRIES.slice(1, 701));
    expect((await check(small, Object.fromEntries([...other.files].filter(([path]) => path !== 'checkpoint')))).faults).toEqual([
      { path: 'checkpoint', reason: 'root-differs' },
    ]);
  });
});

describe('a checkpoint', () => {
  test('with any byte flipped is refused', async () => {
    const bytes = file(small, 'checkpoint');
    for (let at = 0; at < bytes.length; at += 1) {
      const report = await check(small, { checkpoint: flipped(bytes, at) });
      expect(report, `byte ${at}`).toMatchObject({ ok: false, faults: [{ path: 'checkpoint' }] });
    }
  });

  test('that is missing, no text, or of another name is refused', async () => {
    const other = { ...small.vkey, name: 'example.org/log/other' };
    expect((await check(small, { checkpoint: undefined })).faults).toEqual([{ path: 'checkpoint', reason: 'missing' }]);
    expect((await check(small, { checkpoint: new Uint8Array([255]) })).faults).toEqual([{ path: 'checkpoint', reason: 'note-bad-character' }]);
    expect((await check({ ...small, vkey: other })).faults).toEqual([{ path: 'checkpoint', reason: 'note-not-signed' }]);
  });
});

describe('a check that goes on', () => {
  test('reads only what is left, and ends as one that was not interrupted', async () => {
    const state = parseState(formatState(nearTheEnd));
    expect(state).toEqual(nearTheEnd);
    const read: string[] = [];
    const reading = async (path: string): Promise<Uint8Array | undefined> => {
      read.push(path);
      return whole.files.get(path);
    };
    expect(await checkLog({ read: reading, vkeys: [whole.vkey], state })).toEqual(wholeReport);
    const bundles = read.map(parseTilePath).flatMap((name) => (name?.kind === 'entries' ? [name.n] : []));
    expect(bundles).toEqual(Array.from({ length: 18 }, (_, at) => 240 + at));
  });

  test('from an earlier size says whether the log kept its history', async () => {
    const early = await check(small);
    const grown = await signedLog(ENTRIES.slice(0, 2000));
    expect(await check(grown, {}, early.state)).toMatchObject({ ok: true, commitments: 2000, state: { seen: { size: 2000 } } });
    const full = await check(await signedLog(ENTRIES.slice(0, 512)));
    expect(await check(grown, {}, full.state)).toMatchObject({ ok: true, state: { seen: { size: 2000 } } });
    const faults = async (log: SignedLog, state = early.state): Promise<LogFault[]> => (await check(log, {}, state)).faults;
    // Rolled back.
    expect(await faults(await signedLog(ENTRIES.slice(0, 699)))).toEqual([{ path: 'checkpoint', reason: 'rolled-back' }]);
    // Forked at the same size.
    expect(await faults(await signedLog(ENTRIES.slice(1, 701)))).toEqual([{ path: 'checkpoint', reason: 'forked' }]);
    // Forked, and grown since: in what was checked bundle by bundle, and in the last, partial one.
    expect(await faults(await signedLog([...ENTRIES.slice(0, 600), ...ENTRIES.slice(700, 2000)]))).toEqual([{ path: 'checkpoint', reason: 'forked' }]);
    expect(await faults(await signedLog([...ENTRIES.slice(1, 2000)]))).toContainEqual({ path: 'checkpoint', reason: 'forked' });
    // A fault in the file that holds the place of the last check is no fork.
    for (const path of ['tile/0/002', 'tile/entries/002'])
      expect((await check(grown, { [path]: flipped(file(grown, path), 50) }, early.state)).faults).toMatchObject([{ path }]);
    // Another log.
    expect(early.state && (await faults(grown, { ...early.state, origin: 'example.org/log/other' }))).toEqual([
      { path: 'checkpoint', reason: 'origin-differs' },
    ]);
  });

  /** What a log gives once all that is wholly below an index was given up, its lowest tiles too. */
  const givenUp =
    (log: SignedLog, minimum: number): LogCheck['read'] =>
    async (path) => {
      const name = parseTilePath(path);
      if (path === 'minimum') return utf8(`${minimum}\n`);
      return !name || (name.n + 1) * 256 ** (name.kind === 'tile' ? name.level + 1 : 1) > minimum ? log.files.get(path) : undefined;
    };

  test('from a size below what was given up since still says whether the log kept its history, or that nobody can tell', async () => {
    const full = await check(await signedLog(ENTRIES.slice(0, 512)));
    const [grown, other] = [await signedLog(ENTRIES.slice(0, 2000)), await signedLog(ENTRIES.slice(1, 2001))];
    const from = async (log: SignedLog, state: CheckState | undefined) => checkLog({ read: givenUp(log, 1024), vkeys: [log.vkey], state });
    expect(await from(grown, full.state)).toMatchObject({ ok: true, pruned: 1024, state: { seen: { size: 2000 } } });
    expect((await from(grown, full.state)).uncompared).toBeUndefined();
    expect(await from(other, full.state)).toMatchObject({ ok: false, faults: [{ path: 'checkpoint', reason: 'forked' }] });
    // A tile that is there still and rotten is at fault, and the log is not forked.
    const kept = (path: string): Uint8Array | undefined =>
      path === 'minimum' ? utf8('1024\n') : path.startsWith('tile/entries/00') && path < 'tile/entries/004' ? undefined : grown.files.get(path);
    const rotten = async (path: string): Promise<Uint8Array | undefined> => (path === 'tile/0/002' ? flipped(file(grown, path), 0) : kept(path));
    const { state } = await check(small);
    expect(await checkLog({ read: async (path) => kept(path), vkeys: [grown.vkey], state })).toMatchObject({ ok: true, pruned: 1024 });
    expect((await checkLog({ read: rotten, vkeys: [grown.vkey], state })).faults).toEqual([{ path: 'tile/0/002', reason: 'differs' }]);
    // In the midst of a tile whose hashes are gone.
    expect(await from(grown, (await check(small)).state)).toMatchObject({ ok: true, pruned: 1024, uncompared: 700 });
  });

  describe('that is broken off', () => {
    /** A check that is broken off at a file, and what it has kept by then. */
    async function brokenOff(log: SignedLog, at: string, state: CheckState | undefined, reader: LogCheck['read'] = async (path) => log.files.get(path)) {
      let kept = state;
      const read = async (path: string): Promise<Uint8Array | undefined> => (path === at ? Promise.reject(new Error('offline')) : reader(path));
      const save = (saved: CheckState): void => {
        kept = saved;
      };
      await expect(checkLog({ read, vkeys: [log.vkey], state, save })).rejects.toThrow('offline');
      return kept;
    }
    const FORKED = { path: 'checkpoint', reason: 'forked' } as const;

    test.each([
      ['before the place of the last check is read', 'tile/entries/002'],
      ['long after', 'tile/entries/020'],
    ])('remembers what was seen until it is compared, however often: %s', async (_when, at) => {
      const other = await signedLog([...ENTRIES.slice(0, 512), ...ENTRIES.slice(700, 8000)]);
      const twice = await brokenOff(other, at, await brokenOff(other, at, (await check(small)).state));
      const { faults, state } = await check(other, {}, twice);
      expect(faults).toContainEqual(FORKED);
      // Nor does it get used to it.
      expect((await check(other, {}, state)).faults).toContainEqual(FORKED);
    });

    test('remembers it where what was seen is given up, and that it could not be compared', async () => {
      const full = await check(await signedLog(ENTRIES.slice(0, 512)));
      const [grown, other] = [await signedLog(ENTRIES.slice(0, 8000)), await signedLog(ENTRIES.slice(1, 8001))];
      const forked = await brokenOff(other, 'tile/entries/024', full.state, givenUp(other, 1024));
      expect(await checkLog({ read: givenUp(other, 1024), vkeys: [other.vkey], state: forked })).toMatchObject({ ok: false, faults: [FORKED] });
      const unknown = await brokenOff(grown, 'tile/entries/024', (await check(small)).state, givenUp(grown, 1024));
      expect(await checkLog({ read: givenUp(grown, 1024), vkeys: [grown.vkey], state: unknown })).toMatchObject({ ok: true, uncompared: 700 });
    });

    test('holds what it goes on from to the root that was signed then', async () => {
      const [signed, served] = [await signedLog(ENTRIES.slice(0, 512)), await signedLog(ENTRIES.slice(1, 513))];
      const files: SignedLog = { ...served, files: new Map([...served.files, ['checkpoint', file(signed, 'checkpoint')]]) };
      // Before the tiles above are compared with the root.
      const kept = await brokenOff(files, 'tile/1/000.p/2', undefined);
      expect(kept).toMatchObject({ size: 512, seen: { size: 512 }, done: false });
      expect((await check(await signedLog(ENTRIES.slice(1, 801)), {}, kept)).faults).toContainEqual(FORKED);
    });
  });

  test('after faults begins anew, for they may be mended', async () => {
    const bad = await check(small, { 'tile/0/000': undefined });
    expect(bad.state).toMatchObject({ done: true, faults: [{ path: 'tile/0/000' }] });
    expect(await check(small, {}, bad.state)).toMatchObject({ ok: true });
    expect(await check(small, { 'tile/0/000': undefined }, (await check(small)).state)).toMatchObject({ ok: true });
  });

  test('refuses a state that is none', async () => {
    const good = formatState((await check(small)).state ?? expect.fail('no state'));
    for (const bad of [
      '',
      '{}',
      good.replace('"v": 1', '"v": 2'),
      good.replace('"size": 512', '"size": 513'),
      good.replace('"size": 512', '"size": 768'),
      good.replace(/"root": "."?/, '"root": "'),
    ]) {
      expect(parseState(bad)).toBeUndefined();
    }
  });
});
