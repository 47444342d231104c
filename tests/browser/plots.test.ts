/** Plots as a browser draws them: every label is whole, within the picture, and on no other one, on a phone of 320 pixels too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../core/requests/statistics.ts';
import type { Panel } from '../../worker/statistics/panels.ts';
import { barsOf, isOfBars, MOST_BARS, plot, type Width } from '../../worker/statistics/plot.ts';
import { launchChromium } from '../support/chromium.ts';

const { texts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../content/wording/en.json'), 'utf8')) as { texts: Record<string, string> };
const named = (pattern: RegExp): string[] => Object.keys(texts).flatMap((key) => (pattern.test(key) ? [texts[key] ?? ''] : []));

const panel = (rows: Row[], more: Partial<Panel>): Panel => ({
  name: 'volumes',
  title: '',
  says: '',
  label: '',
  series: ['Requests'],
  rows,
  form: 'bars',
  unit: '',
  ...more,
});
const months = ['Dec 2025', 'Jan 2026', 'Feb 2026', 'Mar 2026', 'Apr 2026', 'May 2026', 'Jun 2026', 'Jul 2026', 'Aug 2026', 'Sep 2026', 'Oct 2026', 'Nov 2026'];
const over = (values: (at: number) => (number | null)[], count = months.length): Row[] =>
  months.slice(0, count).map((label, at) => ({ label, values: values(at) }));
const laws = named(/^law\..*\.name$/).toSorted((a, b) => b.length - a.length);

const PANELS: [string, Panel][] = [
  [
    'laws with the longest names',
    panel(
      laws.slice(0, 12).map((label, at) => ({ label, values: [12_345 - at * 1000] })),
      {},
    ),
  ],
  [
    'kinds',
    panel(
      named(/^right\.[a-z-]+\.name$/).map((label, at) => ({ label, values: [at] })),
      {},
    ),
  ],
  [
    'a single month',
    panel(
      over(() => [12, 3], 1),
      { form: 'lines', series: ['Received', 'Never proved'] },
    ),
  ],
  [
    'a single month of days',
    panel(
      over(() => [1, 29.5], 1),
      { form: 'lines', series: ['Median', '90th percentile'], unit: ' days' },
    ),
  ],
  [
    'shares by version',
    panel([{ label: '2026-03-01', values: [100, 33.3, null, 0] }], { series: ['analytics', 'marketing', 'media', 'preferences'], unit: ' %' }),
  ],
  [
    'months of which one has answers',
    panel(
      over((at) => (at === 2 ? [22, 22] : [null, null]), 3),
      { form: 'lines', series: ['Median', '90th percentile'], unit: ' days' },
    ),
  ],
  [
    'two months',
    panel(
      over((at) => [at, 5], 2),
      { form: 'lines', series: ['Received', 'Never proved'] },
    ),
  ],
  [
    'a year of days',
    panel(
      over((at) => (at === 4 ? [null, null] : [10 + (at % 3), 12 + (at % 4)])),
      { form: 'lines', series: ['Median', '90th percentile'], unit: ' days' },
    ),
  ],
  [
    'lines that end together',
    panel(
      over(() => [40, 41, 40, 42]),
      { form: 'lines', series: ['analytics', 'marketing', 'media', 'preferences'], unit: ' %' },
    ),
  ],
];

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
}, 120_000);
afterAll(() => browser?.close());

interface Label {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

async function labelsOf(shown: Panel, width: Width): Promise<{ labels: Label[]; width: number; height: number }> {
  await page.setContent(`<body style="margin:0">${await plot(shown, 'light', width)}`);
  return page.evaluate(() => {
    const { width: wide, height } = document.querySelector('svg')?.getBoundingClientRect() ?? { width: 0, height: 0 };
    const labels = [...document.querySelectorAll('text')].map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: element.textContent ?? '', left, right, top, bottom };
    });
    return { labels: labels.filter(({ text }) => text !== ''), width: wide, height };
  });
}

const overlap = (a: Label, b: Label): boolean => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;

test('one point is no line', () => {
  expect(PANELS.filter(([, shown]) => shown.form === 'lines' && isOfBars(shown)).map(([name]) => name)).toEqual([
    'a single month',
    'a single month of days',
    'months of which one has answers',
  ]);
});

describe.each(['wide', 'narrow'] as const)('the %s plot', (width) => {
  test.each(PANELS)('of %s has every label whole, apart from the others, and within the picture', async (_name, shown) => {
    const { labels, width: wide, height } = await labelsOf(shown, width);
    for (const { text, left, right, top, bottom } of labels) {
      expect(
        [left, top].every((edge) => edge >= -1),
        `${text} begins within`,
      ).toBe(true);
      expect(right, text).toBeLessThanOrEqual(wide + 1);
      expect(bottom, text).toBeLessThanOrEqual(height + 1);
    }
    const pairs = labels.flatMap((one, at) => labels.slice(at + 1).flatMap((other) => (overlap(one, other) ? [`${one.text} on ${other.text}`] : [])));
    expect(pairs).toEqual([]);
    const said = labels.map(({ text }) => text).join(' ');
    const wanted = isOfBars(shown)
      ? barsOf(shown)
          .slice(0, MOST_BARS)
          .map(({ label }) => label)
      : shown.series;
    for (const label of wanted) expect(said).toContain(label);
    expect(said).not.toContain('…');
  });
});
