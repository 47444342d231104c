/** Notice documents: what a banner said, for ever under the hash of its canonical JSON. */
import type { APIRoute } from 'astro';
import { bannersOf } from '../../lib/banners.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => Object.entries(bannersOf(theSite()).notices).map(([hash, text]) => ({ params: { hash }, props: { text } }));
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
