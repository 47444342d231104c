/** All versions of a policy, for machines. */
import type { APIRoute } from 'astro';
import { answerJson } from '../../lib/answer.ts';
import { theSite } from '../../lib/site.ts';
import { versionsJson } from '../../lib/version-json.ts';

export const getStaticPaths = () => theSite().own.map((policy) => ({ params: { policy: policy.id }, props: { policy } }));
export const GET: APIRoute = ({ props: { policy } }) => answerJson(versionsJson(theSite(), policy));
