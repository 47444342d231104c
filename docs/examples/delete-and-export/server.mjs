/**
 * An ordinary Node server that deletes and exports its users when they ask for it: on a webhook, and for what waited while it was
 * down. Node 22.13 or later, no dependencies. README.md says how it is set up.
 */
import { createServer } from 'node:http';
import { apiOf, isGenuine } from './fairnotice.mjs';
import { openUsers } from './users.mjs';

const { FAIRNOTICE_URL, FAIRNOTICE_TOKEN, WEBHOOK_SECRET, DATABASE = 'users.sqlite', PORT = '8080' } = process.env;
const MOST_BYTES = 65_536;

const api = apiOf(FAIRNOTICE_URL, FAIRNOTICE_TOKEN);
const users = openUsers(DATABASE);

/** What this server does by itself, by the kind of request. Everything else is left to people. */
const WORK = { access: exportUser, portability: exportUser, erasure: deleteUser };

async function exportUser(id, email) {
  const found = users.export(email);
  if (!found) return finish(id, 'no-data', 'We hold no account with your address.');
  await api.post(`/${id}/packages`, found, `${id}-package`);
  return finish(id, 'complied', 'Everything that our shop holds about you is in the file.');
}

async function deleteUser(id, email) {
  const deleted = users.delete(email);
  if (!deleted) return finish(id, 'no-data', 'We hold no account with your address.');
  const { keptOrders } = deleted;
  if (keptOrders === 0) return finish(id, 'complied', 'Your account is deleted.');
  return finish(id, 'complied-in-part', `Your account is deleted. Tax law makes us keep ${keptOrders} invoices; they do not say any more whose they were.`);
}

/** The result for the people on the console, then the answer to the person. */
async function finish(id, outcome, text) {
  await api.post(`/${id}/results`, { system: 'shop', outcome }, `${id}-result`);
  await api.post(`/${id}/answer`, { outcome, text }, `${id}-answer`);
}

/** Does what a request asks for, where this server can. Safe to repeat: each step has a key of its own. */
async function work(id) {
  const { kind, queue, proved } = await api.read(`/${id}`);
  // Whoever only typed an address gets nothing done: that would be a theft, or a vandalism.
  if (queue !== 'active' || !proved || !Object.hasOwn(WORK, kind)) return;
  const { content } = await api.read(`/${id}/contents`);
  if (content.email) await WORK[kind](id, content.email);
}

/** What came while nobody listened. */
async function workThroughWaiting() {
  for (let after; ; ) {
    const { requests, next } = await api.read(after ? `?after=${encodeURIComponent(after)}` : '');
    for (const { id } of requests) await work(id).catch(report);
    if (next === null) return;
    after = next;
  }
}

async function receive(request) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) {
    body += part;
    if (body.length > MOST_BYTES) return 413;
  }
  if (!isGenuine(WEBHOOK_SECRET, request.headers, body)) return 401;
  const message = request.headers['webhook-id'];
  if (users.isDone(message)) return 204;
  const { type, data } = JSON.parse(body);
  if (type === 'request.received') await work(data.request);
  // Only now: where something failed, the message comes again.
  users.setDone(message);
  return 204;
}

/** Never with what a person wrote. */
function report(error) {
  process.stderr.write(`${error.message}\n`);
}

const server = createServer(async (request, response) => {
  const isWebhook = request.method === 'POST' && request.url === '/webhooks';
  const status = isWebhook
    ? await receive(request).catch((error) => {
        report(error);
        return 500;
      })
    : 404;
  response.writeHead(status).end();
});

server.listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write(`listens on port ${server.address().port}\n`);
  void workThroughWaiting().catch(report);
});
