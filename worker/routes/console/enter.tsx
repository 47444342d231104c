/** Requests that came by telephone, by letter or otherwise: entered with their own date, which is never later than today. */
import { contentSchema } from '../../../core/requests/content.ts';
import { type FieldName, MOST_CHARACTERS } from '../../../core/requests/form.ts';
import { BEHALVES, CHANNELS, isKind, KIND_RULES, KINDS } from '../../../core/requests/kinds.ts';
import { receivedFault } from '../../../core/requests/received.ts';
import { dateSchema } from '../../../core/schemas.ts';
import { auditStatement } from '../../console/audit.ts';
import type { SentForm } from '../../console/forms.ts';
import { BEHALF_NAMES, CHANNEL_NAMES, kindName } from '../../console/names.ts';
import { answerConsole, describedBy, Fault, Faults, type FieldFault, Form, type Office } from '../../console/page.tsx';
import { OldReceipt, oldReceipt, receivedInWords } from '../../console/received.tsx';
import { type Case, type NewCase, takeCase } from '../../requests/cases.ts';
import { findRequest } from '../../store/requests.ts';
import { isUsedKey, useKey } from '../../store/views.ts';
import { referenceIn } from './search.tsx';

const BY_HAND = CHANNELS.filter((channel) => channel !== 'form' && channel !== 'api');
const FIELDS = [
  'kind',
  'channel',
  'received',
  oldReceipt,
  'place',
  'locale',
  'behalf',
  'email',
  'name',
  'identifiers',
  'details',
  'child',
  'agentName',
  'agentEmail',
  'about',
  'proved',
] as const;
type Values = Partial<Record<(typeof FIELDS)[number], string>>;

export function showEnter(office: Office): Promise<Response> {
  return page(office, {}, []);
}

export async function enterRequest(office: Office, form: SentForm, key: string): Promise<Response> {
  const { c, at } = office;
  const values: Values = Object.fromEntries(FIELDS.map((name) => [name, form.text(name)]));
  const about = await aboutIn(office, values.about ?? '');
  const read = readCase(office, values, about);
  if ('faults' in read) return page(office, values, read.faults);
  const taken = await takeOnce(office, read.made, `enter ${key}`);
  return c.redirect(at(taken ? `requests/${taken.row.reference}/?done=entered` : ''), 303);
}

/** That the person is told follows from the event. Nothing where the form was sent before, or twice at the same time. */
async function takeOnce(office: Office, made: NewCase, key: string): Promise<Case | undefined> {
  const { desk, operator } = office;
  try {
    const { opened } = await takeCase(desk, made, (taken) => [
      useKey(desk.db, key, desk.now.toISOString()),
      auditStatement(desk, operator, {
        action: 'enter-request',
        request: taken.row.id,
        details: { channel: taken.row.channel, received: taken.summary.received },
      }),
    ]);
    return opened;
  } catch (error) {
    if (!isUsedKey(error)) throw error;
    return undefined;
  }
}

async function aboutIn({ desk }: Office, text: string): Promise<{ id: string } | null | undefined> {
  if (text === '') return undefined;
  const reference = referenceIn(text);
  return reference ? findRequest(desk.db, { reference }) : null;
}

function readCase({ desk, operator }: Office, values: Values, about: { id: string } | null | undefined): { made: NewCase } | { faults: FieldFault[] } {
  const { kind = '', received = '', place = '', email, name, identifiers, details, child, agentName, agentEmail } = values;
  const channel = BY_HAND.find((one) => one === values.channel);
  const behalf = BEHALVES.find((one) => one === values.behalf) ?? 'self';
  const locale = desk.file.organisation.locales.find((one) => one === values.locale) ?? desk.file.organisation.locales[0] ?? 'en';
  const faults: FieldFault[] = [];
  if (!isKind(kind)) faults.push({ field: 'kind', says: 'Choose what the person asks for.' });
  if (!channel) faults.push({ field: 'channel', says: 'Say how it came in.' });
  if (!dateSchema.safeParse(received).success) faults.push({ field: 'received', says: 'Give the day on which it arrived, such as 2026-01-31.' });
  else {
    const fault = receivedFault(received, desk.today, values[oldReceipt] === received);
    if (fault) faults.push({ field: 'received', says: receivedInWords(fault, received, desk.today) });
  }
  if (place !== '' && !/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place))
    faults.push({ field: 'place', says: 'Give the place as a code, such as DE or US-CA, or leave it empty.' });
  if (about === null) faults.push({ field: 'about', says: 'There is no request with this reference.' });
  if (isKind(kind) && KIND_RULES[kind].details === 'required' && !details)
    faults.push({ field: 'details', says: 'Write down what the person wants: without it nobody can act on it.' });
  if (behalf === 'child' && !child) faults.push({ field: 'child', says: 'Name the child.' });
  if (behalf === 'agent' && !(agentName && agentEmail)) faults.push({ field: 'agentName', says: 'Name the agent, with an address.' });
  const content = contentSchema.safeParse(
    withoutEmpty({
      email,
      name,
      identifiers,
      details,
      child: behalf === 'child' ? child : '',
      ...(behalf === 'agent' ? { agent: { name: agentName, email: agentEmail } } : {}),
    }),
  );
  for (const { path } of content.error?.issues ?? []) {
    const field = path[0] === 'agent' ? (path[1] === 'name' ? 'agentName' : 'agentEmail') : (path[0] as FieldName);
    // What is empty and may not be is said above.
    if (values[field as keyof Values] && !faults.some((one) => one.field === field)) faults.push({ field, says: unreadInWords(field) });
  }
  if (faults.length > 0 || !content.success || !isKind(kind) || !channel) return { faults };
  const proved =
    values.proved === 'yes' ? [{ event: { type: 'proved' as const, at: desk.now.toISOString(), by: 'operator' as const }, actor: operator.name }] : [];
  return {
    made: {
      kind,
      place,
      locale,
      behalf,
      channel,
      content: content.data,
      actor: operator.name,
      received: received === desk.today ? desk.now.toISOString() : received,
      // biome-ignore lint/suspicious/noThenProperty: what happens next, in the words of `takeCase`; nobody awaits it.
      then: proved,
      ...(about ? { parent: about.id } : {}),
    },
  };
}

