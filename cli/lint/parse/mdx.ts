/**
 * Satteri as a unified parser: the same parser that resolves a policy, so that the linter sees what will be
 * published. Its positions count UTF-16 code units and begin at 1, as unist wants them.
 */

import type { Node } from 'mdast';
import { mdxToMdast } from 'satteri';
import type { Processor } from 'unified';

export function mdx(this: Processor): void {
  // A Windows line end inside a text node would shift nothing, for both sides count it; it is left alone.
  this.parser = (source): Node => mdxToMdast(source, { features: { headingAttributes: true } }) as Node;
}
