/** A mail made from its name and values: every word of somebody's is text, and no value reaches a header with a line of its own. */
import { expect, test } from 'vitest';
import { FIRST_MAILS, MAIL_VALUES, MAILS, type MailName } from '../../../../core/requests/mails.ts';
import { CannotCompose, composeMail } from '../../../../worker/mail/compose.ts';
import { deskAt } from '../desk.ts';

const desk = await deskAt('2026-11-24T09:00:00Z');

function valuesOf(name: MailName): Record<string, string> {
  const { needs, may = [] } = MAIL_VALUES[name];
  return Object.fromEntries([...needs, ...may].map((key) => [key, key === 'count' ? '5' : key === 'link' ? 'https://privacy.example/a/' : `<${key}>`]));
}
const made = (name: MailName, values: Record<string, string> = valuesOf(name), locale = 'en') =>
  composeMail(desk, { name, to: 'a@mail.example', locale, values });

test.each(MAILS.flatMap((name) => ['en', 'de'].map((locale) => [name, locale] as const)))(
  'the mail %s in %s has a subject, a text and the same as HTML',
  (name, locale) => {
    const mail = made(name, valuesOf(name), locale);
    expect(mail.subject).toContain('Acme Instruments');
    expect(`${mail.subject}${mail.text}`).not.toMatch(/\{\w+\}/);
    expect(mail.html).toContain(`<html lang="${locale}"`);
    const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
    const words = mail.html
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    expect(flat(words)).toBe(flat(mail.text.replace('\n--\n', '\n')));
  },
);

test.each(MAILS)('every value that %s takes is in its words, and none is markup (stored XSS through HTML mails)', (name) => {
  const { subject, text, html } = made(name);
  for (const key of Object.keys(valuesOf(name)).filter((one) => one !== 'count' && one !== 'link')) {
    expect(subject + text).toContain(`<${key}>`);
    expect(html).not.toContain(`<${key}>`);
  }
});

test('words of an operator with markup, scripts and foreign links stay text', () => {
  const words = 'Hello <script>alert(1)</script>\n\nhttps://evil.example/login\n{code} {link}';
  const { html, text } = made('message', { ...valuesOf('message'), words });
  expect(html).not.toMatch(/<script|href="https:\/\/evil/);
  expect(html).toContain('&lt;script&gt;');
  // What looks like a placeholder is not filled a second time.
  expect(text).toContain('{code} {link}');
});

test.each(FIRST_MAILS)('the mail %s to an unproved address takes no word that anybody typed, not even a name (phish relay)', (name) => {
  const known = ['link', 'code', 'lasting', 'notMe'];
  expect([...MAIL_VALUES[name].needs, ...(MAIL_VALUES[name].may ?? [])].filter((key) => !known.includes(key))).toEqual([]);
  const mail = made(name, { ...valuesOf(name), name: 'BUY NOW', words: 'BUY NOW', details: 'BUY NOW' });
  expect(JSON.stringify(mail)).not.toContain('BUY NOW');
});

test.each(MAILS)('the subject of %s is fixed: neither code nor link nor words are ever in it', (name) => {
  const secret = { ...valuesOf(name), code: '123456', words: 'typed words', kind: 'kind', list: 'list' };
  expect(made(name, secret).subject).not.toMatch(/123456|https|typed|kind|list/);
});

test('no value ends the header that it stands in (header injection)', () => {
  const mail = composeMail(
    { ...desk, file: { ...desk.file, organisation: { ...desk.file.organisation, name: 'Acme\r\nBcc: all@evil.example' } } },
    { name: 'closed', to: 'a@mail.example', locale: 'en', values: { reference: 'ABCD\r\nBcc: b@evil.example', date: 'x' } },
  );
  expect(`${mail.subject}${mail.from.name}${Object.values(mail.headers).join('')}`).not.toMatch(/[\r\n]/);
});

test.each(['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', 'a b@c.example', '<a@b.example>', 'nobody', 'a@b@c'])(
  '%j is no address to send to',
  (to) => {
    expect(() => composeMail(desk, { name: 'closed', to, locale: 'en', values: { reference: 'A', date: 'x' } })).toThrow(CannotCompose);
  },
);

test('a paragraph about what is not known is left out', () => {
  const { text } = made('acknowledged', { reference: 'ABCD-EFGH' });
  expect(text).toContain('ABCD-EFGH');
  expect(text).not.toMatch(/answer by|\{|signed receipt/);
});

test('mails about policies can be ended with one click (RFC 8058), and only they', () => {
  const stop = 'https://privacy.example/subscribe/stop/x/';
  expect(made('policy-announced', { ...valuesOf('policy-announced'), stop }).headers).toMatchObject({
    'List-Unsubscribe': `<${stop}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Auto-Submitted': 'auto-generated',
  });
  expect(made('answered').headers).not.toHaveProperty('List-Unsubscribe');
});
