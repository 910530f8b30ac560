import { type Spec } from '@clientele/client-schema';
import { ExternalLink } from './external-link.js';
import classes from './ui.module.css';

/** Where a behaviour is specified. */
export function SpecLink({ spec }: { spec: Spec }) {
  return (
    <ExternalLink href={spec.url} className={classes.spec}>
      {spec.label}
    </ExternalLink>
  );
}
