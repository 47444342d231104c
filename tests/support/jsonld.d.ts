/** What the tests use of the JSON-LD processor, which brings no types of its own. */
declare module 'jsonld' {
  interface Options {
    /** Throws where a key or a value would be lost. */
    safe?: boolean;
  }
  const processor: {
    expand(document: object, options?: Options): Promise<object[]>;
    compact(document: object, context: object, options?: Options): Promise<object>;
    toRDF(document: object, options?: Options): Promise<{ predicate: { value: string } }[]>;
  };
  export default processor;
}
