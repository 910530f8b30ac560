import { originsOf } from '../origin.js';
import { type Template } from '../template.js';

export const singlePageApplication: Template = {
  id: 'single_page_application',
  title: 'Single-page application',
  summary: 'Runs in the browser, keeps no secret, and proves with PKCE that a code is its own.',
  defaults: {
    client_type: 'single_page_application',
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    confidential: false,
    require_pkce: true,
    rotate_refresh_tokens: true,
  },
  questions: [
    { field: 'client_name', ask: 'What do users know the application as?' },
    { field: 'redirect_uris', ask: 'Which of its pages receives users after they have signed in?' },
    {
      field: 'allowed_origins',
      ask: 'From which origins do its scripts call this server?',
      suggest: ({ redirect_uris }) => originsOf(redirect_uris ?? []),
    },
  ],
};
