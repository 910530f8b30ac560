import { Group } from '../field.js';
import { Flag, LongText, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ours } from '../specs.js';

/** A property that clients can have. */
@Group({
  name: 'extended_property_definition',
  title: 'Extended property definitions',
  intro: 'Properties of clients that this server knows beyond its own fields.',
  spec: ours('claims'),
})
export class ExtendedPropertyDefinitionMembers {
  @Text({
    label: 'Name',
    help: 'What clients and claims mappers call it. Cannot be changed later.',
    spec: ours('claims'),
    required: true,
    access: 'create_only',
    max: 64,
    pattern: /^[A-Za-z][A-Za-z0-9_.-]*$/,
    patternHelp: 'begin with a letter, and consist of letters, digits, dots, hyphens and underscores',
    example: 'business_unit',
  })
  name: string;

  @LongText({
    label: 'Description',
    help: 'What the property is for.',
    spec: ours('claims'),
    min: 0,
    max: 1024,
    example: 'The part of the company that pays for the application',
  })
  description?: string | null;

  /** Whether a client may have several values. */
  @Flag({
    label: 'Several values',
    help: 'Clients may have several values; claims made from it are lists.',
    spec: ours('claims'),
    default: false,
  })
  multi_valued: boolean;

  /** Whether the footer of a template area may show it, by `{name}`. */
  @Flag({
    label: 'May be shown to users',
    help: 'The footer of a template area may show it: {business_unit} there stands for the value of the client.',
    spec: ours('claims'),
    default: true,
  })
  expose_to_templates: boolean;
}

export type ExtendedPropertyDefinition = RecordOf<ExtendedPropertyDefinitionMembers>;

export const extendedPropertyDefinitions: Resource<'extended_property_definitions', ExtendedPropertyDefinitionMembers> =
  {
    name: 'extended_property_definitions',
    members: ExtendedPropertyDefinitionMembers,
    id: 'name',
    systemMembers: [],
    readByClientRules: ['multi_valued'],
    standard: [],
  };
