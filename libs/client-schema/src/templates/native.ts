import { type Template } from '../template.js';

export const native: Template = {
  id: 'native',
  title: 'Native application',
  summary: 'A desktop, mobile or command-line application that opens the browser to sign users in.',
  defaults: {
    client_type: 'native',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    confidential: false,
    require_pkce: true,
    validate_port_on_loopback_interfaces: false,
    rotate_refresh_tokens: true,
  },
  questions: [
    { field: 'client_name', ask: 'What do users know the application as?' },
    {
      field: 'redirect_uris',
      ask: 'How does the browser return to it: http://127.0.0.1 with any port, a private scheme, or an https link?',
      suggest: () => ['http://127.0.0.1/callback'],
    },
    { field: 'description', ask: 'What does it do, in a sentence that users see when they are asked for consent?' },
  ],
};
