import { type ReactNode } from 'react';
import { CopyButton } from './copy-button.js';
import classes from './ui.module.css';

interface Props {
  code: string;
  label: string;
  /** Above the code: a file name or a language. */
  caption?: string;
  /** Marks strings, comments and keywords; for code, not for data. */
  highlighted?: boolean;
}

export function CodeBlock({ code, label, caption, highlighted = false }: Props) {
  return (
    <figure className={classes.code}>
      <figcaption>
        <span>{caption}</span>
        <CopyButton text={code} label={`Copy ${label}`} />
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        <code>{highlighted ? highlight(code) : code}</code>
      </pre>
    </figure>
  );
}

const token =
  /((?:^|(?<=\s))(?:\/\/|#).*$)|('[^'\n]*'|"[^"\n]*"|`[^`]*`)|\b(import|from|const|await|export|curl|new|function|return)\b/gm;

function highlight(code: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    const [text, comment, string] = match;
    parts.push(code.slice(end, match.index));
    const kind = comment ? 'comment' : string ? 'string' : 'keyword';
    parts.push(
      <span data-token={kind} key={match.index}>
        {text}
      </span>,
    );
    end = match.index + text.length;
  }
  return [...parts, code.slice(end)];
}
