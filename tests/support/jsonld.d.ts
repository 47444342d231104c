/** What the tests use of `jsonld`, which brings no types. */
declare module 'jsonld' {
  interface Options {
    safe?: boolean;
    documentLoader?: (url: string) => Promise<{ contextUrl?: string | null; document: unknown; documentUrl: string }>;
  }
  const jsonld: {
    expand(document: object, options?: Options): Promise<Record<string, unknown>[]>;
    compact(document: object, context: object, options?: Options): Promise<Record<string, unknown>>;
    toRDF(document: object, options?: Options): Promise<{ predicate: { value: string } }[]>;
  };
  export default jsonld;
}
