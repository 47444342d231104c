/**
 * Checks the receipt that a reader chooses or drops, on the reader's own device: the page allows this script no
 * request. What it needs to know of the site stands in the page.
 */
import { checkReceipt, type Finding } from './check.ts';
import { h } from './element.ts';
import { type PageData, sayer } from './page.ts';
import { detailsOf, verdictOf } from './result.ts';
import { keysOf } from './signatures.ts';

/** A receipt has 3 KB. */
const MOST_BYTES = 65_536;

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const [frame, pick, result, input] = [byId('verify'), byId('pick'), byId('result'), byId('file') as HTMLInputElement];
const page = JSON.parse(byId('data').textContent ?? '') as PageData;
const say = sayer(page);
const keys = (frame.dataset.keys ?? '').split(' ').filter(Boolean);
const trusted = keysOf(keys);
let turn = 0;

async function show(file: File): Promise<void> {
  turn += 1;
  const own = turn;
  result.replaceChildren(h('p', { role: 'status' }, say('wait')));
  const finding = await findingOf(file);
  // Another file was chosen meanwhile.
  if (own !== turn) return;
  const name = frame.dataset.name ?? '';
  result.replaceChildren(h('p', { class: 'note' }, file.name), verdictOf(say, name, finding));
  result.querySelector('h2')?.focus();
  // The answer is painted before the long part is made.
  setTimeout(() => {
    if (own === turn) result.append(...detailsOf(say, page, name, finding));
  });
}

async function findingOf(file: File): Promise<Finding> {
  if (file.size > MOST_BYTES) return { kind: 'refused', failed: 'form', why: 'tooLong' };
  const text = await file.text().catch(() => undefined);
  return text === undefined ? { kind: 'refused', failed: 'form', why: 'file' } : checkReceipt(text, trusted, page.base);
}

input.addEventListener('change', () => {
  const file = input.files?.[0];
  if (file) void show(file);
});
// The same file may be chosen again.
input.addEventListener('click', () => {
  input.value = '';
});

for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Else the browser would leave the page and open the file.
    event.preventDefault();
    pick.toggleAttribute('data-over', name === 'dragover' || name === 'dragenter');
    const file = name === 'drop' && event.dataTransfer.files[0];
    if (file) void show(file);
  });

const known = byId('keys');
known.append(
  h('h2', {}, say('keys')),
  h('p', {}, say(keys.length > 0 ? 'keysText' : 'keysNone')),
  h('ul', { class: 'plain' }, ...keys.map((key) => h('li', {}, h('code', {}, key)))),
);
known.hidden = false;
byId('without').hidden = true;
pick.hidden = false;
