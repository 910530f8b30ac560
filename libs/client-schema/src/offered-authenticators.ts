import { type Authenticator } from './resources/authenticators.js';
import { type Resources } from './resources/index.js';

/** The enabled authenticators of an identity provider, in the order of its sign-in page. */
export function authenticatorsOf(
  identity_provider_id: string,
  { identity_providers, authenticators }: Pick<Resources, 'identity_providers' | 'authenticators'>,
): readonly Authenticator[] {
  const provider = identity_providers.find(({ id }) => id === identity_provider_id);
  return (provider?.authenticators ?? []).flatMap((id) =>
    authenticators.filter((authenticator) => authenticator.id === id && authenticator.enabled),
  );
}

/** Of these, the ones that a client takes: all where it names none. */
export function allowedAuthenticators(
  offered: readonly Authenticator[],
  allowed: readonly string[],
): readonly Authenticator[] {
  return allowed.length === 0 ? offered : offered.filter(({ id }) => allowed.includes(id));
}
