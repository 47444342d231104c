/** Our own banner, from a real build: a site that asks about three categories, in English, its files below /w/fairnotice/. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../lib/util.mjs';

const PROJECT = path.resolve(ROOT, '..', '..');
const BASE = '/w/fairnotice/';
const SITE = {
  origins: ['http://127.0.0.1'],
  policy: 'privacy',
  categories: ['preferences', 'analytics', 'marketing'],
  locales: ['en'],
  regions: { '*': 'opt-in' },
};

function build() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'fairnotice-widget-'));
  const content = path.join(work, 'content');
  fs.cpSync(path.join(PROJECT, 'content'), content, { recursive: true });
  fs.rmSync(path.join(content, 'sites'), { recursive: true, force: true });
  fs.mkdirSync(path.join(content, 'sites'));
  fs.writeFileSync(path.join(content, 'sites', 'bench.json'), JSON.stringify(SITE));
  const file = path.join(content, 'organisation.json');
  const organisation = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...organisation, look: { ...organisation.look, basePath: BASE } }));
  const node = path.join(PROJECT, 'node_modules', '.bin', 'node');
  execFileSync(node, [path.join(PROJECT, 'cli', 'fairnotice.ts'), 'build', '--content', content, '--out', path.join(work, 'site')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const site = path.join(work, 'site', BASE);
  const files = fs
    .readdirSync(site, { recursive: true })
    .filter((name) => /^(banner|pinned|notices)\//.test(name) && fs.statSync(path.join(site, name)).isFile())
    .map((name) => [name, fs.readFileSync(path.join(site, name))]);
  fs.rmSync(work, { recursive: true });
  return Object.fromEntries(files);
}

const assets = build();

export default {
  name: 'fairnotice',
  version: JSON.parse(fs.readFileSync(path.join(PROJECT, 'package.json'), 'utf8')).version,
  note: 'one script tag, as on /embed/',
  root: 'fairnotice-consent',
  banner: '[part=banner]',
  accept: '[part=accept]',
  reject: '[part=reject]',
  openPrefs: '[part=choose]',
  dialog: 'dialog[part=dialog]',
  assets: () => assets,
  // A first visit loads the script alone; the rest comes when it is idle or asked for.
  lazy: Object.keys(assets).filter((name) => name !== 'banner/bench.js'),
  html: (ctx) => ({
    head: `<script src="${ctx.base}/banner/bench.js"></script>`,
    gated: `<script type="text/plain" data-consent="analytics" data-src="${ctx.tracker}"></script>`,
  }),
};
