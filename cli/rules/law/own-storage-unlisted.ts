import { OWN_OF_BANNER, OWN_OF_REQUESTS } from '../../../core/own-storage.ts';
import { cookiesOn, covers } from '../../lint/registry.ts';
import { lawRule } from '../../lint/rule.ts';

/** The product changes, and the registry is written by hand: what Fairnotice sets is compared with what is told of it. */
export const ownStorageUnlisted = lawRule({
  id: 'own-storage-unlisted',
  severity: 'warning',
  regimes: ['eu', 'uk'],
  appliesTo: ['cookies'],
  needsTree: true,
  source: 'ePrivacy Directive Art. 5(3): clear and comprehensive information; CJEU C-673/17 (Planet49)',
  advice:
    'End entries that are wrong (until), begin the right ones (since), and publish the cookie policy anew. content/cookies.json of KAIRO API has them all.',
  check({ source, tree }, report) {
    if (!tree) return;
    const listed = cookiesOn(tree);
    const own = [...OWN_OF_REQUESTS, ...OWN_OF_BANNER];
    const unknown = listed.filter((entry) => entry.name.startsWith('fairnotice') && !own.some((one) => covers(entry, one)));
    if (unknown.length > 0) report(`cookies.json lists what Fairnotice does not set: ${namesOf(unknown)}.`);
    // Requests are offered where a policy leads to their form.
    const sources = [source, ...tree.otherPolicies.map((policy) => policy.source)];
    if (!sources.some((text) => text.includes('<RequestForm'))) return;
    const told = OWN_OF_REQUESTS.map((one) => ({ ...one, entries: listed.filter((entry) => covers(entry, one)) }));
    const missing = told.filter(({ entries }) => entries.length === 0);
    if (missing.length > 0) report(`The pages of requests set what cookies.json does not list: ${namesOf(missing)}.`);
    const wrong = told.filter(({ entries, lifetime }) => entries.length > 0 && !entries.some((entry) => entry.lifetime === lifetime));
    if (wrong.length > 0) report(`cookies.json says another lifetime: ${wrong.map(({ name, lifetime }) => `${name} is kept for ${lifetime}`).join(', ')}.`);
  },
});

function namesOf(entries: readonly { name: string }[]): string {
  return entries.map(({ name }) => name).join(', ');
}
