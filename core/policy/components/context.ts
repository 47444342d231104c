/** What a component of a policy is given, and what it gives back. */
import type { ElementContent } from 'hast';
import type { CookieEntry, OrganisationOn } from '../../schemas.ts';
import type { PolicyKind } from '../../vocabulary.ts';

export interface ComponentContext {
  /** Calendar date of the version that is rendered: dated data is read as of this day. */
  date: string;
  locale: string;
  organisation: OrganisationOn;
  cookies: readonly CookieEntry[];
  policyKind: PolicyKind;
  /** Which sentences to use, where one became another (`core/phrasing.ts`). */
  phrasing: number;
  /** Text of a wording key in the locale, with {placeholders} filled. Throws on an unknown key. */
  t(key: string, values?: Record<string, string | number>): string;
}

/** Turns a component's props and children into plain hast. Throws an Error that names the prop and the mend. */
export type Component = (props: Record<string, string | boolean>, children: ElementContent[], context: ComponentContext) => ElementContent[];