function unreadInWords(field: FieldName): string {
  if (field === 'email' || field === 'agentEmail') return 'Give a whole e-mail address, such as name@mail.example.';
  return `This is too long: shorten it to ${MOST_CHARACTERS[field]} characters.`;
}

function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

function page(office: Office, values: Values, faults: FieldFault[]): Promise<Response> {
  const { desk } = office;
  const { locales } = desk.file.organisation;
  const body = (
    <>
      <p>
        The clock starts on the day on which it arrived, not today. Where there is an e-mail address, the person is told that it was entered, so that a wrong
        entry is noticed.
      </p>
      <Faults faults={faults} />
      <Form office={office} to="enter/" label="Enter a request">
        <Select name="kind" label="What is asked for" value={values.kind} faults={faults} options={KINDS.map((kind) => [kind, kindName(desk, kind)])} empty />
        <Select
          name="channel"
          label="How it came in"
          value={values.channel}
          faults={faults}
          options={BY_HAND.map((channel) => [channel, CHANNEL_NAMES[channel]])}
          empty
        />
        <Field name="received" label="Arrived on" type="date" max={desk.today} values={values} faults={faults} required />
        <OldReceipt received={values.received ?? ''} today={desk.today} confirmed={values[oldReceipt]} />
        <Field name="place" label="Where the person lives" hint="A code, such as DE or US-CA. Empty: not told." values={values} faults={faults} />
        <Select
          name="locale"
          label="Writes in"
          value={values.locale}
          faults={faults}
          options={locales.map((locale) => [locale, new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale])}
        />
        <Select name="behalf" label="For whom" value={values.behalf} faults={faults} options={BEHALVES.map((behalf) => [behalf, BEHALF_NAMES[behalf]])} />
        <Field
          name="email"
          label="E-mail address of the person"
          hint="Take the one that you know already, not one that the request names anew."
          values={values}
          faults={faults}
        />
        <Field name="name" label="Name" values={values} faults={faults} />
        <Field name="identifiers" label="Account or customer number" values={values} faults={faults} />
        <Field name="child" label="Name of the child" hint="Where a parent asks." values={values} faults={faults} />
        <Field name="agentName" label="Name of the agent" hint="Where somebody asks with a mandate." values={values} faults={faults} />
        <Field name="agentEmail" label="E-mail address of the agent" values={values} faults={faults} />
        <Field name="about" label="Reference of the request that it is about" hint="For complaints and appeals." values={values} faults={faults} />
        <p class="field">
          <label for="details">What the person wants</label>
          <textarea id="details" name="details" rows={6} maxlength={10_000} {...describedBy(faults, 'details')}>
            {values.details ?? ''}
          </textarea>
          <Fault faults={faults} field="details" />
        </p>
        <label class="choice">
          <input type="checkbox" name="proved" value="yes" checked={values.proved === 'yes'} /> I have checked who it is
        </label>
        <button type="submit" class="button">
          Enter the request
        </button>
      </Form>
    </>
  );
  return answerConsole(office, { title: 'Enter a request', body, part: 'enter/', status: faults.length > 0 ? 422 : 200 });
}

function Field({
  name,
  label,
  hint,
  type = 'text',
  max,
  values,
  faults,
  required,
}: {
  name: keyof Values;
  label: string;
  hint?: string;
  type?: string;
  max?: string;
  values: Values;
  faults: FieldFault[];
  required?: boolean;
}) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      {hint ? (
        <span class="note" id={`${name}-hint`}>
          {hint}
        </span>
      ) : null}
      <input
        id={name}
        name={name}
        type={type}
        max={max}
        maxlength={1000}
        autocomplete="off"
        required={required}
        value={values[name] ?? ''}
        {...describedBy(faults, name, hint ? `${name}-hint` : undefined)}
      />
      <Fault faults={faults} field={name} />
    </p>
  );
}

function Select({
  name,
  label,
  value,
  faults,
  options,
  empty,
}: {
  name: keyof Values;
  label: string;
  value: string | undefined;
  faults: FieldFault[];
  options: [string, string][];
  empty?: boolean;
}) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} {...describedBy(faults, name)}>
        {empty ? <option value="">Choose</option> : null}
        {options.map(([code, text]) => (
          <option value={code} selected={value === code}>
            {text}
          </option>
        ))}
      </select>
      <Fault faults={faults} field={name} />
    </p>
  );
}
