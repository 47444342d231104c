/** What operators find, read and erase of single records, over HTTP and with real ledgers. */
import { afterEach, describe, expect, test } from 'vitest';
import { eraseAnswer, foundRecord, searchAnswer } from '../../../core/consent/operator-api.ts';
import { verifyReceipt } from '../../../core/consent/receipt.ts';
import { ORIGIN } from '../client.ts';
import { CONSENTS, emptyLedgers, noticeOf, recordWith, send } from '../records.ts';
import { askAsOperator, postAsOperator } from './asked.ts';

afterEach(() => emptyLedgers());

const SUBJECT = '5a'.repeat(32);

async function taken(given: Parameters<typeof recordWith>[0] = {}) {
  const record = await recordWith({ subject: SUBJECT, ...given });
  const response = await send(record, { cf: { country: 'DE' } });
  expect(response.status, CONSENTS).toBe(201);
  await response.arrayBuffer();
  return record;
}

const found = async (query: string) => searchAnswer.parse(await (await askAsOperator(`/consents?${query}`)).json()).records;

describe('a search', () => {
  test('by id finds the record, and where it lies', async () => {
    const { id } = await taken();
    const [record, ...others] = await found(`site=shop&id=${id}`);
    expect(record).toMatchObject({ log: 'shop', index: expect.any(Number), state: 'accepted', record: { id, site: 'shop', regime: 'eu-gdpr' } });
    expect(others).toEqual([]);
  });

  test('by subject finds all of it, newest first, and nothing of others', async () => {
    const records = [await taken(), await taken(), await taken()];
    await taken({ subject: 'cc'.repeat(32) });
    expect((await found(`site=shop&subject=${SUBJECT}`)).map(({ record }) => record?.id)).toEqual(records.map(({ id }) => id).reverse());
  });

  test('for what never was finds nothing', async () => {
    expect(await found('site=shop&id=019aae2c-5400-7000-8000-0000000000ff')).toEqual([]);
    expect(await found(`site=shop&subject=${'00'.repeat(32)}`)).toEqual([]);
  });

  test('looks in the ledger of the site that is named alone', async () => {
    const { id } = await taken();
    expect(await found(`site=blog&id=${id}`)).toEqual([]);
  });

  test.each([
    ['', ['/site', '/id']],
    ['site=shop', ['/id']],
    [`site=shop&id=019aae2c-5400-7000-8000-000000000001&subject=${SUBJECT}`, ['/id']],
    ['site=shop&id=1', ['/id']],
    ['site=shop&subject=xyz', ['/subject']],
    ['site=nowhere&id=019aae2c-5400-7000-8000-000000000001', ['/site']],
    ['site=__proto__&id=019aae2c-5400-7000-8000-000000000001', ['/site']],
    ['site=shop&site=blog&id=019aae2c-5400-7000-8000-000000000001', ['/site']],
    ['site=shop&id=019aae2c-5400-7000-8000-000000000001&limit=1', ['/limit']],
  ])('of ?%s is refused, and says where it is wrong', async (query, pointers) => {
    const response = await askAsOperator(`/consents?${query}`);
    const { type, errors } = await response.json<{ type: string; errors: { pointer: string; detail: string }[] }>();
    expect([response.status, type]).toEqual([400, `${ORIGIN}/problems/bad-request/`]);
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(pointers.slice(0, 1)));
    for (const { detail } of errors) expect(detail).not.toBe('');
  });
});

