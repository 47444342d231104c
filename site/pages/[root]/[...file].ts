/** Files that belong to the root of the host, whatever folder the site is in: their addresses here begin with `_root/`. */
import type { APIRoute } from 'astro';
import { rootFiles } from '../../lib/root-files.ts';
import { theSite } from '../../lib/site.ts';

export const getStaticPaths = () => Object.entries(rootFiles(theSite())).map(([file, text]) => ({ params: { root: '_root', file }, props: { text } }));
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
