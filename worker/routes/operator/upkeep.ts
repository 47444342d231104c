/**
 * What keeps rights requests going, for administrators: rotation of the master key, the replay of suppressions after a restore, mails
 * that were given up, and where webhooks go. Each address does a piece that is whole by itself and says what is left.
 */
import type { Context } from 'hono';
import type { z } from 'zod';
import { deliveriesQuery, replaySuppressionsBody, retryMailsBody } from '../../../core/requests/upkeep.ts';
import { endpointBody, replayBody } from '../../../core/requests/webhooks.ts';
import { readBody } from '../../body.ts';
import { auditStatement, type Noted } from '../../console/audit.ts';
import type { Edge } from '../../edge.ts';
import { refuse } from '../../problem.ts';
import { type Desk, deskOf } from '../../requests/desk.ts';
import { rotateKeys } from '../../requests/rotation.ts';
import { replaySuppressions } from '../../requests/suppressions.ts';
import { addEndpoint, changeSecret, faultOfAddress } from '../../requests/webhooks.ts';
import { deadMails, reviveMails } from '../../store/outbox.ts';
import { deliveries, endpoints, replayDeliveries, turnOffEndpoint } from '../../store/webhooks.ts';
import { type Asked, readQuery, readValue, refused } from './questions.ts';

const MOST_LISTED = 200;

type Answer = (c: Context<Edge>, desk: Desk) => Promise<Response>;

/** For administrators, where requests are taken at all. */
function upkeep(answer: Answer): (c: Context<Edge>) => Promise<Response> {
  return async (c) => {
    const operator = c.get('operator');
    if (operator?.role !== 'admin') return refuse(c, { reason: 'scope-missing', needed: 'admin' });
    const desk = await deskOf(c.env, c.env.site, c.env.now, c.env.url);
    return desk ? answer(c, desk) : refuse(c, { reason: 'requests-closed' });
  };
}

/** Noted before it is done: where data goes, and with which keys, is told to whoever reads the audit. */
async function note(c: Context<Edge>, desk: Desk, what: Noted): Promise<void> {
  await auditStatement(desk, c.get('operator') ?? { name: '', role: 'viewer' }, what).run();
}

/** A body by its schema; none at all is an empty one. */
async function readAsked<T>(c: Context<Edge>, schema: z.ZodType<T>): Promise<Asked<T>> {
  if (!c.req.raw.body || c.req.header('Content-Length') === '0') return readValue(c, schema, {});
  const body = await readBody(c.req.raw);
  return body.ok ? readValue(c, schema, body.value) : refused(c, body.refusal);
}

/** `POST …/requests/rotate-keys`. To be sent again until nothing is left. */
export const rotate = upkeep(async (c, desk) => {
  await note(c, desk, { action: 'rotate-keys', details: { master: desk.vault.master } });
  return c.json(await rotateKeys(desk));
});

/** `POST …/requests/replay-suppressions`. To be sent again with the cursor until there is none. */
export const replay = upkeep(async (c, desk) => {
  const asked = await readAsked(c, replaySuppressionsBody);
  if (!asked.ok) return asked.answer;
  await note(c, desk, { action: 'replay-suppressions' });
  return c.json(await replaySuppressions(desk, asked.value.cursor));
});

/** `GET …/requests/mail`: mails that were given up, without address and words. */
export const listDeadMails = upkeep(async (c, desk) => c.json({ dead: await deadMails(desk.db, MOST_LISTED) }));

/** `POST …/requests/mail/retry`: tries them anew, one or all; not what has expired. */
export const retryMails = upkeep(async (c, desk) => {
  const asked = await readAsked(c, retryMailsBody);
  if (!asked.ok) return asked.answer;
  await note(c, desk, { action: 'retry-mails' });
  return c.json(await reviveMails(desk.db, desk.now.toISOString(), asked.value.id));
});

/** `GET …/webhooks`: where they go. Secrets are not told. */
export const listEndpoints = upkeep(async (c, desk) => {
  const all = await endpoints(desk.db);
  return c.json({ endpoints: all.map(({ id, url, events, state, created, createdBy }) => ({ id, url, events, state, created, createdBy })) });
});

/** `POST …/webhooks`: one more. Its secret is told here and never again. */
export const addWebhook = upkeep(async (c, desk) => {
  const asked = await readAsked(c, endpointBody);
  if (!asked.ok) return asked.answer;
  const { url, events } = asked.value;
  const fault = faultOfAddress(desk, url);
  if (fault !== undefined) return refuse(c, { reason: 'unreadable-request', errors: [{ pointer: '/url', detail: fault }] });
  const by = c.get('operator')?.name ?? '';
  await note(c, desk, { action: 'add-webhook', details: { host: new URL(url).host, events } });
  const { id, secret } = await addEndpoint(desk, { url, events, by });
  return c.json({ id, url, events, state: 'on', created: desk.now.toISOString(), createdBy: by, secret }, 201);
});

/** `POST …/webhooks/<id>/remove`. */
export const removeWebhook = upkeep(async (c, desk) => {
  const id = c.req.param('id') ?? '';
  const [known] = await endpoints(desk.db, id);
  if (known) await note(c, desk, { action: 'remove-webhook', details: { endpoint: id } });
  if (known) await desk.db.batch(turnOffEndpoint(desk.db, id));
  return c.json({ removed: known ? 1 : 0 });
});

/** `POST …/webhooks/<id>/secret`: a new one; the former signs beside it for a day. */
export const renewSecret = upkeep(async (c, desk) => {
  const [known] = await endpoints(desk.db, c.req.param('id') ?? '');
  if (known) await note(c, desk, { action: 'renew-webhook-secret', details: { endpoint: known.id } });
  const secret = known && (await changeSecret(desk, known.id));
  return secret === undefined ? unknownEndpoint(c) : c.json({ secret });
});

/** `GET …/webhooks/deliveries?endpoint=&state=`: the log, newest first. */
export const listDeliveries = upkeep(async (c, desk) => {
  const asked = readQuery(c, deliveriesQuery);
  if (!asked.ok) return asked.answer;
  const { endpoint, state } = asked.value;
  const found = await deliveries(desk.db, { ...(endpoint === undefined ? {} : { endpoint }), ...(state === undefined ? {} : { state }) }, MOST_LISTED);
  return c.json({
    deliveries: found.map(({ log, due, ...row }) => ({ ...row, due: row.state === 'waiting' ? due : null, attempts: log })),
  });
});

/** `POST …/webhooks/<id>/replay`: one message again, or everything since a moment. */
export const replayWebhooks = upkeep(async (c, desk) => {
  const asked = await readAsked(c, replayBody);
  if (!asked.ok) return asked.answer;
  const { message, since } = asked.value;
  const id = c.req.param('id') ?? '';
  const [known] = await endpoints(desk.db, id);
  if (known?.state !== 'on') return unknownEndpoint(c);
  const what = message === undefined ? { since: since ?? '' } : { message };
  await note(c, desk, { action: 'replay-webhooks', details: { endpoint: id } });
  return c.json({ waiting: await replayDeliveries(desk.db, id, desk.now.toISOString(), what) });
});

function unknownEndpoint(c: Context<Edge>): Promise<Response> {
  return refuse(c, { reason: 'unreadable-request', errors: [{ pointer: '/id', detail: 'an endpoint that webhooks go to' }] });
}
