/** What a built banner script carries, and the element trees in it. Types only: the banner imports them. */
import type { ConsentModel, OptionalCategory, Position, Signal, StorageKind } from '../vocabulary.ts';

/** An element as data: its name, its attributes, its children. Mounted with `createElement`, never as HTML. */
export type Tree = [tag: string, attributes: Record<string, string>, ...children: (Tree | string)[]];

/** A material change of the policy, for those who chose before it. */
export interface MaterialChange {
  version: string;
  /** Calendar date from which it is in force, in the words of the locale. */
  date: string;
  categories: OptionalCategory[];
  summary: string;
}

/** Options of Google Consent Mode v2 (https://developers.google.com/tag-platform/security/guides/consent). */
export interface GoogleOptions {
  waitForUpdate: number;
  urlPassthrough: boolean;
  adsDataRedaction: boolean;
  /** Defaults for regions beside the one for everybody, ISO 3166-2. */
  regions: { region: string[]; granted: OptionalCategory[] }[];
}

/** One site, consent model and language at one moment. */
export interface BannerData {
  site: string;
  /** Folder of the publishing site on its host, `/` or `/legal/`. */
  root: string;
  locale: string;
  model: ConsentModel;
  /** SHA-256 of the notice document. */
  notice: string;
  /** Version of the policy in force. */
  policy: string;
  /** The next moment at which this file is out of date, in seconds since 1970; 0 where none is known. */
  until: number;
  /** Categories that the visitor is asked about, in order. */
  categories: OptionalCategory[];
  /** Days for which an answer holds. */
  days: { accept: number; reject: number; save: number };
  /** Categories that stay off where the browser sends Global Privacy Control. */
  gpc: OptionalCategory[];
  /** Material changes that may be newer than a choice that still holds, oldest first. */
  changes: MaterialChange[];
  /** Domain of the decision cookie; the host alone without one. */
  domain?: string;
  signals: { [S in Signal]?: S extends 'google' ? GoogleOptions : true };
  /** Expression for user agents that are not asked; empty where crawlers are asked like everybody. */
  crawlers: string;
  position: Position;
  /** Is the quiet control shown, or does the site have a link of its own? */
  control: boolean;
  /** SRI hash (sha256, base64) of the file that is loaded when more is needed; its name follows from it. */
  rest: string;
  tree: Tree;
  /** Style sheet of banner and control. */
  css: string;
  /** The organisation's colours as custom properties, for every shadow root. */
  theme: string;
  texts: Record<'saved' | 'reopen' | 'notLoaded', string>;
}

/** A cookie or storage key in a notice. */
export interface NoticeEntry {
  name: string;
  kind: StorageKind;
  purpose: string;
  lifetime: string;
}

export interface NoticeService {
  name: string;
  provider: string;
  /** Address of the provider's own privacy policy. */
  providerPolicy?: string;
  purpose?: string;
  /** Where it loads from and sends to: `https://*.example.com`. */
  origins?: string[];
  entries: NoticeEntry[];
}

/** Everything that is the same for every visitor: one canonical JSON document, addressed by its SHA-256. */
export interface Notice {
  type: 'fairnotice-notice';
  version: 1;
  site: string;
  controller: { name: string; legalName?: string; email?: string; postalAddress?: string };
  locale: string;
  model: ConsentModel;
  policy: { id: string; version: string; sha256: string; title: string; address: string };
  /** Address of the page for requests. */
  requests: string;
  texts: Record<string, string>;
  categories: { id: 'necessary' | OptionalCategory; name: string; sentence: string; services: NoticeService[] }[];
  /** What is cleared when a category is refused; also what was in use earlier and may still lie in browsers. */
  clear: Partial<Record<OptionalCategory, { kind: StorageKind; name: string }[]>>;
  gpc: OptionalCategory[];
  days: BannerData['days'];
  changes: MaterialChange[];
  /** SHA-256 of the banner's code. */
  build: string;
}
