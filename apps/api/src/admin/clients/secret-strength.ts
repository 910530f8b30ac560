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
  if (isRepetition(secret)) return 'must not repeat one short part';
  if (isSequence(secret)) return 'must not run along the alphabet, the digits or the keyboard';
  if (placeholders.test(secret)) return 'must not be made of words such as password and secret';
  const lower = secret.toLowerCase();
  const named = identifiers.some((name) => name.length >= 4 && lower.replace(name.toLowerCase(), '').length < 12);
  return named ? 'must not be the name of the client with a few characters added' : undefined;
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
