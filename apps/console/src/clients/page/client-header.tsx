import { ActionIcon, Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { curl } from '../../form/curl.js';
import { useMay } from '../../session/session-context.js';
import { CopyButton } from '../../ui/copy-button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Status } from '../../ui/status.js';
import { toast } from '../../ui/toasts.js';
import { When } from '../../ui/when.js';
import { isSelfRegistered, originInWords } from '../../words/deeds.js';
import { phrase } from '../../words/values.js';
import { useClientWrites } from '../client-queries.js';
import { documentOf } from './client-document.js';
import { useClientPage } from './client-page-context.js';
import classes from './page.module.css';
import { DeleteDialog } from './delete-dialog.js';

/** Which client this is, whether it is on, and what can be done with it as a whole. */
export function ClientHeader() {
  const { client, stored, effective } = useClientPage();
  const { patch } = useClientWrites();
  const navigate = useNavigate();
  const mayWrite = useMay('clients:write');
  const [asking, setAsking] = useState<'state' | 'delete'>();
  const { enabled } = effective;
  const address = `${location.origin}/clients/${encodeURIComponent(client.client_id)}`;
  const copy = async (text: string, what: string) => {
    await navigator.clipboard.writeText(text);
    toast(`Copied ${what}`);
  };

  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <span className={classes.emblem} aria-hidden>
          {client.client_name.slice(0, 1).toUpperCase()}
        </span>
        <h1>{client.client_name}</h1>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="compact-sm" rightSection={<ChevronDown size={14} />}>
              <Status tone={enabled ? 'green' : 'grey'}>{enabled ? 'Enabled' : 'Disabled'}</Status>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={!mayWrite} onClick={() => setAsking('state')}>
              {enabled ? 'Disable…' : 'Enable…'}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <div className={classes.headerEnd}>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label="More about this client" size={32} variant="default">
                <Ellipsis size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void copy(JSON.stringify(documentOf(client), null, 2), 'the document')}>
                Copy as JSON
              </Menu.Item>
              <Menu.Item onClick={() => void copy(curl('GET', address), 'the command')}>Copy as curl</Menu.Item>
              <Menu.Item
                onClick={() =>
                  void navigate({
                    to: '/clients/$clientId/$tab',
                    params: { clientId: client.client_id, tab: 'explain' },
                    resetScroll: false,
                  })
                }
              >
                Explain a request
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                data-danger
                disabled={client.system || !mayWrite}
                title={client.system ? 'The server itself depends on this client.' : undefined}
                onClick={() => setAsking('delete')}
              >
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt className="visually-hidden">Client ID</dt>
          <dd>
            <code>{client.client_id}</code>
            <CopyButton text={client.client_id} label="Copy the client ID" />
          </dd>
        </div>
        <div>
          <dt className="visually-hidden">Kind</dt>
          <dd>{phrase(effective.client_type)}</dd>
        </div>
        {isSelfRegistered(client.origin) && (
          <div>
            <dt>Came</dt>
            <dd>{originInWords(client.origin)}</dd>
          </div>
        )}
        {client.system && (
          <div>
            <dt className="visually-hidden">Origin</dt>
            <dd>System client</dd>
          </div>
        )}
        <div>
          <dt>Last used</dt>
          <dd>
            <When at={client.last_used_at} />
          </dd>
        </div>
        <div>
          <dt>Changed</dt>
          <dd>
            <When at={client.updated_at} /> by {client.updated_by}
          </dd>
        </div>
      </dl>
      {asking === 'state' && (
        <ConfirmDialog
          title={enabled ? `Disable ${client.client_name}?` : `Enable ${client.client_name}?`}
          action={enabled ? 'Disable' : 'Enable'}
          danger={enabled}
          onConfirm={(reason) => patch(client.client_id, stored.etag, { enabled: !enabled }, reason)}
          onClose={() => setAsking(undefined)}
        >
          <p>
            {enabled
              ? 'Every endpoint refuses it within one second, and its tokens are no longer renewed. Nothing is deleted.'
              : 'It can obtain tokens again within one second, with the credentials it had before.'}
          </p>
          <p>
            Last used: <When at={client.last_used_at} />.
          </p>
        </ConfirmDialog>
      )}
      {asking === 'delete' && (
        <DeleteDialog
          client={client}
          onDeleted={() => navigate({ to: '/clients', ignoreBlocker: true })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </header>
  );
}
