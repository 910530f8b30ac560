/** What the id of every record has in common that is not called by a name of its own. */
export const recordId = {
  label: 'ID',
  help: 'What clients, settings and requests call it. Cannot be changed later.',
  required: true,
  access: 'create_only',
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  patternHelp: 'consist of letters, digits, dots, hyphens and underscores, and begin with a letter or digit',
} as const;
