import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { issuerQuery } from '../../server/server-queries.js';
import { Notice } from '../../ui/status.js';
import { useClientPage } from '../page/client-page-context.js';
import { Tool } from '../page/tool.js';
import { exampleRequests } from './example-requests.js';
import classes from './explain.module.css';
import { ExplanationView } from './explanation-view.js';
import { type PastedRequest, readRequest } from './pasted-request.js';

/** Why a request of this client is answered as it is, before or after somebody sends it. */
export function ExplainTab() {
  const { client, effective } = useClientPage();
  const { data: issuer } = useQuery(issuerQuery);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<{ request: PastedRequest | undefined }>();
  const examples = issuer ? exampleRequests({ ...effective, client_id: client.client_id }, issuer) : [];
  const explain = (pasted: string) => setAsked({ request: readRequest(pasted) });

  return (
    <Tool
      width="form"
      title="Explain a request"
      intro="What the issuer would decide, by the very checks that it makes of this client as it is stored. Nothing comes of it: no code, no token, no receipt."
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          explain(text);
        }}
      >
        <Textarea
          label="Request"
          description="An authorization URL, a curl command, an HTTP message or the form of a token request. Secrets in it stay in this browser."
          classNames={{ input: classes.request }}
          rows={6}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.foot}>
          {examples.length > 0 && (
            <div className={classes.examples} role="group" aria-label="Examples">
              <span>Start from</span>
              {examples.map((example) => (
                <Button
                  key={example.title}
                  variant="default"
                  size="compact-sm"
                  onClick={() => {
                    setText(example.text);
                    explain(example.text);
                  }}
                >
                  {example.title}
                </Button>
              ))}
            </div>
          )}
          <Button type="submit" disabled={text.trim() === ''}>
            Explain
          </Button>
        </div>
      </form>
      {asked && <Answer request={asked.request} />}
    </Tool>
  );
}

function Answer({ request }: { request: PastedRequest | undefined }) {
  const { client } = useClientPage();
  if (!request) {
    return (
      <Notice tone="red" title="There are no parameters in it.">
        <p>A request has some, such as response_type=code or grant_type=client_credentials.</p>
      </Notice>
    );
  }
  if (request.client_id !== undefined && request.client_id !== client.client_id) {
    return (
      <Notice tone="red" title="This is a request of another client.">
        <p>
          It names{' '}
          <Link to="/clients/$clientId/$tab" params={{ clientId: request.client_id, tab: 'explain' }}>
            <code>{request.client_id}</code>
          </Link>
          .
        </p>
      </Notice>
    );
  }
  return <ExplanationView request={request} />;
}
