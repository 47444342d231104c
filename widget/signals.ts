/** Tells tools of a choice in their own way. The default is pushed before any tag can run; then updates. */
import type { BannerData } from '../core/banner/data.ts';
import type { Choices } from '../core/decision.ts';

type Page = Window & { dataLayer?: unknown[]; uetq?: unknown[]; clarity?: { (...args: unknown[]): void; q?: unknown[] }; google_tag_manager?: unknown };
const page = window as Page;

const said = (allowed: boolean | undefined): string => (allowed ? 'granted' : 'denied');

/** https://developers.google.com/tag-platform/security/guides/consent */
function google(choices: Choices): Record<string, string> {
  const [advertising, settings] = [said(choices.marketing), said(choices.preferences)];
  return {
    ad_storage: advertising,
    ad_user_data: advertising,
    ad_personalization: advertising,
    analytics_storage: said(choices.analytics),
    functionality_storage: settings,
    personalization_storage: settings,
    security_storage: 'granted',
  };
}

function gtag(..._args: unknown[]): void {
  page.dataLayer ||= [];
  // The tag reads `arguments` objects and takes arrays for something else.
  // biome-ignore lint/complexity/noArguments: see above.
  page.dataLayer.push(arguments);
}

/** Did a tag run before us? Then it has not seen our default. */
export function tagsRanFirst({ signals }: BannerData): boolean {
  // `gtm.start` is what the snippet of Tag Manager writes before its script comes.
  const told = page.dataLayer?.some((entry) => {
    const { 0: command, 'gtm.start': started } = Object(entry) as Record<string, unknown>;
    return command === 'config' || command === 'event' || started;
  });
  return !!signals.google && !!(page.google_tag_manager || told);
}

/** @param step `default` once, as early as can be; then `update`. */
export function signal({ signals }: BannerData, step: 'default' | 'update', allowed: Choices): void {
  const options = signals.google;
  if (options && step === 'default') {
    for (const { region, granted } of options.regions)
      gtag('consent', step, { ...google(Object.fromEntries(granted.map((category) => [category, true]))), region });
    gtag('consent', step, { ...google(allowed), wait_for_update: options.waitForUpdate });
    if (options.urlPassthrough) gtag('set', 'url_passthrough', true);
    if (options.adsDataRedaction) gtag('set', 'ads_data_redaction', true);
  } else if (options) gtag('consent', step, google(allowed));
  if (signals.uet) {
    page.uetq ||= [];
    page.uetq.push('consent', step, { ad_storage: said(allowed.marketing) });
  }
  if (signals.clarity) {
    page.clarity ||= function queue(...args: unknown[]) {
      (queue as { q?: unknown[] }).q ??= [];
      (queue as { q?: unknown[] }).q?.push(args);
    };
    page.clarity('consentv2', { ad_Storage: said(allowed.marketing), analytics_Storage: said(allowed.analytics) });
  }
}
