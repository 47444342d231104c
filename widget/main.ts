/** What the script tag starts. The build puts the site's data in the place of `__BANNER__`. */
import type { BannerData } from '../core/banner/data.ts';
import { start } from './start.ts';

declare const __BANNER__: BannerData;

function begin(data: BannerData, tag: HTMLScriptElement | null): void {
  // Two on one page are one. An element with this id is none.
  if (!window.fairnotice?.withdraw && tag) start(data, { base: new URL(data.root, tag.src).href, nonce: tag.nonce, region: tag.dataset.region });
}

try {
  begin(__BANNER__, document.currentScript as HTMLScriptElement | null);
} catch {
  // No consent is the safe state: marked scripts stay off, and the page works.
}
