import { BoundedCache } from '../bounded-cache.js';
import { BoundedQueue } from '../bounded-queue.js';
import { type Clock } from '../ports/clock.js';
import { type SecretVerifier } from '../ports/client-store.js';
import { digestOf, fitsScrypt, sameDigest } from '../secrets.js';
import { type Attempt } from '../throttle.js';

const cacheLimit = 10_000;
/** As many expired secrets as a wrong one is compared with: an explanation is not worth more. */
const expiredExplained = 3;

/**
 * Compares presented secrets with their verifiers. A chosen secret costs one scrypt per secret and process; after that
 * a digest remembered in memory answers, in the time that a generated secret takes.
 */
export class SecretChecker {
  readonly #verified = new BoundedCache<string>(cacheLimit);
  readonly #queue = new BoundedQueue({ running: 4, waiting: 64 }, 'too many chosen secrets are being verified');

  constructor(private readonly clock: Clock) {}

  /**
   * The verifier that a presented secret fits and that has not expired; undefined: none.
   * @param attempt counted before a chosen secret is judged; a generated one nobody guesses
   * @throws Busy, TooManyRequests
   */
  async find(
    presented: string,
    verifiers: readonly SecretVerifier[],
    attempt?: Attempt,
  ): Promise<SecretVerifier | undefined> {
    const now = this.clock.now();
    const live = verifiers.filter(({ expires_at }) => expires_at === null || expires_at > now);
    const digest = digestOf(presented);
    // Every verifier of a kind is looked at, so that the time tells nothing about which one fits.
    const [generated] = live.filter((verifier) => isGenerated(verifier) && sameDigest(digest, verifier.digest));
    const chosen = live.filter((verifier) => !isGenerated(verifier));
    if (generated || chosen.length === 0) return generated;
    await attempt?.admit();
    const [remembered] = chosen.filter((verifier) => this.#remembers(verifier, digest));
    if (remembered) return remembered;
    let found: SecretVerifier | undefined;
    for (const verifier of chosen) if (await this.#judge(presented, digest, verifier, attempt)) found ??= verifier;
    return found;
  }

  /** The verifier that fits although it has expired, for the explanation of a refusal. */
  async findExpired(presented: string, verifiers: readonly SecretVerifier[]): Promise<SecretVerifier | undefined> {
    const now = this.clock.now();
    const digest = digestOf(presented);
    const expired = verifiers.filter(({ expires_at }) => expires_at !== null && expires_at <= now);
    for (const verifier of expired.slice(0, expiredExplained)) {
      const fits = isGenerated(verifier)
        ? sameDigest(digest, verifier.digest)
        : this.#remembers(verifier, digest) || (await this.#judge(presented, digest, verifier));
      if (fits) return verifier;
    }
    return undefined;
  }

  #remembers({ id, digest: verifier }: SecretVerifier, digest: string): boolean {
    const known = this.#verified.get(`${id} ${verifier}`);
    return known !== undefined && sameDigest(digest, known);
  }

  async #judge(
    presented: string,
    digest: string,
    { id, digest: verifier }: SecretVerifier,
    attempt?: Attempt,
  ): Promise<boolean> {
    const fits = await this.#queue.run(async () => {
      // Here and not before the queue: whoever waits in it has not guessed yet.
      await attempt?.count();
      return fitsScrypt(presented, verifier);
    });
    if (fits) this.#verified.set(`${id} ${verifier}`, digest);
    return fits;
  }
}

function isGenerated({ scheme }: SecretVerifier): boolean {
  return scheme === 'sha256';
}
