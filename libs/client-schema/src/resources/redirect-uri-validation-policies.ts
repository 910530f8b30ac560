import { Group } from '../field.js';
import { Flag, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** How far a requested redirect URI may differ from the registered ones. */
@Group({
  name: 'redirect_uri_validation_policy',
  title: 'Redirect URI validation policies',
  intro: 'How far a requested redirect URI may differ from the registered ones.',
  spec: rfc(9700, '2.1'),
})
export class RedirectUriValidationPolicyMembers {
  @Text({ ...recordId, spec: ours('clients'), example: 'preview-hosts' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('clients'),
    required: true,
    max: 128,
    example: 'Preview deployments',
  })
  name: string;

  /** The port of an http address on the loopback interface is not compared. */
  @Flag({
    label: 'Any loopback port',
    help: 'The port of an http address on the loopback interface is not compared.',
    spec: rfc(8252, '7.3'),
    default: false,
  })
  allow_loopback_ports: boolean;

  /** Of an address on the loopback interface only scheme and host are compared. */
  @Flag({
    label: 'Any address on the loopback interface',
    help: 'Port, path and query of an http address on the loopback interface are not compared.',
    spec: rfc(8252, '7.3'),
    default: false,
  })
  allow_localhost_variations: boolean;

  /** The query is not compared. */
  @Flag({
    label: 'Any query',
    help: 'The query of a redirect URI is not compared; parameters of an answer are refused in it all the same.',
    spec: rfc(9700, '4.1.3'),
    default: false,
  })
  allow_querystring_variations: boolean;

  /** Clients may register `*` for one host label and `**` for one segment of the path. */
  @Flag({
    label: 'Wildcards',
    help: 'Clients may register * for one host label and ** for one segment of the path.',
    spec: rfc(9700, '4.1.3'),
    default: false,
    example: true,
  })
  allow_wildcards: boolean;
}

export type RedirectUriValidationPolicy = RecordOf<RedirectUriValidationPolicyMembers>;

export const redirectUriValidationPolicies: Resource<
  'redirect_uri_validation_policies',
  RedirectUriValidationPolicyMembers
> = {
  name: 'redirect_uri_validation_policies',
  members: RedirectUriValidationPolicyMembers,
  id: 'id',
  systemMembers: ['name'],
  readByClientRules: [
    'allow_loopback_ports',
    'allow_localhost_variations',
    'allow_querystring_variations',
    'allow_wildcards',
  ],
  standard: [
    { id: 'exact', name: 'Exact' },
    { id: 'loopback-ports', name: 'Exact, with any loopback port', allow_loopback_ports: true },
  ],
};
