import { type Template } from '../template.js';

export const serverToServer: Template = {
  id: 'server_to_server',
  title: 'Machine to machine',
  summary: 'A service or job that obtains tokens in its own name, without users.',
  defaults: {
    client_type: 'server_to_server',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  questions: [
    { field: 'client_name', ask: 'What is the service called?' },
    {
      field: 'token_endpoint_auth_method',
      ask: 'Does it prove who it is with a secret, or with a key of its own?',
      offer: ['client_secret_basic', 'private_key_jwt'],
      suggest: () => 'client_secret_basic',
    },
    { field: 'scope', ask: 'Which scopes may it ask for?' },
  ],
};
