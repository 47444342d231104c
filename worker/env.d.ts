/** What the platform hands to the Worker. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
  interface Env {
    /** The built site. */
    ASSETS: Fetcher;
    /**
     * The Worker's clock stands still at this instant. For development and tests only: a deployment that
     * sets it shows the same page for ever.
     */
    FIXED_NOW?: string;
  }
}
