import { ArrowUpRight } from 'lucide-react';
import { type ReactNode } from 'react';

/** The address as one that may be linked, or nothing: parsed again here, whatever stored it. */
export function linkable(address: string): string | undefined {
  const url = URL.parse(address);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}

/** A link out of the console. An address that is no web address is shown as text. */
export function ExternalLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  const target = linkable(href);
  if (!target) return <span className={className}>{children}</span>;
  return (
    <a href={target} className={className} target="_blank" rel="noopener noreferrer">
      {children}
      <ArrowUpRight size={12} aria-hidden />
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
