/** The way from an entry to the top of the tree: as a picture, drawn from the hashes themselves, and as text. */
import { toHex } from '../core/log/bytes.ts';
import type { Step } from '../core/log/verify.ts';
import { h, svg } from './element.ts';
import type { Say } from './page.ts';

export interface Way {
  leaf: Uint8Array;
  steps: readonly Step[];
  index: number;
  size: number;
  /** Name of the log. */
  origin: string;
  /** The top that is signed, where it is another than the one that the way leads to. */
  signed?: Uint8Array;
}

const WIDTH = 288;
const ROW = 52;
const BOX = { width: 118, height: 30 };
/** Left edges of the boxes in a row, and of the one at the top. Hashes are put together from left to right in every language. */
const AT = { left: 6, right: WIDTH - BOX.width - 6, middle: (WIDTH - BOX.width) / 2 };
type Place = keyof typeof AT;

const OTHER = { left: 'right', right: 'left' } as const;
const short = (hash: Uint8Array): string => `${toHex(hash).slice(0, 10)}…`;

export function wayFigure(say: Say, way: Way): HTMLElement {
  const { leaf, steps, index, size, origin, signed } = way;
  const picture = draw(leaf, steps, say('path.alt', { count: steps.length, index, size }));
  return h(
    'figure',
    { class: 'way' },
    h('figcaption', {}, say('path.caption')),
    h('p', { class: 'end' }, say(signed ? 'path.otherTop' : 'path.top', { size, origin })),
    picture,
    h('p', { class: 'end' }, say('path.entry', { index })),
    h('ul', { class: 'key' }, h('li', { class: 'own' }, say('path.own')), steps.length > 0 && h('li', { class: 'beside' }, say('path.beside'))),
    textOf(say, way),
  );
}

/** The top first, each row a pair of which one is ours. */
function draw(leaf: Uint8Array, steps: readonly Step[], words: string): SVGElement {
  const own = [leaf, ...steps.map(({ node }) => node)];
  const places = [...steps.map(({ side }): Place => OTHER[side]), 'middle' as const];
  const y = (row: number): number => 2 + (steps.length - row) * ROW;
  const lines = steps.flatMap(({ side }, row) => {
    const parent = { x: center(places[row + 1] ?? 'middle'), y: y(row + 1) + BOX.height };
    const line = (place: Place, name: string): SVGElement => svg('line', { class: name, x1: parent.x, y1: parent.y, x2: center(place), y2: y(row) });
    return [line(side, 'beside'), line(OTHER[side], 'own')];
  });
  const boxes = own.flatMap((hash, row) => {
    const step = steps[row];
    return [...(step ? [box(step.sibling, step.side, y(row), 'beside')] : []), box(hash, places[row] ?? 'middle', y(row), 'own')];
  });
  const height = y(0) + BOX.height + 2;
  return svg('svg', { role: 'img', 'aria-label': words, viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height }, ...lines, ...boxes);
}

function box(hash: Uint8Array, place: Place, y: number, name: string): SVGElement {
  return svg(
    'g',
    { class: name },
    svg('rect', { x: AT[place], y, ...BOX, rx: 6 }),
    svg('text', { x: center(place), y: y + 19.5, 'text-anchor': 'middle' }, short(hash)),
  );
}

function center(place: Place): number {
  return AT[place] + BOX.width / 2;
}

/** Whoever wants to compute it: every hash in full, in the order in which they are put together. */
function textOf(say: Say, { leaf, steps, signed }: Way): HTMLElement {
  const code = (hash: Uint8Array): HTMLElement => h('code', {}, toHex(hash));
  return h(
    'details',
    {},
    h('summary', {}, say('path.text')),
    h(
      'ol',
      {},
      h('li', {}, say('path.leaf'), ' ', code(leaf)),
      ...steps.map(({ side, sibling, node }) => h('li', {}, say(`path.${side}`), ' ', code(sibling), ' ', say('path.gives'), ' ', code(node))),
      signed && h('li', {}, say('path.signed'), ' ', code(signed)),
    ),
  );
}
