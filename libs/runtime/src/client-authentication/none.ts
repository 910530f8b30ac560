import { type AuthenticationMethod } from './method.js';

/** A public client, RFC 6749 §2.1: it is who it says, and what it may do is bounded accordingly. */
export const none: AuthenticationMethod<'none'> = {
  method: 'none',
  verify: async () => undefined,
};
