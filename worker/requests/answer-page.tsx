/**
 * The answer as a page to read and print: the same as its JSON, in the language of the request. It stands for itself, is opened
 * from a disk, and runs nothing: values are text, and its own policy forbids everything but its one style sheet.
 */
import type { Child, FC } from 'hono/jsx';
import { raw } from 'hono/utils/html';
import { sha256Bytes } from '../../core/digest.ts';
import { toBase64, utf8 } from '../../core/log/bytes.ts';
import type { Entry } from '../../core/requests/answer.ts';
import type { Translate } from '../../core/wording.ts';

export interface AnswerPage {
  locale: string;
  t: Translate;
  organisation: string;
  reference: string;
  /** What was asked for, in words. */
  right: string;
  /** The day on which it was made, in words. */
  made: string;
  data?: unknown;
  files: readonly Entry[];
}

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:60rem;margin:2rem auto;padding-inline:1rem}
table{border-collapse:collapse;inline-size:100%}
th,td{border:1px solid;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
dt{font-weight:600}dd{margin-inline-start:1.5rem;overflow-wrap:anywhere}
code,pre{white-space:pre-wrap;overflow-wrap:anywhere}
.wide{overflow-x:auto}
@media print{body{margin:0;max-inline-size:none}tr,dt{break-inside:avoid}dt{break-after:avoid}}`;

const POLICY = `default-src 'none'; style-src 'sha256-${toBase64(sha256Bytes(utf8(STYLE)))}'; form-action 'none'; base-uri 'none'`;

export function answerHtml(page: AnswerPage): string {
  return `<!doctype html>\n${(<Document {...page} />).toString()}\n`;
}

const Document: FC<AnswerPage> = ({ locale, t, organisation, reference, right, made, data, files }) => {
  const title = t('request.answer.title', { organisation });
  return (
    <html lang={locale} dir="auto">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>{t('request.answer.lead', { right, reference, made })}</p>
          {data === undefined ? null : (
            <section>
              <h2>{t('request.answer.data')}</h2>
              <Value value={data} t={t} depth={0} />
            </section>
          )}
          {files.length === 0 ? null : <Files files={files} t={t} locale={locale} />}
        </main>
      </body>
    </html>
  );
};

const Files: FC<Pick<AnswerPage, 'files' | 't' | 'locale'>> = ({ files, t, locale }) => (
  <section>
    <h2>{t('request.answer.files')}</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('request.answer.file')}</th>
            <th scope="col">{t('request.answer.formerName')}</th>
            <th scope="col">{t('request.answer.bytes')}</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ path, name, bytes, sha256 }) => (
            <tr>
              <th scope="row">{path}</th>
              <td dir="auto">{name ?? ''}</td>
              <td>{bytes.toLocaleString(locale)}</td>
              <td>
                <code>{sha256}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

/** What lies deeper is shown as JSON: nobody reads a list in a list in a list. */
const DEEPEST = 8;

const Value: FC<{ value: unknown; t: Translate; depth: number }> = ({ value, t, depth }): Child => {
  if (value === null || value === undefined || value === '') return <i>{t('request.answer.none')}</i>;
  if (typeof value === 'boolean') return <span>{t(value ? 'request.answer.yes' : 'request.answer.no')}</span>;
  if (typeof value !== 'object') return <span dir="auto">{String(value)}</span>;
  if (Object.keys(value).length === 0) return <i>{t('request.answer.none')}</i>;
  if (depth === DEEPEST) return <pre>{JSON.stringify(value, null, 2)}</pre>;
  if (!Array.isArray(value)) return <Members value={value as Record<string, unknown>} t={t} depth={depth} />;
  const columns = columnsOf(value);
  if (columns) return <Rows rows={value as Record<string, unknown>[]} columns={columns} t={t} depth={depth} />;
  return (
    <ol>
      {value.map((one) => (
        <li>
          <Value value={one} t={t} depth={depth + 1} />
        </li>
      ))}
    </ol>
  );
};

const Members: FC<{ value: Record<string, unknown>; t: Translate; depth: number }> = ({ value, t, depth }) => (
  <dl>
    {Object.entries(value).map(([name, one]) => (
      <>
        <dt dir="auto">{name}</dt>
        <dd>
          <Value value={one} t={t} depth={depth + 1} />
        </dd>
      </>
    ))}
  </dl>
);

const Rows: FC<{ rows: Record<string, unknown>[]; columns: string[]; t: Translate; depth: number }> = ({ rows, columns, t, depth }) => (
  <div class="wide">
    <table>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col" dir="auto">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((name) => (
              <td>{Object.hasOwn(row, name) ? <Value value={row[name]} t={t} depth={depth + 1} /> : null}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const MOST_COLUMNS = 12;

/** The columns of a list of like things; nothing where it is no such list. */
function columnsOf(list: readonly unknown[]): string[] | undefined {
  const names = new Set<string>();
  for (const one of list) {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return undefined;
    for (const name of Object.keys(one)) names.add(name);
    if (names.size > MOST_COLUMNS) return undefined;
  }
  return [...names];
}
