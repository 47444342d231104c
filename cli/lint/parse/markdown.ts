/** Markdown as GitHub writes it, with YAML front matter: what policies outside a content tree come as. */
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import type { Preset } from 'unified';

export const markdown: Preset = { plugins: [remarkParse, remarkGfm, remarkFrontmatter] };
