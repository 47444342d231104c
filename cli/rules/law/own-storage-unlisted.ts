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
    const unknown = listed.filter(({ name, kind }) => name.startsWith('fairnotice') && !own.some((one) => one.kind === kind && one.name === name));
    if (unknown.length > 0) report(`cookies.json lists what Fairnotice does not set: ${namesOf(unknown)}.`);
    // Requests are offered where a policy leads to their form.
    const sources = [source, ...tree.otherPolicies.map((policy) => policy.source)];
    if (!sources.some((text) => text.includes('<RequestForm'))) return;
    const missing = OWN_OF_REQUESTS.filter(({ name, kind }) => !listed.some((entry) => entry.kind === kind && covers(entry, name)));
    if (missing.length > 0) report(`The pages of requests set what cookies.json does not list: ${namesOf(missing)}.`);
    const wrong = OWN_OF_REQUESTS.flatMap((one) => listed.filter((entry) => entry.name === one.name && entry.lifetime !== one.lifetime).map(() => one));
    if (wrong.length > 0) report(`cookies.json says another lifetime: ${wrong.map(({ name, lifetime }) => `${name} is kept for ${lifetime}`).join(', ')}.`);
  },
});

function namesOf(entries: readonly { name: string }[]): string {
  return entries.map(({ name }) => name).join(', ');
}
