import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useId, useState } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { CopyButton } from '../ui/copy-button.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Status, type Tone } from '../ui/status.js';
import { Table } from '../ui/table.js';
import ui from '../ui/ui.module.css';
import { When } from '../ui/when.js';
import { type Key, type Pair, keysQuery, useKeyWrites } from './key-queries.js';
import classes from './keys.module.css';
import { RotateKeysDialog } from './rotate-keys-dialog.js';

interface Props {
  pair: Pair;
  /** Whether the signed-in user may rotate and withdraw. */
  mayWrite: boolean;
  /** Whether the next key has to be given a name. */
  named?: boolean;
}

const states: Readonly<Record<Key['state'], { tone: Tone; word: string }>> = {
  pending: { tone: 'blue', word: 'Pending' },
  active: { tone: 'green', word: 'Active' },
  retiring: { tone: 'amber', word: 'Retiring' },
  retired: { tone: 'grey', word: 'Retired' },
};

/** The generations of a key pair: which signs, which can still be verified, and the next one without an outage. */
export function KeysPanel({ pair, mayWrite, named = false }: Props) {
  const titleId = useId();
  const { data: keys, error, isPending, refetch } = useQuery(keysQuery(pair));
  const { withdraw } = useKeyWrites(pair);
  const [rotating, setRotating] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Key>();
  const standing = keys?.some(({ state }) => state === 'active') ?? false;

  return (
    <section className={classes.panel} aria-labelledby={titleId}>
      <header className={classes.header}>
        <div>
          <h3 id={titleId}>Keys of the pair</h3>
          <p>The next key is published before it signs, and the one before stays as long as what it has signed.</p>
        </div>
        {mayWrite && standing && (
          <Button variant="default" leftSection={<RotateCw size={16} />} onClick={() => setRotating(true)}>
            Rotate keys
          </Button>
        )}
      </header>
      {error && !keys ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : keys?.length === 0 ? (
        <Empty title="No key yet">The first one is made when this is saved.</Empty>
      ) : (
        <Table
          label="Keys of the pair"
          columns={['Key ID', 'State', 'Signs with', 'Until']}
          withActions={mayWrite}
          loading={isPending}
        >
          {keys?.map((key) => (
            <tr key={key.kid}>
              <td>
                <div className={classes.kid}>
                  <code>{key.kid}</code>
                  <CopyButton text={key.kid} label={`Copy the key ID ${key.kid}`} />
                </div>
                <div className={ui.quiet}>
                  made <When at={key.created_at} />
                  {key.adapter_id !== 'internal' && ` by ${key.adapter_id}`}
                </div>
              </td>
              <td>
                <Status tone={states[key.state].tone}>{states[key.state].word}</Status>
              </td>
              <td>{key.algs.join(', ')}</td>
              <td>
                {key.until === null ? (
                  <span className={ui.quiet}>{key.state === 'retired' ? 'over' : 'no end'}</span>
                ) : (
                  <When at={key.until} />
                )}
              </td>
              {mayWrite && (
                <td>
                  {(key.state === 'pending' || key.state === 'retiring') && (
                    <Button variant="default" size="compact-sm" onClick={() => setWithdrawing(key)}>
                      Withdraw
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      {rotating && <RotateKeysDialog pair={pair} named={named} onClose={() => setRotating(false)} />}
      {withdrawing && (
        <ConfirmDialog
          title={`Withdraw the key ${withdrawing.kid}?`}
          action="Withdraw"
          onConfirm={(reason) => withdraw(withdrawing, reason)}
          onClose={() => setWithdrawing(undefined)}
        >
          <p>It leaves the JWK Set now, and cannot be brought back.</p>
          <p>
            {withdrawing.state === 'retiring'
              ? 'Tokens that it has signed are refused as soon as verifiers read the JWK Set again.'
              : 'It has signed nothing yet.'}
          </p>
        </ConfirmDialog>
      )}
    </section>
  );
}
