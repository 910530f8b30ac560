import { type EffectiveClient, type FapiProfile, fapi1Algs, fapi2Algs } from '@clientele/client-schema';

/** What the requests of a client must be besides, because it is held to a profile of FAPI. */
export interface SecurityProfile {
  /** How JWTs may be signed that come from the client, and the access tokens that it is given. */
  readonly algs: readonly string[];
  /** Requests that are pushed need a code challenge, FAPI 1.0 Part 2 §5.2.2: those that come by the browser need none. */
  readonly pushedNeedChallenge: boolean;
  /** Requests need a nonce for the ID token or, without one, a state, FAPI 1.0 Part 1 §5.2.2.2 and §5.2.2.3. */
  readonly answersAreRecognized: boolean;
  /** Introspection answers are always a JWT, FAPI 2.0 Message Signing §5.5. */
  readonly introspectionIsSigned: boolean;
}

const fapi1: SecurityProfile = {
  algs: fapi1Algs,
  pushedNeedChallenge: true,
  answersAreRecognized: true,
  introspectionIsSigned: false,
};

const fapi2: SecurityProfile = {
  algs: fapi2Algs,
  pushedNeedChallenge: true,
  answersAreRecognized: false,
  introspectionIsSigned: false,
};

const profiles: Readonly<Record<FapiProfile, SecurityProfile | undefined>> = {
  none: undefined,
  fapi1_advanced: fapi1,
  fapi2_security: fapi2,
  fapi2_message_signing: { ...fapi2, introspectionIsSigned: true },
};

/** The profile that a client is held to; undefined: to none. */
export function securityProfileOf({
  fapi_profile,
}: Pick<EffectiveClient, 'fapi_profile'>): SecurityProfile | undefined {
  return profiles[fapi_profile];
}
