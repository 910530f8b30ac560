import { settingsFields, validateSettings } from '@clientele/client-schema';
import { type DocumentModel } from '../form/document-model.js';

const every = new Set(settingsFields.keys());

/** The server's settings as a form edits them: each has a value, always applies and inherits from nobody. */
export const settingsModel: DocumentModel = {
  fields: settingsFields,
  settle: (candidate) => Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== null)),
  faults: (settled) => validateSettings(settled),
  applicable: () => every,
  inherited: () => undefined,
};
