/** Every service of the catalogue. Made by cli/catalogue-table.ts: do not edit. */
import adobeAnalytics from './adobe-analytics.json' with { type: 'json' };
import adobeFonts from './adobe-fonts.json' with { type: 'json' };
import algoliaInsights from './algolia-insights.json' with { type: 'json' };
import amplitude from './amplitude.json' with { type: 'json' };
import applicationInsights from './application-insights.json' with { type: 'json' };
import bugsnag from './bugsnag.json' with { type: 'json' };
import calendly from './calendly.json' with { type: 'json' };
import cloudflareWebAnalytics from './cloudflare-web-analytics.json' with { type: 'json' };
import crisp from './crisp.json' with { type: 'json' };
import criteo from './criteo.json' with { type: 'json' };
import dailymotion from './dailymotion.json' with { type: 'json' };
import datadogRum from './datadog-rum.json' with { type: 'json' };
import disqus from './disqus.json' with { type: 'json' };
import facebookEmbed from './facebook-embed.json' with { type: 'json' };
import fathom from './fathom.json' with { type: 'json' };
import fontAwesome from './font-awesome.json' with { type: 'json' };
import googleAdManager from './google-ad-manager.json' with { type: 'json' };
import googleAds from './google-ads.json' with { type: 'json' };
import googleAdsense from './google-adsense.json' with { type: 'json' };
import googleAnalytics from './google-analytics.json' with { type: 'json' };
import googleCampaignManager from './google-campaign-manager.json' with { type: 'json' };
import googleFonts from './google-fonts.json' with { type: 'json' };
import googleMaps from './google-maps.json' with { type: 'json' };
import googleTagManager from './google-tag-manager.json' with { type: 'json' };
import grafanaFaro from './grafana-faro.json' with { type: 'json' };
import hcaptcha from './hcaptcha.json' with { type: 'json' };
import heap from './heap.json' with { type: 'json' };
import hotjar from './hotjar.json' with { type: 'json' };
import hubspot from './hubspot.json' with { type: 'json' };
import instagramEmbed from './instagram-embed.json' with { type: 'json' };
import intercom from './intercom.json' with { type: 'json' };
import klarna from './klarna.json' with { type: 'json' };
import klaviyo from './klaviyo.json' with { type: 'json' };
import launchdarkly from './launchdarkly.json' with { type: 'json' };
import linkedinEmbed from './linkedin-embed.json' with { type: 'json' };
import linkedinInsight from './linkedin-insight.json' with { type: 'json' };
import mailchimp from './mailchimp.json' with { type: 'json' };
import mapbox from './mapbox.json' with { type: 'json' };
import matomo from './matomo.json' with { type: 'json' };
import matomoCloud from './matomo-cloud.json' with { type: 'json' };
import metaPixel from './meta-pixel.json' with { type: 'json' };
import microsoftClarity from './microsoft-clarity.json' with { type: 'json' };
import microsoftUet from './microsoft-uet.json' with { type: 'json' };
import mixpanel from './mixpanel.json' with { type: 'json' };
import newRelic from './new-relic.json' with { type: 'json' };
import openstreetmap from './openstreetmap.json' with { type: 'json' };
import optimizely from './optimizely.json' with { type: 'json' };
import outbrain from './outbrain.json' with { type: 'json' };
import paypal from './paypal.json' with { type: 'json' };
import pinterestEmbed from './pinterest-embed.json' with { type: 'json' };
import pinterestTag from './pinterest-tag.json' with { type: 'json' };
import plausible from './plausible.json' with { type: 'json' };
import posthog from './posthog.json' with { type: 'json' };
import recaptcha from './recaptcha.json' with { type: 'json' };
import redditPixel from './reddit-pixel.json' with { type: 'json' };
import rudderstack from './rudderstack.json' with { type: 'json' };
import type { Service } from './schema.ts';
import segment from './segment.json' with { type: 'json' };
import sentry from './sentry.json' with { type: 'json' };
import snapPixel from './snap-pixel.json' with { type: 'json' };
import snowplow from './snowplow.json' with { type: 'json' };
import soundcloud from './soundcloud.json' with { type: 'json' };
import spotify from './spotify.json' with { type: 'json' };
import stripe from './stripe.json' with { type: 'json' };
import taboola from './taboola.json' with { type: 'json' };
import tawkTo from './tawk-to.json' with { type: 'json' };
import tiktokEmbed from './tiktok-embed.json' with { type: 'json' };
import tiktokPixel from './tiktok-pixel.json' with { type: 'json' };
import trustpilot from './trustpilot.json' with { type: 'json' };
import turnstile from './turnstile.json' with { type: 'json' };
import twitch from './twitch.json' with { type: 'json' };
import typeform from './typeform.json' with { type: 'json' };
import umami from './umami.json' with { type: 'json' };
import vimeo from './vimeo.json' with { type: 'json' };
import vwo from './vwo.json' with { type: 'json' };
import wistia from './wistia.json' with { type: 'json' };
import xEmbed from './x-embed.json' with { type: 'json' };
import xPixel from './x-pixel.json' with { type: 'json' };
import youtube from './youtube.json' with { type: 'json' };
import zendesk from './zendesk.json' with { type: 'json' };

export const SERVICES = [
  adobeAnalytics,
  adobeFonts,
  algoliaInsights,
  amplitude,
  applicationInsights,
  bugsnag,
  calendly,
  cloudflareWebAnalytics,
  crisp,
  criteo,
  dailymotion,
  datadogRum,
  disqus,
  facebookEmbed,
  fathom,
  fontAwesome,
  googleAdManager,
  googleAds,
  googleAdsense,
  googleAnalytics,
  googleCampaignManager,
  googleFonts,
  googleMaps,
  googleTagManager,
  grafanaFaro,
  hcaptcha,
  heap,
  hotjar,
  hubspot,
  instagramEmbed,
  intercom,
  klarna,
  klaviyo,
  launchdarkly,
  linkedinEmbed,
  linkedinInsight,
  mailchimp,
  mapbox,
  matomo,
  matomoCloud,
  metaPixel,
  microsoftClarity,
  microsoftUet,
  mixpanel,
  newRelic,
  openstreetmap,
  optimizely,
  outbrain,
  paypal,
  pinterestEmbed,
  pinterestTag,
  plausible,
  posthog,
  recaptcha,
  redditPixel,
  rudderstack,
  segment,
  sentry,
  snapPixel,
  snowplow,
  soundcloud,
  spotify,
  stripe,
  taboola,
  tawkTo,
  tiktokEmbed,
  tiktokPixel,
  trustpilot,
  turnstile,
  twitch,
  typeform,
  umami,
  vimeo,
  vwo,
  wistia,
  xEmbed,
  xPixel,
  youtube,
  zendesk,
] as unknown as readonly Service[];
