/** The site's icon: a section mark in the organisation's colour. */
import type { APIRoute } from 'astro';
import { theSite } from '../lib/site.ts';

export const GET: APIRoute = () => {
  const { accent } = theSite().content.organisation.look;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${accent ?? '#1f4e66'}"/><path d="M20.5 11c-.6-1.8-2.2-3-4.5-3-2.600 0-4.500 1.400-4.500 3.500 0 4.500 9 3.600 9 7.500 0 1.500-1.500 2.700-3.300 2.900M11.500 21c.6 1.800 2.200 3 4.500 3 2.600 0 4.500-1.400 4.500-3.500 0-4.500-9-3.600-9-7.500 0-1.500 1.500-2.700 3.300-2.900" fill="none" stroke="#fff" stroke-width="2.200" stroke-linecap="round"/></svg>`;
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
};
