/** The order of a deployment: what was published is in the archive before its assets are replaced, and a running log keeps its key. */
import { describe, expect, test } from 'vitest';
import type { Archived } from '../../../cli/archive.ts';
import { type DeploymentWorld, deploy } from '../../../cli/deploy.ts';
import { CannotRun } from '../../../cli/outcome.ts';
import { SECRETS } from '../../../cli/secrets.ts';

const TAKEN: Archived = { ok: true, listed: 3, sent: 1, later: 0, differing: [] };
const DEAD: Archived = { ok: false, reason: 'unreachable', detail: 'ENOTFOUND' };
const list = (...names: string[]) => ({ code: 0, output: JSON.stringify(names.map((name) => ({ name, type: 'secret_text' }))) });
const ALL = list(...SECRETS);
const allBut = (...missing: string[]) => list(...SECRETS.filter((name) => !missing.includes(name)));

interface Given {
  /** Are the queues there? */
  queues?: boolean;
  secrets?: { code: number; output: string };
  archive?: Archived[];
  token?: boolean;
  fails?: string;
  althoughUnreachable?: boolean;
}

async function steps({ queues = true, secrets = ALL, archive = [TAKEN, TAKEN], token = true, fails, althoughUnreachable = false }: Given) {
  const done: string[] = [];
  const said: string[] = [];
  const answers = [...archive];
  const world: DeploymentWorld = {
    async wrangler(args) {
      const what = args.join(' ');
      if (what.startsWith('secret list')) return secrets;
      if (what.startsWith('queues info')) return { code: queues ? 0 : 1, output: '' };
      done.push(what);
      return what === fails ? { code: 1, output: 'it broke' } : { code: 0, output: 'done' };
    },
    build: async () => void done.push('build'),
    archive: async (patient) => {
      done.push(patient ? 'archive, patiently' : 'archive');
      return answers.shift() ?? DEAD;
    },
    secrets(missing) {
      done.push(`make ${missing.join(' ')}`);
      return { file: 'FILE', forget: () => done.push('forget') };
    },
    hasToken: () => token,
    say: (text) => void said.push(text),
  };
  const error = await deploy(world, { althoughUnreachable }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined) expect(error).toBeInstanceOf(CannotRun);
  return { done, said, error: error instanceof Error ? error.message : undefined };
}

const MIGRATE = 'd1 migrations apply INDEX --remote';

describe('a deployment', () => {
  test('archives at the running site before it replaces it, and again after it', async () => {
    expect(await steps({})).toMatchObject({ done: ['build', 'archive', MIGRATE, 'deploy', 'archive, patiently'], error: undefined });
  });

  test.each([{ code: 1, output: 'Worker "fairnotice" not found. [code: 10007]' }, list()])(
    'that is the first makes its secrets, sends them along and archives after it',
    async (secrets) => {
      expect(await steps({ secrets, archive: [TAKEN], token: false })).toMatchObject({
        done: ['build', `make ${SECRETS.join(' ')}`, 'deploy --secrets-file FILE', 'forget', MIGRATE, 'archive, patiently'],
        error: undefined,
      });
    },
  );

  test('sends no key to a Worker that has one: a running log would be signed by another', async () => {
    const { done } = await steps({ secrets: allBut('OPERATOR_TOKEN_SHA256'), archive: [TAKEN] });
    expect(done).toContain('make OPERATOR_TOKEN_SHA256');
    expect((await steps({ secrets: allBut('LOG_KEY') })).done).toContain('make LOG_KEY');
    expect((await steps({ secrets: allBut('REQUESTS_KEY', 'REQUESTS_PEPPER') })).done).toContain('make REQUESTS_KEY REQUESTS_PEPPER');
  });

  test.each<[string, Given, RegExp]>([
    ['wrangler is not signed in', { secrets: { code: 1, output: 'You are not authenticated' } }, /wrangler login/],
    ['the list of secrets cannot be read', { secrets: { code: 0, output: 'none' } }, /not understood/],
    ['the operators’ token is not at hand', { token: false }, /FAIRNOTICE_OPERATOR_TOKEN/],
    ['the token is another one', { archive: [{ ok: false, reason: 'wrong-token', detail: '' }] }, /does not know this/],
    ['the running site does not answer', { archive: [DEAD] }, /ENOTFOUND.*--although-unreachable/],
    ['something was published otherwise', { archive: [{ ...TAKEN, differing: [{ path: 'privacy/2027-01-01.txt', sha256: 'a' }] }] }, /Nothing was deployed/],
    ['the database cannot be brought up to date', { fails: MIGRATE }, /database/],
  ])('does not happen where %s', async (_why, given, said) => {
    const { done, error } = await steps(given);
    expect(error).toMatch(said);
    expect(done.some((step) => step.startsWith('deploy'))).toBe(false);
  });

  test('may go on although the running site is broken, where that is said', async () => {
    expect((await steps({ archive: [DEAD, TAKEN], althoughUnreachable: true })).done).toContain('deploy');
  });

  test('that fails leaves no file with secrets', async () => {
    const { done, error } = await steps({ secrets: list(), fails: 'deploy --secrets-file FILE' });
    expect(error).toMatch(/wrangler deploy failed/);
    expect(done.at(-1)).toBe('forget');
  });

  test('says what is left to do where the new site does not answer', async () => {
    expect((await steps({ archive: [TAKEN, DEAD] })).error).toMatch(/not archived yet.*npm run deploy/);
  });

  test('makes the queues that wrangler does not make, before anything is replaced', async () => {
    const { done } = await steps({ queues: false });
    expect(done.slice(0, 3)).toEqual(['queues create fairnotice-outbox', 'queues create fairnotice-outbox-dead', 'build']);
    expect((await steps({ queues: false, fails: 'queues create fairnotice-outbox' })).error).toMatch(/Nothing depends on them.*take the sections/);
  });

  test('says what the platform asks before mail is sent, and does not wait for it', async () => {
    const { said, error } = await steps({});
    expect(error).toBeUndefined();
    expect(said.at(-1)).toMatch(/sender in organisation\.json[\s\S]*domain set up for sending[\s\S]*Workers Paid/);
  });
});
