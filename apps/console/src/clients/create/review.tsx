import { type Client, type Server, adviseClient, resolveClient } from '@clientele/client-schema';
import { Button } from '@mantine/core';
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { curl } from '../../form/curl.js';
import { type Document, type DocumentModel } from '../../form/document-model.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Failure } from '../../ui/failure.js';
import { Notice } from '../../ui/status.js';
import classes from './create.module.css';
import { clientInSentences } from './sentences.js';

interface Props {
  document: Document;
  model: DocumentModel;
  server: Server;
  onCreate(document: Document): Promise<void>;
}

/** What the client will be able to do, in sentences, with the document that says so. */
export function Review({ document, model, server, onCreate }: Props) {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const { settled, effective } = useMemo(() => {
    const settled = model.settle(document, new Set(Object.keys(document)));
    return { settled, effective: resolveClient(settled as unknown as Client, server) };
  }, [document, model, server]);
  const advice = adviseClient(settled, server);
  const create = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onCreate(document);
    } catch (cause) {
      setError(cause);
    } finally {
      setRunning(false);
    }
  };

  return (
    <div className={classes.review}>
      {error !== undefined && <Failure error={error} />}
      <section className={classes.panel} aria-labelledby="review-title">
        <h2 id="review-title">What this client can do</h2>
        <ul className={classes.sentences}>
          {clientInSentences(effective).map((sentence) => (
            <li key={sentence}>
              <Check size={16} aria-hidden />
              {sentence}
            </li>
          ))}
        </ul>
        {advice.length > 0 && (
          <Notice tone="amber" title="Worth another thought">
            <ul>
              {advice.map(({ pointer, detail }) => (
                <li key={pointer + detail}>
                  {model.fields.get(pointer.slice(1).split('/')[0]!)?.options.label ?? pointer} {detail}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <footer className={classes.actions}>
          <Button variant="default" onClick={() => history.back()}>
            Back
          </Button>
          <Button loading={running} onClick={() => void create()}>
            Create client
          </Button>
        </footer>
      </section>
      <div className={classes.documents}>
        <CodeBlock code={JSON.stringify(document, null, 2)} label="JSON document" caption="The same as JSON" />
        <CodeBlock
          code={curl('POST', `${location.origin}/clients`, document)}
          label="curl command"
          caption="The same with curl"
        />
      </div>
    </div>
  );
}
