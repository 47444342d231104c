/** The organisation's logo, from the content tree. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { APIRoute } from 'astro';
import { theSite } from '../lib/site.ts';

export const getStaticPaths = () => {
  const { logo } = theSite().content.organisation.look;
  return logo ? [{ params: { logo: `logo${extname(logo)}` }, props: { file: logo } }] : [];
};

export const GET: APIRoute = ({ props: { file } }) => new Response(readFileSync(join(theSite().settings.contentDir, file)));
