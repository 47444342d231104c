/** The upkeep of requests from the command line: piece by piece until nothing is left, and what is left in words. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { replayInWords, rotationInWords } from '../../../cli/commands/requests.ts';
import { CannotRun } from '../../../cli/outcome.ts';
import { replaySuppressions, rotateKeys } from '../../../cli/upkeep.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A site that gives these answers in turn, and what it was asked. */
async function site(...answers: [number, unknown][]): Promise<{ to: string; asked: string[] }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
      const [status, answer] = answers.shift() ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { to: `http://127.0.0.1:${(server.address() as AddressInfo).port}/legal/`, asked };
}

describe('a rotation', () => {
  test('goes on until nothing is left, and sums up', async () => {
    const { to, asked } = await site([200, { master: 'b', rewrapped: 2000, left: 500, lost: [] }], [200, { master: 'b', rewrapped: 500, left: 0, lost: [] }]);
    expect(await rotateKeys({ to, token: 't' })).toEqual({ master: 'b', rewrapped: 2500, left: 0, lost: [] });
    expect(asked).toEqual(Array.from({ length: 2 }, () => 'POST /legal/api/v1/operator/requests/rotate-keys Bearer t {}'));
  });

  test('that moves nothing ends', async () => {
    const stuck = { master: 'b', rewrapped: 0, left: 3, lost: [] };
    const { to } = await site([200, stuck], [200, stuck]);
    expect(await rotateKeys({ to, token: 't' })).toEqual(stuck);
  });

  test('is tried again where the site fails for a moment', async () => {
    const { to } = await site([503, {}], [200, { master: 'b', rewrapped: 1, left: 0, lost: [] }]);
    expect(await rotateKeys({ to, token: 't' })).toMatchObject({ rewrapped: 1 });
  });

  test('with a wrong token says what the site said', async () => {
    const { to } = await site([401, { detail: 'These addresses take the operators’ token.' }]);
    await expect(rotateKeys({ to, token: 'x' })).rejects.toThrow(new CannotRun(`${to} did not do it: 401, These addresses take the operators’ token.`));
  });

  test('names in words which master key is missing', () => {
    expect(rotationInWords({ master: 'b', rewrapped: 1, left: 0, lost: [{ master: 'a', keys: 7 }] })).toMatch(/7 keys can be opened by “a” alone/);
    expect(rotationInWords({ master: 'b', rewrapped: 1, left: 0, lost: [] })).toMatch(/No other master key is needed/);
  });
});

test('a replay follows the cursor to the end, and names what has to be looked at', async () => {
  const { to, asked } = await site(
    [200, { suppressions: 500, erased: 2, open: ['AAAA-BBBB'], cursor: 'next' }],
    [200, { suppressions: 3, erased: 0, open: ['AAAA-BBBB', 'CCCC-DDDD'], cursor: null }],
  );
  const replayed = await replaySuppressions({ to, token: 't' });
  expect(replayed).toEqual({ suppressions: 503, erased: 2, open: ['AAAA-BBBB', 'CCCC-DDDD'] });
  expect(asked[1]).toMatch(/\{"cursor":"next"\}$/);
  expect(replayInWords(replayed)).toMatch(/AAAA-BBBB, CCCC-DDDD/);
});
