/** Messages, corrections and the end of a request, by the person on its page. */
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../../core/deadlines/count.ts';
import { wordsOf } from '../../../../worker/requests/cases.ts';
import { statusPath } from '../../../../worker/requests/status-links.ts';
import { deskAt } from '../desk.ts';
import { last, WRITES } from './asked.ts';
import { Browser, countOf } from './browser.ts';
import { freshDesk } from './mails.ts';
import { beforeWriting, FIRST, organisation, proved, stepUp, theCase, types } from './proved.ts';

freshDesk();

describe('messages', () => {
  test('go both ways, as text, and only those that are meant for the person are shown', async () => {
    const browser = await proved();
    await browser.act('message', { message: 'One more thing:\n<b>hurry</b>' });
    await organisation({ type: 'message-to-person', at: '2026-02-01T09:00:00Z' }, 'We are on it.');
    await organisation({ type: 'note', at: '2026-02-01T09:00:00Z' }, 'Looks suspicious to me.');
    const { html } = await browser.open(browser.page);
    expect(html).toContain('One more thing:\n&lt;b&gt;hurry&lt;/b&gt;');
    expect(html).toContain('We are on it.');
    expect(html).not.toContain('suspicious');
    expect(html.indexOf('One more thing')).toBeLessThan(html.indexOf('We are on it'));
  });

  test('an answer to a question of ours lets the clock run on', async () => {
    const browser = await proved();
    await organisation({ type: 'clarification-asked', at: '2026-02-01T09:00:00Z' }, 'Which name?');
    expect((await browser.open(browser.page)).html).toContain('Next: you answer our question');
    await browser.act('message', { message: 'The first one.' });
    expect((await types()).at(-1)).toBe('clarification-answered');
    expect(browser.html).toContain('Next: we answer');
  });

  test('that is sent twice at once is one message, with its files once', async () => {
    const browser = await proved();
    const page = browser.html;
    const files = () => [new File(['%PDF-1.4'], 'a.pdf')];
    const sendIt = () => Object.assign(browser, { html: page }).act('message', { message: 'Please hurry.' }, { files: files() });
    for (const { status } of await Promise.all([sendIt(), sendIt()])) expect(status).toBe(200);
    await sendIt();
    expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'message-from-person', 'file-added']);
    // Other words from the same page, gone back to, are another message.
    await Object.assign(browser, { html: page }).act('message', { message: 'And thank you.' });
    expect((await types()).at(-1)).toBe('message-from-person');
  });

  test('bring files, which are looked at like those of the form', async () => {
    const browser = await proved();
    const bad = await browser.act('message', { message: 'See here' }, { files: [new File(['<html>'], 'proof.pdf')] });
    expect(bad.status).toBe(422);
    expect(bad.html).toMatch(/>\s*See here<\/textarea>/);
    await browser.act('message', { message: 'See here' }, { files: [new File(['%PDF-1.4'], 'My Passport.pdf')] });
    expect(browser.html).toContain('document-1.pdf');
    expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'message-from-person', 'file-added']);
  });

  test('files that came with an empty one are asked for again', async () => {
    const browser = await proved();
    const { html } = await browser.act('message', { message: '' }, { files: [new File(['%PDF-1.4'], 'a.pdf')] });
    expect(html).toContain('<a href="#field-files">Choose the files again');
    expect(html).toContain('id="field-files-fault">Choose the files again');
  });

  test('an empty one comes back', async () => {
    const browser = await proved();
    const { status, html } = await browser.act('message', { message: '  ' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#field-message">');
  });
});

