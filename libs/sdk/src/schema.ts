/** The paths that the console uses, until `pnpm openapi` writes this file from openapi.yaml. */
type Document = Record<string, unknown>;
type Query = Record<string, string | number | boolean | undefined>;

interface Reads<Path> {
  parameters: { query?: Query; header?: Record<string, string>; path: Path; cookie?: never };
  requestBody?: never;
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Document } } };
}
interface Writes<Path> {
  parameters: { query?: Query; header?: Record<string, string>; path: Path; cookie?: never };
  requestBody: { content: { 'application/json': Document } };
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Document } } };
}
interface ReadsAll extends Omit<Reads<never>, 'parameters'> {
  parameters: { query?: Query; header?: Record<string, string>; path?: never; cookie?: never };
}
interface WritesAll extends Omit<Writes<never>, 'parameters'> {
  parameters: { query?: Query; header?: Record<string, string>; path?: never; cookie?: never };
}
type Item<Path> = { get: Reads<Path>; patch: Writes<Path>; delete: Reads<Path> };
type Collection = { get: ReadsAll; post: WritesAll };

export interface paths {
  '/clients': Collection;
  '/clients/{client_id}': Item<{ client_id: string }>;
  '/clients/{client_id}/restore': { post: Reads<{ client_id: string }> };
  '/clients/{client_id}/secrets': { get: Reads<{ client_id: string }>; post: Writes<{ client_id: string }> };
  '/clients/{client_id}/secrets/{id}': { delete: Reads<{ client_id: string; id: string }> };
  '/settings': { get: ReadsAll; patch: WritesAll };
  '/scopes': Collection;
  '/scopes/{name}': Item<{ name: string }>;
  '/access-token-managers': Collection;
  '/accounts': Collection;
  '/accounts/{id}': Item<{ id: string }>;
  '/receipts': { get: ReadsAll };
  '/receipts/{code}': { get: Reads<{ code: string }> };
}
