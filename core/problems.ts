/**
 * What can go wrong between a reader and the site, as RFC 9457 problem types. A slug is part of an
 * address (`/problems/<slug>/`) that the site serves from this table: it never changes its meaning.
 */

export interface ProblemType {
  status: number;
  /** The same words for every occurrence. */
  title: string;
  /** What it means. */
  explanation: string;
  /** What the reader or the caller can do. */
  mend: string;
}

export const PROBLEMS = {
  'not-found': {
    status: 404,
    title: 'No page has this address',
    explanation: 'Nothing was ever published at this address. Published versions of a policy stay at theirs for ever.',
    mend: 'Look at the address for a slip, or go through the policy’s history, which links every version.',
  },
  'unknown-version': {
    status: 404,
    title: 'The policy has no such version',
    explanation:
      'A version is named by the day from which it is in force, such as 2027-01-01, or 2027-01-01.2 for a second one on that day. The policy has no version of this name.',
    mend: 'Choose one of the versions that the answer names. To see what was in force on any day, ask the policy’s page with ?at= and the date.',
  },
  'unknown-language': {
    status: 404,
    title: 'There is no text in this language',
    explanation: 'The policy, or this version of it, is not published in the language of the address.',
    mend: 'Choose one of the languages that the answer names. The address without a language leads to the text that counts.',
  },
  'before-first-version': {
    status: 404,
    title: 'The policy was not yet in force',
    explanation: 'At the moment asked for, no version of the policy had begun.',
    mend: 'Ask for a later moment. The answer says when the first version begins.',
  },
  'same-version-twice': {
    status: 404,
    title: 'A version does not differ from itself',
    explanation: 'The address asks to compare a version with the very same version.',
    mend: 'Name two different versions, the older one first: compare/2025-12-16..2027-01-01/.',
  },
  'bad-moment': {
    status: 400,
    title: 'The moment cannot be read',
    explanation: 'The value of ?at= is neither a calendar date that exists nor an instant.',
    mend: 'Write a date as 2026-03-01, which means the moment at which that day begins in the organisation’s time zone, or an instant with its offset as 2026-03-01T12:00:00Z.',
  },
  'bad-accept-datetime': {
    status: 400,
    title: 'Accept-Datetime cannot be read',
    explanation: 'RFC 7089 asks for a date in the form of RFC 1123, in GMT. The header’s value is something else.',
    mend: 'Write it as Sun, 01 Mar 2026 00:00:00 GMT, with the day of the week that belongs to the date.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    explanation: 'Pages and files answer GET and HEAD: nothing can be sent to them. An address of the API answers what its Allow header names.',
    mend: 'Use one of the methods that the Allow header of the answer names.',
  },
  'bad-record': {
    status: 400,
    title: 'The consent record cannot be read',
    explanation: 'What was sent is not a consent record as the API takes it. Each field at fault is named in the answer.',
    mend: 'Send one JSON object with the fields that docs/api.md lists, in at most 4 KiB.',
  },
  'body-too-slow': {
    status: 408,
    title: 'The record took too long to arrive',
    explanation: 'What was sent had not arrived whole within a few seconds, and was not waited for any longer. Nothing of it is kept.',
    mend: 'Send the same record again later. The banner does so by itself.',
  },
  'origin-not-listed': {
    status: 403,
    title: 'This site does not take records from here',
    explanation: 'A consent record is taken only from a page of the site that it names. The origin of the sending page is not one of those.',
    mend: 'Add the origin to `origins` in the site’s file, as the browser writes it: scheme, host and port.',
  },
  'notice-unknown': {
    status: 503,
    title: 'The notice is not known yet',
    explanation: 'The record points to a notice document that is not published here. A notice of a deployment that is only just arriving is known soon.',
    mend: 'Send the same record again after the time that Retry-After names. The banner does so by itself.',
  },
  'record-differs': {
    status: 409,
    title: 'Another record has this id',
    explanation: 'A record is told by its id, and never changed. The ledger holds another record under the same id.',
    mend: 'Send a new record with a new id. The same record may be sent as often as needed.',
  },
  'token-required': {
    status: 401,
    title: 'This is for operators',
    explanation: 'Every address of the operators takes a valid token, and says nothing to anybody else.',
    mend: 'Send the operators’ token: Authorization: Bearer, a space, the token. docs/operations.md says how one is set up.',
  },
  'unknown-record': {
    status: 404,
    title: 'The ledger has no such record',
    explanation: 'No record of the site has this id, or it was erased: then nothing of it is left.',
    mend: 'Look at the id and the site for a slip.',
  },
  'bad-publication': {
    status: 400,
    title: 'The publication cannot be taken',
    explanation: 'What was sent to the archive is not a publication, or not the one that its path and hash name. Nothing of it is kept.',
    mend: 'Use `fairnotice archive`, which sends what a build lists in the form that docs/api.md describes.',
  },
  'published-differs': {
    status: 409,
    title: 'Something else was published there',
    explanation: 'The archive holds other bytes under this path. What was published is never changed.',
    mend: 'Find out why a published file changed, and publish the new words as a version of their own.',
  },
  'too-many-records': {
    status: 429,
    title: 'Too many records from one place',
    explanation: 'More records came from one network in a minute than people make. Nothing of this request is kept.',
    mend: 'Send the same records again after the time that Retry-After names. The banner does so by itself.',
  },
  'ledger-frozen': {
    status: 503,
    title: 'The ledger takes nothing for now',
    explanation:
      'What the ledger holds and what its archive holds cannot both be true, as after a backup was put back. It stops, so that nothing is acknowledged that may not last, until the organisation has looked.',
    mend: 'Send the same request again later. The banner keeps its record until then. Operators see the reason in the ledger’s health.',
  },
  'ledger-closed': {
    status: 503,
    title: 'The ledger is not open yet',
    explanation: 'This deployment has no key to sign with, so nothing can be acknowledged.',
    mend: 'Set the secret LOG_KEY of the deployment. The banner keeps its record until then.',
  },
  'not-yours': {
    status: 403,
    title: 'This does not open the record',
    explanation:
      'Either there is no such record, or the secret or token does not belong to it, or the token was used before. The answer is the same, so that it says nothing about others’ records.',
    mend: 'Use the browser in which the choice was made. The token of an acknowledgement works once.',
  },
  'not-sealed-yet': {
    status: 503,
    title: 'The record is not sealed yet',
    explanation: 'A receipt proves that the record is in the public log, and it is not there yet. It will be within minutes.',
    mend: 'Ask again after the time that Retry-After names.',
  },
  'log-pruned': {
    status: 410,
    title: 'The log does not serve this part any more',
    explanation: 'The records below the log’s minimum index were given up by the site’s retention rule. Proofs of what came after stay valid.',
    mend: 'Begin at the index that the log’s minimum names.',
  },
  'bad-request': {
    status: 400,
    title: 'The request cannot be read',
    explanation: 'What was sent is not what this address takes. Each parameter or field at fault is named in the answer.',
    mend: 'Send what docs/api.md lists for the address: each parameter once, and a body as one JSON object.',
  },
  'requests-closed': {
    status: 503,
    title: 'Requests are not taken here yet',
    explanation: 'This deployment has no keys to keep requests encrypted with, so it takes none. Nothing of what was sent is kept.',
    mend: 'Use the contact that the privacy policy names. The organisation sets the secrets REQUESTS_KEY and REQUESTS_PEPPER of the deployment.',
  },
  'scope-missing': {
    status: 403,
    title: 'The token may not do this',
    explanation: 'The token is valid, and was not given the scope that this address takes; or the operator’s role does not reach so far.',
    mend: 'Have a token made with the scope that the answer names. docs/api.md says which address takes which.',
  },
  'unknown-request': {
    status: 404,
    title: 'There is no such request',
    explanation: 'No request has this id, or nothing of it is left: records go when the time for which the law wants them is over.',
    mend: 'Look at the id for a slip. It is the long one, not the reference that people are told.',
  },
  'request-closed': {
    status: 409,
    title: 'The request is closed',
    explanation: 'It was answered, refused, withdrawn or disputed before. Nothing of what was sent is kept.',
    mend: 'Fetch the request and see what happened. A complaint or an appeal is a request of its own.',
  },
  'not-proved': {
    status: 409,
    title: 'Nobody has proved who asks',
    explanation:
      'Whoever typed an address may have typed somebody else’s, so nothing is mailed to it but the mail that asks for the proof, and nothing is done or extended before. Nothing of what was sent is kept.',
    mend: 'Wait until the address is proved, or post the event identity-confirmed once somebody has seen who it is.',
  },
  'contents-gone': {
    status: 410,
    title: 'The contents of the request are gone',
    explanation: 'They are erased some time after the answer, and nothing personal can be added any more. The record of the handling stays.',
    mend: 'What the person should know has to be told another way.',
  },
  'no-extension': {
    status: 409,
    title: 'The answer may not take longer',
    explanation:
      'None of the laws that apply gives more time, or it was used up, or the day lies beyond what they give or before the one that is due now; or the clock stands still, and there is nothing to extend.',
    mend: 'Answer by the due date. The request names the day to which each law extends at most. Note what the person answered where it waits for that.',
  },
  'erasure-held': {
    status: 409,
    title: 'The erasure has to wait',
    explanation: 'The same person has asked to see these data, or contests how they were handled, and the law keeps them until that is over.',
    mend: 'Answer the request that the answer names, and then this one.',
  },
  'key-used': {
    status: 422,
    title: 'The idempotency key stands for something else',
    explanation: 'The same key came before with another address or body. It is refused, for one of the two would be lost.',
    mend: 'Make a new key for each thing that is to be done, and repeat it only with the very same request.',
  },
  'internal-error': {
    status: 500,
    title: 'Something broke on our side',
    explanation: 'The answer could not be made. This is a mistake of the site, not of the request.',
    mend: 'Try again later. If it lasts, tell the organisation the id of the request, which stands in the answer.',
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemSlug = keyof typeof PROBLEMS;

/** Address of a problem type relative to the base. */
export function problemPath(slug: ProblemSlug): string {
  return `problems/${slug}/`;
}
