/** The whole dated registry of cookies and storage keys, for machines. */
import type { APIRoute } from 'astro';
import { answerJson } from '../lib/answer.ts';
import { theSite } from '../lib/site.ts';

export const GET: APIRoute = () => answerJson({ entries: theSite().content.cookies });
