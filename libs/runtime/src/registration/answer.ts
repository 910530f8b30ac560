import { type ServerState, clientFields, holds, resolveClient } from '@clientele/client-schema';
import { type Registration } from '../ports/client-registrar.js';

/** What the answer tells beside the registered metadata. */
interface Told {
  readonly issuer: string;
  readonly server: ServerState;
  /** The fields that the client can have registered. */
  readonly fields: ReadonlySet<string>;
  /** In plain; undefined: the client is not told it. */
  readonly client_secret?: string | undefined;
  /** In plain; undefined: the client has none. */
  readonly token?: string | undefined;
  /** As it was sent, RFC 7591 §3.2.1. */
  readonly statement?: unknown;
}

/** The client information response, RFC 7591 §3.2.1 and RFC 7592 §3: what is in force, wherever it comes from. */
export function clientInformation(
  { client_id, document, issued_at, secrets }: Registration,
  { issuer, server, fields, client_secret, token, statement }: Told,
): Record<string, unknown> {
  const effective = resolveClient(document, server) as unknown as Record<string, unknown>;
  const metadata = [...fields].flatMap((name) => {
    const condition = clientFields.get(name)?.options.visibleWhen;
    const value = effective[name];
    return value === undefined || (condition && !holds(condition, effective)) ? [] : [[name, value] as const];
  });
  const hasSecret = secrets.some(({ field, retired }) => field === 'client_secret' && !retired);
  return {
    client_id,
    ...(client_secret !== undefined && { client_secret }),
    client_id_issued_at: issued_at,
    ...(hasSecret && { client_secret_expires_at: document.client_secret_expires_at ?? 0 }),
    ...(token !== undefined && {
      registration_access_token: token,
      registration_client_uri: `${issuer}/register/${encodeURIComponent(client_id)}`,
    }),
    ...Object.fromEntries(metadata),
    ...(typeof statement === 'string' && { software_statement: statement }),
  };
}
