import { clientFields, groupsOf, sections, settingsFields } from './client.js';
import { describe } from './conditions.js';
import { type Field, type FieldGroup, type Json, fieldsOfGroup, groupOptions, inherits } from './field.js';
import { serverSetMembers } from './fields/general/audit.js';
import { type AnyResource, fieldsOfResource, pathOf } from './resource.js';
import { resources } from './resources/index.js';
import { rules } from './rules/index.js';

const sectionTitles: Record<(typeof sections)[number], string> = {
  general: 'General',
  authentication: 'Authentication',
  security: 'Security',
  grant_types: 'Grant types',
};

/** `docs/fields.md`: every field of a client, every setting of the server and every rule, as Markdown. */
export function fieldReference(): string {
  return `${[
    '# Fields of a client',
    'Generated from `libs/client-schema/src`. A value that is null or absent means the default, or the server’s setting ' +
      'where the table says “server”. A field that does not apply holds its default and cannot be written.',
    ...sections.flatMap(sectionText),
    ...serverSetText(),
    ...settingsText(),
    ...resourcesText(),
    ...rulesText(),
  ].join('\n\n')}\n`;
}

function sectionText(section: (typeof sections)[number]): string[] {
  return [
    `## ${sectionTitles[section]}`,
    ...groupsOf(section).flatMap((group) => {
      const { title, intro, spec } = groupOptions(group);
      const rows = fieldsOfGroup(group).map((field) => [
        code(field.name),
        field.options.label,
        typeText(field),
        absentText(field),
        field.options.visibleWhen ? code(describe(field.options.visibleWhen)) : 'always',
        link(field.options.spec),
        field.options.help,
      ]);
      return [
        `### ${title}`,
        `${intro} ${link(spec)}`,
        table(['Name', 'Label', 'Type', 'Default', 'Applies when', 'Source', 'Meaning'], rows),
      ];
    }),
  ];
}

function serverSetText(): string[] {
  const rows = serverSetMembers.map(({ name, label, schema, help }) => [
    code(name),
    label,
    [schema['type']].flat().join(' or '),
    help,
  ]);
  return ['## Set by the server', table(['Name', 'Label', 'Type', 'Meaning'], rows)];
}

function settingsText(): string[] {
  const rows = [...settingsFields.values()].map((field) => [
    code(field.name),
    field.options.label,
    typeText(field),
    valueText(field.options.default),
    clientFields.has(field.name) ? 'yes' : 'no',
    link(field.options.spec),
    field.options.help,
  ]);
  return [
    '# Settings of the server',
    table(['Name', 'Label', 'Type', 'Default', 'Clients may differ', 'Source', 'Meaning'], rows),
  ];
}

function resourcesText(): string[] {
  return [
    '# Resources',
    'What clients, settings and each other refer to.',
    ...(resources as readonly AnyResource[]).flatMap((resource) => {
      const { title, intro, spec } = groupOptions(resource.members as FieldGroup);
      const rows = fieldsOfResource(resource).map((field) => [
        code(field.name),
        field.options.label,
        typeText(field),
        absentText(field),
        link(field.options.spec),
        field.options.help,
      ]);
      return [
        `## ${title}`,
        `${code(pathOf(resource))}: ${intro} ${link(spec)}`,
        table(['Name', 'Label', 'Type', 'Default', 'Source', 'Meaning'], rows),
      ];
    }),
  ];
}

function rulesText(): string[] {
  const rows = rules.map(({ id, severity, reads, spec }) => [
    code(id),
    severity === 'error' ? 'refused' : 'advice',
    reads.map(code).join(', '),
    link(spec),
  ]);
  return [
    '# Rules',
    'A rule looks at several fields at once. Its name says what holds in a good client.',
    table(['Rule', 'A client that breaks it', 'Fields', 'Source'], rows),
  ];
}

function typeText({ schema, options }: Field): string {
  const items = schema['items'] as { enum?: unknown[]; type?: string } | undefined;
  const values = (schema['enum'] ?? items?.enum) as string[] | undefined;
  const type = items ? `list of ${values ? 'values' : items.type}` : values ? 'one value' : String(schema['type']);
  return [type, ...(values ? [values.map(code).join(', ')] : []), limitsText(schema), accessText(options.access)]
    .filter((part) => part !== '')
    .join('; ');
}

function limitsText(schema: Field['schema']): string {
  if ('minimum' in schema) return `${String(schema['minimum'])} to ${String(schema['maximum'])}`;
  if ('maxItems' in schema) return `at most ${String(schema['maxItems'])} entries`;
  return 'maxLength' in schema ? `at most ${String(schema['maxLength'])} characters` : '';
}

function accessText(access: Field['options']['access']): string {
  return access ? access.replace('_', '-') : '';
}

function absentText(field: Field): string {
  if (field.options.required) return 'required';
  return inherits(field) ? `server (${valueText(field.options.inherits)})` : valueText(field.options.default);
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'none' : code(JSON.stringify(value));
}

function link({ label, url }: { label: string; url: string }): string {
  return `[${label}](${url})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
