/** The banner's scripts at addresses that move with the moment, as they are at the build's. */
import type { APIRoute } from 'astro';
import { bannersOf } from '../../lib/banners.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => Object.entries(bannersOf(theSite()).floating).map(([file, text]) => ({ params: { file }, props: { text } }));
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
