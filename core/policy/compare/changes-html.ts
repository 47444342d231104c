/** The list of changes above a redline: what promises something first, then the rest, section by section. */
import type { Change, ChangeKind, Comparison, Sensitive } from './comparison.ts';
import { attributes, escapeHtml } from './escape.ts';
import type { RedlineLabels } from './labels.ts';

/** More than so many edits of one change are not spelt out in the list. */
const MAX_SPELT_OUT = 6;

/** One `div`; without a heading, for its level is the page's affair. */
export function changesHtml({ changes }: Comparison, labels: RedlineLabels): string {
  const first = changes.filter(({ sensitive }) => sensitive.length > 0);
  const rest = changes.filter(({ sensitive }) => sensitive.length === 0);
  const lists = [
    tierHtml(first, labels.lookFirst, 'is-sensitive', labels),
    tierHtml(rest, first.length > 0 ? labels.otherChanges : undefined, undefined, labels),
  ];
  return `<div class="redline-changes">${lists.join('') || `<p>${escapeHtml(labels.noChanges)}</p>`}</div>`;
}

function tierHtml(changes: readonly Change[], title: string | undefined, name: string | undefined, labels: RedlineLabels): string {
  if (changes.length === 0) return '';
  const heading = title === undefined ? '' : `<p class="redline-changes-title">${escapeHtml(title)}</p>`;
  const groups = [...bySection(changes)].map(([, group]) => groupHtml(group, labels));
  return `${heading}<ul${attributes({ class: name })}>${groups.join('')}</ul>`;
}

function bySection(changes: readonly Change[]): Map<string, Change[]> {
  return Map.groupBy(changes, ({ section }) => section);
}

function groupHtml(changes: readonly Change[], labels: RedlineLabels): string {
  const title = changes[0]?.title || labels.topOfText;
  return `<li><span class="redline-section">${escapeHtml(title)}</span><ul>${changes.map((change) => changeHtml(change, labels)).join('')}</ul></li>`;
}

/** A whole section is named by its group: its line repeats the name for those who hear links alone. */
function changeHtml({ kind, anchor, excerpt, title, sensitive }: Change, labels: RedlineLabels): string {
  const words = kind.startsWith('section-') && excerpt === title ? `<span class="visually-hidden">${escapeHtml(excerpt)}</span>` : escapeHtml(excerpt);
  const name = `<span class="redline-kind">${escapeHtml(kindLabel(kind, labels))}</span>`;
  const spelt = sensitive.slice(0, MAX_SPELT_OUT).map((edit) => sensitiveHtml(edit, labels));
  const more = sensitive.length > MAX_SPELT_OUT ? '<li>…</li>' : '';
  const edits = spelt.length > 0 ? `<ul class="redline-sensitive">${spelt.join('')}${more}</ul>` : '';
  return `<li><a${attributes({ href: `#${anchor}` })}>${name} ${words}</a>${edits}</li>`;
}

/** Words are quoted: "+ “nothing”" cannot be taken for nothing having come. */
function sensitiveHtml({ kind, before, after }: Sensitive, labels: RedlineLabels): string {
  const quoted = (text: string) => `“${escapeHtml(text)}”`;
  const edit = before === '' ? `+ ${quoted(after)}` : after === '' ? `− ${quoted(before)}` : `${quoted(before)} → ${quoted(after)}`;
  return `<li>${escapeHtml(labels[kind])}: ${edit}</li>`;
}

function kindLabel(kind: ChangeKind, labels: RedlineLabels): string {
  const names: Record<ChangeKind, string> = {
    changed: labels.changed,
    replaced: labels.rewritten,
    inserted: labels.added,
    deleted: labels.removed,
    moved: labels.moved,
    'moved-and-changed': labels.movedAndChanged,
    split: labels.split,
    joined: labels.joined,
    renamed: labels.renamed,
    typographic: labels.typographic,
    link: labels.linkChanged,
    'section-inserted': labels.sectionAdded,
    'section-deleted': labels.sectionRemoved,
    'section-moved': labels.sectionMoved,
    'column-inserted': labels.columnAdded,
    'column-deleted': labels.columnRemoved,
  };
  return names[kind];
}
