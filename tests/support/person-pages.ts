/**
 * Every page of the person's side of rights requests, and the address that shows it. A test in workerd compares this with the routes, so
 * that no page is forgotten; the browser's tests have a way to each, and look at it by axe, at 320 px, by keyboard, light and dark.
 */
export const PERSON_PAGES = {
  list: ['GET /requests/'],
  'list in German': ['GET /requests/'],
  form: ['GET /requests/<kind>/'],
  'opt-out': ['GET /requests/<kind>/'],
  faults: ['POST /requests/:kind/'],
  'faults in German': ['POST /requests/:kind/:locale/'],
  'more questions': ['POST /requests/:kind/'],
  'sent from another site': ['POST /requests/:kind/'],
  'status before proof': ['GET /requests/status/:reference/'],
  'status after proof': ['GET /requests/status/:reference/'],
  'status after an opt-out': ['GET /requests/status/:reference/'],
  'no request here': ['GET /requests/status/', 'POST /requests/status/:reference/leave'],
  'requests in this browser': ['GET /requests/status/'],
  'see what is personal': ['GET /requests/status/:secret/'],
  'see what is personal, in German': ['GET /requests/status/:secret/'],
  'link that leads to no request': ['GET /requests/status/:secret/'],
  'code that is wrong': ['POST /requests/status/:reference/code'],
  'mail asked for again': ['POST /requests/status/:reference/again'],
  'mail asked for again, in German': ['POST /requests/status/:reference/again'],
  'message that is empty': ['POST /requests/status/:reference/message'],
  'message that came too late': ['POST /requests/status/:reference/message'],
  'correction that is empty': ['POST /requests/status/:reference/correct'],
  'withdrawn too late': ['POST /requests/status/:reference/withdraw'],
  'disowned too late': ['POST /requests/status/:reference/not-mine'],
  'files of the answer': ['GET /requests/status/:reference/'],
  'file that was fetched too often': ['POST /requests/status/:reference/files/:file'],
  'reference and address that are none': ['POST /requests/status/open'],
  'code on its way': ['POST /requests/status/open'],
  'code for a reference that is wrong': ['POST /requests/status/open-code'],
  'link of a mail': ['GET /requests/proof/'],
  'link of a mail with one more code': ['GET /requests/proof/'],
  'link of a mail with one more code, in German': ['GET /requests/proof/'],
  'link of a mail, code that is wrong': ['POST /requests/proof/'],
  'link that is over': ['GET /requests/proof/'],
  'I asked nothing': ['GET /requests/not-me/'],
  'I asked nothing, in German': ['GET /requests/not-me/'],
  'I asked nothing, done': ['POST /requests/not-me/'],
  'I did not ask for this code': ['GET /requests/not-me/'],
  'I did not ask for this code, in German': ['GET /requests/not-me/'],
  'I did not ask for this code, done': ['POST /requests/not-me/'],
  'mail when a policy changes': ['GET /subscribe/'],
  'mail when a policy changes, in German': ['GET /subscribe/:locale/'],
  'address that is none': ['POST /subscribe/'],
  'confirmation on its way': ['POST /subscribe/'],
  'confirmation on its way, in German': ['POST /subscribe/:locale/'],
  'subscription to confirm': ['GET /subscribe/confirm/:token/'],
  'subscription that is confirmed': ['POST /subscribe/confirm/:token/'],
  'link of a subscription that is over': ['GET /subscribe/confirm/:token/'],
  'subscription to end': ['GET /subscribe/stop/:token/'],
  'subscription to end, in German': ['GET /subscribe/stop/:token/'],
  'subscription that has ended': ['POST /subscribe/stop/:token/'],
} as const satisfies Record<string, readonly string[]>;
export type PersonPage = keyof typeof PERSON_PAGES;

/** Addresses that show no page of their own: each leads on to one, or is a file. */
export const NO_PAGES = ['GET /requests/status/:reference/receipt.json', 'GET /requests/proof/:token/', 'GET /requests/not-me/:token/'];
/** Pages that the build makes: no route of the Worker's. */
export const BUILT_PAGES = ['GET /requests/', 'GET /requests/<kind>/'];
