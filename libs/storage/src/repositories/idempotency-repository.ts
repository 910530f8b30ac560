import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock } from '@clientele/runtime/ports/index';
import { digestOf } from '@clientele/runtime/secrets';
import { type Sealer } from '@clientele/runtime/sealer';
import { type Database } from '../database/database.js';
import { ClaimLost } from '../failures.js';
import { type Claim, type IdempotencyRepository, type StoredAnswer } from '../storage.js';

const lifetime = 24 * 3600 * 1000;
/** After this long without having written anything, in milliseconds, whoever executes the request is taken for dead. */
const lease = 60_000;
/** How long an equal request waits for the first one's answer, in milliseconds, and how often it looks. */
const patience = 10_000;
const lookEvery = 50;

type Begun = Awaited<ReturnType<IdempotencyRepository['begin']>>;

/** A row of the table as the drivers read it; SQLite has numbers for booleans. */
interface PlainKey {
  readonly digest: string;
  readonly answer: string | null;
  readonly carried_out: boolean | number;
  readonly claimed_at: number;
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
      const claim = await this.#claim(actor, key, digest);
      if (claim) return { state: 'new', claim };
      const held = await this.#find(actor, key);
      if (held && held.digest !== digest) return { state: 'conflict' };
      if (held?.answer) return { state: 'answered', answer: this.#open(actor, key, held.answer) };
      const isLate = Date.now() >= until;
      if (held?.carried_out && (isLate || held.claimed_at <= this.clock.milliseconds() - lease)) {
        return { state: 'unanswered' };
      }
      if (isLate) return { state: 'pending' };
      await sleep(lookEvery);
    }
  }

  execute<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
    return this.database.ending(() => this.#carryOut(claim), work);
  }

  /** Part of the transaction that writes for the request: whoever has taken the claim over meanwhile ends it here. */
  async #carryOut({ actor, key, claimed_at }: Claim): Promise<void> {
    const { affected } = await this.database.write(
      'UPDATE idempotency_keys SET carried_out = $1 WHERE actor = $2 AND key = $3 AND claimed_at = $4',
      [true, actor, digestOf(key), claimed_at],
    );
    if (affected !== 1) throw new ClaimLost('an equal request has taken over');
  }

  async complete({ actor, key, claimed_at }: Claim, answer: StoredAnswer): Promise<void> {
    const sealed = this.sealer.seal(Buffer.from(JSON.stringify(answer)), purpose(actor, key));
    await this.database.write(
      'UPDATE idempotency_keys SET answer = $1 WHERE actor = $2 AND key = $3 AND claimed_at = $4',
      [sealed, actor, digestOf(key), claimed_at],
    );
  }

  async abandon({ actor, key, claimed_at }: Claim): Promise<void> {
    await this.database.write(
      `DELETE FROM idempotency_keys
        WHERE actor = $1 AND key = $2 AND claimed_at = $3 AND answer IS NULL AND carried_out = $4`,
      [actor, digestOf(key), claimed_at, false],
    );
  }

  /** Inserts, or takes over what has expired or was left by a process that died. Of many at once exactly one does. */
  async #claim(actor: string, key: string, digest: string): Promise<Claim | undefined> {
    const claimed_at = this.clock.milliseconds();
    const { affected } = await this.database.write(
      `INSERT INTO idempotency_keys (actor, key, digest, answer, carried_out, claimed_at, expires_at)
        VALUES ($1, $2, $3, NULL, $7, $4, $5)
        ON CONFLICT (actor, key) DO UPDATE SET digest = excluded.digest, answer = NULL,
          carried_out = excluded.carried_out, claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
        WHERE idempotency_keys.expires_at <= $4
        OR (idempotency_keys.answer IS NULL AND idempotency_keys.carried_out = $7
          AND idempotency_keys.digest = excluded.digest AND idempotency_keys.claimed_at <= $6)`,
      [actor, digestOf(key), digest, claimed_at, claimed_at + lifetime, claimed_at - lease, false],
    );
    return affected === 1 ? { actor, key, claimed_at } : undefined;
  }

  async #find(actor: string, key: string): Promise<PlainKey | undefined> {
    const [row] = await this.database.read<PlainKey>(
      'SELECT digest, answer, carried_out, claimed_at FROM idempotency_keys WHERE actor = $1 AND key = $2',
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
