import { type Account } from '../ports/account-store.js';

type Claims = Readonly<Record<string, unknown>>;

/** Everything that is known of a user, OpenID Connect Core §5.1. */
export function claimsOfAccount({ username, claims }: Account): Claims {
  return { preferred_username: username, ...claims };
}

/** These claims among others, as far as there are such. */
export function pick(claims: Claims, names: Iterable<string>): Claims {
  return Object.fromEntries(
    [...new Set(names)].filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]),
  );
}
