import {
  type Client,
  type EffectiveClient,
  type SecretField,
  type Layers,
  isEncryptedWithSecret,
  isSymmetricAlg,
  isSymmetricKeyManagement,
  octetsForHmac,
  resolveClient,
  secretFields,
  symmetricSigningAlgs,
} from '@clientele/client-schema';
import { type Way, waysToAuthenticate } from '@clientele/client-schema/authentication-methods';
import { type NewSecret, type StoredSecret } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import {
  type FreshSecret,
  type SecretUse,
  chosenSecret,
  generatedSecret,
  secretExpiryOf,
  tooShort,
} from './client-secret.js';

/** Values of write-only fields, as a request gives them. */
export type GivenSecrets = Partial<Record<SecretField, string>>;

/** What a write does to the secrets of a client. */
export interface SecretsOfWrite {
  /** Made or chosen by this write, and shown in its answer. */
  readonly fresh: readonly FreshSecret[];
  /** Keys that were given; nobody is shown them again. */
  readonly keys: readonly NewSecret[];
  /** Fields whose values the write removes. */
  readonly unset: readonly SecretField[];
}

/** What a secret is decided by, beside the document. */
interface Circumstances {
  readonly server: Layers;
  readonly stored: readonly StoredSecret[];
  /** The members that the write names: one without a value is removed. */
  readonly named: ReadonlySet<string>;
  readonly hash: (plain: string) => Promise<string>;
  /** Whether a secret that is needed and not there is made; default: it is. */
  readonly generates?: boolean;
}

/** Takes the write-only fields out of a document: they are kept beside it. */
export function withoutSecrets(whole: Client): { document: Client; given: GivenSecrets } {
  const document: Record<string, unknown> = { ...whole };
  const given: GivenSecrets = {};
  for (const name of secretFields) {
    if (whole[name] !== undefined) given[name] = whole[name];
    delete document[name];
  }
  return { document: document as unknown as Client, given };
}

/**
 * The secrets and keys that a client needs after a write: those that were given, else what it has, else generated ones.
 * A secret that signs is kept as a value too, so switching that on makes a new one.
 * @throws Problem 422 for what is weak or too short
 */
export async function secretsOfWrite(
  document: Client,
  given: GivenSecrets,
  { server, stored, named, hash, generates = true }: Circumstances,
): Promise<SecretsOfWrite> {
  const fresh: FreshSecret[] = [];
  const keys: NewSecret[] = [];
  const kept = stored.filter(({ retired }) => !retired);
  const effective = resolveClient(document, server);
  const unset = secretFields.filter(
    (name) => isRemoved(name, effective, given, named) && kept.some(({ field }) => field === name),
  );
  for (const way of waysToAuthenticate(effective)) {
    const keyField = keyFieldOf(way);
    const givenKey = given[keyField];
    const storedKey = unset.includes(keyField) ? undefined : kept.find(({ field }) => field === keyField);
    if (givenKey !== undefined) keys.push(readKey(keyField, givenKey, way));
    else if (storedKey) checkLength(keyField, storedKey.key_octets ?? 0, way);

    const use = useOfSecret(way, effective, givenKey !== undefined || storedKey !== undefined);
    const chosen = given[use.field];
    if (chosen !== undefined) mayHaveSecret(use.field, way);
    if (chosen !== undefined) fresh.push(await chosenSecret(chosen, document, use, hash));
    else if (generates && usesSecret(way, use) && !kept.some((secret) => isGoodFor(secret, use)))
      fresh.push(generatedSecret(use));
  }
  return { fresh, keys, unset };
}

/** Whether a client would have to authenticate by a secret that it does not have. */
export function lacksSecret(document: Client, server: Layers, stored: readonly StoredSecret[]): boolean {
  const kept = stored.filter(({ retired }) => !retired);
  const effective = resolveClient(document, server);
  return waysToAuthenticate(effective).some((way) => {
    const hasOwnKey = kept.some(({ field }) => field === keyFieldOf(way));
    const use = useOfSecret(way, effective, hasOwnKey);
    return usesSecret(way, use) && !kept.some((secret) => isGoodFor(secret, use));
  });
}

