import { Group } from '../field.js';
import { Flag, JsonSchemaDocument, LongText, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours, rfc } from '../specs.js';

/** A type of authorization details, RFC 9396 §2: what clients can ask for in more words than a scope has. */
@Group({
  name: 'authorization_detail_type',
  title: 'Authorization detail types',
  intro: 'What applications may ask for where a scope says too little, such as one payment of a certain amount.',
  spec: rfc(9396, '2'),
})
export class AuthorizationDetailTypeMembers {
  /** As requests write it; case-sensitive, and often an address of whoever defined it. */
  @Text({
    label: 'Type',
    help: 'What applications write into their requests. Cannot be changed later.',
    spec: rfc(9396, '2'),
    required: true,
    access: 'create_only',
    max: 255,
    pattern: /^[\x21-\x7e]+$/,
    patternHelp: 'consist of printable ASCII characters without space',
    example: 'payment_initiation',
  })
  type: string;

  /** What the user reads above the details on the consent page; null: the type. */
  @LongText({
    label: 'Description',
    help: 'What users read above the details when they are asked for consent.',
    spec: ours('authorization-details'),
    min: 0,
    max: 1024,
    example: 'Make a payment',
  })
  description?: string | null;

  /** What a detail of this type must look like. Members that it does not name are refused, unless it says otherwise. */
  @JsonSchemaDocument({
    label: 'Schema',
    help: 'JSON Schema 2020-12 of a detail. Members that it does not name are refused, unless it says otherwise.',
    spec: rfc(9396, '5'),
    required: true,
    example: {
      type: 'object',
      required: ['creditorAccount', 'instructedAmount'],
      properties: {
        creditorAccount: { type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' },
        instructedAmount: {
          type: 'object',
          required: ['currency', 'amount'],
          properties: {
            currency: { type: 'string', pattern: '^[A-Z]{3}$' },
            amount: { type: 'string', pattern: '^[0-9]{1,12}(\\.[0-9]{2})?$' },
          },
          additionalProperties: false,
        },
      },
    },
  })
  schema: Readonly<Record<string, unknown>>;

  /** False: requests that name the type are refused, and tokens that carry it lose it. */
  @Flag({
    label: 'Active',
    help: 'Off: requests that name the type are refused, and tokens no longer carry it.',
    spec: rfc(9396, '5'),
    default: true,
  })
  active: boolean;
}

export type AuthorizationDetailType = RecordOf<AuthorizationDetailTypeMembers>;

/** A type may be switched off in an emergency, so no rule of the clients that use it stands in the way. */
export const authorizationDetailTypes: Resource<'authorization_detail_types', AuthorizationDetailTypeMembers> = {
  name: 'authorization_detail_types',
  members: AuthorizationDetailTypeMembers,
  id: 'type',
  systemMembers: [],
  standard: [],
};
