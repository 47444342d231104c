/** Removes what a category left on the device: the entries that the notice lists, wherever a script may have put them. */
import type { Notice } from '../core/banner/data.ts';
import type { Choices } from '../core/decision.ts';
import type { OptionalCategory, StorageKind } from '../core/vocabulary.ts';
import { attempt } from './storage.ts';

/** Clears what is not allowed. Cheap where there is nothing, so it may run again and again. */
export function clearRefused({ clear }: Notice, allowed: Choices): void {
  for (const [category, entries] of Object.entries(clear)) {
    if (!allowed[category as OptionalCategory]) for (const { kind, name } of entries) clearEntry(kind, matcher(name));
  }
}

/** `*` stands for the part of a name that differs. */
function matcher(name: string): RegExp {
  return new RegExp(`^${name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

function clearEntry(kind: StorageKind, name: RegExp): void {
  attempt(() => {
    if (kind === 'cookie') clearCookies(name);
    else if (kind === 'indexed-db') clearDatabases(name);
    else clearStorage(kind === 'local-storage' ? localStorage : sessionStorage, name);
  });
}

function clearStorage(storage: Storage, name: RegExp): void {
  for (const key of Object.keys(storage)) if (name.test(key)) storage.removeItem(key);
}

function clearDatabases(name: RegExp): void {
  indexedDB.databases().then(
    (all) => {
      for (const known of all) if (known.name && name.test(known.name)) indexedDB.deleteDatabase(known.name);
    },
    () => {},
  );
}

/** A script may have set it for the host or a parent domain, and for any folder above the page. */
function clearCookies(name: RegExp): void {
  for (const pair of document.cookie.split('; ')) {
    const found = pair.split('=')[0] ?? '';
    if (!found || !name.test(found)) continue;
    // Names that begin with __Secure- are written by nothing else.
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    const host = location.hostname.split('.');
    const domains = ['', ...host.map((_, index) => `; Domain=${host.slice(index).join('.')}`)];
    const folders = location.pathname.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'));
    for (const domain of domains) {
      for (const folder of folders) {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers.
        for (const path of [folder, `${folder}/`]) document.cookie = `${found}=; Max-Age=0; Path=${path}${domain}${secure}`;
      }
    }
  }
}
