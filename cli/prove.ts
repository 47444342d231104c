/**
 * Proves a content tree: prints its problems as JSON, `[]` where there is none. A script of its own, run
 * beside the site's build: it reads every source, and what that takes of memory goes with it.
 */
import { join } from 'node:path';
import { ContentError, type ContentProblem, loadContent } from '../core/content.ts';
import { proveEditions } from '../core/editions.ts';
import { diskReader } from '../core/files.ts';
import { keptMemo, toolFingerprint } from '../core/kept-memo.ts';
import { ROOT } from './tree.ts';

const [content = '', cache = '', drafts] = process.argv.slice(2);
process.stdout.write(JSON.stringify(prove()));

function prove(): ContentProblem[] {
  const kept = keptMemo(cache, 'proofs', toolFingerprint(ROOT));
  try {
    const tree = loadContent(diskReader(content), diskReader(join(ROOT, 'content')), kept.memo);
    const problems = proveEditions(tree, drafts === '1', kept.memo);
    // What is wrong now is looked at again next time.
    if (problems.length === 0) kept.save();
    return problems;
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}