describe('one record', () => {
  const shown = async (id: string, format: string) => askAsOperator(`/consents/${id}?site=shop&format=${format}`);

  test('is given as it is kept', async () => {
    const { id } = await taken();
    expect(foundRecord.parse(await (await shown(id, 'record')).json()).record?.id).toBe(id);
    expect(foundRecord.parse(await (await askAsOperator(`/consents/${id.toUpperCase()}?site=shop`)).json()).record?.id).toBe(id);
  });

  test('is given in JSON-LD, with what its notice said', async () => {
    const { id } = await taken();
    const response = await shown(id, '27560');
    expect(response.headers.get('content-type')).toBe('application/ld+json');
    const text = new TextDecoder().decode(await response.arrayBuffer());
    expect(JSON.parse(text)).toMatchObject({ '@id': `urn:uuid:${id}`, 'dpv:hasNotice': [{ '@id': `${ORIGIN}/notices/${await noticeOf()}.json` }, {}] });
  });

  test('is given as a Kantara receipt', async () => {
    const { id } = await taken();
    expect(await (await shown(id, 'kantara')).json()).toMatchObject({ version: 'KI-CR-v1.1.0', consentReceiptID: id, language: 'de' });
  });

  test('is given with its proof, which asking seals', async () => {
    const { id } = await taken();
    const response = await shown(id, 'receipt');
    expect(response.status).toBe(200);
    const checked = await verifyReceipt(new TextDecoder().decode(await response.arrayBuffer()));
    expect(checked).toMatchObject({ ok: true, record: expect.stringContaining(id) });
    expect(await found(`site=shop&id=${id}`)).toMatchObject([{ state: 'sealed' }]);
  });

  test.each(['record', '27560', 'kantara', 'receipt'])('that never was is no record as %s', async (format) => {
    const response = await shown('019aae2c-5400-7000-8000-0000000000ff', format);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: `${ORIGIN}/problems/unknown-record/` });
  });

  test('in a format that there is not is refused', async () => {
    expect((await shown((await taken()).id, 'xml')).status).toBe(400);
  });
});

describe('erasing', () => {
  const erased = async (body: unknown) => eraseAnswer.parse(await (await postAsOperator('/consents/erase', body)).json());

  test('a record leaves its place and nothing else (GDPR Art. 17)', async () => {
    const [first, second] = [await taken(), await taken()];
    expect(await erased({ site: 'shop', id: first.id })).toEqual({ erased: 1, everywhere: true });
    expect(await found(`site=shop&id=${first.id}`)).toEqual([{ log: 'shop', index: expect.any(Number), state: 'erased' }]);
    expect((await found(`site=shop&subject=${SUBJECT}`)).map(({ record }) => record?.id)).toEqual([second.id]);
    for (const format of ['record', '27560', 'kantara', 'receipt'])
      expect((await askAsOperator(`/consents/${first.id}?site=shop&format=${format}`)).status).toBe(404);
  });

  test('a subject takes all of its records, and none of others', async () => {
    await taken();
    await taken();
    const other = await taken({ subject: 'cc'.repeat(32) });
    expect(await erased({ site: 'shop', subject: SUBJECT })).toEqual({ erased: 2, everywhere: true });
    expect(await found(`site=shop&subject=${SUBJECT}`)).toEqual([]);
    expect(await found(`site=shop&id=${other.id}`)).toHaveLength(1);
  });

  test('again is fine', async () => {
    const { id } = await taken();
    expect((await erased({ site: 'shop', id })).erased).toBe(1);
    expect((await erased({ site: 'shop', id })).erased).toBe(0);
  });

  test.each<[unknown, string]>([
    [{}, '/site'],
    [{ site: 'shop' }, '/id'],
    [{ site: 'shop', id: '019aae2c-5400-7000-8000-000000000001', subject: SUBJECT }, '/id'],
    [{ site: 'nowhere', subject: SUBJECT }, '/site'],
    [{ site: 'shop', subject: SUBJECT, all: true }, '/all'],
    [[], ''],
    ['shop', ''],
  ])('%j is refused, and nothing is erased', async (body, pointer) => {
    const { id } = await taken();
    const response = await postAsOperator('/consents/erase', body);
    expect(response.status).toBe(400);
    expect((await response.json<{ errors: { pointer: string }[] }>()).errors.map((error) => error.pointer)).toContain(pointer);
    expect(await found(`site=shop&id=${id}`)).toMatchObject([{ record: { id } }]);
  });
});
