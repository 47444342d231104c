/** What tools are told, and when, on a page that is only a stand-in. The shapes are those that Google and Microsoft document. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BannerData, GoogleOptions } from '../../../core/banner/data.ts';
import type { Choices } from '../../../core/decision.ts';

type Page = { dataLayer?: unknown[]; uetq?: unknown[]; clarity?: ((...args: unknown[]) => void) & { q?: unknown[] }; google_tag_manager?: unknown };
let page: Page;

beforeEach(() => {
  page = {};
  vi.stubGlobal('window', page);
  vi.resetModules();
});

const OPTIONS: GoogleOptions = { waitForUpdate: 500, urlPassthrough: false, adsDataRedaction: true, regions: [] };
const NONE: Choices = { preferences: false, analytics: false, marketing: false };

async function tell(signals: BannerData['signals'], step: 'default' | 'update', allowed: Choices): Promise<void> {
  const { signal } = await import('../../../widget/signals.ts');
  signal({ signals } as BannerData, step, allowed);
}

const commands = (): unknown[][] => (page.dataLayer ?? []).map((entry) => [...(entry as unknown[])]);

const said = (ad: string, analytics: string, settings: string) => ({
  ad_storage: ad,
  ad_user_data: ad,
  ad_personalization: ad,
  analytics_storage: analytics,
  functionality_storage: settings,
  personalization_storage: settings,
  security_storage: 'granted',
});

describe('Google Consent Mode v2', () => {
  test.each<[string, Choices, ReturnType<typeof said>]>([
    ['nothing', NONE, said('denied', 'denied', 'denied')],
    ['marketing', { ...NONE, marketing: true }, said('granted', 'denied', 'denied')],
    ['analytics', { ...NONE, analytics: true }, said('denied', 'granted', 'denied')],
    ['preferences', { ...NONE, preferences: true }, said('denied', 'denied', 'granted')],
    ['a site that does not ask about it', { media: true }, said('denied', 'denied', 'denied')],
  ])('allowed: %s', async (_, allowed, expected) => {
    await tell({ google: OPTIONS }, 'default', allowed);
    await tell({ google: OPTIONS }, 'update', allowed);
    expect(commands()).toEqual([
      ['consent', 'default', { ...expected, wait_for_update: 500 }],
      ['set', 'ads_data_redaction', true],
      ['consent', 'update', expected],
    ]);
  });

  test('entries are `arguments` objects, which is what the tag takes for commands', async () => {
    await tell({ google: OPTIONS }, 'default', NONE);
    for (const entry of page.dataLayer ?? []) {
      expect(Array.isArray(entry)).toBe(false);
      expect(Object.prototype.toString.call(entry)).toBe('[object Arguments]');
    }
  });

  test('region defaults, each with its region, and the options', async () => {
    const regions = [{ region: ['US-CA', 'US-TX'], granted: ['analytics' as const] }];
    await tell({ google: { waitForUpdate: 700, urlPassthrough: true, adsDataRedaction: false, regions } }, 'default', NONE);
    expect(commands()).toEqual([
      ['consent', 'default', { ...said('denied', 'granted', 'denied'), region: ['US-CA', 'US-TX'] }],
      ['consent', 'default', { ...said('denied', 'denied', 'denied'), wait_for_update: 700 }],
      ['set', 'url_passthrough', true],
    ]);
  });

  test('a dataLayer that is there already is kept', async () => {
    page.dataLayer = [{ pageType: 'home' }];
    await tell({ google: OPTIONS }, 'default', NONE);
    expect(page.dataLayer[0]).toEqual({ pageType: 'home' });
  });

  test.each<[string, Page, boolean]>([
    ['nothing', {}, false],
    ['an empty layer', { dataLayer: [] }, false],
    ['data of the page', { dataLayer: [{ pageType: 'home' }, null, 'x', ['js', 1], ['set', {}]] }, false],
    [
      'a configured tag',
      {
        dataLayer: [
          ['js', 1],
          ['config', 'G-1'],
        ],
      },
      true,
    ],
    ['an event', { dataLayer: [['event', 'x']] }, true],
    ['the snippet of Tag Manager', { dataLayer: [{ 'gtm.start': 1, event: 'gtm.js' }] }, true],
    ['Tag Manager itself', { google_tag_manager: {} }, true],
  ])('did tags run first? %s', async (_, given, expected) => {
    Object.assign(page, given);
    const { tagsRanFirst } = await import('../../../widget/signals.ts');
    expect(tagsRanFirst({ signals: { google: OPTIONS } } as BannerData)).toBe(expected);
    expect(tagsRanFirst({ signals: {} } as BannerData)).toBe(false);
  });
});

test('Microsoft UET: three items for each command', async () => {
  await tell({ uet: true }, 'default', NONE);
  await tell({ uet: true }, 'update', { ...NONE, marketing: true });
  expect(page.uetq).toEqual(['consent', 'default', { ad_storage: 'denied' }, 'consent', 'update', { ad_storage: 'granted' }]);
  expect(page.dataLayer).toBeUndefined();
});

describe('Microsoft Clarity, consent API v2', () => {
  test('before the tag is there, calls wait in its queue', async () => {
    await tell({ clarity: true }, 'default', NONE);
    await tell({ clarity: true }, 'update', { ...NONE, analytics: true });
    expect(page.clarity?.q).toEqual([
      ['consentv2', { ad_Storage: 'denied', analytics_Storage: 'denied' }],
      ['consentv2', { ad_Storage: 'denied', analytics_Storage: 'granted' }],
    ]);
  });

  test('a tag that is there is called', async () => {
    const clarity = vi.fn();
    page.clarity = clarity as Page['clarity'] & {};
    await tell({ clarity: true }, 'update', { ...NONE, marketing: true });
    expect(clarity).toHaveBeenCalledWith('consentv2', { ad_Storage: 'granted', analytics_Storage: 'denied' });
  });
});

test('a site without signals tells nobody', async () => {
  await tell({}, 'default', NONE);
  expect(page).toEqual({});
});
