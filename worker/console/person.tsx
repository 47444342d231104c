/** Who asks, with what they wrote and sent, and the mails that went to them. */

import { fetchesOf } from '../requests/status.ts';
import type { Part } from './dossier.ts';
import { Words } from './events.tsx';
import { codeInWords } from './names.ts';

export function PersonPart({ office: { desk }, dossier: { opened } }: Part) {
  const { content, row } = opened;
  if (!content)
    return (
      <section aria-labelledby="person">
        <h2 id="person">The person</h2>
        <p class="box">
          {row.key === null
            ? 'The contents of this request were erased, with their key. What happened stays as a record.'
            : 'The master key of this request is not here, so its contents cannot be opened.'}
        </p>
      </section>
    );
  const facts: [string, string | undefined][] = [
    ['Name', content.name],
    ['E-mail', content.email],
    ['Account or number', content.identifiers],
    ['Child', content.child],
    ['Agent', content.agent ? `${content.agent.name}, ${content.agent.email}` : undefined],
    ...Object.entries(content.answers ?? {}).map(([question, answer]): [string, string] => [codeInWords(question), answer]),
  ];
  return (
    <section aria-labelledby="person">
      <h2 id="person">The person</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </>
          ))}
        <dt>Writes in</dt>
        <dd>{new Intl.DisplayNames('en', { type: 'language' }).of(desk.texts(row.locale).locale)}</dd>
        {row.policy ? (
          <>
            <dt>Policy at receipt</dt>
            <dd>{row.policy}</dd>
          </>
        ) : null}
      </dl>
      {content.details ? (
        <>
          <h3>What they wrote</h3>
          <Words text={content.details} />
        </>
      ) : null}
    </section>
  );
}

export function Files({ office: { at }, dossier: { opened, files } }: Part) {
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      <ul class="plain">
        {files.map((file) => (
          <li>
            <a href={at(`requests/${opened.row.reference}/files/${file.id}/`)} dir="auto">
              {file.name}
            </a>{' '}
            <span class="note">
              {file.source === 'answer' ? 'of the answer' : 'from the person'}, {file.type}, {sizeInWords(file.bytes)}
              {file.source === 'answer' ? `, fetched ${fetchesOf(opened.events, file.id)} times` : ''}
            </span>
          </li>
        ))}
      </ul>
      <p class="note">A file of a stranger can do harm. It is handed out as a download and never opened here.</p>
    </section>
  );
}

export function sizeInWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** What went out by mail, and what did not: nobody should think that somebody was told who was not. */
export function Mails({ dossier: { mails } }: Pick<Part, 'dossier'>) {
  if (mails.length === 0) return null;
  const sorted = [...mails].sort((a, b) => (a.made < b.made ? -1 : 1));
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">Mails</h2>
      <ul class="plain">
        {sorted.map(({ name, state, made, sent, attempts, problem }) => (
          <li class={state === 'dead' ? 'late' : undefined}>
            {codeInWords(name)}:{' '}
            {state === 'sent'
              ? `sent ${(sent ?? made).slice(0, 16).replace('T', ' ')} UTC`
              : state === 'dead'
                ? `could not be sent (${problem ?? 'given up'}); the person sees it on the page of the request alone`
                : `waits since ${made.slice(0, 16).replace('T', ' ')} UTC${attempts > 0 ? `, tried ${attempts} times (${problem ?? ''})` : ''}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
