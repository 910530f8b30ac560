import { Fragment } from 'react';

/** Names on the wire, which may break after their underscores and nowhere else. */
export function WireName({ name, className }: { name: string; className?: string | undefined }) {
  return (
    <code className={className}>
      {name.split(/(?<=_)/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
