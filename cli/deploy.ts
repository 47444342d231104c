/**
 * A deployment, step by step. What is published is archived at the running site before the new one replaces it, and what only the
 * new one can take, after it. Everything outside (wrangler, the archive, the disk) is handed in.
 */
import type { Archived } from './archive.ts';
import { CannotRun } from './outcome.ts';
import { SECRETS, type Secret } from './secrets.ts';

export interface DeploymentWorld {
  /** Runs wrangler, and gives its exit status and what it printed. */
  wrangler(args: readonly string[]): Promise<{ code: number; output: string }>;
  build(): Promise<void>;
  /** Sends what is published to the site's address; waits for it as long as `patient`. */
  archive(patient: boolean): Promise<Archived>;
  /** Makes the secrets that are named, and gives a file with them; `forget` removes it. */
  secrets(missing: readonly Secret[]): { file: string; forget(): void };
  hasToken(): boolean;
  say(text: string): void;
}

export interface DeploymentOptions {
  /** Go on although the running site does not answer: to mend one that is broken. */
  althoughUnreachable: boolean;
}

/** @throws {CannotRun} with what is missing and how it is got. */
export async function deploy(world: DeploymentWorld, { althoughUnreachable }: DeploymentOptions): Promise<void> {
  const missing = await missingSecrets(world);
  const first = missing.includes('OPERATOR_TOKEN_SHA256');
  if (!first && !world.hasToken()) throw new CannotRun(TOKEN_WANTED);
  await ensureQueues(world);
  world.say('Building the site …');
  await world.build();
  if (first) world.say('No archive is running yet: this is the first deployment with one. What is published is archived after it.');
  else {
    await archiveBefore(world, althoughUnreachable);
    await migrate(world);
  }
  await deployWith(world, missing);
  if (first) await migrate(world);
  const archived = await world.archive(true);
  if (!archived.ok)
    throw new CannotRun(`Deployed, but what is published is not archived yet: ${archived.detail}. Run this when the site answers: npm run deploy`);
  tell(world, archived);
  world.say(MAIL_WANTED);
}

const TOKEN_WANTED =
  'The running site has an archive, so this needs the operators’ token: put it into .fairnotice/deployment/operator-token, or into the environment variable FAIRNOTICE_OPERATOR_TOKEN.';

/** Which secrets the Worker does not have. A Worker that is not there yet has none. */
async function missingSecrets({ wrangler }: DeploymentWorld): Promise<Secret[]> {
  const { code, output } = await wrangler(['secret', 'list', '--format', 'json']);
  if (code === 0) {
    const held = namesIn(output);
    return SECRETS.filter((name) => !held.includes(name));
  }
  // https://developers.cloudflare.com/api/resources/workers: 10007 is a Worker that does not exist.
  if (/\b10007\b/.test(output)) return [...SECRETS];
  // Never taken for a first time: the key of a log that is running would be replaced.
  throw new CannotRun(`wrangler could not say which secrets the Worker has. Are you signed in (npx wrangler login)?\n${output}`);
}

function namesIn(output: string): string[] {
  try {
    return (JSON.parse(output.slice(output.indexOf('['))) as { name: string }[]).map(({ name }) => name);
  } catch {
    throw new CannotRun(`wrangler listed the Worker's secrets in a form that is not understood:\n${output}`);
  }
}

/** As wrangler.toml names them. `wrangler deploy` makes buckets and databases, but no queues. */
const QUEUES = ['fairnotice-outbox', 'fairnotice-outbox-dead'];

async function ensureQueues({ wrangler, say }: DeploymentWorld): Promise<void> {
  for (const queue of QUEUES) {
    if ((await wrangler(['queues', 'info', queue])).code === 0) continue;
    say(`Making the queue ${queue} …`);
    const { code, output } = await wrangler(['queues', 'create', queue]);
    // Somebody made it in between, or `info` could not say: what counts is that it is there.
    if (code !== 0 && !/already (exists|taken)|\b11009\b/i.test(output)) throw new CannotRun(`${QUEUES_WANTED}\n${output}`);
  }
}

const QUEUES_WANTED =
  'The queues that say when mail waits could not be made. Nothing depends on them: to deploy without, take the sections [[queues…]] out of wrangler.toml, and what waits is sent after each request and every hour.';

/** What mail asks of the platform. Said once a deployment stands, for it stands without. */
export const MAIL_WANTED = `Mail about requests waits until the platform may send it, and everything else works without. It asks for
  - a sender in organisation.json: "requests": { "sender": "privacy@example.org" }
  - its domain set up for sending (DNS at Cloudflare): dashboard, Email, Email Sending, or npx wrangler email sending enable example.org
  - the plan Workers Paid, to write to anybody; without it only to addresses that were verified in the account
Whether mail leaves: "requests" in …/api/v1/operator/health. More: docs/requests-operations.md`;

async function archiveBefore(world: DeploymentWorld, althoughUnreachable: boolean): Promise<void> {
  const archived = await world.archive(false);
  if (archived.ok) {
    if (archived.differing.length > 0) {
      tell(world, archived);
      throw new CannotRun('Nothing was deployed.');
    }
    tell(world, archived);
  } else if (archived.reason === 'wrong-token')
    throw new CannotRun(`The running site does not know this operators’ token. Nothing was deployed. ${TOKEN_WANTED}`);
  else if (!althoughUnreachable)
    throw new CannotRun(
      `The running site took nothing into its archive: ${archived.detail}. Nothing was deployed. To mend a site that is broken: npm run deploy -- --although-unreachable`,
    );
  else world.say(`The running site took nothing (${archived.detail}). Deploying all the same.`);
}

async function migrate({ wrangler, say }: DeploymentWorld): Promise<void> {
  say('Bringing the database up to date …');
  const { code, output } = await wrangler(['d1', 'migrations', 'apply', 'INDEX', '--remote']);
  if (code !== 0) throw new CannotRun(`The database could not be brought up to date.\n${output}`);
}

async function deployWith({ wrangler, secrets, say }: DeploymentWorld, missing: readonly Secret[]): Promise<void> {
  const sent = missing.length > 0 ? secrets(missing) : undefined;
  try {
    say('Deploying …');
    const { code, output } = await wrangler(['deploy', ...(sent ? ['--secrets-file', sent.file] : [])]);
    say(output);
    if (code !== 0) throw new CannotRun('wrangler deploy failed.');
  } finally {
    sent?.forget();
  }
}

function tell({ say }: DeploymentWorld, { listed, sent, differing }: Extract<Archived, { ok: true }>): void {
  say(`Archived: ${listed} files are published for ever, ${sent} of them new.`);
  for (const { path } of differing) say(`  ${path} was published with other bytes, which may not change. Publish a version of its own.`);
}
