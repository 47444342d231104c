/** Files that the build writes, as responses. */
const TYPES = { txt: 'text/plain; charset=utf-8', json: 'application/json; charset=utf-8', xml: 'application/xml; charset=utf-8', html: 'text/html; charset=utf-8' } as const;

export function answer(body: string, type: keyof typeof TYPES): Response {
  return new Response(body, { headers: { 'content-type': TYPES[type] } });
}

/** JSON with a final newline; indented, for people read it too. */
export function answerJson(value: unknown, indent = 2): Response {
  return answer(`${JSON.stringify(value, null, indent)}\n`, 'json');
}
