import { isInteractive } from '../interactive.js';
import { originsOf } from '../origin.js';
import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const singlePageApplicationListsItsOrigins = rule({
  id: 'single-page-application-lists-its-origins',
  spec: ours('clients'),
  severity: 'advice',
  reads: ['client_type', 'grant_types', 'allowed_origins', 'redirect_uris'],
  check: ({ client_type, grant_types, allowed_origins }) =>
    client_type === 'single_page_application' && isInteractive(grant_types) && allowed_origins.length === 0
      ? violation('/allowed_origins', 'should name the origin of the application, or browsers keep its tokens from it')
      : ok,
  fix: ({ redirect_uris }) => ({ allowed_origins: originsOf(redirect_uris) }),
});
