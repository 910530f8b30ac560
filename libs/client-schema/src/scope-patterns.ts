import { type Scope } from './resources/scopes.js';

/** The scope that a name in a request stands for: the one that is called so, else one whose pattern it fits. */
export function scopeNamed<S extends Pick<Scope, 'name' | 'dynamic'>>(
  scopes: readonly S[],
  name: string,
): S | undefined {
  const called = scopes.find((scope) => scope.name === name);
  // A pattern is nothing that can be asked for: who had it would have everything that fits.
  if (called) return called.dynamic ? undefined : called;
  return scopes.find((scope) => scope.dynamic && fitsPattern(scope.name, name));
}

/** Whether a name fits a pattern, in which each `*` stands for one character or more. */
export function fitsPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length > at + last.length && name.endsWith(last);
}

/** Whether there is a name that fits both patterns. */
export function patternsOverlap(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    if (i === one.length || j === other.length) return i === one.length && j === other.length;
    const key = i * (other.length + 1) + j;
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = step(i, j)));
    return answer;
  };
  // A `*` has taken the character it needs and may take more, or leave it at that.
  const step = (i: number, j: number): boolean => {
    const [left, right] = [one[i] === '*', other[j] === '*'];
    if (!left && !right) return one[i] === other[j] && meet(i + 1, j + 1);
    return meet(i + 1, j + 1) || (left && meet(i, j + 1)) || (right && meet(i + 1, j));
  };
  return meet(0, 0);
}
