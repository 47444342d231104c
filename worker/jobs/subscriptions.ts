/**
 * Tells subscribers of material changes: when a version is announced, and when it takes effect. Once for each version and kind, and
 * only to those who had confirmed before it was there to be told.
 */
import { dateAt, dateInWords } from '../../core/dates.ts';
import type { Mail } from '../../core/requests/mails.ts';
import type { IndexedPolicy, IndexedVersion, SiteIndex } from '../../core/site-index.ts';
import { predecessorOf, standingAt } from '../../core/versions.ts';
import { pathOf } from '../addresses.ts';
import type { Desk } from '../requests/desk.ts';
import { newMail } from '../requests/outbox.ts';
import { openSubscription, stopLink } from '../requests/subscriptions.ts';
import { insertMails, type NewMail } from '../store/outbox.ts';
import { type Announcement, advanceAnnouncement, openAnnouncements, type SubscriptionRow, subscriptionsAfter } from '../store/subscriptions.ts';

const BATCH = 200;
/** Mails that one round makes, so that a long list does not take the day's quota in an hour. */
const MOST_BATCHES = 5;
/** A version that took effect longer ago is history, such as one that was imported. */
const NEWS_DAYS = 30;

type Due = Pick<Announcement, 'policy' | 'version' | 'kind'>;

/** @returns how many mails were made. */
export async function announceChanges(desk: Desk): Promise<number> {
  const { db, now, site } = desk;
  const due = dueAnnouncements(site.index, now);
  const open = (await openAnnouncements(db, due, now.toISOString())).filter((one) => due.some((other) => isSame(one, other)));
  let made = 0;
  let batches = 0;
  for (const announcement of open) {
    let { last } = announcement;
    for (let finished = false; !finished && batches < MOST_BATCHES; batches += 1) {
      const subscribers = await subscriptionsAfter(db, last, announcement.seen, BATCH);
      finished = subscribers.length < BATCH;
      last = subscribers.at(-1)?.id ?? last;
      const mails = (await Promise.all(subscribers.map((subscriber) => mailFor(desk, announcement, subscriber)))).flat();
      await db.batch([...(mails.length > 0 ? [insertMails(db, mails)] : []), advanceAnnouncement(db, announcement, last, finished ? now.toISOString() : null)]);
      made += mails.length;
    }
  }
  return made;
}

/** What there is to tell at a moment. */
export function dueAnnouncements({ policies }: Pick<SiteIndex, 'policies'>, now: Date): Due[] {
  const moment = now.toISOString();
  const oldest = new Date(now.getTime() - NEWS_DAYS * 86_400_000).toISOString();
  return policies.flatMap(({ id, versions }) =>
    versions
      .filter(({ material, publishedAt }) => material && publishedAt !== undefined && publishedAt <= moment)
      .flatMap((version): Due[] => {
        const standing = standingAt(versions, version, moment);
        if (standing === 'announced') return [{ policy: id, version: version.id, kind: 'announced' }];
        return standing === 'in-force' && version.effective >= oldest ? [{ policy: id, version: version.id, kind: 'in-force' }] : [];
      }),
  );
}

function isSame(a: Due, b: Due): boolean {
  return a.policy === b.policy && a.version === b.version && a.kind === b.kind;
}

async function mailFor(desk: Desk, { policy: id, version: name, kind }: Announcement, subscriber: SubscriptionRow): Promise<NewMail[]> {
  const policy = desk.site.index.policies.find((one) => one.id === id);
  const version = policy?.versions.find((one) => one.id === name);
  const opened = policy && version ? await openSubscription(desk, subscriber) : undefined;
  if (!policy || !version || !opened) return [];
  const mail: Mail = {
    name: kind === 'announced' ? 'policy-announced' : 'policy-in-force',
    to: opened.address,
    locale: subscriber.locale,
    values: { ...linksTo(desk, policy, version, subscriber.locale), stop: await stopLink(desk, subscriber.id) },
    key: `${kind} ${id} ${name} ${subscriber.id}`,
    // "It will change" is over when it has.
    ...(kind === 'announced' ? { expires: version.effective } : {}),
  };
  return [await newMail(desk, mail, { subscription: subscriber.id, key: opened.key })];
}

function linksTo(desk: Desk, policy: IndexedPolicy, version: IndexedVersion, wished: string): Record<'policy' | 'date' | 'link' | 'compare', string> {
  const { locale } = desk.texts(wished);
  const own = locale in version.locales ? locale : policy.prevailing;
  const before = predecessorOf(policy.versions, version);
  const compare = before && own in before.locales ? desk.url(pathOf.compare(policy, `${before.id}..${version.id}`, own)) : '';
  return {
    policy: policy.title[own] ?? policy.title[policy.prevailing] ?? policy.id,
    date: dateInWords(dateAt(version.effective, desk.site.index.timeZone), locale),
    link: desk.url(pathOf.version(policy, version.id, own)),
    compare,
  };
}
