/** The console's page of statistics with its plots and exports, and the figures that everybody may read. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { ccpaAnswer, requestStatisticsAnswer } from '../../../../core/requests/api.ts';
import type { Role } from '../../../../worker/auth.ts';
import { addEvents } from '../../../../worker/requests/cases.ts';
import { PANELS } from '../../../../worker/statistics/panels.ts';
import { THEMES, WIDTHS } from '../../../../worker/statistics/plot.ts';
import { ask, textOf } from '../../client.ts';
import { open, type Signed, signIn } from '../../console/client.ts';
import { askAs, emptyRequests, OPERATOR, taken, tokenFor } from '../api/systems.ts';
import { deskAt } from '../desk.ts';

beforeEach(async () => {
  await emptyRequests();
  await env.INDEX.exec('DELETE FROM counts');
});

const NOW = '2026-12-20T09:00:00Z';

const kim = (role: Role): Promise<Signed> => signIn(role, 'Kim', { now: NOW });

async function some(): Promise<void> {
  const desk = await deskAt(NOW);
  const first = await taken({ kind: 'erasure', place: 'US-CA' });
  await addEvents(desk, first.row.id, () => [{ event: { type: 'refused', at: '2026-12-06T09:00:00Z', reasons: ['identity-not-verified'] }, actor: '=Kim' }]);
  await taken();
  await env.INDEX.prepare(
    `INSERT INTO counts (site, day, notice, action, regime, surface, gpc, choices, policy, version, locale, model, records)
     VALUES ('shop', '2026-12-01', 'n', 'save', '', 'banner', 0, '{"analytics":true,"marketing":false}', 'privacy', '2026-03-01', 'en', 'opt-in', 3)`,
  ).run();
}

describe('the page of the console', () => {
  test('has a table under each plot, runs nothing, and styles nothing by itself', async () => {
    await some();
    const { status, html } = await open(await kim('viewer'), '/operator/statistics/');
    expect(status).toBe(200);
    expect(html.match(/<picture>/g)).toHaveLength(PANELS.length);
    expect(html.match(/<table>/g)).toHaveLength(PANELS.length);
    for (const [image] of html.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/alt="[^"]{20,}"/);
    expect(html).not.toMatch(/<script|<style| style=|onerror|onload/);
    expect(html).toContain('Identity not verified');
    expect(html).toContain('100 %');
  });

  test('says what is wrong with days that cannot be read', async () => {
    const { status, html } = await open(await kim('viewer'), '/operator/statistics/?from=2026-12-31&to=2026-01-01');
    expect(status).toBe(400);
    expect(html).toMatch(/role="alert"[\s\S]*href="#from"/);
  });

  test('of nothing is a page too', async () => {
    const { status, html } = await open(await kim('viewer'), '/operator/statistics/');
    expect([status, html.includes('Nothing was counted')]).toEqual([200, true]);
  });

  test.each(PANELS)(
    'the plot %s is a picture in every theme and width: well-formed, and dead',
    async (name) => {
      await some();
      const signed = await kim('viewer');
      for (const theme of Object.keys(THEMES))
        for (const width of Object.keys(WIDTHS)) {
          const answer = await open(signed, `/operator/statistics/plots/${name}.${theme}.${width}.svg?from=2026-01-01&to=2026-12-31`);
          expect(answer.status).toBe(200);
          expect(answer.headers.get('content-type')).toBe('image/svg+xml');
          expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
          expect(answer.html).toMatch(/^<svg [\s\S]*<\/svg>$/);
          expect(answer.html).not.toMatch(/<script|<foreignObject|href=|\son\w+=/i);
        }
      // The first one loads what draws.
    },
    60_000,
  );

  test.each(['volumes.light.svg', 'nothing.light.wide.svg', 'volumes.__proto__.wide.svg', 'volumes.light.wide.png'])('%s is no plot', async (file) => {
    expect((await open(await kim('viewer'), `/operator/statistics/plots/${file}`)).status).toBe(404);
  });

  test('nobody else gets page, plot or export', async () => {
    for (const path of ['', 'plots/volumes.light.wide.svg', 'exports/requests.csv'])
      expect((await ask(`/operator/statistics/${path}`, { now: NOW })).status).toBe(401);
    expect((await open(await kim('viewer'), '/operator/statistics/exports/requests.csv')).status).toBe(403);
  });
});

describe('exports', () => {
  test.each(['csv', 'json', 'jsonl'])('requests.%s has each request, and nothing about a person, in its text or its name', async (format) => {
    await some();
    const answer = await open(await kim('operator'), `/operator/statistics/exports/requests.${format}?from=2026-01-01&to=2026-12-31`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="requests.2026-01-01.2026-12-31.${format}"`);
    expect(answer.html).not.toMatch(/jo@|everything/i);
    const rows = format === 'json' ? (JSON.parse(answer.html) as object[]).length : answer.html.trim().split(/\r?\n/).length - (format === 'csv' ? 1 : 0);
    expect(rows).toBe(2);
  });

  test.each(['csv', 'json', 'jsonl'])('of nothing, figures.%s ends properly', async (format) => {
    const response = await ask(`/api/v1/operator/requests/exports/figures.${format}`, { now: NOW, headers: OPERATOR });
    const text = await textOf(response);
    expect(format === 'json' ? JSON.parse(text) : text.trim().split('\n').filter(Boolean).length).toEqual(format === 'json' ? [] : format === 'csv' ? 1 : 0);
  });

  test('each is noted in the audit before it is given', async () => {
    await ask('/api/v1/operator/requests/exports/requests.csv', { now: NOW, headers: OPERATOR });
    expect(await env.INDEX.prepare("SELECT count(*) AS n FROM audit WHERE action = 'export-requests'").first('n')).toBe(1);
  });

  test('the API gives the same figures to operators and to a token for statistics', async () => {
    await some();
    const operators = requestStatisticsAnswer.parse(
      await (await ask('/api/v1/operator/requests/statistics?from=2026-01-01&to=2026-12-31', { now: NOW, headers: OPERATOR })).json(),
    );
    const tokens = requestStatisticsAnswer.parse(
      await (await askAs(await tokenFor(['statistics:read']), '/api/v1/statistics/requests?from=2026-01-01&to=2026-12-31', { now: NOW })).json(),
    );
    expect(tokens).toEqual(operators);
    expect(operators.figures.total).toMatchObject({ received: 2, refused: 1, open: 1 });
  });
});

describe('what everybody may read (11 CCR 7102)', () => {
  test('has the figures of this year and the last, as a page and as JSON', async () => {
    await some();
    const response = await ask('/requests/statistics.json', { now: NOW });
    const { years } = (await response.json()) as { years: unknown[] };
    const [last, current] = years.map((year) => ccpaAnswer.parse(year));
    expect(last?.year).toBe(2025);
    expect(current?.californians[1]).toMatchObject({ right: 'delete', received: 1, denied: 1, deniedBecause: { notVerifiable: 1 }, median: 5 });
    expect(current?.everybody[0]).toMatchObject({ right: 'know', received: 1, pending: 1 });
    const page = await ask('/requests/statistics/', { now: NOW });
    const html = await page.text();
    expect(page.headers.get('cache-control')).toBe('public, max-age=3600, must-revalidate');
    expect(html).toContain('11 CCR 7102');
    expect(html).not.toMatch(/<script|jo@/i);
  });

  test('speaks the languages of the organisation', async () => {
    expect(await (await ask('/requests/statistics/de/', { now: NOW })).text()).toContain('Wie wir Anträge beantwortet haben');
    expect((await ask('/requests/statistics/fr/', { now: NOW })).status).toBe(404);
  });

  test('is made once an hour, however it is asked for', async () => {
    const first = await (await ask('/requests/statistics.json', { now: '2026-12-21T09:00:00Z' })).text();
    await some();
    for (const query of ['', '?x=1', '?hour=2026'])
      expect(await (await ask(`/requests/statistics.json${query}`, { now: '2026-12-21T09:59:00Z' })).text()).toBe(first);
    expect(await (await ask('/requests/statistics.json', { now: '2026-12-21T10:00:00Z' })).text()).not.toBe(first);
  });

  test('there is no such page where there are no keys, or nobody in California is served', async () => {
    expect((await ask('/requests/statistics/', { now: NOW, bindings: { REQUESTS_KEY: '' } })).status).toBe(404);
  });
});
