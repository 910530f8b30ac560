import { Group } from '../../field.js';
import { Properties, Text, TextMap } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';

@Group({
  name: 'metadata',
  title: 'Metadata',
  intro: 'What else is known of this client.',
  spec: rfc(7591, '2'),
})
export class MetadataFields {
  /** Values of the properties that the server defines; claims mappers can put them into tokens. */
  @Properties({
    label: 'Extended properties',
    help: 'Values of the properties that this server defines. Claims mappers can put them into tokens.',
    spec: ours('claims'),
    resource: 'extended_property_definitions',
    maxEntries: 50,
    maxKey: 64,
    maxItems: 20,
    maxValue: 1024,
    default: {},
    example: {},
  })
  extended_properties: Record<string, string[]>;

  /** Notes under names of one's own. They reach nobody but administrators. */
  @TextMap({
    label: 'Extra metadata',
    help: 'Up to ten notes of your own. Only administrators see them.',
    spec: ours('clients'),
    maxEntries: 10,
    maxKey: 64,
    maxValue: 256,
    default: {},
    example: { cost_centre: '4711' },
  })
  extra_metadata: Record<string, string>;

  /** The same for all installations of a software; claims mappers can put it into tokens. */
  @Text({
    label: 'Software ID',
    help: 'Identifies the software, whoever installed it. Claims mappers can put it into tokens.',
    spec: rfc(7591, '2'),
    max: 255,
    example: '4NRB1-0XZABZI9E6-5SM3R',
  })
  software_id?: string;

  /** Claims mappers can put it into tokens. */
  @Text({
    label: 'Software version',
    help: 'Version of the software. Claims mappers can put it into tokens.',
    spec: rfc(7591, '2'),
    max: 255,
    example: '2.4.1',
  })
  software_version?: string;
}
