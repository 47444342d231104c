/** What a token of the interface for requests may do. Each is given by itself, and none contains another. */
export const SCOPES = {
  'requests:read': 'see that there are requests, of what kind, where they stand and when they are due; nothing of a person',
  'requests:contents': 'read what a person wrote and the names of files; each reading is noted',
  'requests:create': 'enter requests that came in elsewhere',
  'requests:write': 'add notes, messages and results',
  'requests:files': 'fetch files, and add answer packages',
  'requests:answer': 'answer, refuse and extend',
  'statistics:read': 'read statistics',
} as const;
export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
