/** Files that the build writes, as responses. */
const TYPES = {
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

export function answer(body: string | Uint8Array<ArrayBuffer>, type: keyof typeof TYPES): Response {
  return new Response(body, { headers: { 'content-type': TYPES[type] } });
}

/** JSON, indented, for people read it too. */
export function answerJson(value: unknown): Response {
  return answer(`${JSON.stringify(value, null, 2)}\n`, 'json');
}