describe('correcting and ending', () => {
  test('the words can be corrected, and what stood there before is kept beside; the address cannot be changed', async () => {
    const browser = await proved();
    await browser.act('correct', { details: 'My name is Jo-Ann.', identifiers: 'customer 7', email: 'eve@evil.example' });
    const known = await theCase();
    expect(known.content).toEqual({ email: 'jo@mail.example', details: 'My name is Jo-Ann.', identifiers: 'customer 7' });
    const event = known.events.at(-1);
    expect(event?.event.type).toBe('corrected');
    expect(event && (await wordsOf(known, event))).toBe('My name is Jo, not Joe.');
    const empty = await browser.act('correct', { details: '' });
    expect(empty.status).toBe(422);
    await browser.open(browser.page);
    await browser.act('correct', { details: 'Jo-Ann', identifiers: '' });
    const again = (await theCase()).events.at(-1);
    expect(again && (await wordsOf(await theCase(), again))).toBe('My name is Jo-Ann.\n\ncustomer 7');
  });

  test.each([
    ['details', 10_000, 'What is it about?', '10,000'],
    ['identifiers', 1000, 'How do we find the data?', '1,000'],
  ])('words that are too long in %s come back whole, and the fault stands there', async (field, most, name, inWords) => {
    const browser = await proved();
    const long = 'x'.repeat(most + 1);
    const { status, html } = await browser.act('correct', { details: 'Jo', identifiers: '', [field]: long });
    expect(status).toBe(422);
    expect(html).toContain(`<a href="#field-${field}">“${name}” is too long: shorten it to ${inWords} characters.`);
    expect(html).toContain(`id="field-${field}-fault">“${name}” is too long`);
    expect(html).toMatch(new RegExp(`>\\s*${long}</textarea>`));
    expect(await types()).not.toContain('corrected');
  });

  test('a form that is sent as it stands, or twice, corrects nothing more', async () => {
    const browser = await proved();
    const page = browser.html;
    for (const details of ['My name is Jo, not Joe.', 'My name is Jo-Ann.', 'My name is Jo-Ann.'])
      await Object.assign(browser, { html: page }).act('correct', { details });
    expect((await types()).filter((type) => type === 'corrected')).toHaveLength(1);
  });

  // Art. 12A(1) and (2) UK GDPR: the days between question and answer do not count, so whoever answers must not be kept waiting.
  test.each<[string, Record<string, string>]>([
    ['message', { message: 'All of it.' }],
    ['correct', { details: 'All of it.' }],
  ])('a question that is answered by %s ends the pause, and the clock runs on', async (path, fields) => {
    const browser = new Browser();
    browser.now = '2026-08-03T09:00:00Z';
    await browser.post('/requests/access/', { ...FIRST, place: 'GB', step: 'more' });
    await browser.later(10).send('/requests/access/');
    await browser.act('code', { code: last().values.code ?? '' });
    const summary = async () => (await theCase()).summary;
    const { due } = await summary();
    await organisation({ type: 'clarification-asked', at: '2026-08-04T09:00:00Z' }, 'Which of it?');
    expect((await summary()).state).toBe('waiting');
    const paused = (await browser.open(browser.page)).html;
    expect(paused).toContain('No day stands at the moment: the time limit does not run until we have what we asked you for.');
    expect(paused).not.toContain('The law sets no day');
    browser.now = '2026-08-13T09:00:00Z';
    await stepUp(browser);
    await browser.act(path, fields);
    expect((await types()).at(-1)).toBe('clarification-answered');
    expect(browser.html).toContain('Next: we answer');
    const after = await summary();
    expect(after.state).toBe('open');
    // From 4 to 13 August, both among them.
    expect(after.due && after.due >= addDays(due ?? '', 10)).toBe(true);
  });

  describe.each(['since the page was opened', 'in this very moment'])('a request that an operator closes %s', (when) => {
    test.each<[string, Record<string, string>]>([
      ['message', { message: 'Long <b>words</b> of mine.' }],
      ['correct', { details: 'Long <b>words</b> of mine.', identifiers: 'customer 7' }],
      ['withdraw', {}],
      ['not-mine', {}],
    ])('takes no %s any more: the page says so, and gives back what was typed', async (path, fields) => {
      const browser = await proved();
      const close = () => organisation({ type: 'answered', at: '2026-01-31T09:00:10Z', outcome: 'complied' }, 'Here it is.');
      if (when === 'since the page was opened') await close();
      const bindings = when === 'in this very moment' ? { INDEX: beforeWriting(close) } : {};
      const files = path === 'message' ? { files: [new File(['%PDF-1.4'], 'a.pdf')] } : {};
      const { status, html } = await browser.act(path, fields, { bindings, ...files });
      expect(status).toBe(422);
      expect(html).toContain('The request was closed before this reached us');
      expect(html).toContain('<title>That was too late: ');
      for (const typed of Object.values(fields))
        expect(html).toMatch(new RegExp(`<textarea[^>]*readonly[^>]*>\\s*${typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}<`));
      // The summary leads to something that is there.
      expect(html).toContain(`id="${/class="faults"[\s\S]*?href="#([^"]+)"/.exec(html)?.[1]}"`);
      expect(await types()).toEqual(['received', 'proof-asked', 'proved', 'answered']);
      expect((await theCase()).content).toEqual({ email: 'jo@mail.example', details: 'My name is Jo, not Joe.' });
      expect(await countOf('request_files')).toBe(0);
    });
  });

  test('what was typed while the session ran out comes back, with the way to a new code', async () => {
    const browser = await proved();
    const { html } = await browser.later(13 * 3600).act('message', { message: 'Twelve hours of words.' });
    expect(html).toContain('This needs a code first');
    expect(html).toMatch(/readonly[^>]*>\s*Twelve hours of words\./);
  });

  test('withdrawing twice is no fault', async () => {
    const browser = await proved();
    const page = browser.html;
    for (let twice = 0; twice < 2; twice += 1)
      expect(await Object.assign(browser, { html: page }).act('withdraw')).toMatchObject({ status: 200, path: browser.page });
    expect((await types()).filter((type) => type === 'withdrawn')).toHaveLength(1);
  });

  test('the browser that asked does not withdraw what somebody proves in this very moment', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', { ...FIRST, step: 'more' });
    await browser.later(10).send('/requests/access/');
    const prove = () => organisation({ type: 'proved', at: '2026-01-31T09:00:10Z', by: 'code' });
    const { status } = await browser.act('withdraw', {}, { bindings: { INDEX: beforeWriting(prove) } });
    expect(status).toBe(422);
    expect((await theCase()).summary.state).toBe('open');
  });

  test('the person withdraws', async () => {
    const browser = await proved();
    await browser.act('withdraw');
    expect(browser.html).toContain('You withdrew the request');
    expect((await theCase()).row).toMatchObject({ queue: 'closed', state: 'withdrawn' });
    expect(browser.html).not.toMatch(WRITES);
  });

  test('whoever has only the link of a proved request neither withdraws nor disputes it', async () => {
    await proved();
    const { row } = await theCase();
    const stranger = new Browser();
    await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), row.id)}`);
    // Nothing is offered that would be refused.
    expect(stranger.html).not.toMatch(/I asked nothing|Withdraw the request/);
    const token = /name="token" value="([^"]*)"/.exec(stranger.html)?.[1] ?? '';
    for (const path of ['withdraw', 'not-mine', 'correct', 'message', `files/${row.id}`]) {
      const { status } = await stranger.post(`${stranger.page}${path}`, { token, message: 'x', details: 'x' });
      expect(status).toBe(422);
    }
    expect(await types()).toEqual(['received', 'proof-asked', 'proved']);
  });

  test('an unproved one is withdrawn by the browser that asked, and disputed by whoever got its link', async () => {
    const browser = new Browser();
    await browser.post('/requests/access/', { ...FIRST, step: 'more' });
    await browser.later(10).send('/requests/access/');
    const stranger = new Browser();
    await stranger.open(`/${await statusPath(await deskAt('2026-02-01T00:00:00Z'), (await theCase()).row.id)}`);
    expect(stranger.html).not.toContain('Withdraw the request');
    await stranger.act('not-mine');
    expect((await theCase()).row.state).toBe('disputed');
  });

  test('the browser forgets it on a button', async () => {
    const browser = await proved();
    await browser.act('leave');
    expect(browser.sessions).toEqual([]);
    expect(browser.html).toContain('type reference and address');
  });
});
