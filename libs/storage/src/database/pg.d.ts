/** What we use of pg, which brings no types. */
declare module 'pg' {
  const pg: {
    types: { getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown };
  };
  export default pg;
}
