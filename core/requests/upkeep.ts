/** What keeps rights requests going, as administrators ask for it: questions, answers, and the addresses for OpenAPI. */
import { z } from 'zod';
import type { ApiRoute } from '../api-route.ts';
import { deliveryAnswer, endpointAnswer, endpointBody, replayBody } from './webhooks.ts';

const count = z.int().nonnegative();

/** `POST …/requests/rotate-keys`. */
export const rotationAnswer = z.strictObject({
  /** Name of the master key that wraps from now on. */
  master: z.string(),
  rewrapped: count,
  /** Keys that another master key wraps still: send it again. */
  left: count,
  /** Master keys that are not set up, and how many keys only they open. */
  lost: z.array(z.strictObject({ master: z.string(), keys: count })),
});
export type Rotation = z.infer<typeof rotationAnswer>;

/** `POST …/requests/replay-suppressions`. */
export const replaySuppressionsBody = z.strictObject({ cursor: z.string().max(2000).optional() });
export const replaySuppressionsAnswer = z.strictObject({
  suppressions: count,
  /** Requests whose contents had come back, and are gone again. */
  erased: count,
  /** References of requests that the backup shows as open although the person was erased later. */
  open: z.array(z.string()),
  /** Where to go on; nothing at the end. */
  cursor: z.string().nullable(),
});
export type Replayed = z.infer<typeof replaySuppressionsAnswer>;

/** `POST …/requests/mail/retry`: one mail that was given up, or all. */
export const retryMailsBody = z.strictObject({ id: z.string().max(100).optional() });

/** `GET …/requests/mail`: mails that were given up, without address and words. */
export const deadMailsAnswer = z.strictObject({
  dead: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      request: z.string().nullable(),
      reference: z.string().nullable(),
      made: z.string(),
      /** When what it says is over, such as its code: from then on it is not tried anew. */
      expires: z.string().nullable(),
      attempts: count,
      problem: z.string().nullable(),
    }),
  ),
});

/** `GET …/webhooks/deliveries`. */
export const deliveriesQuery = z.strictObject({ endpoint: z.string().max(100).optional(), state: z.enum(['waiting', 'delivered', 'dead']).optional() });

const waiting = z.strictObject({ waiting: count });
const endpoint = z.strictObject({ id: z.string() });
const problems = ['bad-request', 'token-required', 'scope-missing', 'requests-closed'] as const;
const operators = { tag: 'operators', for: 'operator', problems } as const;
const ROOT = '/api/v1/operator';

export const UPKEEP_ROUTES = [
  {
    ...operators,
    id: 'rotateKeys',
    method: 'POST',
    path: `${ROOT}/requests/rotate-keys`,
    says: 'Wraps the next keys of requests, mails, webhooks and subscriptions by the main master key.',
    answers: [{ status: 200, says: 'how many, and what is left', schema: rotationAnswer }],
  },
  {
    ...operators,
    id: 'replaySuppressions',
    method: 'POST',
    path: `${ROOT}/requests/replay-suppressions`,
    says: 'After a restore: does the next of the erasures and endings again that it undid.',
    body: { schema: replaySuppressionsBody },
    answers: [{ status: 200, says: 'what was done, and where to go on', schema: replaySuppressionsAnswer }],
  },
  {
    ...operators,
    id: 'listDeadMails',
    method: 'GET',
    path: `${ROOT}/requests/mail`,
    says: 'Mails that were given up, without address and words.',
    answers: [{ status: 200, says: 'the mails, newest first', schema: deadMailsAnswer }],
  },
  {
    ...operators,
    id: 'retryMails',
    method: 'POST',
    path: `${ROOT}/requests/mail/retry`,
    says: 'Tries mails anew that were given up: one, or all. What has expired meanwhile, such as a code, is left.',
    body: { schema: retryMailsBody },
    answers: [{ status: 200, says: 'how many wait again, and how many have expired', schema: waiting.extend({ expired: count }) }],
  },
  {
    ...operators,
    id: 'listWebhooks',
    method: 'GET',
    path: `${ROOT}/webhooks`,
    says: 'Where webhooks go, without the secrets.',
    answers: [{ status: 200, says: 'the endpoints', schema: z.strictObject({ endpoints: z.array(endpointAnswer.omit({ secret: true })) }) }],
  },
  {
    ...operators,
    id: 'addWebhook',
    method: 'POST',
    path: `${ROOT}/webhooks`,
    says: 'Sends webhooks to one more address: by https, to a name of the public net. Its secret is told once.',
    body: { schema: endpointBody },
    answers: [{ status: 201, says: 'the endpoint', schema: endpointAnswer }],
  },
  {
    ...operators,
    id: 'listDeliveries',
    method: 'GET',
    path: `${ROOT}/webhooks/deliveries`,
    says: 'Webhooks and what came of each attempt, newest first.',
    query: deliveriesQuery,
    answers: [{ status: 200, says: 'the deliveries', schema: z.strictObject({ deliveries: z.array(deliveryAnswer) }) }],
  },
  {
    ...operators,
    id: 'removeWebhook',
    method: 'POST',
    path: `${ROOT}/webhooks/{id}/remove`,
    says: 'Sends nothing more to an endpoint.',
    params: endpoint,
    answers: [{ status: 200, says: 'whether there was one', schema: z.strictObject({ removed: count }) }],
  },
  {
    ...operators,
    id: 'renewWebhookSecret',
    method: 'POST',
    path: `${ROOT}/webhooks/{id}/secret`,
    says: 'Gives an endpoint a new secret, told once. The former one signs beside it for a day.',
    params: endpoint,
    answers: [{ status: 200, says: 'the secret', schema: z.strictObject({ secret: z.string() }) }],
  },
  {
    ...operators,
    id: 'replayWebhooks',
    method: 'POST',
    path: `${ROOT}/webhooks/{id}/replay`,
    says: 'Sends to an endpoint again: one message, or everything since a moment. The ids stay the same.',
    params: endpoint,
    body: { schema: replayBody },
    answers: [{ status: 200, says: 'how many wait again', schema: waiting }],
  },
] as const satisfies readonly ApiRoute[];
