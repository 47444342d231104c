/**
 * The answer in a real browser with scripts turned off, against the real Worker with its storage: put together on the console, released,
 * and fetched by the person from the page of the request after a code; by nobody else, and not any more when its time is over.
 */
import { readFileSync } from 'node:fs';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import type { BrowserContext, Download, Page, Response } from 'playwright-core';
import { expect, test } from 'vitest';
import { edgeInBrowser, inMail } from '../../support/edge-in-browser.ts';
import { enterRequest, releaseAnswer, signIn } from '../../support/operator-steps.ts';
import { NOW } from '../../support/run-sites.ts';

const PASSPHRASE = 'correct horse battery';

const edge = edgeInBrowser(NOW);

/** The same deployment some time later. */
const later = (milliseconds: number): Promise<void> => edge.restart(new Date(Date.parse(NOW) + milliseconds).toISOString());

const someone = (): Promise<BrowserContext> => edge.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });

/** Each attempt of the test has people of its own: a repetition within a quarter of an hour mails nothing. */
let attempts = 0;

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

interface Package {
  files: { name: string; content: string }[];
  data?: string;
  passphrase?: string;
}

/** An operator enters a request, puts its answer together and releases it with the letter. */
async function answered(email: string, packages: Package[]): Promise<void> {
  const context = await someone();
  const page = await context.newPage();
  await signIn(page, edge.origin);
  await enterRequest(page, edge.origin, { received: '2026-11-20', email });
  await page.getByRole('link', { name: 'Put the answer together' }).click();
  for (const { files, data = '', passphrase = '' } of packages) {
    await page.getByLabel('Data as JSON').fill(data);
    await page.getByLabel('Passphrase').fill(passphrase);
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles(files.map(({ name, content }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })));
    await press(page, 'Add to the answer');
  }
  expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(packages.length);
  await releaseAnswer(page);
  await context.close();
}

/** From the link of the mail to the page of the request; nothing personal is there yet. */
async function led(email: string): Promise<Page> {
  const page = await (await someone()).newPage();
  await page.goto(edge.origin + (await inMail(edge.origin, email, /\/requests\/status\/[^/\s]+\//)));
  return page;
}

/** The step-up: a code is mailed and typed. */
async function stepUp(page: Page, email: string, than = ''): Promise<string> {
  await press(page, 'Send a code');
  const code = await inMail(edge.origin, email, /\b\d{6}\b/, than);
  await page.getByLabel('Code of six digits').first().fill(code);
  await page.getByRole('button', { name: 'Show' }).first().click();
  return code;
}

/** Presses the button of a file, and gives what the browser saved and what it was told of it. */
async function fetched(page: Page, number: number): Promise<{ file: Download; headers: Record<string, string>; bytes: Buffer }> {
  const [file, response] = await Promise.all([
    page.waitForEvent('download'),
    page.waitForEvent('response', { predicate: (one: Response) => /\/requests\/status\/[^/]+\/files\//.test(one.url()) }),
    page.getByRole('button', { name: new RegExp(`^Fetch file ${number} \\(ZIP`) }).click(),
  ]);
  return { file, headers: await response.allHeaders(), bytes: readFileSync(await file.path()) };
}

/** The first bit of the flags of the first entry (APPNOTE 4.4.4). */
const isEncrypted = (bytes: Buffer = Buffer.alloc(8)): boolean => (bytes.readUInt16LE(6) & 1) === 1;

async function unzipped(bytes: Buffer = Buffer.alloc(0), password?: string): Promise<Record<string, string>> {
  const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)])), {
    useWebWorkers: false,
    checkCrc32: true,
    ...(password === undefined ? {} : { password }),
  });
  const entries = await reader.getEntries();
  const read = await Promise.all(entries.map(async (entry) => [entry.filename, entry.directory ? '' : await entry.getData(new TextWriter())]));
  await reader.close();
  return Object.fromEntries(read) as Record<string, string>;
}

/** Sends the form of a file without having its button: as somebody would who knows the address. */
async function forced(page: Page, path: string): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const token = await page.locator('input[name=token]').first().inputValue();
  const answer = await page.context().request.post(edge.origin + path, { form: { token }, headers: { 'sec-fetch-site': 'same-origin', origin: edge.origin } });
  return { status: answer.status(), headers: answer.headers(), text: await answer.text() };
}

