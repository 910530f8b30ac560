import { type Client } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ClientRecord } from '../ports/client-store.js';
import { type Admitted } from './registrant.js';
import { templateKnowsRegistrant } from './rules.js';

type Document = Readonly<Record<string, unknown>>;

/** What a copy has not from its template: who it is, and whether it is a template itself. */
const own: ReadonlySet<string> = new Set<keyof Client>([
  'client_id',
  'public_client_id',
  'owner',
  'enabled',
  'client_secret_expires_at',
  'registration_template_enabled',
  'registration_template_authenticate_by',
  'registration_template_client_ids',
  'registration_template_authenticator_ids',
]);

/** A second way to authenticate is there while the first one changes, which is over for whoever begins now. */
function isOfTemplate(name: string): boolean {
  return !own.has(name) && !name.startsWith('secondary_');
}

/** The client that lets registrations of this software become copies of it; undefined: none does. */
export async function templateOfSoftware(
  software_id: unknown,
  { clients }: Context,
): Promise<ClientRecord | undefined> {
  if (typeof software_id !== 'string') return undefined;
  const record = await clients.find(software_id);
  return record?.document.registration_template_enabled ? record : undefined;
}

/**
 * A copy of a template client, with a name of its own where the registration brings one.
 * @throws OAuthError 401 unless the initial access token is of somebody whom the template lets register copies
 */
export async function copyOf(
  { client_id, document }: ClientRecord,
  sent: Document,
  admitted: Admitted,
  context: Context,
): Promise<Partial<Client>> {
  context.steps.hold(templateKnowsRegistrant, await mayCopy(document, admitted, context));
  const { client_name } = sent;
  const kept = Object.entries(document).filter(([name]) => isOfTemplate(name));
  return {
    ...(Object.fromEntries(kept) as Partial<Client>),
    software_id: client_id,
    ...(typeof client_name === 'string' && { client_name }),
  };
}

async function mayCopy(
  {
    registration_template_authenticate_by: by = 'client',
    registration_template_client_ids: client_ids = [],
    registration_template_authenticator_ids: authenticators = [],
  }: Client,
  { claims }: Admitted,
  { grants }: Context,
): Promise<boolean> {
  if (!claims) return false;
  if (by === 'client') return claims.account === undefined && client_ids.includes(claims.client_id);
  if (claims.account === undefined) return false;
  if (authenticators.length === 0) return true;
  const grant = claims.gid === undefined ? undefined : await grants.find(claims.gid);
  return grant?.authenticator !== undefined && authenticators.includes(grant.authenticator);
}
