import { Group } from '../field.js';
import { HttpsUrl, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

/** A store elsewhere that knows the secrets of some clients, and is asked whether one is right. */
@Group({
  name: 'credential_manager',
  title: 'Credential managers',
  intro: 'Stores elsewhere that know the secrets of some clients, and are asked whether one is right.',
  spec: ours('client-authentication'),
})
export class CredentialManagerMembers {
  @Text({ ...recordId, spec: ours('client-authentication'), example: 'vault' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('client-authentication'),
    required: true,
    max: 128,
    example: 'Vault of the data centre',
  })
  name: string;

  /** Is sent `{"client_id", "client_secret"}` and answers 200 or 204 for a right secret, 401 or 403 for a wrong one. */
  @HttpsUrl({
    label: 'Address',
    help: 'Where a secret is asked for. 200 or 204: it is right; 401 or 403: it is wrong.',
    spec: ours('client-authentication'),
    required: true,
    example: 'https://vault.example.com/verify',
  })
  url: string;
}

export type CredentialManager = RecordOf<CredentialManagerMembers>;

export const credentialManagers: Resource<'credential_managers', CredentialManagerMembers> = {
  name: 'credential_managers',
  members: CredentialManagerMembers,
  id: 'id',
  authenticatesClients: true,
  systemMembers: [],
  standard: [],
};