test('the answer is fetched after a code, opens, says nothing of anybody in its name, and is nobody else’s; then its time is over', {
  timeout: 240_000,
}, async () => {
  attempts += 1;
  const [email, other] = [`jo.visitor.${attempts}@mail.example`, `eve.${attempts}@mail.example`];
  await answered(email, [
    { files: [{ name: 'Jo Visitor.txt', content: 'two orders' }], data: '{"name":"Jo Visitor"}' },
    { files: [{ name: 'invoices.txt', content: 'three invoices' }], passphrase: PASSPHRASE },
  ]);
  const page = await led(email);
  expect(await page.locator('main').innerText()).toContain('Type a code above first.');
  expect(await page.getByRole('button', { name: /^Fetch file/ }).count()).toBe(0);
  const first = await stepUp(page, email);
  const paths = await page.locator('#answer form').evaluateAll((forms) => forms.map((form) => new URL((form as HTMLFormElement).action).pathname));
  expect(paths).toHaveLength(2);

  const both = [await fetched(page, 1), await fetched(page, 2)];
  for (const [at, { file, headers }] of both.entries()) {
    expect(file.suggestedFilename()).toMatch(new RegExp(`^answer-[0-9A-Z]{4}-[0-9A-Z]{4}-${at + 1}\\.zip$`));
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${file.suggestedFilename()}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  }
  // They were made in the same moment, so either may be the first.
  const [plain, sealed] = isEncrypted(both[0]?.bytes) ? [both[1], both[0]] : [both[0], both[1]];
  const opened = await unzipped(plain?.bytes);
  expect(Object.keys(opened)).toEqual(['answer.json', 'files/001.txt', 'answer.html', 'manifest.json']);
  expect([JSON.parse(opened['answer.json'] ?? ''), opened['files/001.txt']]).toEqual([{ name: 'Jo Visitor' }, 'two orders']);
  expect(opened['manifest.json']).toContain('"formerName": "Jo Visitor.txt"');
  await expect(unzipped(sealed?.bytes)).rejects.toThrow('encrypted');
  await expect(unzipped(sealed?.bytes, 'correct horse batterx')).rejects.toThrow('password');
  expect((await unzipped(sealed?.bytes, PASSPHRASE))['files/001.txt']).toBe('three invoices');

  // The page itself, in a browser that opens it by itself: what was packed runs nothing.
  const alone = await edge.browser.newPage({ javaScriptEnabled: true });
  const broken: string[] = [];
  alone.on('pageerror', (error) => broken.push(error.message));
  alone.on('request', (request) => broken.push(request.url()));
  await alone.setContent(opened['answer.html'] ?? '');
  expect(await alone.locator('main').innerText()).toMatch(/Jo Visitor[\s\S]*files\/001\.txt/);
  expect(broken).toEqual([]);
  await alone.close();

  // Somebody else with a request, a code and an answer of their own.
  await answered(other, [{ files: [{ name: 'e.txt', content: 'of Eve' }] }]);
  const eve = await led(other);
  await stepUp(eve, other);
  const ofEve = new URL(eve.url()).pathname;
  for (const path of paths) {
    const inHers = ofEve + path.slice(path.indexOf('files/'));
    for (const [address, refused] of [
      [path, 200],
      [inHers, 404],
    ] as const) {
      const { status, headers, text } = await forced(eve, address);
      expect([status, headers['content-disposition'], /two orders|three invoices|Jo/.test(text)]).toEqual([refused, undefined, false]);
    }
  }
  // And somebody who has the link alone.
  const stranger = await led(email);
  for (const path of paths)
    expect(await forced(stranger, path)).toMatchObject({ status: 422, text: expect.stringContaining('need a code of the last half hour') });

  // Half an hour later the page that lies open asks for a new code; the button of a file alone does nothing.
  await later(31 * 60_000);
  await page.getByRole('button', { name: /^Fetch file 1/ }).click();
  expect(await page.locator('.faults').innerText()).toContain('The answer’s files need a code of the last half hour.');
  expect(await page.locator('#answer').innerText()).toContain('Your code is older than half an hour.');
  expect(await page.getByRole('button', { name: /^Fetch file/ }).count()).toBe(0);
  await page.locator('#answer').getByRole('button', { name: 'Send a code' }).click();
  const second = await inMail(edge.origin, email, /\b\d{6}\b/, first);
  await page.locator('#answer').getByLabel('Code of six digits').fill(second);
  await page.locator('#answer').getByRole('button', { name: 'Show' }).click();
  expect((await fetched(page, 1)).bytes.equals(both[0]?.bytes ?? Buffer.alloc(0))).toBe(true);

  // Eight days later its last day is over, and that is said.
  await later(8 * 86_400_000);
  await page.reload();
  await stepUp(page, email, second);
  expect(await page.locator('.messages').count()).toBe(1);
  expect(await page.locator('#answer').count()).toBe(0);
  for (const path of paths) {
    const { status, headers, text } = await forced(page, path);
    expect([status, headers['content-disposition'], text.includes('There are no files to fetch now, or not any more.')]).toEqual([422, undefined, true]);
  }
});
