/**
 * The words of a command as a POSIX shell splits it (Shell Command Language §2.2), with the `$'…'` of bash that browsers
 * write. Variables stay as they are: their values are elsewhere.
 */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [piece] of command.matchAll(pieces)) {
    if (/^\s/.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (piece !== '\\\n') {
      word = (word ?? '') + unquoted(piece);
    }
  }
  return word === undefined ? words : [...words, word];
}

const pieces = /\s+|\\[\s\S]|\$'(?:[^'\\]|\\[\s\S])*'|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|[\s\S]/g;

function unquoted(piece: string): string {
  if (piece.length > 2 && piece.startsWith("$'")) return piece.slice(2, -1).replaceAll(escape, unescaped);
  if (piece.length > 1 && piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.length > 1 && piece.startsWith('"')) return piece.slice(1, -1).replaceAll(/\\([\\"$`])|\\\n/g, '$1');
  return piece.startsWith('\\') ? piece.slice(1) : piece;
}

const escape = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\s\S]))/gi;
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(_: string, byte?: string, unit?: string, letter = ''): string {
  const code = byte ?? unit;
  return code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
}
