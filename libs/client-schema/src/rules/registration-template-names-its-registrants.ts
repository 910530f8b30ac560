import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

/** A copy authenticates as its template does; a secret is what each copy can be given. */
export const registrationTemplateNamesItsRegistrants = rule({
  id: 'registration-template-names-its-registrants',
  spec: ours('dynamic-registration'),
  severity: 'error',
  reads: [
    'registration_template_enabled',
    'registration_template_authenticate_by',
    'registration_template_client_ids',
    'token_endpoint_auth_method',
  ],
  check(client, { settings }) {
    if (!client.registration_template_enabled) return ok;
    const { token_endpoint_auth_method: method } = client;
    return [
      ...(settings.registration_templatized
        ? []
        : [violation('/registration_template_enabled', 'must be false while registration_templatized is false')]),
      ...(method === 'client_secret_basic' || method === 'client_secret_post'
        ? []
        : [
            violation(
              '/token_endpoint_auth_method',
              'must be client_secret_basic or client_secret_post for a template of registrations',
            ),
          ]),
      ...(client.registration_template_authenticate_by === 'client' &&
      client.registration_template_client_ids.length === 0
        ? [violation('/registration_template_client_ids', 'must name the clients that register copies')]
        : []),
    ];
  },
});
