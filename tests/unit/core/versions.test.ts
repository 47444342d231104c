/** Which version is in force when. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundariesOf, compareVersions, inForceAt, predecessorOf, standingAt, tenuresOf, type VersionFacts } from '../../../core/versions.ts';

function version(id: string, more: Partial<VersionFacts> = {}): VersionFacts {
  return { id, effective: `${id.slice(0, 10)}T00:00:00Z`, publishedAt: '2019-01-01T00:00:00Z', cause: 'wording', material: false, categories: [], ...more };
}

const decided = (at: string): { at: string; by: string; reason: string } => ({ at, by: 'Me', reason: 'Why' });

describe('tenures', () => {
  test.each<[string, VersionFacts[], [string, string, string?][]]>([
    ['of nothing are none', [], []],
    ['of a draft are none', [version('2020-01-01', { publishedAt: undefined } as Partial<VersionFacts>)], []],
    [
      'end where the next begins',
      [version('2020-01-01'), version('2021-01-01')],
      [
        ['2020-01-01', '2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'],
        ['2021-01-01', '2021-01-01T00:00:00Z'],
      ],
    ],
    [
      'leave out what was withdrawn',
      [version('2020-01-01'), version('2021-01-01', { withdrawn: decided('2020-12-01T00:00:00Z') }), version('2022-01-01')],
      [
        ['2020-01-01', '2020-01-01T00:00:00Z', '2022-01-01T00:00:00Z'],
        ['2022-01-01', '2022-01-01T00:00:00Z'],
      ],
    ],
    [
      'go back to the one before a mistake',
      [version('2020-01-01'), version('2021-01-01', { mistaken: decided('2021-01-03T08:00:00Z') })],
      [
        ['2020-01-01', '2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'],
        ['2021-01-01', '2021-01-01T00:00:00Z', '2021-01-03T08:00:00Z'],
        ['2020-01-01', '2021-01-03T08:00:00Z'],
      ],
    ],
    [
      'stop where the only one was a mistake',
      [version('2021-01-01', { mistaken: decided('2021-01-03T08:00:00Z') })],
      [['2021-01-01', '2021-01-01T00:00:00Z', '2021-01-03T08:00:00Z']],
    ],
    [
      'never begin for a mistake that was marked before its day',
      [version('2020-01-01'), version('2021-01-01', { mistaken: decided('2020-06-01T00:00:00Z') })],
      [['2020-01-01', '2020-01-01T00:00:00Z']],
    ],
    [
      'of a day with ten versions are in the order of their numbers',
      [version('2020-01-01'), version('2020-01-01.10', { effective: '2020-01-01T12:00:00Z' }), version('2020-01-01.2', { effective: '2020-01-01T12:00:00Z' })],
      [
        ['2020-01-01', '2020-01-01T00:00:00Z', '2020-01-01T12:00:00Z'],
        ['2020-01-01.10', '2020-01-01T12:00:00Z'],
      ],
    ],
  ])('%s', (_name, versions, expected) => {
    expect(tenuresOf(versions)).toEqual(expected.map(([id, from, until]) => ({ id, from, ...(until ? { until } : {}) })));
  });
});

test('.10 comes after .9, and a later instant after a lower number', () => {
  const ids = ['2020-01-01.10', '2020-01-01.9', '2020-01-01', '2020-01-01.2'].map((id) => version(id)).sort(compareVersions);
  expect(ids.map(({ id }) => id)).toEqual(['2020-01-01', '2020-01-01.2', '2020-01-01.9', '2020-01-01.10']);
});

test('a mistaken or withdrawn version is nobody’s predecessor, but a mistake not yet marked is', () => {
  const [first, mistaken, withdrawn, last] = [
    version('2020-01-01'),
    version('2021-01-01', { mistaken: decided('2021-01-03T00:00:00Z') }),
    version('2022-01-01', { withdrawn: decided('2021-12-01T00:00:00Z') }),
    version('2023-01-01'),
  ];
  const all = [first, mistaken, withdrawn, last];
  expect([first, mistaken, withdrawn, last].map((of) => predecessorOf(all, of)?.id)).toEqual([undefined, '2020-01-01', '2020-01-01', '2020-01-01']);
  expect(predecessorOf([...all, version('2021-01-02')], version('2021-01-02'))?.id).toBe('2021-01-01');
});

test('a version goes through its standings', () => {
  const of = version('2021-01-01', { mistaken: decided('2021-01-03T00:00:00Z') });
  const all = [version('2020-01-01'), of, version('2022-01-01')];
  expect(['2020-12-31T23:59:59Z', '2021-01-01T00:00:00Z', '2021-01-03T00:00:00Z'].map((at) => standingAt(all, of, at))).toEqual([
    'announced',
    'in-force',
    'mistaken',
  ]);
  expect(standingAt(all, version('2020-01-01'), '2021-01-02T00:00:00Z')).toBe('superseded');
  expect(standingAt(all, version('2020-01-01'), '2021-01-03T00:00:00Z')).toBe('in-force');
  expect(standingAt(all, { ...of, publishedAt: undefined } as unknown as VersionFacts, '2021-01-01T00:00:00Z')).toBe('draft');
});

describe('on any history', () => {
  const instants = fc.integer({ min: 0, max: 40 }).map((day) => new Date(Date.UTC(2020, 0, 1 + day)).toISOString().replace('.000', ''));
  const histories = fc
    .uniqueArray(
      fc.record({
        effective: instants,
        ordinal: fc.integer({ min: 1, max: 12 }),
        fate: fc.constantFrom('none', 'none', 'none', 'withdrawn', 'mistaken', 'draft'),
        at: instants,
      }),
      { maxLength: 12, selector: ({ effective, ordinal }) => `${effective}.${ordinal}` },
    )
    .map((rows) =>
      rows.map(({ effective, ordinal, fate, at }) => {
        const { publishedAt, ...facts } = version(`${effective.slice(0, 10)}${ordinal > 1 ? `.${ordinal}` : ''}`, { effective });
        return {
          ...facts,
          ...(fate === 'draft' ? {} : { publishedAt }),
          ...(fate === 'withdrawn' || fate === 'mistaken' ? { [fate]: decided(at) } : {}),
        } as VersionFacts;
      }),
    );

  /** As the words of the design have it, without any cleverness. */
  function slowly(versions: VersionFacts[], instant: string): string | undefined {
    return versions
      .filter(({ publishedAt, withdrawn, mistaken, effective }) => publishedAt && !withdrawn && effective <= instant && !(mistaken && mistaken.at <= instant))
      .map(({ id, effective }) => ({ id, key: `${effective} ${(id.split('.')[1] ?? '1').padStart(4, '0')}` }))
      .sort((a, b) => (a.key < b.key ? 1 : -1))[0]?.id;
  }

  test('the version in force is the one that a search by hand finds, and its tenure says so', () => {
    fc.assert(
      fc.property(histories, instants, (versions, instant) => {
        const found = inForceAt(versions, instant)?.id;
        expect(found).toBe(slowly(versions, instant));
        const tenure = tenuresOf(versions).filter(({ from, until }) => from <= instant && (until === undefined || instant < until));
        expect(tenure.map(({ id }) => id)).toEqual(found === undefined ? [] : [found]);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing changes between two boundaries', () => {
    fc.assert(
      fc.property(histories, instants, (versions, instant) => {
        const last = boundariesOf(versions).findLast((boundary) => boundary <= instant);
        expect(inForceAt(versions, instant)?.id).toBe(last === undefined ? undefined : inForceAt(versions, last)?.id);
      }),
      { numRuns: 200 },
    );
  });
});
