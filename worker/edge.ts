/** What every route is given: the platform's bindings, and what the app adds to them for one request. */
import type { BannerSite } from '../core/banner/index-file.ts';
import type { Operator } from './auth.ts';
import type { Caller } from './routes/api/caller.ts';
import type { Site } from './site.ts';

export interface RequestFacts {
  site: Site;
  /** The clock, and the same instant as the site writes instants. */
  now: Date;
  moment: string;
  /** Names the request in logs and answers. */
  requestId: string;
  /** Absolute address of a path relative to the base. */
  url: (path: string) => string;
}

export interface Edge {
  Bindings: Cloudflare.Env & RequestFacts;
  Variables: {
    /** Sites whose pages may read the answer to what they sent. */
    readers?: readonly BannerSite[];
    /** Who asks, on the operators' addresses. */
    operator?: Operator | undefined;
    /** Who asks, on the addresses for other systems. */
    caller?: Caller;
  };
}
