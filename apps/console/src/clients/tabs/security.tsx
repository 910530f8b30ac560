import { KeysPanel } from '../../keys/keys-panel.js';
import classes from '../../keys/keys.module.css';
import { useMay } from '../../session/session-context.js';
import { CopyButton } from '../../ui/copy-button.js';
import { useClientPage } from '../page/client-page-context.js';
import { ProfileFindings } from './profile-findings.js';
import { SectionCards } from './section-cards.js';
import { type Tab } from './tab.js';

export const securityTab: Tab = { path: 'security', title: 'Security', section: 'security', Panel: SecurityTab };

function SecurityTab() {
  const { client } = useClientPage();
  const hasKeys = client.public_key !== null || client.key_pair_type !== undefined;
  return (
    <SectionCards section="security" notes={{ profile: <ProfileFindings />, ...(hasKeys && { keys: <Keys /> }) }} />
  );
}

/** The key that signs for the client, and the others of the pair that it has for itself. */
function Keys() {
  const { client } = useClientPage();
  const mayWrite = useMay('clients:write');
  const { client_id, did, public_key } = client;
  return (
    <div className={classes.stack}>
      {public_key !== null && did !== null && (
        <dl className={classes.identity}>
          <dt>Public key</dt>
          <dd>
            <CopyButton text={public_key} label="Copy PEM of the public key">
              Copy PEM
            </CopyButton>
          </dd>
          <dt>DID</dt>
          <dd className={classes.kid}>
            <code>{did.length > 80 ? `${did.slice(0, 77)}…` : did}</code>
            <CopyButton text={did} label="Copy the DID" />
          </dd>
        </dl>
      )}
      {client.key_pair_type !== undefined && (
        <KeysPanel pair={{ client_id }} mayWrite={mayWrite} named={client.id_token_kid !== undefined} />
      )}
    </div>
  );
}
