import { type Rule } from '../rule.js';
import { fapi1AdvancedRules } from './fapi1-advanced.js';
import { fapi2MessageSigningRules } from './fapi2-message-signing.js';
import { fapi2SecurityRules } from './fapi2-security.js';

/** The lines of every profile: rules of the clients that are held to it. */
export const profileRules: readonly Rule[] = [
  ...fapi1AdvancedRules,
  ...fapi2SecurityRules,
  ...fapi2MessageSigningRules,
];
