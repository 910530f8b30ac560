import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Pager, Table } from '../ui/table.js';
import { When } from '../ui/when.js';
import { receiptsQuery } from './receipt-queries.js';
import classes from './requests.module.css';

interface Props {
  clientId?: string;
  /** What to say when nothing was refused. */
  empty: ReactNode;
}

/** Refused requests, newest first. */
export function ReceiptTable({ clientId, empty }: Props) {
  const [after, setAfter] = useState<string>();
  const { data, error, isPending, refetch } = useQuery(receiptsQuery({ client_id: clientId, after }));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data?.items.length === 0) return <Empty title="Nothing was refused">{empty}</Empty>;
  return (
    <>
      <Table
        label="Refused requests"
        columns={['Reason', 'Endpoint', ...(clientId ? [] : ['Client']), 'When', 'Receipt']}
        loading={isPending}
      >
        {data?.items.map((receipt) => (
          <tr key={receipt.code} data-link className={classes.row}>
            <td>
              <Link to="/requests/$code" params={{ code: receipt.code }} className={classes.rowLink}>
                {receipt.sentence}
              </Link>
              <div>
                <code className={classes.muted}>{receipt.error}</code>
              </div>
            </td>
            <td>
              <code className={classes.muted}>{receipt.endpoint}</code>
            </td>
            {!clientId && (
              <td>
                <code className={classes.muted}>{receipt.client_id ?? 'not named'}</code>
              </td>
            )}
            <td className={classes.nowrap}>
              <When at={receipt.at} />
            </td>
            <td>
              <code className={classes.nowrap}>{receipt.code}</code>
            </td>
          </tr>
        ))}
      </Table>
      <Pager after={after} next={data?.next} onPage={setAfter} />
    </>
  );
}
