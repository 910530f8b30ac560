import { type Condition, intersects } from './conditions.js';
import { codeGrantTypes, interactiveGrantTypes } from './vocabulary.js';

/** Where a setting is about the authorization endpoint, or about the users who sign in there. */
export const hasUsers: Condition = intersects('grant_types', ...interactiveGrantTypes);

/** Whether users sign in for a client with these grant types. */
export function isInteractive(grant_types: readonly string[]): boolean {
  return interactiveGrantTypes.some((type) => grant_types.includes(type));
}

/** Where a setting is about authorization codes. */
export const hasCodes: Condition = intersects('grant_types', ...codeGrantTypes);

/** Whether a client with these grant types is given authorization codes. */
export function usesCodes(grant_types: readonly string[]): boolean {
  return codeGrantTypes.some((type) => grant_types.includes(type));
}
