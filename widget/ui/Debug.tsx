/** The debug view: one snapshot, section by section. */
import type { ComponentChildren } from 'preact';
import type { Choices, Decision } from '../../core/decision.ts';

export interface Marked {
  element: string;
  category: string;
  state: 'waiting' | 'released' | 'refused' | 'mistake';
  why: string;
}

/** Everything that is shown, and that "Copy as JSON" copies. No secret of the visitor is in it. */
export interface Snapshot {
  site: string;
  model: string;
  /** Id of the law that the place suggests, as a record keeps it; absent where none is known, or could not be asked. */
  regime?: string;
  locale: string;
  policy: string;
  notice: string;
  until?: string;
  asks: boolean;
  allowed: Choices;
  /** Versions that changed since the choice. */
  changes: string[];
  decision?: Decision & { text: string; at: string; runsOut: string };
  gpc: { sent: boolean; opposes: string[] };
  marked: Marked[];
  guarded: { address: string; categories: string[] }[];
  signals: unknown[][];
  outbox: object[];
  warnings: { reason: string; mend: string; element?: string }[];
  afterReset: string;
}

interface DebugProps {
  snapshot: Snapshot;
  base: string;
  onCopy(): void;
  onReset(): void;
  onClose(): void;
}

export function Debug({ snapshot, base, onCopy, onReset, onClose }: DebugProps) {
  const { marked, guarded, warnings, signals, outbox, gpc, decision, notice } = snapshot;
  return (
    <>
      <h2 id="debug">Fairnotice on this page</h2>
      <p class="buttons">
        <button type="button" onClick={onCopy}>
          Copy as JSON
        </button>
        <button type="button" onClick={onReset}>
          Reset the decision and reload
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
      <List title="Warnings" none="None so far." items={warnings}>
        {({ reason, mend, element }) => (
          <>
            <b>{reason}</b> {element && <code>{element}</code>} {mend}
          </>
        )}
      </List>
      <List title="Marked elements" none="No element of this page has data-consent." items={marked}>
        {({ element, category, state, why }) => (
          <>
            <b>{state}</b> · {category} · <code>{element}</code> <p>{why}</p>
          </>
        )}
      </List>
      <List title="Held back by the guard" none="Nothing, or the guard is not loaded." items={guarded}>
        {({ address, categories }) => (
          <>
            <code>{address}</code> waits for {categories.join(' or ')}.
          </>
        )}
      </List>
      <h3>State</h3>
      <dl>
        <Fact name="Site, model, language">{[snapshot.site, snapshot.model, snapshot.locale].join(', ')}</Fact>
        <Fact name="Law of the place">{snapshot.regime ?? 'none that the table knows'}</Fact>
        <Fact name="Asks now">{snapshot.asks ? 'yes' : 'no'}</Fact>
        <Fact name="Allowed">{choices(snapshot.allowed)}</Fact>
        <Fact name="Decision">
          {decision ? (
            <>
              <code>{decision.text}</code> {decision.action} at {decision.at}, runs out {decision.runsOut}: {choices(decision.choices)}; policy{' '}
              {decision.policy}
              {decision.gpc && ', with Global Privacy Control'}
            </>
          ) : (
            'none that holds'
          )}
        </Fact>
        <Fact name="Global Privacy Control">
          {gpc.sent ? 'sent' : 'not sent'}; keeps off: {gpc.opposes.join(', ') || 'nothing'}
        </Fact>
        <Fact name="Policy in force">
          {snapshot.policy}
          {snapshot.changes.length > 0 && `; changed since the choice: ${snapshot.changes.join(', ')}`}
        </Fact>
        <Fact name="Notice">
          <a href={`${base}notices/${notice}.json`}>
            <code>{notice}</code>
          </a>
        </Fact>
        <Fact name="Out of date from">{snapshot.until ?? 'no moment is known'}</Fact>
        <Fact name="A reset">{snapshot.afterReset}</Fact>
      </dl>
      <List title="Told to Google’s data layer" none="Nothing about consent." items={signals}>
        {(entry) => <code>{JSON.stringify(entry)}</code>}
      </List>
      <List title="Records that wait to be sent" none="None." items={outbox}>
        {(record) => <code>{JSON.stringify(record)}</code>}
      </List>
      <details>
        <summary>All of it as JSON</summary>
        <pre>{JSON.stringify(snapshot, null, 2)}</pre>
      </details>
    </>
  );
}

function List<T>({ title, none, items, children }: { title: string; none: string; items: readonly T[]; children: (item: T) => ComponentChildren }) {
  return (
    <>
      <h3>{title}</h3>
      {items.length > 0 ? (
        <ul>
          {items.map((item) => (
            <li>{children(item)}</li>
          ))}
        </ul>
      ) : (
        <p>{none}</p>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function choices(of: Choices): string {
  return (
    Object.entries(of)
      .map(([category, allowed]) => `${category} ${allowed ? 'on' : 'off'}`)
      .join(', ') || 'nothing is asked about'
  );
}
