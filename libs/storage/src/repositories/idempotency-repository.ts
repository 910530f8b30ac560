import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock } from '@clientele/runtime/ports/index';
import { digestOf } from '@clientele/runtime/secrets';
import { type Sealer } from '@clientele/runtime/sealer';
import { type Database } from '../database/database.js';
import { type IdempotencyRepository, type StoredAnswer } from '../storage.js';

const lifetime = 24 * 3600 * 1000;
/** After this long, in milliseconds, whoever executes the request is taken for dead. */
const lease = 60_000;
/** How long an equal request waits for the first one's answer, in milliseconds, and how often it looks. */
const patience = 10_000;
const lookEvery = 50;

type Begun = Awaited<ReturnType<IdempotencyRepository['begin']>>;

interface PlainKey {
  readonly digest: string;
  readonly answer: string | null;
}

export class DatabaseIdempotencyRepository implements IdempotencyRepository {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  async begin(actor: string, key: string, digest: string): Promise<Begun> {
    if (this.database.inUnit) throw new TypeError('a claim must be seen by others at once, so it is no part of a unit');
    const until = Date.now() + patience;
    for (;;) {
      if (await this.#claim(actor, key, digest)) return { state: 'new' };
      const held = await this.#find(actor, key);
      if (held && held.digest !== digest) return { state: 'conflict' };
      if (held?.answer) return { state: 'answered', answer: this.#open(actor, key, held.answer) };
      if (Date.now() >= until) return { state: 'pending' };
      await sleep(lookEvery);
    }
  }

  async complete(actor: string, key: string, answer: StoredAnswer): Promise<void> {
    const sealed = this.sealer.seal(Buffer.from(JSON.stringify(answer)), purpose(actor, key));
    await this.database.write('UPDATE idempotency_keys SET answer = $1 WHERE actor = $2 AND key = $3', [
      sealed,
      actor,
      digestOf(key),
    ]);
  }

  async abandon(actor: string, key: string): Promise<void> {
    await this.database.write('DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND answer IS NULL', [
      actor,
      digestOf(key),
    ]);
  }

  /** Inserts, or takes over what has expired or was left by a process that died. Of many at once exactly one does. */
  async #claim(actor: string, key: string, digest: string): Promise<boolean> {
    const now = this.clock.milliseconds();
    const { affected } = await this.database.write(
      `INSERT INTO idempotency_keys (actor, key, digest, answer, claimed_at, expires_at) VALUES ($1, $2, $3, NULL, $4, $5)
        ON CONFLICT (actor, key) DO UPDATE
        SET digest = excluded.digest, answer = NULL, claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
        WHERE idempotency_keys.expires_at <= $4
        OR (idempotency_keys.answer IS NULL AND idempotency_keys.digest = excluded.digest
          AND idempotency_keys.claimed_at <= $6)`,
      [actor, digestOf(key), digest, now, now + lifetime, now - lease],
    );
    return affected === 1;
  }

  async #find(actor: string, key: string): Promise<PlainKey | undefined> {
    const [row] = await this.database.read<PlainKey>(
      'SELECT digest, answer FROM idempotency_keys WHERE actor = $1 AND key = $2',
      [actor, digestOf(key)],
    );
    return row;
  }

  #open(actor: string, key: string, sealed: string): StoredAnswer {
    return JSON.parse(this.sealer.open(sealed, purpose(actor, key)).toString()) as StoredAnswer;
  }
}

/** An answer may show a secret: it opens for the one who got it first. */
function purpose(actor: string, key: string): string {
  return `idempotency:${digestOf(JSON.stringify([actor, key]))}`;
}
