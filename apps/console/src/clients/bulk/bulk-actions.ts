import { type EffectiveClient } from '@clientele/client-schema';
import { type Document } from '../../form/document-model.js';
import { type StoredClient } from '../client-queries.js';

/** What can be done with many clients at once. */
export type BulkAction =
  | { readonly what: 'enable' }
  | { readonly what: 'disable' }
  | { readonly what: 'delete' }
  /** Adds a label. */
  | { readonly what: 'label'; readonly label: string };

/** What is sent for one client: a merge patch, or its deletion. */
export type Deed = { readonly patch: Document } | 'delete';

/**
 * What an action means for one client.
 * @param effective the client with what it inherits
 * @returns the deed, or why there is none
 */
export function deedOf(
  action: BulkAction,
  client: Pick<StoredClient, 'system'>,
  effective: Pick<EffectiveClient, 'enabled' | 'keywords'>,
): { deed: Deed } | { skipped: string } {
  switch (action.what) {
    case 'enable':
      return effective.enabled ? { skipped: 'It is enabled already.' } : { deed: { patch: { enabled: true } } };
    case 'disable':
      if (client.system) return { skipped: 'The server itself depends on it.' };
      return effective.enabled ? { deed: { patch: { enabled: false } } } : { skipped: 'It is disabled already.' };
    case 'delete':
      return client.system ? { skipped: 'The server itself depends on it.' } : { deed: 'delete' };
    case 'label': {
      const labels = effective.keywords;
      if (labels.includes(action.label)) return { skipped: 'It has this label already.' };
      return { deed: { patch: { keywords: [...labels, action.label] } } };
    }
  }
}
