import { Group } from '../field.js';
import { Logo, Text, TextWithProperties } from '../kinds.js';
import { propertiesIn } from '../properties-in-text.js';
import { type RecordOf, type Resource } from '../resource.js';
import { violation } from '../rule.js';
import { ours } from '../specs.js';
import { recordId } from './record-id.js';

const color = {
  max: 7,
  pattern: /^#[0-9a-f]{6}$/,
  patternHelp: 'be a colour such as #0b5cab',
  spec: ours('sign-in'),
} as const;

/** How the pages look for some clients. */
@Group({
  name: 'template_area',
  title: 'Template areas',
  intro: 'How the sign-in and consent pages look for some clients.',
  spec: ours('sign-in'),
})
export class TemplateAreaMembers {
  @Text({ ...recordId, spec: ours('sign-in'), example: 'partners' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('sign-in'),
    required: true,
    max: 128,
    example: 'Partner portal',
  })
  name: string;

  /** Of buttons and links. What is written on it is black or white, whichever is read more easily. */
  @Text({
    ...color,
    label: 'Accent colour',
    help: 'Of buttons and links, such as #0b5cab. What is written on a button is black or white.',
    example: '#0b5cab',
  })
  accent_color?: string;

  @Text({
    ...color,
    label: 'Background colour',
    help: 'Behind the page, such as #eef2f7, also where a browser prefers dark pages.',
    example: '#eef2f7',
  })
  background_color?: string;

  @Logo({
    label: 'Logo',
    help: 'Above the page: an https address of a picture, or the picture itself as a data: URL.',
    spec: ours('sign-in'),
    example: 'https://www.example.com/logo.svg',
  })
  logo_uri?: string;

  /** `{name}` stands for the extended property of the client whose page it is. */
  @TextWithProperties({
    label: 'Footer',
    help: 'One line below the page. The name of an extended property in braces stands for its value, such as {support_phone}.',
    spec: ours('sign-in'),
    max: 256,
    example: 'Example Ltd. Questions: +1 555 0100',
  })
  footer?: string;
}

export type TemplateArea = RecordOf<TemplateAreaMembers>;

export const templateAreas: Resource<'template_areas', TemplateAreaMembers> = {
  name: 'template_areas',
  members: TemplateAreaMembers,
  id: 'id',
  systemMembers: [],
  standard: [],
  rules: [
    {
      id: 'footer-shows-what-may-be-shown',
      spec: ours('sign-in'),
      check: ({ footer }, { extended_property_definitions }) => {
        const named = propertiesIn(footer ?? '');
        const hidden = extended_property_definitions.filter(
          ({ name, expose_to_templates }) => named.includes(name) && !expose_to_templates,
        );
        return hidden.map(({ name }) => violation('/footer', `must not name ${name}, which users are not to see`));
      },
    },
  ],
};
