import { describe, expect, it } from 'vitest';
import { clientFields, defaultSettings, groupsOf, secretFields, sections, settingsFields } from './client.js';
import { fieldsOf } from './conditions.js';
import { type FieldGroup, fieldsOfGroup, groupOptions, inherits } from './field.js';
import { recordsOf } from './references.js';
import { resolveClient } from './resolve-client.js';
import { type AnyResource, completeRecord, fieldsOfResource, recordIssues } from './resource.js';
import { resources, standardResources } from './resources/index.js';
import { type Rule } from './rule.js';
import { profileRules } from './profiles/index.js';
import { rules } from './rules/index.js';
import { shapeFaults } from './shape.js';
import { aClient, aServer, issuesOf } from './testing.js';
import { validateSettings } from './validate-client.js';

declare global {
  interface ImportMeta {
    /** Vite's own: the modules that match a pattern. */
    glob(patterns: string[], options: { eager: true }): Record<string, Record<string, unknown>>;
  }
}

const ruleFiles = import.meta.glob(['./rules/*.ts', '!./rules/*.test.ts', '!./rules/index.ts'], { eager: true });
const ruleTests = import.meta.glob(['./rules/*.test.ts'], { eager: true });

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && 'severity' in value;

describe.each([...clientFields.values()].map((field) => [field.name, field] as const))(
  'the field %s',
  (name, field) => {
    const { options } = field;

    it('explains itself', () => {
      expect(options.label).not.toBe('');
      expect(options.help).toMatch(/[.!?]$/);
      expect(options.spec.url).toMatch(/^https:\/\//);
      expect(sections).toContain(field.section);
      expect(field.group.title).not.toBe('');
    });

    it('shows a value: an example, a default or the inherited one', () => {
      const shown = options.example ?? options.default ?? options.inherits;
      expect(shown !== undefined || options.access === 'write_only').toBe(true);
    });

    it('has a default and an example of its own shape', () => {
      const values = [options.default, options.example].filter((value) => value !== undefined);
      const faults = values.flatMap((value) => issuesOf({ ...aClient(), [name]: value }));
      expect(faults.filter(({ pointer, rule }) => pointer.startsWith(`/${name}`) && !isRuleId(rule))).toEqual([]);
    });

    it('depends on real fields only', () => {
      const fields = options.visibleWhen ? fieldsOf(options.visibleWhen) : [];
      expect(fields.filter((other) => !clientFields.has(other))).toEqual([]);
    });

    it('has one way to stand for an absent value', () => {
      expect(
        [options.default, options.inherits, options.required].filter((way) => way !== undefined).length,
      ).toBeLessThan(2);
    });

    it('is a setting under the same name if it inherits', () => {
      expect(settingsFields.has(name)).toBe(inherits(field));
      if (inherits(field)) expect(settingsFields.get(name)?.options.default).toEqual(options.inherits);
    });
  },
);

const ruleIds = new Set(rules.map(({ id }) => id));
function isRuleId(id: string): boolean {
  return ruleIds.has(id);
}

describe('the fields', () => {
  it('have one group each, whose name is unique', () => {
    const groups = sections.flatMap((section) => groupsOf(section));
    const names = groups.map((group) => groupOptions(group).name);
    expect(new Set(names).size).toBe(names.length);
    expect(groups.flatMap((group) => fieldsOfGroup(group)).length).toBe(clientFields.size);
  });
});

describe('the secrets', () => {
  it('are the fields that are never shown', () => {
    const hidden = [...clientFields.values()].filter(({ options }) => options.access === 'write_only');
    expect(hidden.map(({ name }) => name).toSorted()).toEqual([...secretFields].toSorted());
  });
});

describe('the settings of the server', () => {
  it('have defaults without fault', () => {
    expect(validateSettings(defaultSettings)).toEqual([]);
  });

  it('explain themselves', () => {
    for (const { options } of settingsFields.values()) {
      expect(options.help).toMatch(/[.!?]$/);
      expect(options.default).toBeDefined();
    }
  });
});

describe.each((resources as readonly AnyResource[]).map((resource) => [resource.name, resource] as const))(
  'the resource %s',
  (_, resource) => {
    const fields = fieldsOfResource(resource);

    it('explains itself and its fields, each with a value to show', () => {
      expect(groupOptions(resource.members as FieldGroup).intro).toMatch(/[.!?]$/);
      for (const { options } of fields) {
        expect(options.help).toMatch(/[.!?]$/);
        expect(options.example ?? options.default).toBeDefined();
      }
    });

    it('is named by a member that every record has, and that stays', () => {
      const id = fields.find(({ name }) => name === resource.id);
      expect(id?.options).toMatchObject({ required: true, access: 'create_only' });
    });

    it('begins with records without fault', () => {
      const faults = recordsOf(standardResources, resource.name)!.flatMap((record) => [
        ...shapeFaults(resource.members as FieldGroup, record),
        ...recordIssues(resource, record, aServer()),
      ]);
      expect(faults).toEqual([]);
    });

    it('has an example without fault', () => {
      const example = Object.fromEntries(fields.map(({ name, options }) => [name, options.example]));
      expect(recordIssues(resource, completeRecord(resource.members, example), aServer())).toEqual([]);
    });

    it('refers to resources that there are', () => {
      const named = [...fields, ...clientFields.values(), ...settingsFields.values()].flatMap(
        ({ refersTo }) => refersTo?.resources ?? [],
      );
      expect(named.filter((name) => name !== 'clients' && !resources.some((one) => one.name === name))).toEqual([]);
    });
  },
);

describe.each(rules.map((rule) => [rule.id, rule] as const))('the rule %s', (_, rule) => {
  it('reads real fields, each once', () => {
    expect(rule.reads.filter((name) => !clientFields.has(name))).toEqual([]);
    expect(new Set(rule.reads).size).toBe(rule.reads.length);
  });

  it('has a source', () => {
    expect(rule.spec.url).toMatch(/^https:\/\//);
  });

  it('settles and reads nothing beyond what it declares', () => {
    const read = new Set<string>();
    const watched = new Proxy(
      { ...resolveClient(aClient(), aServer()) },
      {
        get: (client, name, receiver) => (read.add(String(name)), Reflect.get(client, name, receiver)),
      },
    );
    const settled = rule.settle?.(watched, aServer(), new Set()) ?? {};
    rule.check(watched, aServer());
    expect([...read, ...Object.keys(settled)].filter((name) => !rule.reads.some((own) => own === name))).toEqual([]);
  });
});

describe('the rules', () => {
  it('are found in the file of their name, with its test beside it, or in the table of a profile', () => {
    for (const rule of rules.filter((one) => !profileRules.includes(one))) {
      expect(Object.values(ruleFiles[`./rules/${rule.id}.ts`] ?? {})).toContain(rule);
      expect(Object.keys(ruleTests)).toContain(`./rules/${rule.id}.test.ts`);
    }
  });

  it('are all listed', () => {
    const declared = Object.values(ruleFiles).flatMap((file) => Object.values(file).filter(isRule));
    expect([...declared, ...profileRules].map(({ id }) => id).toSorted()).toEqual([...ruleIds].toSorted());
    expect(ruleIds.size).toBe(rules.length);
  });
});
