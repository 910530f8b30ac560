import { Link } from '@tanstack/react-router';
import { useWatch } from 'react-hook-form';
import { useCurrentForm } from '../../form/use-document-form.js';
import { useClientPage } from '../page/client-page-context.js';
import { SectionCards } from './section-cards.js';
import { type Tab } from './tab.js';

export const authenticationTab: Tab = {
  path: 'authentication',
  title: 'Authentication',
  section: 'authentication',
  Panel: AuthenticationTab,
};

function AuthenticationTab() {
  const { client } = useClientPage();
  return (
    <SectionCards
      section="authentication"
      notes={{
        client_authentication: <Consequence />,
        secret: (
          <>
            The secrets themselves are on the{' '}
            <Link to="/clients/$clientId/$tab" params={{ clientId: client.client_id, tab: 'credentials' }}>
              Credentials tab
            </Link>
            .
          </>
        ),
      }}
    />
  );
}

/** Public or confidential is no switch of its own: it follows from the method. RFC 6749 §2.1. */
function Consequence() {
  const { form } = useCurrentForm();
  const isPublic = useWatch({ control: form.control, name: 'token_endpoint_auth_method' }) === 'none';
  return isPublic ? (
    <>
      This is a <strong>public client</strong>: anybody can claim to be it, so PKCE proves that a code is its own.
    </>
  ) : (
    <>
      This is a <strong>confidential client</strong>: it proves who it is with a credential that only it has.
    </>
  );
}
