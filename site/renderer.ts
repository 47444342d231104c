/**
 * What Astro bundles: every page, and the loop that has them rendered. `fairnotice build` runs the bundle
 * once for each share of the policies, as a process of its own, and reads the report that it prints.
 */

import { StaticPaths } from 'astro:static-paths';
import { createApp } from 'astro/app/entrypoint';
import { ContentError, type ContentProblem } from '../core/content.ts';
import type { ShareReport } from '../core/share.ts';
import { makeFiles } from './lib/make-files.ts';
import { indexPart } from './lib/root-files.ts';
import { theSite } from './lib/site.ts';

const problems = problemsOf();
process.stdout.write(`${JSON.stringify(problems)}\n`);
// No page is written before all shares are proved. Without a word, one of the others failed.
if (problems.length === 0 && (await isToldToGo())) process.stdout.write(JSON.stringify(await makeShare()));

function problemsOf(): ContentProblem[] {
  try {
    theSite();
    return [];
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}

async function isToldToGo(): Promise<boolean> {
  for await (const _word of process.stdin) return true;
  return false;
}

async function makeShare(): Promise<ShareReport> {
  const site = theSite();
  const app = createApp({ streaming: false });
  // Served, a page that fails gives way to an error page; built, it fails the build.
  app.renderError = (_request, { error }) => Promise.reject(error);
  const paths = await new StaticPaths(app).getAll();
  const made = await makeFiles(site, paths, (request, routeData) => app.render(request, { routeData }));
  return { made, index: indexPart(site) };
}
