import { describe, expect, it } from 'vitest';
import { clientFields, settingsFields } from './client.js';
import { fieldReference } from './field-reference.js';
import { rules } from './rules/index.js';

describe('the field reference', () => {
  const lines = fieldReference().split('\n');
  const rowOf = (name: string) => lines.find((line) => line.startsWith(`| \`${name}\` |`));

  it('has a row for every field, setting and rule', () => {
    const names = [...clientFields.keys(), ...settingsFields.keys(), ...rules.map(({ id }) => id)];
    expect(names.filter((name) => rowOf(name) === undefined)).toEqual([]);
  });

  it('says what a field is, where its value comes from and when it applies', () => {
    expect(rowOf('access_token_ttl')).toMatch(
      / integer; 1 to 86400 \| server \(`300`\) \| always \| \[RFC 6749 §5\.1]\(https/,
    );
    expect(rowOf('require_pkce')).toContain(
      "| `false` | `grant_types intersects ['authorization_code', 'agent_code']` |",
    );
    expect(rowOf('client_name')).toContain('| required |');
    expect(rowOf('client_secret')).toContain('write-only');
  });

  it('has as many cells in a row as its table has columns', () => {
    const columns = (line: string) => line.replaceAll('\\|', '').split('|').length;
    const rows = lines.filter((line) => line.startsWith('|'));
    for (const [index, line] of lines.entries()) {
      if (line.startsWith('|') && lines[index - 1]?.startsWith('|'))
        expect(columns(line)).toBe(columns(lines[index - 1]!));
    }
    expect(rows.length).toBeGreaterThan(clientFields.size);
  });
});
