import { clientFields, settingsFields } from '@clientele/client-schema';
import { Problem, type Schemas } from '@clientele/sdk';
import { Link } from '@tanstack/react-router';
import { type Answer, api, asMergePatch, bodyOf } from '../api.js';
import { type Document } from '../form/document-model.js';
import { memberOf } from '../form/faults.js';
import { type Rehearsal } from '../form/review-dialog.js';
import { Notice } from '../ui/status.js';
import { count } from '../words/count.js';
import classes from './settings.module.css';

/** Whom a change concerns of what clients inherit. */
export type Impact = Schemas['ClientTemplateImpact'] & Partial<Schemas['SettingsImpact']>;

/** Whom a change of the settings concerns, and whether it leaves every client valid. */
export async function rehearseSettings(patch: Document, etag: string | null): Promise<Rehearsal> {
  const call = api.PATCH('/settings', {
    params: { query: { dry_run: true } },
    body: patch,
    ...asMergePatch(etag),
  });
  return rehearsalOf(call);
}

/** The answer to a dry run in words. @throws what is no answer about clients */
export async function rehearsalOf(call: Promise<Answer<{ _impact?: Impact }>>): Promise<Rehearsal> {
  try {
    const { _impact: impact } = await bodyOf(call);
    return { refused: false, words: impact && <Concerned impact={impact} /> };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    return { refused: true, words: <Broken problem={error} /> };
  }
}

function Concerned({ impact: { clients, count: concerned, server = [] } }: { impact: Impact }) {
  const several = new Set(clients.flatMap(({ fields }) => fields)).size > 1;
  return (
    <div className={classes.impact}>
      <p>
        {concerned === 0
          ? 'No client takes another value: each has its own, or the setting does not apply to it.'
          : `${count(concerned, 'client inherits', 'clients inherit')} what changes and ${concerned === 1 ? 'follows' : 'follow'} at once.`}
      </p>
      {clients.length > 0 && (
        <ul className={classes.clients} tabIndex={0} aria-label="Clients that follow">
          {clients.map(({ client_id, client_name, fields }) => (
            <li key={client_id}>
              <ClientLink clientId={client_id}>{client_name}</ClientLink>
              {several && <span>{fields.map(labelOf).join(', ')}</span>}
            </li>
          ))}
          {concerned > clients.length && <li>and {count(concerned - clients.length, 'other client')}</li>}
        </ul>
      )}
      {server.length > 0 && <p>The same for all clients: {server.map(labelOf).join(', ')}.</p>}
    </div>
  );
}

/** Why it cannot be saved: clients that would break a rule, and which. */
function Broken({ problem }: { problem: Problem }) {
  const { clients = [], count: broken = clients.length } = problem.body;
  return (
    <Notice
      tone="red"
      title={`This cannot be saved: ${count(broken, 'client', 'clients')} would break a rule and no longer be valid.`}
    >
      <ul className={classes.faults}>
        {problem.errors.map((issue) => (
          <li key={issue.pointer + issue.detail}>
            {labelOf(memberOf(issue.pointer))} {issue.detail}.
          </li>
        ))}
      </ul>
      <p>
        Change {broken === 1 ? 'this client' : 'these clients'} first:{' '}
        {clients.map(({ client_id, client_name }, index) => (
          <span key={client_id}>
            {index > 0 && ', '}
            <ClientLink clientId={client_id}>{client_name}</ClientLink>
          </span>
        ))}
        {broken > clients.length && ` and ${broken - clients.length} more`}.
      </p>
    </Notice>
  );
}

/** In another window: what is being edited here stays. */
function ClientLink({ clientId, children }: { clientId: string; children: string }) {
  return (
    <Link to="/clients/$clientId" params={{ clientId }} target="_blank">
      {children}
    </Link>
  );
}

function labelOf(name: string): string {
  return (clientFields.get(name) ?? settingsFields.get(name))?.options.label ?? name;
}
