import { type ClientRegistrationPolicy, asymmetricSigningAlgs } from '@clientele/client-schema';
import { checkClientSignature } from '../client-signature.js';
import { type Context } from '../context.js';
import { keysPublishedAt } from '../outbound.js';
import { publicKey } from '../registered-client.js';
import { isNumericDate, parseJwt } from '../tokens/jwt.js';
import { statementIsApproved, statementIsSent, statementIsValid } from './rules.js';

type Document = Readonly<Record<string, unknown>>;

/** Claims of a JWT that are about itself, RFC 7519 §4.1. */
const ofTheJwt: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);

/**
 * What the software statement of a registration says of the client, RFC 7591 §2.3; undefined: none was sent.
 * @throws OAuthError for one that nobody vouches for, and where there must be one
 */
export async function statedMetadata(
  { software_statement: statement }: Document,
  policies: readonly ClientRegistrationPolicy[],
  context: Context,
): Promise<Document | undefined> {
  const { steps, clock, registry } = context;
  if (statement === undefined) {
    steps.hold(statementIsSent, !policies.some((policy) => policy.require_software_statement));
    return undefined;
  }
  const jwt = steps.need(statementIsValid, typeof statement === 'string' ? parseJwt(statement) : undefined);
  const { iss, exp, nbf, aud } = jwt.claims;
  const sent = { sent: typeof iss === 'string' ? iss : 'no iss' };
  const policy = steps.need(
    statementIsApproved,
    policies.find(({ statement_issuer }) => statement_issuer !== null && statement_issuer === iss),
    sent,
  );
  steps.hold(statementIsValid, isNoOtherToken(jwt.header['typ']) && isForUs(aud, context.addresses.issuer), sent);
  const { clock_skew } = (await registry.server()).settings;
  const now = clock.now();
  steps.hold(statementIsValid, exp === undefined || (isNumericDate(exp) && exp > now - clock_skew), sent);
  steps.hold(statementIsValid, nbf === undefined || (isNumericDate(nbf) && nbf <= now + clock_skew), sent);
  const alg = steps.need(
    statementIsValid,
    asymmetricSigningAlgs.find((name) => name === jwt.header['alg']),
    sent,
  );
  const keys = {
    published:
      policy.statement_jwks_uri === null ? undefined : keysPublishedAt(policy.statement_jwks_uri, undefined, {}),
    verification_keys: policy.statement_jwks?.keys.flatMap(publicKey) ?? [],
    keys_expire_at: Number.POSITIVE_INFINITY,
  };
  const rules = { keyIsRegistered: statementIsValid, signatureVerifies: statementIsValid };
  await checkClientSignature(statement as string, jwt, alg, keys, rules, context);
  return Object.fromEntries(Object.entries(jwt.claims).filter(([name]) => !ofTheJwt.has(name)));
}

/** RFC 8725 §3.11: what the issuer has signed as something else, such as an access token, states nothing of software. */
function isNoOtherToken(typ: unknown): boolean {
  if (typ === undefined) return true;
  return typeof typ === 'string' && /^(?:application\/)?(?:software-statement\+)?jwt$/i.test(typ);
}

/** RFC 7519 §4.1.3: who is not among those that a JWT is for refuses it. */
function isForUs(aud: unknown, issuer: string): boolean {
  if (aud === undefined) return true;
  return [aud].flat().some((one) => one === issuer || one === `${issuer}/register`);
}
