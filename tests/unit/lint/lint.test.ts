/** The engine: places, acceptances, what runs where, and the exit status. */
import { describe, expect, it } from 'vitest';
import { firstText } from '../../../cli/first-text.ts';
import { exitStatus, type Finding, lintDocument, lintOrganisation, lintWithReport, ruleRegimes } from '../../../cli/lint/index.ts';
import { TODAY, treeOf } from './samples.ts';

const base = { path: 'policy.md', format: 'md', locale: 'en' } as const;
const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

describe('places', () => {
  const place = (input: Parameters<typeof lintDocument>[0], rule: string) => {
    const found = lintDocument(input, { only: [rule] })[0];
    return found && [found.line, found.column, found.endLine, found.endColumn, found.quote];
  };

  it('count UTF-16 code units, as editors do', () => {
    expect(place({ ...base, format: 'mdx', source: '---\ntitle: Ä 😀\n---\n\n😀 **Hello** TBD end.\n' }, 'placeholder-bracket')).toEqual([5, 14, 5, 17, 'TBD']);
  });

  it('look through character references, escapes and continued lines', () => {
    expect(place({ ...base, source: 'A &amp; B \\* and\n> more\n\n> quoted\n> Lorem ipsum here.' }, 'placeholder-filler')).toEqual([
      5,
      3,
      5,
      14,
      'Lorem ipsum',
    ]);
    expect(place({ ...base, source: 'A &amp; B \\* TBD.' }, 'placeholder-bracket')).toEqual([1, 14, 1, 17, 'TBD']);
  });

  it('are right with Windows line ends', () => {
    expect(place({ ...base, format: 'mdx', source: '## A\r\n\r\nb c\r\nd TBD\r\n' }, 'placeholder-bracket')).toEqual([4, 3, 4, 6, 'TBD']);
  });

  it('are right in plain text', () => {
    expect(place({ ...base, format: 'txt', source: '1. SCOPE\n\nText\n  - item TBD\n' }, 'placeholder-bracket')).toEqual([4, 10, 4, 13, 'TBD']);
  });

  it('do not look into code', () => {
    expect(lintDocument({ ...base, source: 'Use `TODO` and `{{x}}`.\n\n```\nLorem ipsum {{x}}\n```' })).toEqual([]);
  });
});

describe('plain text', () => {
  it('has headings, lists and paragraphs', () => {
    const findings = lintDocument({
      ...base,
      format: 'txt',
      source: 'PRIVACY POLICY\n\n1. Scope\n\nWe do.\n\n2. Data\n\nWe keep:\n- a\n- b\n\n4. Rights\n\nAsk.',
    });
    expect(findings.map(({ rule, line }) => [rule, line])).toEqual([['numbering-skipped', 13]]);
  });
});

describe('what runs', () => {
  const short = 'We collect names.';

  it('leaves law rules out of a file that stands alone, unless it is told the law and the kind', () => {
    expect(rulesOf(lintDocument({ ...base, source: short }))).not.toContain('gdpr-right-access');
    expect(rulesOf(lintDocument({ ...base, source: short }, { regimes: ['eu'], kind: 'privacy' }))).toContain('gdpr-right-access');
    expect(rulesOf(lintDocument({ ...base, source: short }, { regimes: ['eu'], kind: 'terms' }))).not.toContain('gdpr-right-access');
  });

  it('takes the laws from the organisation and the kind from the policy', () => {
    const tree = treeOf({ organisation: { regimes: ['us-ca-ccpa'] } });
    const rules = rulesOf(lintDocument({ ...base, format: 'mdx', source: short, tree }, { today: TODAY }));
    expect(rules).toContain('ca-right-know');
    expect(rules).not.toContain('gdpr-right-access');
  });

  it('runs unchecked rules only when asked, and says so in the finding', () => {
    const source = 'Your data is shared for analysis.';
    expect(rulesOf(lintDocument({ ...base, source }))).not.toContain('passive-no-actor');
    expect(lintDocument({ ...base, source }, { unchecked: true }).find(({ rule }) => rule === 'passive-no-actor')?.confidence).toBe('check');
  });

  it('says which rules it could not run', () => {
    const { skipped } = lintWithReport({ ...base, source: 'Bonjour.', locale: 'fr' }, { regimes: ['eu'], kind: 'privacy' });
    expect(skipped).toContainEqual({ rule: 'gdpr-right-access', why: 'no word lists for fr yet' });
    expect(skipped).toContainEqual({ rule: 'anchor-removed', why: 'needs a content tree' });
  });

  it('does not ask a notice for what the policy that it names may say', () => {
    const source = 'This adds to our [Privacy Policy](/privacy).';
    const { findings, skipped } = lintWithReport({ ...base, source }, { regimes: ['eu'], kind: 'privacy' });
    expect(rulesOf(findings)).not.toContain('gdpr-right-access');
    expect(skipped).toContainEqual({ rule: 'gdpr-right-access', why: 'the file only adds to another privacy policy' });
  });

  it('takes components for what they render', () => {
    const tree = treeOf({});
    const rules = rulesOf(
      lintDocument(
        { ...base, format: 'mdx', source: '## Rights\n\n<Rights/>\n\n<Deadlines/>\n\n## Contact\n\nContact us.\n\n<RequestForm/>\n', tree },
        { today: TODAY },
      ),
    );
    for (const rule of [
      'gdpr-right-access',
      'gdpr-complaint',
      'ca-right-know',
      'gdpr-response-time',
      'contact-missing-after-verb',
      'ca-verification',
      'empty-section',
    ])
      expect(rules).not.toContain(rule);
    expect(rules).toContain('gdpr-retention');
  });

  it('maps regime ids to the regimes that rules speak of', () => {
    expect(ruleRegimes(['eu-gdpr', 'us-ca-ccpa', 'ca-qc-law25', 'au-privacy'])).toEqual(['eu', 'us', 'us-ca', 'ca-qc']);
    expect(ruleRegimes(['us-va-vcdpa'])).toEqual(['us']);
  });

  it('reports what cannot be read as one finding with its place', () => {
    const findings = lintDocument({ ...base, format: 'mdx', source: 'a\n\nb {c' });
    expect(findings).toMatchObject([{ rule: 'unreadable', severity: 'error', line: 3, column: 3 }]);
  });
});

