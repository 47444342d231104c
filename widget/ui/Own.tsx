/** What a visitor has in hand about their own choices: the receipt, what is stored, and the way to erase it. */
import type { Taken } from '../inside.ts';
import type { OwnRecord } from '../records.ts';
import { Quiet } from './Buttons.tsx';
import type { Say } from './Dialog.tsx';

export interface OwnProps {
  /** The record of this page, once it is in. */
  record: Taken | undefined;
  /** When the visitor chose, in words. */
  decided: string | undefined;
  /** Does this browser hold the secret that leads to its records? */
  known: boolean;
  /** What is stored, once it was asked for. */
  records: readonly OwnRecord[] | undefined;
  /** Is the second step of erasing shown? */
  erasing: boolean;
  /** What came of the last button. */
  said: string;
  /** Where receipts are checked. */
  verify: string;
  /** An instant in words. */
  when(instant: string): string;
  /** Names of the categories that have this answer, as a list in words. */
  named(record: OwnRecord, allowed: boolean): string;
  onReceipt(record: Taken): void;
  onShow(): void;
  /** `undefined` opens the second step, the others answer it. */
  onErase(sure?: boolean): void;
}

export function Own(props: OwnProps & { say: Say }) {
  const { record, decided, known, said, verify, say, onReceipt } = props;
  return (
    <>
      {(record || !decided) && (
        <section>
          <h3>{say('dialog.receipt')}</h3>
          <p>{record && decided ? say('dialog.receiptText', { date: decided }) : say('dialog.receiptNone')}</p>
          {record && decided && (
            <>
              <code>{record.id}</code>
              {(record.token || known) && (
                <div>
                  <Quiet part="receipt" onClick={() => onReceipt(record)}>
                    {say('dialog.receiptSave')}
                  </Quiet>
                  <a href={verify}>{say('dialog.receiptCheck')}</a>
                </div>
              )}
              {record.token && !known && <p>{say('dialog.receiptOnce')}</p>}
            </>
          )}
        </section>
      )}
      {known && <Stored {...props} />}
      {/* Always there: a live region is read when it changes. */}
      <p role="status" part="said" tabIndex={-1}>
        {said}
      </p>
    </>
  );
}

function Stored({ records, erasing, when, named, say, onReceipt, onShow, onErase }: OwnProps & { say: Say }) {
  return (
    <section>
      <h3 part="records" tabIndex={-1}>
        {say('dialog.records')}
      </h3>
      {records?.length === 0 && <p>{say('dialog.recordsNone')}</p>}
      {records && (
        <ul>
          {records.map((own) => (
            <li key={own.id}>
              <b>{when(own.decided)}</b>
              {[true, false].map((allowed) => {
                const categories = named(own, allowed);
                return categories && <p>{say(allowed ? 'dialog.allowed' : 'dialog.refused', { categories })}</p>;
              })}
              <Quiet part="receipt" onClick={() => onReceipt(own)} label={`${say('dialog.receiptSave')}: ${when(own.decided)}`}>
                {say('dialog.receiptSave')}
              </Quiet>
            </li>
          ))}
        </ul>
      )}
      {erasing && <p id="erase">{say('dialog.eraseText')}</p>}
      <div>
        {erasing ? (
          <>
            <Quiet part="keep" onClick={() => onErase(false)}>
              {say('dialog.eraseNo')}
            </Quiet>
            <Quiet part="erase" onClick={() => onErase(true)} about="erase">
              {say('dialog.eraseYes')}
            </Quiet>
          </>
        ) : (
          <>
            {!records && (
              <Quiet part="show" onClick={onShow}>
                {say('dialog.recordsShow')}
              </Quiet>
            )}
            <Quiet part="erase" onClick={() => onErase()}>
              {say('dialog.erase')}
            </Quiet>
          </>
        )}
      </div>
    </section>
  );
}
