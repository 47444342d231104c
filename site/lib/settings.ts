/** What a build is told by its environment. `fairnotice build` and `npm start` set these; the defaults serve `astro dev`. */
import { resolve } from 'node:path';
import { wholeSecond } from '../../core/dates.ts';

export interface BuildSettings {
  /** Absolute path of the content tree. */
  contentDir: string;
  /** Content tree of the product itself, where wording is looked up that a tree lacks. */
  defaultsDir: string;
  /** The moment for which the site is made, ISO 8601 in UTC. */
  now: string;
  /** Show drafts: on a laptop only. */
  drafts: boolean;
  /** Where the site will be served, without a final slash; null where that is not known. */
  origin: string | null;
  /** Folder for what can be made again. */
  cacheDir: string;
  /** Folder of the banner's built code. */
  widgetDir: string;
  /** Folder of the receipt verifier's built code. */
  verifierDir: string;
  /** Folder of the host that is made. */
  outDir: string;
  /** Policies whose pages this process makes; null for all. */
  share: string[] | null;
  /** Whether it makes what belongs to no policy. */
  common: boolean;
}

export function buildSettings(env: Record<string, string | undefined> = process.env): BuildSettings {
  const root = env.FAIRNOTICE_ROOT ?? process.cwd();
  return {
    contentDir: resolve(root, env.FAIRNOTICE_CONTENT ?? 'content'),
    defaultsDir: resolve(root, 'content'),
    now: env.FAIRNOTICE_NOW ?? wholeSecond(new Date().toISOString()),
    drafts: env.FAIRNOTICE_DRAFTS === '1',
    origin: env.FAIRNOTICE_ORIGIN ?? null,
    cacheDir: resolve(root, env.FAIRNOTICE_CACHE ?? '.fairnotice/cache'),
    widgetDir: resolve(root, '.fairnotice/widget'),
    verifierDir: resolve(root, '.fairnotice/verifier'),
    outDir: resolve(root, env.FAIRNOTICE_OUT ?? 'dist'),
    share: env.FAIRNOTICE_SHARE?.split(',') ?? null,
    common: env.FAIRNOTICE_COMMON !== '0',
  };
}
