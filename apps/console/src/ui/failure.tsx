import { Problem } from '@clientele/sdk';
import { Button } from '@mantine/core';
import { SessionEnded } from '../session/session.js';
import { Notice } from './status.js';

/** Why something did not work, in the words of whoever refused it, and every fault it named. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <Notice tone="red" title={titleOf(error)}>
      {error instanceof Problem && error.body.detail && <p>{error.body.detail}</p>}
      {error instanceof Problem && error.errors.length > 0 && (
        <ul>
          {error.errors.map(({ pointer, detail }) => (
            <li key={pointer + detail}>
              <code>{pointer.slice(1) || 'document'}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {error instanceof SessionEnded ? (
        <Button mt={8} size="compact-sm" onClick={() => location.reload()}>
          Sign in
        </Button>
      ) : (
        onRetry && (
          <Button mt={8} size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )
      )}
    </Notice>
  );
}

export function titleOf(error: unknown): string {
  if (error instanceof Problem) return error.body.title;
  if (error instanceof TypeError) return 'The server did not answer.';
  return error instanceof Error ? error.message : String(error);
}
