import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Flag, Origins, RedirectUris, Reference } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';

@Group({
  name: 'redirect',
  title: 'Redirects',
  intro: 'Where the authorization server may send the browser back, and which web origins may call it.',
  spec: rfc(6749, '3.1.2'),
})
export class RedirectFields {
  /** Addresses users may be returned to. A request must name one of them, byte for byte. */
  @RedirectUris({
    label: 'Redirect URIs',
    help: 'Addresses users may be returned to after signing in. Compared exactly, character by character.',
    spec: rfc(9700, '2.1'),
    maxItems: 50,
    default: [],
    visibleWhen: hasUsers,
    example: ['https://app.example.com/callback'],
  })
  redirect_uris: string[];

  /** How far the redirect URI of a request may differ from the registered ones. */
  @Reference({
    label: 'Redirect URI policy',
    help: 'How far a requested redirect URI may differ from the registered ones. Anything but “exact” lowers security.',
    spec: rfc(9700, '2.1'),
    resource: 'redirect_uri_validation_policies',
    inherits: 'exact',
    visibleWhen: hasUsers,
    example: 'loopback-ports',
  })
  redirect_uri_validation_policy_id?: string | null;

  /** False: the port of an http redirect URI on the loopback interface is not compared. Native clients: always false. */
  @Flag({
    label: 'Compare the port of loopback redirects',
    help: 'Switch off for tools that listen on a random port of the local machine. Native clients never compare it.',
    spec: rfc(8252, '7.3'),
    default: true,
  })
  validate_port_on_loopback_interfaces: boolean;

  /** Origins whose scripts may read this client's token and userinfo answers. */
  @Origins({
    label: 'Allowed web origins',
    help: 'Origins of browser applications that call the token and userinfo endpoints for this client (CORS).',
    spec: ours('clients'),
    maxItems: 50,
    default: [],
    example: ['https://app.example.com'],
  })
  allowed_origins: string[];
}
