/**
 * Statistics on the console: figures of requests, and shares of consent beside them. Every plot is a picture of its own address with
 * its table under it, so the page needs no script and no style of its own.
 */
import { z } from 'zod';
import type { Figures } from '../../../core/requests/statistics.ts';
import { dateSchema } from '../../../core/schemas.ts';
import { noteView } from '../../console/audit.ts';
import { answerConsole, Faults, type Office } from '../../console/page.tsx';
import { refuse } from '../../problem.ts';
import { readFigures, readPanels, type Span, usualSpan } from '../../statistics/figures.ts';
import { inUnit, PANELS, type Panel } from '../../statistics/panels.ts';
import { barsOf, isOfBars, MOST_BARS, plot, THEMES, type Theme, WIDTHS, type Width } from '../../statistics/plot.ts';
import { recordsFile } from '../operator/request-exports.ts';

const spanQuery = z.object({ from: dateSchema, to: dateSchema }).refine(({ from, to }) => from <= to);

/** The span that is asked for; a year up to today where none is, or one that cannot be read. */
export function spanOf({ c, desk }: Pick<Office, 'c' | 'desk'>): { span: Span; unreadable: boolean } {
  const { from, to } = c.req.query();
  if (from === undefined && to === undefined) return { span: usualSpan(desk.today), unreadable: false };
  const read = spanQuery.safeParse({ from, to });
  return read.success ? { span: read.data, unreadable: false } : { span: usualSpan(desk.today), unreadable: true };
}

/** `statistics/`. */
export async function showStatistics(office: Office): Promise<Response> {
  const { span, unreadable } = spanOf(office);
  const [{ figures }, panels] = await Promise.all([readFigures(office.desk, span), readPanels(office.desk, span)]);
  const body = (
    <>
      <SpanForm at={office.at} span={span} unreadable={unreadable} />
      <Totals figures={figures} />
      {panels.map((panel) => (
        <PanelPart panel={panel} at={office.at} span={span} />
      ))}
      <Exports at={office.at} span={span} />
    </>
  );
  return answerConsole(office, { title: 'Statistics', body, status: unreadable ? 400 : 200, part: 'statistics/' });
}

type At = Office['at'];

function SpanForm({ at, span: { from, to }, unreadable }: { at: At; span: Span; unreadable: boolean }) {
  return (
    <form method="get" action={at('statistics/')} class="fields" aria-label="Days of receipt">
      <Faults
        faults={
          unreadable
            ? [{ field: 'from', says: 'Give two dates such as 2026-01-31, the first one not after the second. What follows are the last twelve months.' }]
            : []
        }
      />
      <label for="from">
        From
        <input id="from" name="from" type="date" value={from} required aria-invalid={unreadable ? 'true' : undefined} />
      </label>
      <label for="to">
        To, that day included
        <input id="to" name="to" type="date" value={to} required aria-invalid={unreadable ? 'true' : undefined} />
      </label>
      <button type="submit" class="button">
        Show
      </button>
    </form>
  );
}

function Totals({ figures: { total, days } }: { figures: Figures }) {
  const facts: [string, number | null][] = [
    ['Received', total.received],
    ['Never proved, counted apart', total.unverified],
    ['Open', total.open],
    ['Answered', total.answered],
    ['Refused', total.refused],
    ['Withdrawn', total.withdrawn],
    ['Disowned by the person at the address', total.disputed],
    ['Late', total.late],
    ['Days to the answer, median', days.median],
    ['Days to the answer, 90th percentile', days.p90],
  ];
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">In all</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value ?? 'none yet'}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function PanelPart({ panel, at, span }: { panel: Panel; at: At; span: Span }) {
  const { name, title, says, label, series, rows, unit } = panel;
  const address = (theme: Theme, width: Width): string => at(`statistics/plots/${name}.${theme}.${width}.svg?from=${span.from}&to=${span.to}`);
  return (
    <section aria-labelledby={`panel-${name}`} class="panel">
      <h2 id={`panel-${name}`}>{title}</h2>
      <p class="note">
        {says}
        {isOfBars(panel) && barsOf(panel).length > MOST_BARS ? ` The plot has the first ${MOST_BARS} figures, the table all of them.` : ''}
      </p>
      {rows.length === 0 ? (
        <p>Nothing was counted in these days.</p>
      ) : (
        <>
          <picture>
            <source media="(prefers-color-scheme: dark) and (max-width: 45rem)" srcset={address('dark', 'narrow')} />
            <source media="(prefers-color-scheme: dark)" srcset={address('dark', 'wide')} />
            <source media="(max-width: 45rem)" srcset={address('light', 'narrow')} />
            <img src={address('light', 'wide')} alt={`${title}, as a plot. The table after it has the same figures.`} loading="lazy" />
          </picture>
          <details open={rows.length <= 12}>
            <summary>{title} as a table</summary>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{label}</th>
                    {series.map((one) => (
                      <th scope="col">{one}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr>
                      <th scope="row">{row.label}</th>
                      {row.values.map((value) => (
                        <td>{value === null ? 'none' : inUnit(value, unit)}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </section>
  );
}

function Exports({ at, span }: { at: At; span: Span }) {
  const files: [string, string][] = [
    ['requests', 'Every request with its dates and outcome, without anything about a person'],
    ['figures', 'The counts that these statistics are made of'],
  ];
  return (
    <section aria-labelledby="exports">
      <h2 id="exports">Take it with you</h2>
      <ul class="plain">
        {files.map(([name, says]) => (
          <li>
            {says}:{' '}
            {['csv', 'json', 'jsonl'].map((format) => (
              <>
                <a href={at(`statistics/exports/${name}.${format}?from=${span.from}&to=${span.to}`)}>
                  {format === 'jsonl' ? 'JSON Lines' : format.toUpperCase()}
                </a>{' '}
              </>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `statistics/plots/<panel>.<theme>.<width>.svg`. A picture: even where it is opened by itself it runs nothing. */
export async function statisticsPlot(office: Office): Promise<Response> {
  const [asked = '', theme = '', width = '', ending] = (office.c.req.param('file') ?? '').split('.');
  const name = PANELS.find((known) => known === asked);
  if (!name || !isThere(THEMES, theme) || !isThere(WIDTHS, width) || ending !== 'svg') return refuse(office.c, { reason: 'no-page' });
  const [panel] = await readPanels(office.desk, spanOf(office).span, name);
  if (!panel) return refuse(office.c, { reason: 'no-page' });
  return new Response(await plot(panel, theme, width), {
    headers: {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

function isThere<Names extends object>(names: Names, name: string): name is Extract<keyof Names, string> {
  return Object.hasOwn(names, name);
}

/** `statistics/exports/<requests or figures>.<csv, json or jsonl>`. */
export async function statisticsFile(office: Office): Promise<Response> {
  const { span } = spanOf(office);
  await noteView(office.desk, office.operator, { action: 'export-requests', details: { ...span, file: (office.c.req.param('file') ?? '').slice(0, 40) } });
  return recordsFile(office.c, office.desk, office.c.req.param('file') ?? '', span);
}
