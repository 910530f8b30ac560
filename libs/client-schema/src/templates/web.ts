import { originsOf } from '../origin.js';
import { type Template } from '../template.js';

export const web: Template = {
  id: 'web',
  title: 'Web application with a server',
  summary: 'Signs users in and keeps its secret and its tokens on the server.',
  defaults: {
    client_type: 'web',
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    require_pkce: true,
  },
  questions: [
    { field: 'client_name', ask: 'What do users know the application as?' },
    { field: 'redirect_uris', ask: 'Where does the application receive users after they have signed in?' },
    {
      field: 'client_uri',
      ask: 'Where is its home page?',
      suggest: ({ redirect_uris }) => originsOf(redirect_uris ?? []).find((origin) => origin.startsWith('https:')),
    },
  ],
};
