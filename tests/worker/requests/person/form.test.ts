/** The form of a right over HTTP: what is asked, what comes back, and what is taken. */
import { beforeEach, describe, expect, test } from 'vitest';
import { KINDS } from '../../../../core/requests/kinds.ts';
import { openCase } from '../../../../worker/requests/cases.ts';
import { listFiles } from '../../../../worker/requests/files.ts';
import { deskAt } from '../desk.ts';
import { ACCESS, alike, asked } from './asked.ts';
import { Browser, countOf, emptyRequests, referenceIn } from './browser.ts';

beforeEach(emptyRequests);

async function caseOf(html: string) {
  return openCase(await deskAt('2026-01-31T09:00:00Z'), { reference: referenceIn(html) ?? '' });
}

test('the day of the answer is told before the request is sent, and why it is that day (Regulation 1182/71 Art. 3(4))', async () => {
  const browser = new Browser();
  const { status, html, headers } = await browser.post('/requests/access/', ACCESS);
  expect(status).toBe(200);
  expect(html).toMatch(/If you send this request today, we answer by Monday,? 2 March 2026\./);
  expect(html).toMatch(/no working day, so the time limit ends on Monday,? 2 March 2026/);
  expect(await countOf('requests')).toBe(0);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test('a request is taken, and shown at a clean address with its reference, its day, and a link to keep', async () => {
  const browser = await asked();
  expect(browser.at).toMatch(/^\/requests\/status\/[0-9A-Z]{4}-[0-9A-Z]{4}\/$/);
  expect(browser.at).toBe(browser.page);
  expect(browser.html).toMatch(/We answer by Monday,? 2 March 2026\./);
  expect(browser.html).toMatch(/https:\/\/privacy\.example\/requests\/status\/[\w.-]{40,}\//);
  const known = await caseOf(browser.html);
  expect(known?.content).toEqual({ email: 'jo@mail.example' });
  expect(known?.row).toMatchObject({
    kind: 'access',
    place: 'DE',
    behalf: 'self',
    channel: 'form',
    state: 'unproved',
    due: '2026-03-02',
    policy: 'privacy 2025-06-01',
  });
});

test('the cookie goes to pages of requests alone and no script reads it', async () => {
  const browser = new Browser();
  await browser.post('/requests/access/', ACCESS);
  const before = browser.cookies.get('fairnotice-form');
  expect(before?.path).toBe('/requests/');
  await browser.later(10).send('/requests/access/');
  expect(browser.sessions).toHaveLength(1);
  for (const { path } of browser.cookies.values()) expect(path).toBe('/requests/');
});

test.each([
  ['place', { place: '' }, 'Choose where you live'],
  ['place', { place: 'XX' }, 'Choose one of the places of the list.'],
  ['email', { email: 'nobody' }, 'Type a whole e-mail address'],
  ['email', { email: '' }, 'Type your e-mail address.'],
  ['behalf', { behalf: 'king' }, 'Choose one of the answers.'],
])('a fault in %s comes back on the page with what was typed, led to from a summary', async (field, given, words) => {
  const browser = new Browser();
  const { status, html } = await browser.post('/requests/access/', { ...ACCESS, ...given });
  expect(status).toBe(422);
  expect(html).toContain('<title>Please correct: Get a copy of your data</title>');
  expect(html).toMatch(new RegExp(`<a href="#field-${field}">${words}`));
  expect(html).toMatch(new RegExp(`class="fault" id="field-${field}-fault">${words}`));
  expect(html).toMatch(new RegExp(`aria-describedby="[^"]*field-${field}-fault`));
  if (!('email' in given)) expect(html).toContain('value="jo@mail.example"');
  expect(await countOf('requests')).toBe(0);
});

describe('what is long', () => {
  const correct = (details: string) => new Browser().post('/requests/rectification/', { ...ACCESS, details });

  test('is taken up to its ten thousand characters in every script, whatever room they take on the way', async () => {
    expect((await correct('字'.repeat(10_000))).status).toBe(200);
  });

  test.each([10_001, 100_000])('and beyond them, with %i, comes back whole, with the name of the field and what it may have', async (count) => {
    const { status, html } = await correct('字'.repeat(count));
    expect(status).toBe(422);
    expect(html).toContain('<a href="#field-details">“What is it about?” is too long: shorten it to 10,000 characters.');
    expect(html).toContain(`>\n${'字'.repeat(count)}</textarea>`);
  });

  test('is no word for a reference of nine signs', async () => {
    const { html } = await new Browser().post('/requests/complaint/', { ...ACCESS, reference: '7KQ2-M4XRA', details: 'No answer.' });
    expect(html).toContain('<a href="#field-reference">Type the eight signs of the reference');
  });
});

test('files that were chosen beside a fault are asked for again, for no browser sends them back', async () => {
  const browser = new Browser();
  await browser.post('/requests/access/', { ...ACCESS, behalf: 'agent' });
  const names = { name: 'Jo', agentName: 'Help' };
  const { html } = await browser.later(10).send('/requests/access/', { ...names, agentEmail: 'nobody' }, { files: [new File(['%PDF-1.4'], 'mandate.pdf')] });
  expect(html).toContain('<a href="#field-files">Choose the files again');
  expect(html).toMatch(/id="field-files-fault">Choose the files again/);
  expect((await browser.later(10).send('/requests/access/', { ...names, agentEmail: 'nobody' })).html).not.toContain('Choose the files again');
});

test('no data is asked for from a day that is to come', async () => {
  const browser = new Browser();
  await browser.post('/requests/access/', { ...ACCESS, place: 'US-CA' });
  const since = (day: string) => browser.later(10).send('/requests/access/', { period: 'since', since: day });
  expect((await since('2026-02-01')).html).toContain('<a href="#field-since">Type a day that exists and is not to come');
  expect((await since('2026-01-31')).status).toBe(200);
  expect(await countOf('requests')).toBe(1);
});

test('what was typed comes back as text, whatever it is', async () => {
  const { html } = await new Browser().post('/requests/rectification/', {
    ...ACCESS,
    email: '"><script>x</script>',
    details: '</textarea><script>alert(1)</script>',
  });
  expect(html).not.toContain('<script>');
  expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('in California an access asks from which time (11 CCR 7020(e)), elsewhere it does not', async () => {
  const browser = new Browser();
  expect((await browser.post('/requests/access/', { ...ACCESS, place: 'US-CA' })).html).toContain('name="period"');
  const missing = await browser.later(10).send('/requests/access/');
  expect(missing.status).toBe(422);
  expect(missing.html).toContain('<a href="#field-period">');
  expect(missing.html).toContain('name="place" value="US-CA"');
  await browser.later(10).send('/requests/access/', { period: 'since', since: '2024-13-01' });
  expect(browser.html).toContain('<a href="#field-since">');
  await browser.later(10).send('/requests/access/', { period: 'since', since: '2024-01-01' });
  expect((await caseOf(browser.html))?.content?.answers).toEqual({ period: 'since', since: '2024-01-01' });
  expect((await new Browser().post('/requests/access/', ACCESS)).html).not.toContain('name="period"');
});

test('where no law that is served holds, the promise alone counts, and a request is taken all the same', async () => {
  const browser = new Browser();
  const { html } = await browser.post('/requests/access/', { ...ACCESS, place: 'elsewhere' });
  expect(html).toContain('No law that we serve names a time');
  await browser.later(10).send('/requests/access/');
  expect((await caseOf(browser.html))?.row).toMatchObject({ place: '', regime: '' });
});

describe('for somebody else', () => {
  test('a parent names the child', async () => {
    const browser = new Browser();
    await browser.post('/requests/erasure/', { ...ACCESS, behalf: 'child' });
    expect(browser.html).toContain('name="child"');
    await browser.later(10).send('/requests/erasure/', { child: 'Kim' });
    expect(await caseOf(browser.html)).toMatchObject({ row: { behalf: 'child' }, content: { child: 'Kim' } });
  });

  test('an agent is told that the proof is asked of the person, before the request is sent and after it', async () => {
    const browser = new Browser();
    const { html } = await browser.post('/requests/access/', { ...ACCESS, behalf: 'agent' });
    expect(html).toContain('a code to the person for whom you ask.');
    expect(html).not.toContain('the address that you typed');
    await browser.later(10).send('/requests/access/', { name: 'Jo Visitor', agentName: 'Agents Ltd', agentEmail: 'desk@agents.example' });
    expect(browser.html).toContain('That person opens its link, or gives you its code');
    expect(browser.html).not.toContain('the address that you typed');
  });

  test('an agent says who asks for whom, and adds the mandate; the mandate is kept encrypted under a name of ours', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', { ...ACCESS, place: 'US-CA', behalf: 'agent' });
    const given = { name: 'Jo Visitor', agentName: 'Agents Ltd', agentEmail: 'desk@agents.example', period: 'all' };
    const files = [new File(['%PDF-1.7 mandate of Jo'], '../../jo-visitor.exe', { type: 'application/x-msdownload' })];
    await browser.later(10).send('/requests/access/', given, { files });
    const known = await caseOf(browser.html);
    expect(known?.content).toMatchObject({ name: 'Jo Visitor', email: 'jo@mail.example', agent: { name: 'Agents Ltd', email: 'desk@agents.example' } });
    expect(known && (await listFiles(await deskAt('2026-02-01T00:00:00Z'), known))).toMatchObject([
      { name: 'document-1.pdf', type: 'application/pdf', source: 'person' },
    ]);
    expect(known?.events.map(({ event }) => event.type)).toEqual(['received', 'proof-asked', 'file-added']);
  });
});

describe('complaint and appeal', () => {
  const complain = async (email: string, reference: string): Promise<Browser> => {
    const browser = new Browser();
    browser.now = '2026-02-10T09:00:00Z';
    await browser.post('/requests/appeal/', { place: 'US-VA', behalf: 'self', email, details: 'The refusal is wrong.', reference });
    await browser.later(10).send('/requests/appeal/');
    return browser;
  };

  test('are requests of their own, linked with the first one in both', async () => {
    const first = await caseOf((await asked()).html);
    const browser = await complain('Jo@mail.example', first?.row.reference.replace('-', '').toLowerCase() ?? '');
    const appeal = await caseOf(browser.html);
    expect(appeal).toMatchObject({ row: { kind: 'appeal', parent: first?.row.id, state: 'open' } });
    expect(appeal?.events.map(({ event }) => event).slice(0, 2)).toMatchObject([{ type: 'received' }, { type: 'linked', request: first?.row.id }]);
    const after = await openCase(await deskAt('2026-02-11T00:00:00Z'), { id: first?.row.id ?? '' });
    expect(after?.events.at(-1)?.event).toMatchObject({ type: 'appeal-received', request: appeal?.row.id });
  });

  test('of somebody else, or of a reference that nobody has, look the same and touch nothing', async () => {
    const first = await caseOf((await asked()).html);
    const shown = async (email: string, reference: string): Promise<string> => alike((await complain(email, reference)).html);
    const stranger = await shown('eve@mail.example', first?.row.reference ?? '');
    const nobody = await shown('eve@mail.example', 'ZZZZ-ZZZZ');
    expect(stranger).toBe(nobody);
    const after = await openCase(await deskAt('2026-02-11T00:00:00Z'), { id: first?.row.id ?? '' });
    expect(after?.events.map(({ event }) => event.type)).toEqual(['received', 'proof-asked']);
  });
});

describe('what programs do', () => {
  test('a field that nobody sees, filled in, is told and nothing is kept', async () => {
    const { status, html } = await new Browser().post('/requests/access/', { ...ACCESS, website: 'https://spam.example' });
    expect(status).toBe(422);
    expect(html).toContain('A field that stays empty was filled in');
    expect(html).not.toContain('spam.example');
  });

  test('a form that is sent faster than anybody reads is not taken, nor one without a mark, nor another browser’s, nor an old one', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', ACCESS);
    expect((await browser.send('/requests/access/')).html).toContain('faster than people are');
    const other = new Browser();
    await other.post('/requests/access/', ACCESS);
    other.html = browser.html;
    expect((await other.later(10).send('/requests/access/')).html).toContain('open for too long');
    expect((await browser.later(10).send('/requests/access/', { token: 'x.y.z' })).html).toContain('open for too long');
    expect((await browser.later(90_000).send('/requests/access/')).html).toContain('open for too long');
    expect(await countOf('requests')).toBe(0);
  });

  test('a form that is sent twice is one request', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', ACCESS);
    const page = browser.html;
    await browser.later(10).send('/requests/access/');
    browser.html = page;
    await browser.send('/requests/access/');
    expect(browser.at).toBe(browser.page);
    expect(await countOf('requests')).toBe(1);
  });

  test.each([{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])('a form of another site is not taken (%o)', async (headers) => {
    const { status } = await new Browser().post('/requests/opt-out-sale/', { place: 'US-CA', step: 'send' }, { headers });
    expect(status).toBe(403);
    expect(await countOf('requests')).toBe(0);
  });

  test('nor where an older browser names another origin', async () => {
    const { status } = await new Browser().post('/requests/access/', ACCESS, { headers: { 'sec-fetch-site': '', origin: 'https://evil.example' } });
    expect(status).toBe(403);
  });

  test.each(['application/json', 'text/plain'])('a body of the type %s is no form', async (type) => {
    const { status } = await new Browser().post('/requests/access/', ACCESS, { headers: { 'content-type': type } });
    expect(status).toBe(400);
  });

  test('a network that sends more than people do is asked to wait; addresses of IPv6 count by their first 64 bits', async () => {
    const send = async (address: string, at: number) => {
      const browser = new Browser({ headers: { 'cf-connecting-ip': address } });
      await browser.post('/requests/objection/', { ...ACCESS, email: `a${at}@mail.example`, details: 'Not for advertising.' });
      return browser.later(10).send('/requests/objection/');
    };
    for (let at = 0; at < 30; at += 1) expect((await send(`2001:db8:1:2::${at + 1}`, at)).status).toBe(200);
    const { status, html, headers } = await send('2001:db8:1:2:ffff::9', 31);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('3600');
    expect(html).toContain('<a href="#send">More requests came from your network');
    expect(html).toContain('name="details" value="Not for advertising."');
    expect((await send('2001:db8:1:3::1', 32)).status).toBe(200);
    expect(await countOf('requests')).toBe(31);
  }, 30_000);
});

test('without keys no request is taken, and no page of one is shown', async () => {
  const browser = new Browser({ bindings: { REQUESTS_PEPPER: '' } });
  expect((await browser.post('/requests/access/', ACCESS)).status).toBe(503);
  expect((await browser.open('/requests/status/')).status).toBe(503);
});

test('every kind has a form in every language, or says that there is none', async () => {
  for (const kind of KINDS) {
    for (const path of [`/requests/${kind}/`, `/requests/${kind}/de/`]) {
      const { status, html } = await new Browser().post(path, { step: 'more' });
      expect([422, 404]).toContain(status);
      if (status === 422) expect(html).toContain('name="place"');
    }
  }
  expect((await new Browser().post('/requests/access/fr/', ACCESS)).status).toBe(404);
  expect((await new Browser().post('/requests/toString/', ACCESS)).status).toBe(405);
});

test('in German everything is German', async () => {
  const browser = new Browser();
  const { html } = await browser.post('/requests/access/de/', ACCESS);
  expect(html).toContain('Wenn Sie den Antrag heute senden, antworten wir bis Montag, 2. März 2026.');
  await browser.later(10).send('/requests/access/de/');
  expect(browser.html).toContain('Als Nächstes: Sie bestätigen Ihre Adresse');
});
