import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../../server/server-queries.js';
import { Dialog } from '../../ui/dialog.js';
import { SecretOnce } from '../../ui/secret-once.js';
import ui from '../../ui/ui.module.css';

/** A secret that a change of settings has made, in the only moment in which it can be seen. */
export interface FreshSecret {
  readonly title: string;
  readonly secret: string;
}

/** The secrets in the answer to a write, and the rest of it. */
export function withoutFreshSecrets<T extends { client_secret?: string; secondary_client_secret?: string }>(
  answer: T,
): { fresh: FreshSecret[]; rest: Omit<T, 'client_secret' | 'secondary_client_secret'> } {
  const { client_secret, secondary_client_secret, ...rest } = answer;
  const fresh = [
    ...(client_secret === undefined ? [] : [{ title: 'Client secret', secret: client_secret }]),
    ...(secondary_client_secret === undefined
      ? []
      : [{ title: 'Second client secret', secret: secondary_client_secret }]),
  ];
  return { fresh, rest };
}

/** Only "I have stored it" closes this: a stray click must not lose the secret. */
export function FreshSecretDialog({
  clientId,
  fresh: { title, secret },
  onDone,
}: {
  clientId: string;
  fresh: FreshSecret;
  onDone(): void;
}) {
  const { data: config } = useQuery(configQuery);
  return (
    <Dialog onClose={() => undefined} dismissible={false} label={title} size="lg">
      <div className={ui.stack}>
        <SecretOnce
          title={title}
          secret={secret}
          client={{ id: clientId, issuer: config?.issuer ?? '' }}
          onDone={onDone}
        />
      </div>
    </Dialog>
  );
}
