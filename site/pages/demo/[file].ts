/** The files of the demo pages: stand-ins for scripts and images of others, and what shows what they do. */
import type { APIRoute } from 'astro';
import frame from '../../demo/frame.html?raw';
import pixel from '../../demo/pixel.svg?raw';
import tagManager from '../../demo/tag-manager.js?raw';
import tool from '../../demo/tool.js?raw';
import watch from '../../demo/watch.js?raw';
import { hasDemo } from '../../lib/demo.ts';
import { theSite } from '../../lib/site.ts';

const FILES: Record<string, string> = { 'frame.html': frame, 'watch.js': watch, 'tool.js': tool, 'tag-manager.js': tagManager, 'pixel.svg': pixel };

export const getStaticPaths = () => (hasDemo(theSite()) ? Object.entries(FILES).map(([file, text]) => ({ params: { file }, props: { text } })) : []);
export const GET: APIRoute = ({ props: { text } }) => new Response(text);
