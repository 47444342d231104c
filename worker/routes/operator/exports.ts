/**
 * Exports of a site's records, streamed: each log page by page, made into bytes as the reader takes them, so that an export of
 * a million records needs no more memory than one of a thousand. One that breaks off is no complete answer to HTTP.
 */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { LoggedRecord } from '../../../core/consent/exports/columns.ts';
import { csvHeader, csvOf } from '../../../core/consent/exports/csv.ts';
import { jsonLinesOf } from '../../../core/consent/exports/json-lines.ts';
import { parquetPieces } from '../../../core/consent/exports/parquet.ts';
import { EXPORT_FORMATS, type ExportFormat, exportQuery } from '../../../core/consent/operator-api.ts';
import { logsOf } from '../../../core/ledger-settings.ts';
import type { Edge } from '../../edge.ts';
import { ledgerOf } from '../../ledger/objects.ts';
import { refuse } from '../../problem.ts';
import { readQuery, readSite } from './questions.ts';
import { type Pages, recordsIn, type Span } from './spans.ts';

const TYPES: Record<ExportFormat, string> = {
  jsonl: 'application/jsonl',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
};

/** `GET …/exports/consents.<format>?site=&from=&to=`. */
export async function exportConsents(c: Context<Edge>): Promise<Response> {
  const format = EXPORT_FORMATS.find((known) => c.req.param('file') === `consents.${known}`);
  if (!format) return refuse(c, { reason: 'no-page' });
  const asked = readQuery(c, exportQuery);
  return asked.ok ? consentsFile(c, format, asked.value) : asked.answer;
}

/** The file of an export that was asked for in whichever way. */
export async function consentsFile(c: Context<Edge>, format: ExportFormat, { site: name, from, to }: z.infer<typeof exportQuery>): Promise<Response> {
  const site = await readSite(c, name);
  if (!site.ok) return site.answer;
  const { ledger } = site.value;
  const logs = logsOf(name, ledger).map((log) => ({ log, pages: ledgerOf(c.env, log, ledger.jurisdiction) as Pages }));
  const file = [name, from, to].filter(Boolean).join('.');
  return new Response(streamOf(ENCODERS[format](), loggedIn(logs, { from, to })), {
    headers: { 'Content-Type': TYPES[format], 'Content-Disposition': `attachment; filename="consents.${file}.${format}"` },
  });
}

/** The records of all logs in turn, a page at a time. */
async function* loggedIn(logs: readonly { log: string; pages: Pages }[], span: Span): AsyncGenerator<LoggedRecord[]> {
  for (const { log, pages } of logs)
    for await (const records of recordsIn(pages, span)) yield records.map(({ index, record }) => ({ log, index, text: record }));
}

/** Makes bytes of a table: its beginning, its records, its end. */
interface Encoder {
  begin(): Uint8Array;
  add(records: readonly LoggedRecord[]): Uint8Array;
  end(): Uint8Array;
}

const NOTHING = new Uint8Array();
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const ENCODERS: Record<ExportFormat, () => Encoder> = {
  jsonl: () => ({ begin: () => NOTHING, add: (records) => utf8(jsonLinesOf(records)), end: () => NOTHING }),
  csv: () => ({ begin: () => utf8(csvHeader()), add: (records) => utf8(csvOf(records)), end: () => NOTHING }),
  parquet: () => {
    const pieces = parquetPieces();
    return { begin: () => NOTHING, add: (records) => pieces.add(records), end: () => pieces.end() };
  },
};

/** The next page is read when the reader has taken the one before. */
function streamOf(encoder: Encoder, records: AsyncGenerator<LoggedRecord[]>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      start: (controller) => enqueue(controller, encoder.begin()),
      async pull(controller) {
        const { value, done } = await records.next();
        enqueue(controller, done ? encoder.end() : encoder.add(value));
        if (done) controller.close();
      },
      cancel: () => void records.return(undefined),
    },
    { highWaterMark: 0 },
  );
}

function enqueue(controller: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array): void {
  if (bytes.byteLength > 0) controller.enqueue(bytes);
}
