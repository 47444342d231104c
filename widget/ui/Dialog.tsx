/** What stands in the dialog. It holds no state: the switches are the browser's own. */
import type { MaterialChange, Notice, NoticeEntry, NoticeService } from '../../core/banner/data.ts';
import type { ConsentAction } from '../../core/vocabulary.ts';
import { Choice, Quiet } from './Buttons.tsx';
import { Own, type OwnProps } from './Own.tsx';

export interface DialogProps {
  notice: Notice;
  dir: 'ltr' | 'rtl';
  /** How often it was opened: each time the switches begin anew. */
  opened: number;
  changes: readonly MaterialChange[];
  categories: readonly (Notice['categories'][number] & {
    /** Is its switch on? Absent where there is none. */
    on?: boolean;
    /** Is it off because of Global Privacy Control? */
    gpc?: boolean;
  })[];
  own: OwnProps;
  /** Is there a consent to withdraw? */
  withdraws: boolean;
  /** Makes an address of the publishing site absolute. */
  address(path: string): string;
  onAct(action: ConsentAction): void;
  onClose(): void;
}

export type Say = (key: string, values?: Record<string, string>) => string;

export function Dialog({ notice, opened, changes, categories, own, withdraws, address, onAct, onClose }: DialogProps) {
  const say: Say = (key, values = {}) => (notice.texts[key] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return (
    <>
      <div class="text">
        <div class="head">
          <h2 part="heading" id="dialog" tabIndex={-1}>
            {say('dialog.title')}
          </h2>
          <Quiet part="close" onClick={onClose}>
            {say('dialog.close')}
          </Quiet>
        </div>
        <p>{say(notice.model === 'opt-in' ? 'dialog.lead' : 'dialog.leadOptOut')}</p>
        {changes.length > 0 && <Changes title={say('dialog.changes')} changes={changes} />}
        <ul key={opened}>
          {categories.map((category) => (
            <Row key={category.id} category={category} say={say} />
          ))}
        </ul>
        <Own {...own} say={say} />
        <section>
          <h3>{say('dialog.rights')}</h3>
          <a href={address(notice.requests)}>{say('dialog.request')}</a>
          <a href={address(notice.policy.address)}>{say('dialog.policy')}</a>
        </section>
      </div>
      <div class="actions">
        <Choice part="save" onClick={() => onAct('save')}>
          {say('dialog.save')}
        </Choice>
        <Choice part="accept" onClick={() => onAct('accept')}>
          {say('banner.accept')}
        </Choice>
        <Choice part="reject" onClick={() => onAct('reject')}>
          {say('banner.reject')}
        </Choice>
        {withdraws && (
          <Choice part="withdraw" onClick={() => onAct('withdraw')}>
            {say('dialog.withdraw')}
          </Choice>
        )}
      </div>
    </>
  );
}

function Changes({ title, changes }: { title: string; changes: readonly MaterialChange[] }) {
  return (
    <section>
      <h3>{title}</h3>
      {changes.map(({ version, date, summary }) => (
        <p key={version}>
          <time dateTime={version.slice(0, 10)}>{date}</time>: {summary}
        </p>
      ))}
    </section>
  );
}

function Row({ category, say }: { category: DialogProps['categories'][number]; say: Say }) {
  const { id, name, sentence, services, on, gpc } = category;
  return (
    <li>
      <div class="head">
        <h3>{on === undefined ? name : <label for={`on-${id}`}>{name}</label>}</h3>
        {on === undefined ? (
          <b>{say('dialog.always')}</b>
        ) : (
          // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its state by itself (HTML-AAM).
          <input type="checkbox" role="switch" part="switch" id={`on-${id}`} name={id} defaultChecked={on} aria-describedby={`why-${id}`} />
        )}
      </div>
      <p id={`why-${id}`}>
        {sentence} {gpc && <b>{say('dialog.gpcOff')}</b>}
      </p>
      <details>
        <summary aria-label={`${say('dialog.details')}: ${name}`}>{say('dialog.details')}</summary>
        {services.length > 0 ? services.map((service) => <Service key={service.name} service={service} say={say} />) : <p>{say('dialog.nothing')}</p>}
      </details>
    </li>
  );
}

function Service({ service: { name, provider, providerPolicy, purpose, entries }, say }: { service: NoticeService; say: Say }) {
  return (
    <section>
      <h4>{name}</h4>
      <p>{say('dialog.provider', { provider })}</p>
      {purpose && <p>{purpose}</p>}
      {providerPolicy && (
        <a href={providerPolicy} rel="noreferrer">
          {say('dialog.providerPolicy', { provider })}
        </a>
      )}
      {entries.length > 0 && (
        <ul>
          {entries.map((entry) => (
            <Entry key={`${entry.kind} ${entry.name}`} entry={entry} say={say} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** A row of a table would be cut at 320 px: each entry is a small card. */
function Entry({ entry: { name, purpose, lifetime }, say }: { entry: NoticeEntry; say: Say }) {
  return (
    <li>
      <code>{name}</code>
      <p>{purpose}</p>
      <p>
        {say('dialog.lifetime')}: {lifetime}
      </p>
    </li>
  );
}
