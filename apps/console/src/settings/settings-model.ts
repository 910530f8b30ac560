import { type Resources, settingsFields, validateSettings } from '@clientele/client-schema';
import { type DocumentModel } from '../form/document-model.js';
import { recordNamesIn } from '../words/record-names.js';

const every = new Set(settingsFields.keys());

/**
 * The server's settings as a form edits them: each has a value, always applies and inherits from nobody.
 * @param records what they may name; what is left out is not known yet
 */
export function settingsModel(records: Partial<Resources>): DocumentModel {
  return {
    fields: settingsFields,
    names: recordNamesIn(records),
    settle: (candidate) => Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== null)),
    faults: (settled) => validateSettings(settled),
    applicable: () => every,
    inherited: () => undefined,
  };
}
