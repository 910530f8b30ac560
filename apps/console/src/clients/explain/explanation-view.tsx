import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCurrentForm } from '../../form/use-document-form.js';
import { Comparison } from '../../requests/comparison.js';
import { suggestionInWords } from '../../requests/suggestion-in-words.js';
import { useMay } from '../../session/session-context.js';
import { Failure } from '../../ui/failure.js';
import { Skeleton } from '../../ui/skeleton.js';
import { SpecLink } from '../../ui/spec-link.js';
import { Status, type Tone } from '../../ui/status.js';
import { count } from '../../words/count.js';
import { useClientPage } from '../page/client-page-context.js';
import { ProposalDialog } from '../page/proposal-dialog.js';
import { type Explanation, explanationQuery } from './explain-queries.js';
import classes from './explain.module.css';
import { type PastedRequest } from './pasted-request.js';

type Step = Explanation['steps'][number];

const decisions: Readonly<Record<Explanation['decision'], { tone: Tone; word: string; sentence: string }>> = {
  granted: { tone: 'green', word: 'Granted', sentence: 'The client gets what it asks for.' },
  asks_user: { tone: 'green', word: 'Accepted', sentence: 'The request is right. What follows is up to the user.' },
  refused: { tone: 'red', word: 'Refused', sentence: 'The request is refused.' },
};

/** The decision about a request, the checks that led to it, and the change of the client with which it would pass. */
export function ExplanationView({ request }: { request: PastedRequest }) {
  const { client, stored } = useClientPage();
  const { model } = useCurrentForm();
  const mayWrite = useMay('clients:write');
  const [fixing, setFixing] = useState(false);
  const { data, error, refetch } = useQuery(explanationQuery(client, request));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={6} height={20} />;
  const { tone, word, sentence } = decisions[data.decision];
  const broken = data.steps.find(({ holds }) => !holds);
  const passed = data.steps.filter(({ holds }) => holds);
  const { suggestion } = data;
  return (
    <article className={classes.explanation} aria-label="Explanation">
      <header role="status">
        <p className={classes.facts}>
          <Status tone={tone}>{word}</Status>
          <code>{data.endpoint}</code>
          {data.error !== null && <code>{data.error}</code>}
        </p>
        <p className={classes.sentence}>{broken?.sentence ?? sentence}</p>
        {data.error_description !== null && (
          <p className={classes.told}>The caller is told: {data.error_description}.</p>
        )}
        {request.leftOut.length > 0 && (
          <p className={classes.told}>Left out: {request.leftOut.join(', ')}. The client is taken for authenticated.</p>
        )}
      </header>
      {broken && (
        <section aria-label="The check that fails">
          <p className={classes.rule}>
            <Status tone="red">
              <code>{broken.rule}</code>
            </Status>
            <SpecLink spec={broken.spec} />
          </p>
          <Comparison {...broken} />
        </section>
      )}
      {suggestion && mayWrite && (
        <footer>
          <Button onClick={() => setFixing(true)}>{suggestionInWords(suggestion)}</Button>
          <p>Change it only if the request is right and the registration is not.</p>
        </footer>
      )}
      {passed.length > 0 && (
        <section>
          <h3>
            {count(
              passed.length,
              broken ? 'check passed before' : 'check passed',
              broken ? 'checks passed before' : 'checks passed',
            )}
          </h3>
          <ol className={classes.steps} aria-label="Checks that pass">
            {passed.map((step, index) => (
              <PassedStep step={step} key={index} />
            ))}
          </ol>
        </section>
      )}
      {fixing && suggestion && (
        <ProposalDialog stored={stored} model={model} patch={suggestion} onClose={() => setFixing(false)} />
      )}
    </article>
  );
}

function PassedStep({ step: { rule, spec, sent, registered } }: { step: Step }) {
  return (
    <li>
      <p className={classes.rule}>
        <Status tone="green">
          <code>{rule}</code>
        </Status>
        <SpecLink spec={spec} />
      </p>
      {(sent !== null || registered.length > 0) && (
        <dl className={classes.compared}>
          {sent !== null && (
            <div>
              <dt>sent</dt>
              <dd>{sent}</dd>
            </div>
          )}
          {registered.length > 0 && (
            <div>
              <dt>registered</dt>
              <dd>{registered.join(', ')}</dd>
            </div>
          )}
        </dl>
      )}
    </li>
  );
}
