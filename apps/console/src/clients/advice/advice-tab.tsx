import { type Schemas } from '@clientele/sdk';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Document } from '../../form/document-model.js';
import { memberOf } from '../../form/faults.js';
import { focusField } from '../../form/focus-field.js';
import { useCurrentForm } from '../../form/use-document-form.js';
import { useMay } from '../../session/session-context.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Skeleton } from '../../ui/skeleton.js';
import { SpecLink } from '../../ui/spec-link.js';
import { Status } from '../../ui/status.js';
import { count } from '../../words/count.js';
import { useClientPage } from '../page/client-page-context.js';
import { ProposalDialog } from '../page/proposal-dialog.js';
import tabClasses from '../page/page.module.css';
import { Tool } from '../page/tool.js';
import { findingsQuery } from './advice-queries.js';
import classes from './advice.module.css';

type Finding = Schemas['Finding'];

/** What is wrong or unwise about the client as it is stored, by which specification, and what would mend it. */
export function AdviceTab() {
  const { client, stored } = useClientPage();
  const { model } = useCurrentForm();
  const { data, error, refetch } = useQuery(findingsQuery(client));
  const [fix, setFix] = useState<Document>();
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} height={28} />;
  if (data.length === 0) {
    return (
      <Empty title="Nothing to advise">
        The stored client breaks no rule and follows what RFC 9700, OAuth 2.1 and the other specifications recommend.
      </Empty>
    );
  }
  return (
    <Tool
      title={count(data.length, 'finding')}
      intro="About the client as it is stored. Nothing changes before you have seen the difference."
    >
      <ul className={classes.findings}>
        {data.map((finding) => (
          <FindingItem key={finding.pointer + finding.rule} finding={finding} onFix={setFix} />
        ))}
      </ul>
      {fix && <ProposalDialog stored={stored} model={model} patch={fix} onClose={() => setFix(undefined)} />}
    </Tool>
  );
}

function FindingItem({ finding, onFix }: { finding: Finding; onFix(patch: Document): void }) {
  const { client } = useClientPage();
  const { model } = useCurrentForm();
  const mayWrite = useMay('clients:write');
  const { severity, rule, detail, spec, fix } = finding;
  const name = memberOf(finding.pointer);
  const field = model.fields.get(name);
  const section = field && 'section' in field ? String(field.section) : undefined;
  return (
    <li className={classes.finding} data-severity={severity}>
      <div className={classes.facts}>
        {severity === 'error' ? <Status tone="red">Fault</Status> : <Status tone="amber">Advice</Status>}
        <code>{rule}</code>
        {spec && <SpecLink spec={spec} />}
      </div>
      <p className={classes.sentence}>
        <strong>{field?.options.label ?? name}</strong> {detail}.
      </p>
      <div className={classes.actions}>
        {section && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`Show the field ${field?.options.label}`}
            onClick={() => focusField(name)}
            renderRoot={(props) => (
              <Link
                to="/clients/$clientId/$tab"
                params={{ clientId: client.client_id, tab: section.replaceAll('_', '-') }}
                resetScroll={false}
                {...props}
              />
            )}
          >
            Show the field
          </Button>
        )}
        {fix && mayWrite && (
          <Button size="compact-sm" aria-label={`Fix ${rule}…`} onClick={() => onFix(fix)}>
            Fix…
          </Button>
        )}
      </div>
    </li>
  );
}

/** How many findings wait on the tab; red where one of them is a fault. */
export function AdviceCount() {
  const { client } = useClientPage();
  const { data = [] } = useQuery(findingsQuery(client));
  if (data.length === 0) return null;
  const tone = data.some(({ severity }) => severity === 'error') ? 'red' : 'amber';
  return (
    <span className={tabClasses.count} data-tone={tone}>
      <span aria-hidden>{data.length}</span>
      <span className="visually-hidden">{count(data.length, 'finding')}</span>
    </span>
  );
}
