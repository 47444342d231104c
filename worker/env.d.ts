/** What the platform hands to the Worker. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
  /** What the queue carries: nothing. The rows are the truth. */
  type Nudge = Record<string, never>;
  interface Env {
    /** The built site. */
    ASSETS: Fetcher;
    /** Consent records, one object for each site. */
    LEDGER: DurableObjectNamespace<import('./ledger/consent-ledger.ts').ConsentLedger>;
    /** What was published, for ever, and the logs' tiles and bundles. */
    ARCHIVE: R2Bucket;
    /** The same within the jurisdiction eu, for sites that ask for it. */
    ARCHIVE_EU?: R2Bucket;
    /** Counts of consent records for statistics; nothing in it is about one person. */
    INDEX: D1Database;
    /** Sheds load: how many records one address prefix may send to one site. */
    CONSENT_LIMIT?: RateLimit;
    /** Seeds of the Ed25519 keys that sign the logs, base64url; several with spaces between while they are rotated. None: the ledger is closed. */
    LOG_KEY?: string;
    /** SHA-256 of the operators' token, lower case hexadecimal; several separated by spaces. None: the operators' addresses are closed. */
    OPERATOR_TOKEN_SHA256?: string;
    /** The console's sign-in by Cloudflare Access: `acme.cloudflareaccess.com`, the application's audience tag, and who may do what, `kim@acme.example=admin` or JSON. One missing: the console is closed. */
    ACCESS_TEAM_DOMAIN?: string;
    ACCESS_AUD?: string;
    ACCESS_ROLES?: string;
    /** Master keys of the rights requests, `<name>:<32 bytes base64url>`; the first wraps new keys, others open older ones. None: no request is taken. */
    REQUESTS_KEY?: string;
    /** 32 bytes, base64url: keys the hashes by which addresses and tokens are found. Never changed. */
    REQUESTS_PEPPER?: string;
    /** Sends mail. Without it mails wait, and everything else works. */
    EMAIL?: SendEmail;
    /** Says that something waits in the outbox. Without it the hourly round looks by itself. */
    OUTBOX?: Queue<Nudge>;
    /** Set where no platform is: `npm start` and the tests. Jurisdictions are left out there. */
    LOCAL?: string;
    /**
     * The Worker's clock stands still at this instant. For development and tests only: a deployment that
     * sets it shows the same page for ever.
     */
    FIXED_NOW?: string;
    /** Where every request comes from, `DE` or `US-CA`. For development and tests: nothing is looked up there. */
    FIXED_PLACE?: string;
  }
}
