/**
 * Exports of requests for record keeping (11 CCR 7101) and of the counts behind the statistics: streamed page by page, and without
 * anything that says something of a person.
 */
import type { Context } from 'hono';
import { TABLE_FORMATS, TABLE_TYPES, type TableRow, tableText } from '../../../core/requests/records.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import type { Desk } from '../../requests/desk.ts';
import type { Span } from '../../statistics/figures.ts';
import { RECORD_COLUMNS, readLines, readRecords } from '../../store/statistics.ts';

const LINE_COLUMNS = ['month', 'kind', 'regime', 'california', 'state', 'outcome', 'proof', 'days', 'late', 'requests'] as const;
const PAGE = 500;

const TABLES = {
  requests: { columns: RECORD_COLUMNS, pages: recordPages },
  figures: { columns: LINE_COLUMNS, pages: linePages },
} as const satisfies Record<string, { columns: readonly string[]; pages: (desk: Desk, span: Span) => AsyncGenerator<TableRow[]> }>;

async function* recordPages({ db }: Desk, span: Span): AsyncGenerator<TableRow[]> {
  for (let after: Parameters<typeof readRecords>[2]; ; ) {
    const rows = await readRecords(db, span, after, PAGE);
    yield rows;
    after = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

async function* linePages({ db, today }: Desk, span: Span): AsyncGenerator<TableRow[]> {
  yield (await readLines(db, { ...span, today })).map((line) => ({ ...line }));
}

/** A file by its name, `requests.csv`. */
export function recordsFile(c: Context<Edge>, desk: Desk, file: string, span: Span): Promise<Response> {
  const [asked = '', ending = ''] = file.split('.', 2);
  const format = TABLE_FORMATS.find((known) => known === ending);
  const name = asked === 'requests' || asked === 'figures' ? asked : undefined;
  if (!format || !name || file !== `${name}.${format}`) return refuse(c, { reason: 'no-page' });
  const { columns, pages } = TABLES[name];
  const table = tableText(format, columns);
  const headers = {
    'Content-Type': TABLE_TYPES[format],
    'Content-Disposition': `attachment; filename="${name}.${span.from}.${span.to}.${format}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
  return Promise.resolve(new Response(streamOf(table, pages(desk, span)), { headers }));
}

/** The next page is read when the reader has taken the one before. */
function streamOf(table: ReturnType<typeof tableText>, pages: AsyncGenerator<TableRow[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, text: string): boolean => {
    if (text !== '') controller.enqueue(encoder.encode(text));
    return text !== '';
  };
  return new ReadableStream(
    {
      start: (controller) => void send(controller, table.begin),
      async pull(controller) {
        // A pull that brings nothing is not repeated by itself.
        for (let sent = false; !sent; ) {
          const { value, done } = await pages.next();
          sent = send(controller, done ? table.end : table.rows(value)) || done === true;
          if (done) controller.close();
        }
      },
      cancel: () => void pages.return(undefined),
    },
    { highWaterMark: 0 },
  );
}
