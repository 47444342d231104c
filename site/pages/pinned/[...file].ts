/** The banner's scripts and data files and the receipt verifier's script, addressed by their hash. */
import type { APIRoute } from 'astro';
import { bannersOf } from '../../lib/banners.ts';
import { theSite } from '../../lib/site.ts';
import { verifierOf } from '../../lib/verifier.ts';

export const getStaticPaths = () =>
  Object.entries({ ...bannersOf(theSite()).pinned, ...verifierOf(theSite())?.files }).map(([file, text]) => ({ params: { file }, props: { text } }));
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
