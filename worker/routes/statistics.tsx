/**
 * `/requests/statistics/`: the figures that 11 CCR 7102 wants published, counted from the requests themselves, for everybody to read.
 * Counts alone. They are made once an hour, whoever asks however often.
 */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { ccpaAnswer } from '../../core/requests/api.ts';
import type { DeskFile } from '../../core/requests/desk.ts';
import { type CcpaFigures, ccpaFigures } from '../../core/requests/statistics.ts';
import { type Organisation, organisationOn } from '../../core/schemas.ts';
import type { Translate } from '../../core/wording.ts';
import { cacheControl } from '../caching.ts';
import type { Edge } from '../edge.ts';
import { answerPage } from '../pages.tsx';
import { refuse } from '../problem.ts';
import { type Desk, deskOf } from '../requests/desk.ts';
import { readLines } from '../store/statistics.ts';

export const publishedStatistics = new Hono<Edge>();

const PATH = '/requests/statistics';
const LIFETIME = { fresh: 3600, stale: 0 };
const LAW = 'us-ca-ccpa';

publishedStatistics.get(`${PATH}.json`, (c) => published(c, async (desk) => c.json({ years: await readYears(desk) })));
publishedStatistics.get(`${PATH}/`, (c) => published(c, (desk) => page(c, desk, desk.file.organisation.locales[0] ?? 'en')));
publishedStatistics.get(`${PATH}/:locale/`, (c) =>
  published(c, (desk) => {
    const locale = c.req.param('locale');
    return desk.file.organisation.locales.includes(locale) ? page(c, desk, locale) : refuse(c, { reason: 'no-page' });
  }),
);

/** Where the organisation serves no Californians, nobody asks for these figures, and there is no such page. */
async function published(c: Context<Edge>, make: (desk: Desk) => Response | Promise<Response>): Promise<Response> {
  const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
  if (!desk || !serves(desk.file, desk.today)) return refuse(c, { reason: 'no-page' });
  const key = cacheKey(c);
  const kept = await caches.default.match(key);
  if (kept) return new Response(kept.body, kept);
  const made = await make(desk);
  if (made.status !== 200) return made;
  const answer = new Response(made.body, made);
  answer.headers.set('Cache-Control', cacheControl(LIFETIME, c.env.now));
  c.executionCtx.waitUntil(caches.default.put(key, answer.clone()));
  return answer;
}

/** The hour is a part of it, and a query is none: nobody has it made anew by asking otherwise. */
function cacheKey(c: Context<Edge>): Request {
  const url = new URL(c.req.url);
  url.search = `?hour=${c.env.now.toISOString().slice(0, 13)}`;
  return new Request(url, { method: 'GET' });
}

function serves({ organisation }: DeskFile, today: string): boolean {
  return organisationOn(organisation as Organisation, today).regimes.includes(LAW);
}

type Year = z.infer<typeof ccpaAnswer>;

/** The last calendar year, which has to be published by 1 July, and this one as far as it has come. */
async function readYears({ db, today }: Desk): Promise<Year[]> {
  const year = Number(today.slice(0, 4));
  const lines = await readLines(db, { from: `${year - 1}-01-01`, to: today, today });
  return [year - 1, year].map((one) => ({ year: one, californians: ccpaFigures(lines, one, 'californians'), everybody: ccpaFigures(lines, one, 'everybody') }));
}

async function page(c: Context<Edge>, desk: Desk, locale: string): Promise<Response> {
  const { t } = desk.texts(locale);
  const years = await readYears(desk);
  const { base } = c.env.site.index;
  const body = (
    <div class="figures">
      <h1>{t('requests.statistics.title')}</h1>
      <p class="lead">{t('requests.statistics.lead', { organisation: desk.file.organisation.name })}</p>
      {years.map(({ year, californians, everybody }) => (
        <section aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>{String(year)}</h2>
          {year === Number(desk.today.slice(0, 4)) ? <p class="note">{t('requests.statistics.running')}</p> : null}
          <Table t={t} locale={locale} caption={t('requests.statistics.californians')} rows={californians} />
          <Table t={t} locale={locale} caption={t('requests.statistics.everybody')} rows={everybody} />
        </section>
      ))}
      <h2>{t('requests.statistics.rulesTitle')}</h2>
      <ul>
        {['received', 'complied', 'denied', 'days'].map((rule) => (
          <li>{t(`requests.statistics.rule.${rule}`)}</li>
        ))}
      </ul>
      <p>
        <a href={`${base}requests/statistics.json`}>{t('requests.statistics.json')}</a>
      </p>
    </div>
  );
  return answerPage(c, { locale, title: t('requests.statistics.title'), body, headers: { 'X-Robots-Tag': 'all' } });
}

const COLUMNS = ['received', 'complied', 'denied', 'notVerifiable', 'exempt', 'otherGrounds', 'pending', 'unverified', 'median', 'mean'] as const;

function cellsOf({ received, complied, denied, deniedBecause, pending, unverified, median, mean }: CcpaFigures): (number | null)[] {
  return [received, complied, denied, deniedBecause.notVerifiable, deniedBecause.exempt, deniedBecause.other, pending, unverified, median, mean];
}

function Table({ t, locale, caption, rows }: { t: Translate; locale: string; caption: string; rows: readonly CcpaFigures[] }) {
  return (
    <section class="scroll" tabindex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('requests.statistics.right')}</th>
            {COLUMNS.map((name) => (
              <th scope="col">{t(`requests.statistics.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">{t(`requests.statistics.of.${row.right}`)}</th>
              {cellsOf(row).map((value) => (
                <td>{value === null ? '–' : value.toLocaleString(locale)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
