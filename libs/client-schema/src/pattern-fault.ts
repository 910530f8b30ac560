const maxLength = 200;
/** The longest text that a pattern meets. Code points. */
export const maxMatchedText = 2048;
/** As many steps take some ten milliseconds. */
const maxSteps = 5_000_000;

/**
 * Why a regular expression of an administrator must not meet the texts of strangers; undefined: it may. JavaScript
 * tries every way to divide a text among the quantifiers, so their product bounds the time that a hostile text takes.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > maxLength) return `must have at most ${maxLength} characters`;
  try {
    RegExp(pattern, 'u');
  } catch {
    return 'must be a regular expression';
  }
  if (/\(\?[=!<]|\\[1-9k]/.test(pattern)) return 'must neither look around nor back';
  // What matters is how often something is repeated, not what.
  let skeleton = pattern.replaceAll(/\\(?:[pPu]\{[^}]*\}|.)/gsu, 'a').replaceAll(/\[[^\]]*\]/g, 'a');
  const innermost = /\((?:\?:)?([^()]*)\)([*+]|\{\d+(?:,\d*)?\})?/;
  for (let group = innermost.exec(skeleton); group; group = innermost.exec(skeleton)) {
    const [whole, content = '', repetition] = group;
    if (repetition !== undefined && /[*+?|]|\{\d+,/.test(content)) {
      return 'must not repeat a group that repeats or offers a choice itself';
    }
    skeleton = skeleton.replace(whole, () => (repetition === undefined ? content : `a${repetition}`));
  }
  const anywhere = pattern.startsWith('^') ? 1 : maxMatchedText;
  const steps = [...skeleton.matchAll(/[*+?]|\{(\d+),(\d*)\}/g)].reduce(
    (product, [sign, from, to]) => product * spanOf(sign, from, to),
    anywhere,
  );
  return steps > maxSteps ? 'must have fewer parts of no fixed length, or begin with ^' : undefined;
}

/** In how many ways a quantifier can be met. */
function spanOf(sign: string, from?: string, to?: string): number {
  if (sign === '?') return 2;
  return to === undefined || to === '' ? maxMatchedText : Math.min(Number(to) - Number(from) + 1, maxMatchedText);
}
