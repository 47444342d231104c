/**
 * Two versions of a policy compared: `compareBlocks` tells what became of every block and word;
 * the others show it. Pure, for Node and workerd alike; blocks are all that is needed.
 */

export { changesHtml } from './changes-html.ts';
export { compareBlocks } from './compare.ts';
export * from './comparison.ts';
export { redlineHtml } from './html.ts';
export { type ComparedVersion, type ComparisonJson, comparisonJson } from './json.ts';
export { ENGLISH_REDLINE_LABELS, REDLINE_LABEL_NAMES, type RedlineLabels, redlineLabels } from './labels.ts';
export { type Size, type SizeWording, sizeInWords, sizeWording } from './size.ts';
