/** Words that people put into secrets they mean to replace later. */
const placeholders =
  /^(change[-_ ]?(me|it|this)|default|example|password|passw0rd|secret|test|todo|topsecret|[-_ 0-9!.])+$/i;

/**
 * Why a chosen secret is too weak, in words that follow its name; undefined: it is not. RFC 6749 §10.10 asks that
 * guessing be out of reach. What people type cannot be measured in bits, so what is refused is what lists of guesses hold.
 * @param identifiers names of the owner: a secret that contains one is guessed first
 */
export function weaknessOf(secret: string, identifiers: readonly string[] = []): string | undefined {
  if (secret.length < 16) return 'must have at least 16 characters';
  if (!/^[\x20-\x7e]+$/.test(secret)) return 'must consist of printable ASCII characters';
  if (new Set(secret).size < 8) return 'must have at least 8 different characters';
  return (
    guessOf(secret) ??
    (isNamed(secret, identifiers, 12) ? 'must not be the name of the client with a few characters added' : undefined)
  );
}

/**
 * Why a password of a person is too weak, as `weaknessOf` does; how long it is its kind knows. NIST SP 800-63B §5.1.1.2
 * wants no rules about kinds of characters, and no password that is expected.
 * @param username whose password it is to be
 */
export function passwordWeaknessOf(password: string, username: string): string | undefined {
  if (new Set(password).size < 5) return 'must have at least 5 different characters';
  return (
    guessOf(password) ??
    (isNamed(password, [username], 8) ? 'must not be the username with a few characters added' : undefined)
  );
}

/** What whoever guesses at a secret tries first, whosever it is. */
function guessOf(secret: string): string | undefined {
  if (isRepetition(secret)) return 'must not repeat one short part';
  if (isSequence(secret)) return 'must not run along the alphabet, the digits or the keyboard';
  return placeholders.test(secret) ? 'must not be made of words such as password and secret' : undefined;
}

/** Whether little is left of a secret without the names of its owner. */
function isNamed(secret: string, names: readonly string[], least: number): boolean {
  const lower = secret.toLowerCase();
  return names.some((name) => name.length >= 4 && lower.replaceAll(name.toLowerCase(), '').length < least);
}

/** Whether some part of at most half the length repeats from the first character to the last. */
function isRepetition(secret: string): boolean {
  for (let period = 1; period <= secret.length / 2; period++) {
    if (secret.slice(period) === secret.slice(0, -period)) return true;
  }
  return false;
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertzuiopasdfghjklyxcvbnm', 'qwertyuiopasdfghjklzxcvbnm'];

/** Whether nearly every character is followed by its neighbour in the alphabet, the digits or on the keyboard. */
function isSequence(secret: string): boolean {
  const lower = secret.toLowerCase();
  let steps = 0;
  for (let at = 1; at < lower.length; at++) {
    const pair = lower.slice(at - 1, at + 1);
    const back = pair[1]! + pair[0]!;
    if (rows.some((row) => row.includes(pair) || row.includes(back))) steps++;
  }
  return steps > (lower.length - 1) * 0.8;
}