/** What a new secret of the client would be for. */
export function useOfClientSecret(document: Client, server: Layers, stored: readonly StoredSecret[]): SecretUse {
  const effective = resolveClient(document, server);
  const way = waysToAuthenticate(effective)[0]!;
  const keyField = keyFieldOf(way);
  return useOfSecret(
    way,
    effective,
    stored.some(({ field }) => field === keyField),
  );
}

/** @throws Problem 422 for a secret that a credential manager would have to know */
function mayHaveSecret(field: SecretField, { prefix, credential_manager_id }: Way): void {
  const detail = `must be absent while ${prefix}credential_manager_id is set: the secret is kept there`;
  refuse(
    problems.invalidDocument,
    credential_manager_id === undefined ? [] : [{ pointer: `/${field}`, rule: 'secret-is-kept-elsewhere', detail }],
  );
}

/** Keys may be taken away, and with the second way goes what belongs to it. A client always has the secret it needs. */
function isRemoved(
  name: SecretField,
  client: EffectiveClient,
  given: GivenSecrets,
  named: ReadonlySet<string>,
): boolean {
  if (name.startsWith('secondary_') && !client.secondary_token_endpoint_auth_method) return true;
  return name.endsWith('symmetric_key') && named.has(name) && given[name] === undefined;
}

function keyFieldOf({ prefix }: Way) {
  return `${prefix}client_assertion_symmetric_key` as const;
}

function useOfSecret(way: Way, client: EffectiveClient, hasOwnKey: boolean): SecretUse {
  const forAssertions = way.methods.includes('client_secret_jwt') && !hasOwnKey ? keyOctets(way) : 0;
  if (way.prefix !== '') {
    // The second way ends as a whole, and nothing is signed with it for the client.
    return { field: 'secondary_client_secret', expires_at: null, keyOctets: forAssertions };
  }
  return {
    field: 'client_secret',
    expires_at: secretExpiryOf(client),
    keyOctets: Math.max(forAssertions, octetsForKeys(client)),
  };
}

/** Keys for encryption are made of a hash: what makes them has to be as hard to guess as a key of 256 bits. */
const octetsForEncryption = 32;

/** The octets of a key for what is signed or encrypted with the secret, for the client or by it; 0: nothing is. */
function octetsForKeys(client: EffectiveClient): number {
  const algs = [
    client.id_token_signed_response_alg,
    client.userinfo_signed_response_alg,
    client.authorization_signed_response_alg,
    client.introspection_signed_response_alg,
    client.request_object_signing_alg,
  ].filter(isSymmetricAlg);
  const encrypts = isSymmetricKeyManagement(client.request_object_encryption_alg) || isEncryptedWithSecret(client);
  return Math.max(0, ...algs.map((alg) => octetsForHmac[alg]), encrypts ? octetsForEncryption : 0);
}

function usesSecret({ methods, credential_manager_id }: Way, { keyOctets: octets }: SecretUse): boolean {
  if (octets > 0) return true;
  // A credential manager knows the secret, and nothing is kept here.
  if (credential_manager_id !== undefined) return false;
  return methods.includes('client_secret_basic') || methods.includes('client_secret_post');
}

/** One that has expired counts too: nobody asked for another, and its owner may want to prolong it. */
function isGoodFor({ field, key_octets }: StoredSecret, use: SecretUse): boolean {
  return field === use.field && (key_octets ?? 0) >= use.keyOctets;
}

/** The octets of a key for the assertions of a way; where any algorithm may be used, for the shortest. */
function keyOctets({ signing_alg }: Way): number {
  return octetsForHmac[symmetricSigningAlgs.find((alg) => alg === signing_alg) ?? 'HS256'];
}

function readKey(field: SecretField, encoded: string, way: Way): NewSecret {
  const key = Buffer.from(encoded, 'base64url');
  checkLength(field, key.length, way);
  // It is never compared, only signed with: there is nothing to verify and nothing to show.
  return { field, scheme: 'sha256', digest: '', hint: '', key };
}

function checkLength(field: SecretField, octets: number, way: Way): void {
  const least = keyOctets(way);
  refuse(
    problems.invalidDocument,
    octets < least ? [{ pointer: `/${field}`, rule: 'secret-is-long-enough', detail: tooShort(least) }] : [],
  );
}
