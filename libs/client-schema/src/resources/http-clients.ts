import { Group } from '../field.js';
import { LongText, Seconds, Text, WholeNumber } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

/** How this server reaches some addresses outside. */
@Group({
  name: 'http_client',
  title: 'HTTP clients',
  intro: 'How this server reaches some addresses outside: patience, size of answers, certificate authorities.',
  spec: ours('client-authentication'),
})
export class HttpClientMembers {
  @Text({ ...recordId, spec: ours('client-authentication'), example: 'partners' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('client-authentication'),
    required: true,
    max: 128,
    example: 'Partner network',
  })
  name: string;

  /** For the whole exchange. */
  @Seconds({
    label: 'Patience',
    help: 'How long the whole exchange may take.',
    spec: ours('client-authentication'),
    min: 1,
    max: 60,
    default: 3,
  })
  read_timeout: number;

  @WholeNumber({
    label: 'Largest answer',
    help: 'How long an answer may be, in bytes.',
    spec: ours('client-authentication'),
    min: 1024,
    max: 5_242_880,
    default: 262_144,
  })
  max_response_bytes: number;

  /** Certificate authorities that are trusted beside the usual ones. */
  @LongText({
    label: 'Trust store',
    help: 'Certificate authorities in PEM that are trusted beside the usual ones.',
    spec: ours('client-authentication'),
    max: 65_536,
    pattern: /^(?:\s*-----BEGIN CERTIFICATE-----\s+[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
    patternHelp: 'be one or more certificates in PEM',
    example: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  })
  trust_store?: string;
}

export type HttpClient = RecordOf<HttpClientMembers>;

export const httpClients: Resource<'http_clients', HttpClientMembers> = {
  name: 'http_clients',
  members: HttpClientMembers,
  id: 'id',
  systemMembers: [],
  standard: [],
};
