/** The banner's scripts and data files, addressed by their hash. */
import type { APIRoute } from 'astro';
import { bannersOf } from '../../lib/banners.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => Object.entries(bannersOf(theSite()).pinned).map(([file, text]) => ({ params: { file }, props: { text } }));
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
