import { hash, randomBytes, randomFillSync, scrypt, timingSafeEqual } from 'node:crypto';

/** N, r, p of RFC 7914 §2: 16 MiB and about 60 ms of one core. */
const cost = { N: 16_384, r: 8, p: 1 };

/** Octets of the generator that no value has had yet: asking for many at once costs little more than asking for one. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/** A value with authority: 256 bits from the system's generator, base64url. */
export function randomToken(bytes = 32): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const octets = pool.subarray(used, (used += bytes));
  const token = octets.toString('base64url');
  // What was given away stands nowhere else.
  octets.fill(0);
  return token;
}

/** base64url of the SHA-256 digest: how values of 128 random bits or more are stored and compared. */
export function digestOf(value: string): string {
  return hash('sha256', value, 'base64url');
}

/** Compares two digests of the same kind in constant time. */
export function sameDigest(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The scrypt verifier of a chosen secret or password: `N$r$p$salt$key`. */
export async function scryptVerifier(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt, cost.N, cost.r, cost.p);
  return [cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A verifier that no secret fits, and that takes as long to find out as any other: stands in for an account that is not there. */
export function unmatchedVerifier(): string {
  return [cost.N, cost.r, cost.p, randomToken(16), randomToken()].join('$');
}

/** Whether a secret fits a verifier of `scryptVerifier`. */
export async function fitsScrypt(secret: string, verifier: string): Promise<boolean> {
  const [N, r, p, salt, key] = verifier.split('$');
  if (!N || !r || !p || !salt || !key) throw new TypeError('not a scrypt verifier');
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(secret, Buffer.from(salt, 'base64url'), Number(N), Number(r), Number(p));
  return timingSafeEqual(expected, actual);
}

function derive(secret: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N, r, p, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
