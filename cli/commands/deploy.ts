/** `npm run deploy`: builds without drafts, archives what is published, and deploys. Says what is missing before anything happens. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Archived, archivePublications } from '../archive.ts';
import { build } from '../build.ts';
import { deploy } from '../deploy.ts';
import { CannotRun, progress } from '../outcome.ts';
import { run } from '../run.ts';
import { deploymentSecrets, ensureSecrets, readToken, type Secret, secretLines } from '../secrets.ts';
import { contentDir, ROOT, readTree } from '../tree.ts';

interface Options {
  content?: string;
  althoughUnreachable?: boolean;
}

export function deployCommand(): Command {
  return new Command('deploy')
    .description('Build without drafts, archive what is published, and deploy with wrangler.')
    .option('--content <dir>', 'content tree')
    .option('--although-unreachable', 'go on although the running site does not answer: to mend one that is broken')
    .addHelpText('after', '\nExample:\n  fairnotice deploy --content ../our-policies\n')
    .action(async ({ content, althoughUnreachable = false }: Options) => {
      const folder = contentDir(content);
      const to = addressOf(folder);
      ensureRoute();
      await deploy(worldOf(folder, to), { althoughUnreachable });
      process.stdout.write(`\n${to}\n`);
    });
}

function addressOf(folder: string): string {
  const { address, look } = readTree(folder).organisation;
  if (!address) throw new CannotRun('organisation.json has no `address`. Say where the site will be served: "address": "https://privacy.example.org"');
  return new URL(look.basePath, address).href;
}

/** Without a route the Worker would have no address. */
function ensureRoute(): void {
  const settings = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8');
  if (/^\s*(routes?\s*=|\[\[routes\]\]|workers_dev\s*=\s*true)/m.test(settings)) return;
  throw new CannotRun(
    'wrangler.toml names no route, so the Worker would have no address. Above its first [section]: routes = [{ pattern = "privacy.example.org", custom_domain = true }]',
  );
}

/** A new host may need minutes until it answers. */
const PATIENCE_MS = 180_000;

function worldOf(content: string, to: string): Parameters<typeof deploy>[0] {
  const files = deploymentSecrets(ROOT);
  const out = join(ROOT, 'dist');
  const token = (): string | undefined => process.env.FAIRNOTICE_OPERATOR_TOKEN ?? readToken(files.token);
  const archive = (): Promise<Archived> => archivePublications({ to, token: token() ?? '', out, content, progress: progress() });
  return {
    wrangler: (args) => run([join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), ...args], ROOT, { WRANGLER_SEND_METRICS: 'false', CI: '1' }),
    async build() {
      await build({ content, out, drafts: false });
    },
    async archive(patient) {
      let archived = await archive();
      for (const end = Date.now() + PATIENCE_MS; patient && !archived.ok && Date.now() < end; archived = await archive())
        await new Promise((resolve) => setTimeout(resolve, 5000));
      return archived;
    },
    secrets(missing: readonly Secret[]) {
      ensureSecrets(files);
      const file = `${files.vars}.to-send`;
      writeFileSync(file, secretLines(files, missing), { mode: 0o600 });
      process.stdout.write(
        `The Worker lacks ${missing.join(' and ')}, so they go with this deployment. They lie in ${files.vars}, the operators’ token in ${files.token}.\nKeep copies of both in a safe place: nobody can read them back, and the log's key cannot be made again.\n`,
      );
      return { file, forget: () => rmSync(file, { force: true }) };
    },
    hasToken: () => token() !== undefined,
    say: (text) => process.stdout.write(`${text}\n`),
  };
}
