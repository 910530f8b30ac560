import { createPublicKey } from 'node:crypto';
import { type KeyParameters, type PublicJwk, algsOfKeyPair } from '@clientele/client-schema';
import { jwkFault } from '@clientele/client-schema/jwk-set';
import { algsOfKind } from '@clientele/client-schema/signing-keys';
import { type Services } from '../context.js';
import { bareKey } from '../did-of-key.js';
import { Busy } from '../errors.js';
import { type KeyElsewhere, type PublishedKey, Signer } from '../ports/key-store.js';
import { FetchFailed, type Incoming } from '../ports/fetcher.js';
import { limitsOf } from '../outbound.js';
import { introduction } from '../tokens/introduction.js';
import { verifiesWith } from '../tokens/jwt.js';
import { thumbprint } from './generated-key.js';

/** Another place did not sign. `message` says what went wrong, for operators and for the owner of the client. */
export class SignatureUnavailable extends Busy {}

/** A key that was made elsewhere. */
export interface KeyMadeElsewhere extends KeyElsewhere {
  readonly kid: string;
  readonly public_jwk: PublicJwk;
}

type World = Pick<Services, 'addresses' | 'audit' | 'clock' | 'fetcher' | 'keyRing' | 'registry'>;

/**
 * Services over HTTP that keep keys and sign with them, one for each signature adapter with an address. They know this
 * server by the token of `introduction`, and nothing that they answer is believed: a signature counts when the published
 * key verifies it.
 */
export class SigningServices {
  /** @param world asked for when it is needed: the keys of the server are known to those who sign with them */
  constructor(private readonly world: () => World) {}

  /** Signs with a key that a service keeps. */
  signerOf(key: PublishedKey, where: KeyElsewhere): Signer {
    return new ServiceSigner(key, where, this);
  }

  /**
   * Has a service make a key. Storing what it answers is up to the caller.
   * @param name what the key is to be called; default: its RFC 7638 thumbprint
   * @throws SignatureUnavailable
   */
  async make(adapter_id: string, parameters: KeyParameters, name?: string): Promise<KeyMadeElsewhere> {
    const { type, modulus_size, exponent = 65_537, curve } = parameters;
    const asked = type === 'rsa' ? { type, modulus_size, exponent } : { type, curve };
    const { reference, jwk } = await this.#ask(adapter_id, '/keys', asked);
    if (typeof reference !== 'string' || reference === '' || reference.length > 512)
      throw this.#failed(adapter_id, 'did not say what the key is called');
    if (!fits(jwk, parameters)) throw this.#failed(adapter_id, 'made another key than the one it was asked for');
    const kid = name ?? thumbprint(jwk);
    return { adapter_id, reference, kid, public_jwk: { ...bareKey(jwk), kid, use: 'sig' } };
  }

  /** @throws SignatureUnavailable */
  async sign({ adapter_id, reference }: KeyElsewhere, key: PublishedKey, alg: string, input: Uint8Array) {
    const path = `/keys/${encodeURIComponent(reference)}/sign`;
    const { signature } = await this.#ask(adapter_id, path, { alg, input: Buffer.from(input).toString('base64url') });
    const text = typeof signature === 'string' ? signature : '';
    const publicKey = createPublicKey({ key: key.public_jwk, format: 'jwk' });
    if (!(await verifiesWith(`${Buffer.from(input).toString()}.${text}`, publicKey, [alg])))
      throw this.#failed(adapter_id, 'answered with a signature that the key does not verify');
    return Buffer.from(text, 'base64url');
  }

  async #ask(adapter_id: string, path: string, body: object): Promise<Record<string, unknown>> {
    const { registry, fetcher } = this.world();
    const { signature_adapters, http_clients } = await registry.server();
    const { url = null, http_client_id } = signature_adapters.find(({ id }) => id === adapter_id) ?? {};
    if (url === null) throw this.#failed(adapter_id, 'is not there any more');
    const headers = {
      authorization: `Bearer ${await introduction(url, this.world())}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    const http = http_clients.find(({ id }) => id === http_client_id);
    try {
      const request = { method: 'POST', headers, body: JSON.stringify(body), ...limitsOf(http) };
      return answerOf(await fetcher.send(url.replace(/\/$/, '') + path, request));
    } catch (cause) {
      if (!(cause instanceof FetchFailed)) throw cause;
      throw this.#failed(adapter_id, `did not answer as it should: ${cause.message}`, cause);
    }
  }

  #failed(adapter_id: string, what: string, cause?: unknown): SignatureUnavailable {
    this.world().audit.record({ type: 'signature_unavailable', detail: { adapter_id } });
    return new SignatureUnavailable(`the signature adapter ${adapter_id} ${what}`, { cause });
  }
}

class ServiceSigner extends Signer {
  constructor(
    private readonly key: PublishedKey,
    private readonly where: KeyElsewhere,
    private readonly services: SigningServices,
  ) {
    super();
  }

  sign(alg: string, input: Uint8Array): Promise<Uint8Array> {
    return this.services.sign(this.where, this.key, alg, input);
  }
}

/** @throws FetchFailed */
function answerOf({ status, body }: Incoming): Record<string, unknown> {
  if (status !== 200 && status !== 201) throw new FetchFailed(`it answered with status ${status}`);
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return { ...answer };
  } catch (cause) {
    throw new FetchFailed('its answer is not JSON', { cause });
  }
  throw new FetchFailed('its answer is no JSON object');
}

/** Whether what a service answered is a public key of the kind that it was asked for. */
function fits(jwk: unknown, parameters: KeyParameters): jwk is PublicJwk {
  if (jwkFault(jwk) !== undefined) return false;
  const key = jwk as PublicJwk;
  const isOfThatSize =
    parameters.type !== 'rsa' || Buffer.from(String(key['n']), 'base64url').length * 8 === parameters.modulus_size;
  return isOfThatSize && algsOfKind(key.kty, key.crv).join() === algsOfKeyPair(parameters).join();
}