describe('acceptances', () => {
  const source = 'We ‸store it. Lorem ipsum here.\n\nLorem ipsum there.'.replace('‸', '');

  it('mark a finding, keep it in the list, and do not fail', () => {
    const findings = lintDocument({ ...base, source: `---\naccept:\n  - rule: placeholder-filler\n    reason: a page about filler text\n---\n\n${source}` });
    expect(findings).toHaveLength(2);
    expect(findings[0]?.accepted).toEqual({ reason: 'a page about filler text', by: 'front-matter' });
    expect(exitStatus(findings)).toBe(0);
  });

  it('can be narrowed to a policy and to words', () => {
    const accept = (parts: object) => treeOf({ organisation: { regimes: [], accept: [{ rule: 'placeholder-filler', reason: 'r', ...parts }] } });
    const status = (parts: object) => exitStatus(lintDocument({ ...base, source: 'Lorem ipsum here.', tree: accept(parts) }));
    expect(status({})).toBe(0);
    expect(status({ policy: 'privacy', quote: 'lorem IPSUM' })).toBe(0);
    expect(status({ policy: 'terms' })).toBe(1);
    expect(status({ quote: 'dolor' })).toBe(1);
  });

  it('in front matter are noted when they fit nothing', () => {
    const findings = lintDocument({ ...base, source: '---\ntitle: a\naccept:\n  - { rule: placeholder-filler, reason: r }\n---\n\nAll is well.' });
    expect(findings).toMatchObject([{ rule: 'acceptance-unused', severity: 'info', line: 3 }]);
  });
});

describe('exit status', () => {
  const finding = (severity: Finding['severity']) => ({ severity }) as Finding;
  it('fails for errors and warnings, not for information', () => {
    expect([exitStatus([]), exitStatus([finding('info')]), exitStatus([finding('warning')]), exitStatus([finding('error')])]).toEqual([0, 0, 1, 1]);
  });
});

describe('the organisation', () => {
  const source = JSON.stringify({ name: 'Acme', domain: 'acme.test', locales: ['en'], unknown: ['telephone'], email: 'a@acme.eu' }, undefined, 2);
  const findings = lintOrganisation('content/organisation.json', source);

  it('is told which facts are missing, and which are known to be absent', () => {
    expect(findings.find(({ quote }) => quote === 'legalName')).toMatchObject({ rule: 'organisation-fact-missing', severity: 'warning' });
    expect(findings.find(({ message }) => message.startsWith('telephone'))).toMatchObject({ severity: 'info', line: 8 });
    expect(findings.some(({ message }) => message.startsWith('email'))).toBe(false);
  });

  it('finds each of the facts known to be absent at its own place in the list', () => {
    const list = JSON.stringify({ name: 'Acme', domain: 'acme.test', locales: ['en'], unknown: ['telephone', 'seat'] }, undefined, 2);
    const noted = lintOrganisation('content/organisation.json', list).filter(({ severity }) => severity === 'info');
    expect(noted.map(({ quote, line }) => [quote, line])).toEqual([
      ['seat', 9],
      ['telephone', 8],
    ]);
  });

  it('is advised to name a fact under unknown only where it does not stand there', () => {
    expect(findings.find(({ quote }) => quote === 'legalName')?.advice).toMatch(/name it under `unknown`/);
    expect(findings.find(({ message }) => message.startsWith('telephone'))?.advice).toMatch(/take it out of `unknown`/);
  });
});

describe('the text with which a policy begins', () => {
  it.each([
    ['with laws', true, 2],
    ['without', false, 3],
  ])('is told apart from a text for readers, %s', (_name, laws, prompts) => {
    const findings = lintDocument({ ...base, format: 'mdx', source: firstText('Privacy policy', laws) }, { only: ['placeholder-filler'] });
    expect(findings.map(({ message }) => message)).toEqual(Array.from({ length: prompts }, () => expect.stringMatching(/is a prompt for you/)));
  });
});

describe('other words', () => {
  it('are told by what readers get where that is known: components show others in the same source', () => {
    const given = { ...base, source: 'Same.' };
    const findings = (previous: object) =>
      lintDocument({ ...given, tree: treeOf({ previous: { source: 'Same.', ...previous } }) }, { only: ['date-moved-text-same'] });
    expect(findings({})).toHaveLength(1);
    expect(findings({ hasOtherWords: false })).toHaveLength(1);
    expect(findings({ hasOtherWords: true })).toEqual([]);
  });
});

describe('sensitive changes', () => {
  it('are taken from the comparison where it is handed in', () => {
    const tree = treeOf({ previous: { source: 'Kept for 30 days.', sensitiveChanges: [{ kind: 'period', before: '30 days', after: '90 days' }] } });
    const findings = lintDocument({ ...base, source: 'Kept for 90 days.', tree }, { only: ['negation-or-number-flip'] });
    expect(findings).toMatchObject([{ line: 1, column: 10, message: expect.stringContaining('“30 days” became “90 days”') }]);
  });
});
