import { describe, expect, it } from 'vitest';
import { type BulkAction, deedOf } from './bulk-actions.js';

const ordinary = { system: false };
const system = { system: true };

describe('an action on many clients', () => {
  it.each<[BulkAction, { system: boolean }, { enabled: boolean }, object]>([
    [{ what: 'disable' }, ordinary, { enabled: true }, { deed: { patch: { enabled: false } } }],
    [{ what: 'disable' }, ordinary, { enabled: false }, { skipped: 'It is disabled already.' }],
    [{ what: 'disable' }, system, { enabled: true }, { skipped: 'The server itself depends on it.' }],
    [{ what: 'enable' }, ordinary, { enabled: false }, { deed: { patch: { enabled: true } } }],
    [{ what: 'enable' }, ordinary, { enabled: true }, { skipped: 'It is enabled already.' }],
    [{ what: 'delete' }, ordinary, { enabled: true }, { deed: 'delete' }],
    [{ what: 'delete' }, system, { enabled: true }, { skipped: 'The server itself depends on it.' }],
  ])('%j of %j that is %j means %j', (action, client, effective, means) => {
    expect(deedOf(action, client, { ...effective, keywords: [] })).toEqual(means);
  });

  it('adds a label to those that a client has, once', () => {
    const label = { what: 'label', label: 'finance' } as const;
    expect(deedOf(label, ordinary, { enabled: true, keywords: [] })).toEqual({
      deed: { patch: { keywords: ['finance'] } },
    });
    const patch = { keywords: ['eu', 'finance'] };
    expect(deedOf(label, ordinary, { enabled: true, keywords: ['eu'] })).toEqual({ deed: { patch } });
    expect(deedOf(label, ordinary, { enabled: true, ...patch })).toEqual({ skipped: 'It has this label already.' });
  });
});
