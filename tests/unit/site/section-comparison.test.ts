/** A section's own page shows what changed in it, not that it went to another place in the policy. */
import { describe, expect, it } from 'vitest';
import { compareBlocks, ENGLISH_REDLINE_LABELS, redlineHtml } from '../../../core/policy/compare/index.ts';
import { sectionComparison } from '../../../site/lib/section-comparison.ts';
import { visibleText } from '../compare/page.ts';
import { blocks } from '../compare/written.ts';

const BEFORE = `# Policy
## Receivers {#receivers}
We give your address to the carrier. We do not sell your data.
## Cookies {#cookies}
One cookie keeps your basket for seven days, and nothing else is ever stored by our pages in your browser.
Another one keeps you signed in for one day after your last visit.
A third one counts visits and is kept for two years in your browser, unless you refuse it.`;
const AFTER = `# Policy
## Cookies {#cookies}
One cookie keeps your basket for seven days, and nothing else is ever stored by our pages in your browser.
Another one keeps you signed in for one day after your last visit.
A third one counts visits and is kept for two years in your browser, unless you refuse it.
## Receivers {#receivers}
We give your address to the carrier, and your payment data to our bank. We do not sell your data.`;

function shown(before: string, after: string, section: string) {
  const whole = compareBlocks(blocks(before), blocks(after), { locale: 'en' });
  const part = whole.blocks.filter((block) => block.section === section);
  return { whole: part, alone: sectionComparison(whole, part, { locale: 'en' }) };
}

describe('a section that moved as a whole', () => {
  const { whole, alone } = shown(BEFORE, AFTER, 'receivers');

  it('stands in the redline of the policy at both of its places', () => {
    expect(whole.map(({ op }) => op)).toContain('moved-to');
  });

  it('stands on its own page once, with the words that changed', () => {
    expect(alone.blocks.map(({ op }) => op)).toEqual(['equal', 'changed']);
    const html = redlineHtml(alone, ENGLISH_REDLINE_LABELS);
    expect(visibleText(html, 'ins')).toContain('We give your address to the carrier. We do not sell your data.');
    expect(visibleText(html, 'del')).toContain('We give your address to the carrier, and your payment data to our bank. We do not sell your data.');
  });
});

describe('a paragraph that came from another section', () => {
  it('still says so', () => {
    const moved = 'Another one keeps you signed in for one day after your last visit.';
    const { alone } = shown(BEFORE, BEFORE.replace(`${moved}\n`, '').replace('## Receivers', `## Signing in {#in}\n${moved}\n## Receivers`), 'in');
    expect(alone.blocks.map(({ op }) => op)).toEqual(['inserted', 'moved-to']);
  });
});

describe('a paragraph that moved within the section', () => {
  it('is still told as moved', () => {
    const [first = '', second = '', third = ''] = BEFORE.split('\n').slice(-3);
    const { alone } = shown(BEFORE, BEFORE.replace(`${first}\n${second}\n${third}`, `${second}\n${third}\n${first}`), 'cookies');
    expect(new Set(alone.blocks.map(({ op }) => op))).toEqual(new Set(['equal', 'moved-from', 'moved-to']));
  });
});
