import { isEmail } from 'class-validator';

/** RFC 5321 §4.5.3.1.3: a path has 256 octets, with its brackets. Half a surrogate pair is no character: isEmail throws. */
export function isEmailAddress(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 254 && !/\p{Surrogate}/u.test(value) && isEmail(value);
}
