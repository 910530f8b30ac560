import { type Consentor } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Account } from '../ports/account-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';

/** The consentor that must ask the user next; undefined: the user has agreed to all. */
export async function nextConsentor(
  client: RegisteredClient,
  { sub }: Account,
  { grants, registry }: Context,
): Promise<Consentor | undefined> {
  if (client.bypass_consent) return undefined;
  const { consentors } = await registry.server();
  // In the client's order; a client that names none has all of the server.
  const named = client.consentors.flatMap((id) => consentors.filter((consentor) => consentor.id === id));
  const asked = (client.consentors.length > 0 ? named : consentors).filter(({ enabled }) => enabled);
  if (asked.length === 0) return undefined;
  const agreed = new Set(await grants.consentedScopes(client.id, sub));
  return asked.find((consentor) => !agreed.has(agreementTo(consentor)));
}

/** What is remembered of an agreement, beside the scopes: no scope has spaces. Another text is another agreement. */
export function agreementTo({ id, text }: Consentor): string {
  return `terms ${id} ${digestOf(text)}`;
}
