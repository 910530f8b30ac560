import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Problem } from '@clientele/sdk';
import { useState } from 'react';
import { useMay } from '../session/session-context.js';
import { CopyButton } from '../ui/copy-button.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { Skeleton } from '../ui/skeleton.js';
import { SpecLink } from '../ui/spec-link.js';
import { Status } from '../ui/status.js';
import { clockTime, exactTime } from '../words/time.js';
import { Comparison } from './comparison.js';
import { type Receipt, receiptQuery } from './receipt-queries.js';
import classes from './requests.module.css';
import { SuggestionDialog } from './suggestion-dialog.js';
import { suggestionInWords } from './suggestion-in-words.js';

const back = { to: '/requests', label: 'Requests' } as const;

export function ReceiptPage() {
  const { code } = useParams({ from: '/requests/$code' });
  const { data, error, refetch } = useQuery(receiptQuery(code));
  if (error instanceof Problem && error.status === 404) {
    return (
      <Page title={code} back={back}>
        <Empty title="There is no such receipt">
          Receipts are kept for some days. Check the code for a misread letter.
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={data ? data.sentence : code} back={back} width="form">
      {error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Body receipt={data} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Page>
  );
}

function Body({ receipt }: { receipt: Receipt }) {
  const mayWrite = useMay('clients:write');
  const [suggested, setSuggested] = useState(false);
  const moment = new Date(receipt.at);
  return (
    <article className={classes.receipt}>
      <header>
        <p className={classes.facts}>
          <Status tone="red">Refused</Status>
          <code>{receipt.endpoint}</code>
          <time dateTime={moment.toISOString()} title={exactTime(moment)}>
            {clockTime(moment)}
          </time>
          {receipt.client_id === null ? (
            <span>client not named</span>
          ) : (
            <Link to="/clients/$clientId" params={{ clientId: receipt.client_id }}>
              <code>{receipt.client_id}</code>
            </Link>
          )}
        </p>
        <span className={classes.receiptCode}>
          <code>{receipt.code}</code>
          <CopyButton text={receipt.code} label="Copy the receipt code" />
        </span>
      </header>
      <Comparison {...receipt} />
      <dl className={classes.details}>
        <div>
          <dt>Rule</dt>
          <dd>
            <code>{receipt.rule}</code> <SpecLink spec={receipt.spec} />
          </dd>
        </div>
        <div>
          <dt>The caller got</dt>
          <dd>
            <code>{receipt.error}</code>
          </dd>
        </div>
        {receipt.passed.length > 0 && (
          <div>
            <dt>Passed before</dt>
            <dd>
              <ul className={classes.passed}>
                {receipt.passed.map((rule) => (
                  <li key={rule}>
                    <Status tone="green">
                      <code>{rule}</code>
                    </Status>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      {receipt.client_id !== null && (
        <footer>
          {mayWrite && receipt.suggestion && (
            <Button onClick={() => setSuggested(true)}>{suggestionInWords(receipt.suggestion)}</Button>
          )}
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/clients/$clientId/$tab" params={{ clientId: receipt.client_id!, tab: 'explain' }} {...props} />
            )}
          >
            Explain a request of this client
          </Button>
          {mayWrite && receipt.suggestion && (
            <p>Change it only if the request was right and the registration is not.</p>
          )}
        </footer>
      )}
      {suggested && receipt.suggestion && receipt.client_id !== null && (
        <SuggestionDialog clientId={receipt.client_id} patch={receipt.suggestion} onClose={() => setSuggested(false)} />
      )}
    </article>
  );
}
